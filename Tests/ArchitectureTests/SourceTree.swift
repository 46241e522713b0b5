import Foundation

/// The files of the repository, as text.
enum SourceTree {
    struct File {
        /// From the root of the repository: `Sources/App/...`.
        let path: String
        let text: String

        var name: String { URL(filePath: path).lastPathComponent }
        /// The second folder of the path: `App`.
        var target: String { String(path.split(separator: "/")[1]) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files below folders of the root whose names end in one of the extensions, sorted by path.
    static func files(under folders: String..., endingIn extensions: Set<String>) throws -> [File] {
        try folders.flatMap { folder in
            let paths =
                FileManager.default.enumerator(atPath: root.appending(path: folder).path)?
                .compactMap { $0 as? String } ?? []
            return try paths.filter { extensions.contains(URL(filePath: $0).pathExtension) }.sorted().map { path in
                File(
                    path: "\(folder)/\(path)",
                    text: try String(contentsOf: root.appending(path: "\(folder)/\(path)"), encoding: .utf8))
            }
        }
    }

    static func readme() throws -> String {
        try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    }

    /// The names in a folder of the root.
    static func names(in folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path))
    }
}
