import FoundationEssentials
import Glibc
import Terminal
import Testing

/// Pictures that stand in the repository, and what the program draws now.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the files are written anew, and the run fails, so that nobody takes a
/// recording for a test.
enum Recording {
    static let isOn = getenv("RECORD_SNAPSHOTS").map { String(cString: $0) } == "1"

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    /// The text snapshots.
    static let snapshots = folder.appending(path: "Snapshots")
    /// The pictures that the README shows.
    static let screenshots = folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "screenshots")

    /// Compares a text with the file of that name, or writes the file.
    static func compare(
        _ text: String, with name: String, in folder: URL, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let file = folder.appending(path: name)
        if isOn {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
                Issue.record("\(name) was recorded; run again without RECORD_SNAPSHOTS", sourceLocation: sourceLocation)
            } catch {
                Issue.record("\(name) cannot be written: \(error)", sourceLocation: sourceLocation)
            }
            return
        }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            Issue.record(
                "\(name) is missing; look at the picture and record it with RECORD_SNAPSHOTS=1\n\(text)",
                sourceLocation: sourceLocation)
            return
        }
        let expected = String(decoding: data, as: UTF8.self)
        #expect(
            text == expected,
            """
            \(name) is not what the program draws now. If that is right, record it with RECORD_SNAPSHOTS=1.
            \(difference(between: expected, and: text))
            """, sourceLocation: sourceLocation)
    }

    /// Compares a text with what stands in the README between `<!-- name -->` and `<!-- /name -->`, or writes it there.
    static func compare(
        _ text: String, withREADME name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let file = screenshots.deletingLastPathComponent().appending(path: "README.md")
        let readme = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "<!-- \(name) -->"), let end = lines.firstIndex(of: "<!-- /\(name) -->"),
            start < end
        else {
            Issue.record(
                "between <!-- \(name) --> and <!-- /\(name) --> in README.md there should stand:\n\(text)",
                sourceLocation: sourceLocation)
            return
        }
        let actual = lines[(start + 1)..<end].joined(separator: "\n")
        if isOn, actual != text {
            let recorded = (lines[...start] + [text] + lines[end...]).joined(separator: "\n")
            do { try Data(recorded.utf8).write(to: file) } catch {
                Issue.record("README.md cannot be written: \(error)", sourceLocation: sourceLocation)
            }
        }
        #expect(
            actual == text,
            """
            between <!-- \(name) --> and <!-- /\(name) --> in README.md stands something else. If that is right, record it \
            with RECORD_SNAPSHOTS=1.
            \(difference(between: actual, and: text))
            """, sourceLocation: sourceLocation)
    }

    /// The lines that differ, old and new, at most 40 of them.
    private static func difference(between old: String, and new: String) -> String {
        let old = old.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0..<max(old.count, new.count) {
            let (before, after) = (index < old.count ? old[index] : "", index < new.count ? new[index] : "")
            if before != after { lines += ["\(index + 1) - \(before)", "\(index + 1) + \(after)"] }
        }
        return lines.prefix(40).joined(separator: "\n")
    }

    /// The names of the files in a folder.
    static func names(in folder: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
