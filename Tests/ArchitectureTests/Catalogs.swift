import Foundation

/// The documentation catalogs: the law that comments cite.
struct Catalogs {
    /// Names of pages: `V2`, `Promises`.
    let pages: Set<String>
    /// Ids of table rows: `P12`, `D-b-3`, `W20`.
    let ids: Set<String>
    /// The text of all pages.
    let text: String

    init() throws {
        let files = try SourceTree.files(under: "Sources", endingIn: ["md"]).filter { $0.path.contains(".docc/") }
        pages = Set(files.map { String($0.name.dropLast(3)) })
        text = files.map(\.text).joined(separator: "\n")
        ids = Set(text.matches(of: /(?m)^\| ([A-HPWX][0-9]{1,2}|D-(?:v1|b|q|2)-[0-9]{1,2}) \|/).map { String($0.1) })
    }
}

/// What the files of code cite.
struct Citations {
    struct Citation: Hashable, CustomStringConvertible {
        let file: String
        let cited: String

        var description: String { "\(file) cites \(cited)" }
    }

    var pages: Set<Citation> = []
    var ids: Set<Citation> = []
    /// Of documents that are not in the repository.
    var strangers: Set<Citation> = []

    /// What stands in comments and in names of tests. A citation may go over the end of a line.
    init(in files: [SourceTree.File]) {
        for file in files {
            let text = file.path.hasSuffix(".py") ? file.text : Self.told(in: file)
            for page in text.matches(of: /<doc:([A-Za-z0-9]+)(?:#[^>]*)?>/) {
                pages.insert(Citation(file: file.path, cited: String(page.1)))
            }
            for list in text.matches(of: Self.cited) { note(list.1, in: file) }
            for name in text.matches(of: Self.testName) { note(name.1, in: file) }
            for stranger in text.matches(of: Self.stranger) where !Self.isStandard(text[..<stranger.range.lowerBound]) {
                strangers.insert(Citation(file: file.path, cited: String(stranger.0)))
            }
        }
    }

    /// The comments of a file and the names of its tests, without their markers.
    private static func told(in file: SourceTree.File) -> String {
        file.lines.compactMap { line -> Substring? in
            let line = line.drop { $0 == " " }
            if line.hasPrefix("//") { return line.drop { $0 == "/" }.drop { $0 == " " } }
            let isName = ["@Test", "@Suite", "func `", "testDescription"].contains { line.contains($0) }
            return isName || line.contains(" // ") ? line : nil
        }.joined(separator: " ")
    }

    private mutating func note(_ list: Substring, in file: SourceTree.File) {
        for id in list.matches(of: /[A-HPWX][0-9]{1,2}|D-(?:v1|b|q|2)-[0-9]{1,2}/) {
            ids.insert(Citation(file: file.path, cited: String(id.0)))
        }
    }

    /// `promises P11 to P15`, `fault D-b-3`, `contradiction W20`.
    private static var cited: Regex<(Substring, Substring)> {
        /(?i:promises?|faults?|contradictions?|rows?)\s+((?:[A-HPWX][0-9]{1,2}|D-(?:v1|b|q|2)-[0-9]{1,2})(?:(?:,|;| and| to| or)\s+(?:[A-HPWX][0-9]{1,2}|D-(?:v1|b|q|2)-[0-9]{1,2}))*)\b/
    }

    /// Ids at the beginning of the name of a test: ``func `D22 D-b-10 an operation that is not there` ``.
    private static var testName: Regex<(Substring, Substring)> {
        /(?:func `|testDescription: ")((?:(?:[A-HPWX][0-9]{1,2}|D-(?:v1|b|q|2)-[0-9]{1,2}) )+)/
    }

    private static var stranger: Regex<Substring> {
        /\b[Ss]ections? [0-9]+|[Ww]ire contract|[Ff]ault suite|\b(?:promises|faults|design|wire-contract|ui|terminal|wording)\.md\b/
    }

    /// `RFC 6265, section 5.2` is at hand for everybody.
    private static func isStandard(_ text: Substring) -> Bool {
        text.suffix(12).contains(/RFC [0-9]{3,5},? $/)
    }
}
