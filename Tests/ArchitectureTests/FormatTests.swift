import Foundation
import Testing

/// The pages about formats tell every member and every number that the code writes.
struct FormatTests {
    private static func page(_ name: String) throws -> String {
        let file = SourceTree.root.appending(path: "Sources/tessera/Tessera.docc/\(name).md")
        return try String(contentsOf: file, encoding: .utf8)
    }

    private static func matches(
        of pattern: Regex<(Substring, Substring)>, in folder: String
    ) throws -> Set<String> {
        let text = try SourceTree.files(under: folder, endingIn: ["swift"]).map(\.text).joined(separator: "\n")
        return Set(text.matches(of: pattern).map { String($0.1) })
    }

    @Test func `The journal's members are told`() throws {
        let members = try Self.matches(of: /object\["([a-z_]+)"\]/, in: "Sources/Storage/Journal")
        #expect(members.count > 30)
        let page = try Self.page("JournalFormat")
        for member in members { #expect(page.contains("`\(member)`"), "\(member)") }
    }

    @Test func `The words of the journal are told`() throws {
        let words = try Self.matches(of: /case \.[A-Za-z]+: "([a-z]+_[a-z_]+)"/, in: "Sources/Storage/Journal")
        #expect(words.count > 10)
        let page = try Self.page("JournalFormat")
        for word in words { #expect(page.contains("`\(word)`"), "\(word)") }
    }

    @Test func `The members of a profile are told`() throws {
        let members = try Self.matches(
            of: /ProfileField\(\s*\.[A-Za-z]+, "([A-Za-z.]+)"/, in: "Sources/Storage/Profiles")
        #expect(members.count > 10)
        let page = try Self.page("Files")
        for member in members.flatMap({ $0.split(separator: ".") }) {
            #expect(page.contains("`\(member)`"), "\(member)")
        }
    }

    @Test func `The exit codes are told`() throws {
        let text = try SourceTree.files(under: "Sources/Operations", endingIn: ["swift"])
            .first { $0.text.contains("enum ExitCode:") }?.text
        let codes = try #require(text).matches(of: /case [A-Za-z]+ = ([0-9]+)/).map { String($0.1) }
        #expect(codes.count > 15)
        let rows = try Self.page("ExitCodes").split(separator: "\n").filter { $0.hasPrefix("| ") }
            .flatMap { $0.split(separator: "|")[0].split { !$0.isNumber } }
        for code in codes { #expect(rows.contains { $0 == code }, "\(code)") }
    }

    @Test func `The README lists every command`() throws {
        let names = try Self.matches(
            of: /commandName: "([a-z-]+)"(?![^)]*shouldDisplay: false)/, in: "Sources/Commands")
        #expect(names.count > 20)
        let words = Set(
            try SourceTree.readme().split(separator: "\n").filter { $0.hasPrefix("tessera") }
                .flatMap { $0.split { !$0.isLetter && $0 != "-" } }.map(String.init))
        for name in names { #expect(words.contains(name), "tessera \(name)") }
    }
}
