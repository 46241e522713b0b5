import Dispatch
import Glibc
import Synchronization

/// Tells when files are changed, made, replaced or removed, by whichever program.
///
/// The kernel tells (inotify on the directories, because a save is a rename); nothing wakes up while nothing happens.
/// Where it cannot tell, as on a network file system, the files are looked at once a second. A file counts as changed
/// when it is another file, or has another size or another time, so that reading it, or touching its neighbours, is no
/// change. A folder counts as changed when that is so of one of its files of a kind.
package final class FileWatch: Sendable {
    /// What tells one state of a file from the next; all zero without a file.
    private struct Signature: Hashable {
        var device: UInt64 = 0
        var number: UInt64 = 0
        var size: Int64 = 0
        var seconds = 0
        var nanoseconds = 0

        init(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return }
            device = UInt64(status.st_dev)
            number = UInt64(status.st_ino)
            size = Int64(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }

        /// Of all files in a folder whose names end in this way.
        init(of folder: String, ending: String) {
            for name in DirectoryListing.names(in: folder) where name.hasSuffix(ending) {
                let file = Signature(of: folder + "/" + name)
                (device, number) = (file.device, number &* 31 &+ file.number)
                size &+= file.size
                guard (file.seconds, file.nanoseconds) > (seconds, nanoseconds) else { continue }
                (seconds, nanoseconds) = (file.seconds, file.nanoseconds)
            }
        }
    }

    private let paths: [String]
    /// How the names of the files end that are looked at, by folder.
    private let folders: [String: String]
    private let usesKernel: Bool
    private let known: Mutex<[String: Signature]>
    /// The directories that the kernel watches, by its numbers.
    private let watched = Mutex<Set<Int32>>([])

    /// Begins to remember how the files are now: what changes from here on is told, also before ``follow(_:)`` begins.
    ///
    /// - Parameters:
    ///   - folders: with how the names of those files end that are looked at.
    ///   - usesKernel: false looks once a second in every case.
    package init(_ paths: [String], folders: [String: String] = [:], usesKernel: Bool = true) {
        self.paths = paths + folders.keys.sorted()
        self.folders = folders
        self.usesKernel = usesKernel
        known = Mutex([:])
        _ = changedPaths()
    }

    /// Tells of changed files until the task is cancelled. Files that change again while `tell` runs are told once.
    package func follow(_ tell: @Sendable (_ paths: [String]) async -> Void) async {
        guard !paths.isEmpty else { return }
        let (bell, ring) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let source: any DispatchSourceProtocol = notices(ring) ?? clock(ring)
        defer { source.cancel() }
        // What changed before the kernel was asked.
        ring.yield()
        for await _ in bell {
            let changed = changedPaths()
            if !changed.isEmpty { await tell(changed) }
            if Task.isCancelled { break }
        }
    }

    private func changedPaths() -> [String] {
        paths.filter { path in
            let now = folders[path].map { Signature(of: path, ending: $0) } ?? Signature(of: path)
            return known.withLock { $0.updateValue(now, forKey: path) } != now
        }
    }

    /// Rings once a second.
    private func clock(_ ring: AsyncStream<Void>.Continuation) -> any DispatchSourceProtocol {
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
        timer.setEventHandler { ring.yield() }
        timer.activate()
        return timer
    }

    /// Rings whenever something happens in a directory of the files; `nil` where the kernel cannot tell.
    private func notices(_ ring: AsyncStream<Void>.Continuation) -> (any DispatchSourceProtocol)? {
        guard usesKernel, !paths.contains(where: Self.isElsewhere) else { return nil }
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        guard watchDirectories(descriptor) else {
            close(descriptor)
            return nil
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler { [self] in
            Self.drain(descriptor)
            // A directory may have been made, moved or removed: watching one a second time costs nothing.
            _ = watchDirectories(descriptor)
            ring.yield()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
        return source
    }

    /// Watches the directory of each file, and of the file that a link stands for; where there is none yet, the
    /// nearest one above it, until there is.
    private func watchDirectories(_ descriptor: Int32) -> Bool {
        let events = [
            IN_CLOSE_WRITE, IN_MOVED_TO, IN_MOVED_FROM, IN_CREATE, IN_DELETE, IN_DELETE_SELF, IN_MOVE_SELF,
        ]
        let mask = events.reduce(UInt32(IN_ONLYDIR)) { $0 | UInt32($1) }
        var needed: Set<Int32> = []
        let inFolders = folders.keys.map { $0 + "/a file" }
        for path in Set(paths.flatMap { [$0, Self.target(of: $0)] } + inFolders) {
            var directory = Self.parent(of: path)
            var number = inotify_add_watch(descriptor, directory, mask)
            while number < 0 {
                guard errno == ENOENT || errno == ENOTDIR, directory != "/" else { return false }
                directory = Self.parent(of: directory)
                number = inotify_add_watch(descriptor, directory, mask)
            }
            needed.insert(number)
        }
        let idle = watched.withLock { watched in
            defer { watched = needed }
            return watched.subtracting(needed)
        }
        for number in idle { inotify_rm_watch(descriptor, number) }
        return true
    }

    private static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func target(of path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether other machines may write to the file, of which this kernel hears nothing.
    private static func isElsewhere(_ path: String) -> Bool {
        guard let file = try? OpenFile("/proc/self/mounts", flags: O_RDONLY), let bytes = try? file.read(limit: 1 << 20)
        else { return false }
        let place = target(of: path)
        var kind: (length: Int, isShared: Bool) = (0, false)
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let root = fields[1] == "/" ? "" : fields[1]
            guard root.utf8.count >= kind.length, place.hasPrefix(root + "/") else { continue }
            kind = (root.utf8.count, shared.contains { fields[2].hasPrefix($0) })
        }
        return kind.isShared
    }

    /// How the kinds of file system begin that several machines may write to.
    private static let shared = [
        "nfs", "cifs", "smb", "fuse", "afs", "ceph", "9p", "lustre", "gfs", "ocfs", "glusterfs",
    ]
}
