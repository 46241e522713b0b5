import App
import HTTPExchange
import Storage

/// Watches the files that other programs may change while the screen is open.
struct FollowedFiles: Sendable {
    private let files: [String: StoredFile]
    private let watch: FileWatch
    private let clock: ExchangeClock

    /// Milliseconds between two readings at least, while another program writes without end.
    private static let pause = 100

    init(_ locations: Locations, clock: ExchangeClock) {
        var files: [String: StoredFile] = [:]
        if let path = locations.profiles { files[path] = .profiles }
        if let path = locations.journal { files[path] = .journal }
        self.files = files
        watch = FileWatch(files.keys.sorted())
        self.clock = clock
    }

    /// Tells of changes until the task is cancelled.
    func follow(_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async {
        await watch.follow { paths in
            for file in paths.compactMap({ files[$0] }) { await tell(file) }
            try? await clock.sleep(Self.pause)
        }
    }
}
