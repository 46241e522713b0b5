import Foundation
import Testing

/// What comments and tests cite exists in the catalogs, and what the catalogs name exists in the code.
struct CitationTests {
    /// Read once for all tests. This folder is left out: it has to spell what it looks for.
    private static let read = Result {
        Citations(
            in: try SourceTree.files(under: "Sources", "Tests", endingIn: ["swift", "c", "h", "py"])
                .filter { !$0.path.hasPrefix("Tests/ArchitectureTests/") })
    }

    private static func citations() throws -> Citations { try read.get() }

    @Test func `Every page that a comment links to exists`() throws {
        let (pages, citations) = (try Catalogs().pages, try Self.citations().pages)
        // A reader that finds nothing would find nothing wrong either.
        #expect(citations.count > 100)
        for citation in citations { #expect(pages.contains(citation.cited), "\(citation)") }
    }

    @Test func `Every promise, fault and contradiction that is cited exists`() throws {
        let (ids, citations) = (try Catalogs().ids, try Self.citations().ids)
        #expect(citations.count > 100)
        for citation in citations { #expect(ids.contains(citation.cited), "\(citation)") }
    }

    @Test func `No comment cites a document that is not in the repository`() throws {
        for citation in try Self.citations().strangers { Issue.record("\(citation)") }
    }

    @Test func `Every id in the text of the catalogs has a row of its own`() throws {
        let catalogs = try Catalogs()
        #expect(catalogs.ids.count > 250)
        for id in catalogs.text.matches(of: /\b[PWX][0-9]{1,2}\b/).map({ String($0.0) }) {
            // Unused numbers are told as such.
            #expect(catalogs.ids.contains(id) || ["P50", "P59"].contains(id), "\(id)")
        }
    }

    @Test func `Every test and every script that keeps a promise exists`() throws {
        let catalogs = try Catalogs()
        let tests = try SourceTree.files(under: "Tests", endingIn: ["swift", "py"])
        let suites = Set(tests.flatMap { $0.text.matches(of: /struct ([A-Za-z0-9]+Tests)\b/).map { String($0.1) } })
        let targets = try SourceTree.names(in: "Tests")
        for suite in catalogs.text.matches(of: /`([A-Za-z0-9]+Tests)`/).map({ String($0.1) }) {
            #expect(suites.contains(suite) || targets.contains(suite), "\(suite)")
        }
        let scripts = Set(tests.map(\.name))
        for script in catalogs.text.matches(of: /`(?:[A-Za-z\/]+\/)?([a-z_]+\.py)`/).map({ String($0.1) }) {
            #expect(scripts.contains(script), "\(script)")
        }
    }

    @Test func `Every promise has its state, and a test where it is kept`() throws {
        let page = try SourceTree.files(under: "Sources", endingIn: ["md"]).first { $0.name == "Promises.md" }
        let rows = try #require(page).text.matches(of: /(?m)^\| P([0-9]{1,2}) \| .+ \| ([a-z ]+) \| (.+) \|$/)
        #expect(rows.compactMap { Int($0.1) } == Array(1...79).filter { !(50...59).contains($0) })
        for row in rows {
            #expect(["kept", "partly", "not yet", "elsewhere"].contains(row.2), "P\(row.1): \(row.2)")
            guard ["kept", "partly"].contains(row.2) else { continue }
            #expect(row.3.contains(/`[A-Za-z]+Tests`|\.py`/), "P\(row.1) names no test")
        }
    }

    @Test func `Every fault of the terminal has a test that names it`() throws {
        let page = try SourceTree.files(under: "Sources", endingIn: ["md"]).first { $0.name == "Faults.md" }
        let rows = try #require(page).text.matches(of: /(?m)^\| (E[0-9]{1,2}) \|/).map { String($0.1) }
        let tests = try SourceTree.files(under: "Tests", endingIn: ["swift", "py"]).map(\.text).joined(separator: "\n")
        let named = Set(
            tests.matches(of: /[Ff]aults? (?:E[0-9]{1,2}(?:, | and )?)+/).flatMap { sentence in
                sentence.0.matches(of: /E[0-9]{1,2}/).map { String($0.0) }
            })
        #expect(rows.count > 20)
        for row in rows { #expect(named.contains(row), "\(row)") }
    }

    @Test func `Every check of a script that keeps a promise exists`() throws {
        let scripts = try SourceTree.files(under: "Tests", endingIn: ["py"]).map(\.text).joined()
        let checks = Set(scripts.matches(of: /(?m)^def ([a-z0-9_]+)\(run/).map { String($0.1) })
        let page = try SourceTree.files(under: "Sources", endingIn: ["md"]).first { $0.name == "Promises.md" }
        let names = try #require(page).text.matches(of: /`([a-z]+(?:_[a-z]+){2,})`/).map { String($0.1) }
        #expect(names.count >= 8)
        for name in names { #expect(checks.contains(name), "\(name)") }
    }

    @Test func `Every file that the README and the catalogs name exists`() throws {
        let text = try Catalogs().text + SourceTree.readme()
        let paths = text.matches(of: /`((?:Sources|Tests)\/[A-Za-z0-9_.\/+-]+)`/)
        #expect(paths.count > 20)
        for path in paths.map({ String($0.1) }) {
            #expect(FileManager.default.fileExists(atPath: SourceTree.root.appending(path: path).path), "\(path)")
        }
    }

    @Test func `Every stable code that the catalogs name is one of the program`() throws {
        let sources = try SourceTree.files(under: "Sources", endingIn: ["swift"])
        let codes = Set(sources.flatMap { $0.text.matches(of: /"(E_[A-Z0-9_]+)"/).map { String($0.1) } })
        for code in (try Catalogs().text + SourceTree.readme()).matches(of: /`(E_[A-Z0-9_]+)`/).map({ String($0.1) }) {
            #expect(codes.contains(code), "\(code)")
        }
    }
}
