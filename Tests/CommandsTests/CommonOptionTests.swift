import ArgumentParser
import Operations
import StrictJSON
import Testing

@testable import Commands

/// A command offers only the options that mean something to it.
struct CommonOptionTests {
    /// Every command, and the common options that it offers.
    private static let table = """
        profile add: home json verbose
        profile list: home json
        profile show: home json profile
        profile edit: home json yes
        profile remove: home json yes
        profile test: home json profile read-only verbose
        profile default: home json
        profile export: home json profile...
        profile import: home json yes
        profile confirm-command: home json profile yes
        login: home json profile... read-only verbose
        logout: home json profile... read-only verbose
        session: home json profile read-only verbose
        status: home json profile... read-only verbose
        doctor: home json profile read-only verbose
        token issue: home json profile yes read-only verbose
        token list: home json profile
        token show: home json profile
        token validate: home json profile read-only verbose
        token revoke: home json profile yes read-only verbose
        token import: home json profile read-only verbose
        token remove: home json profile yes read-only
        token print: home json profile
        token find: home json
        user logout: home json profile yes read-only verbose
        user revoke: home json profile... yes read-only verbose
        org list: home json profile read-only verbose
        key list: home json profile read-only verbose
        key enable: home json profile yes read-only verbose
        key disable: home json profile yes read-only verbose
        key rotate: home json profile yes read-only verbose
        audit cluster: home json profile read-only verbose
        audit own show: home json profile
        audit own export: home json
        audit own verify: home json
        journal check: home json
        journal accept: home json yes
        journal left-open: home json profile
        journal resume: home json profile yes read-only verbose
        journal dismiss: home json profile read-only
        vault create: home json
        vault unlock: home json
        vault lock: home json
        vault status: home json
        vault list: home json profile
        vault export: home json profile
        vault remove: home json profile yes
        vault passphrase: home json
        vault rekey: home json
        settings show: home json
        settings check: home json
        demo serve: home json
        completion:
        completion-names: home json
        manual:
        """

    private struct Row {
        let path: [String]
        let verb: any TesseraCommand.Type
        /// `profile...` where it may be repeated.
        let offered: [String]
    }

    private static let rows = rows(of: TesseraRoot.self, [])

    private static func rows(of command: any ParsableCommand.Type, _ path: [String]) -> [Row] {
        let own = (command as? any TesseraCommand.Type).map { [Row(path: path, verb: $0, offered: offered(by: $0))] }
        return (own ?? []) + command.configuration.subcommands.flatMap { rows(of: $0, path + [$0.name]) }
    }

    /// What its help lists under that title.
    private static func offered(by command: any ParsableCommand.Type) -> [String] {
        let help = try? JSONValue.parse(Array(command._dumpHelp().utf8))
        return (help?["command"]?["arguments"]?.arrayValue ?? [])
            .filter { $0["sectionTitle"] == "Common options" }
            .compactMap { argument in
                let isRepeated = argument["kind"] == "option" && argument["isRepeating"]?.boolValue == true
                let names = argument["names"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
                return names.first { $0.count > 1 }.map { $0 + (isRepeated ? "..." : "") }
            }
    }

    @Test func `each command offers the common options that mean something to it`() {
        let lines = Self.rows.map { row in
            "\(row.path.joined(separator: " ")):\(row.offered.map { " \($0)" }.joined())"
        }
        #expect(lines.joined(separator: "\n") == Self.table)
    }

    private static let spellings = [
        "home": ["--home", "/h"], "json": ["--json"], "profile": ["--profile", "eu"], "yes": ["--yes"],
        "read-only": ["--read-only"], "verbose": ["-v"],
    ]

    /// The first example, without those of the common options that it has.
    private static func bare(_ row: Row) throws -> [String] {
        var words = try HelpTests.words(of: try #require(row.verb.examples.first).line)
        for spelling in spellings.values {
            while let place = words.firstIndex(of: spelling[0]) {
                words.removeSubrange(place..<(place + spelling.count))
            }
        }
        return words
    }

    @Test func `an option that is offered is read, before and after the command`() throws {
        for row in Self.rows where !row.offered.isEmpty {
            let example = try Self.bare(row)
            let offered = row.offered.map { $0.replacing("...", with: "") }
            let options = offered.flatMap { Self.spellings[$0] ?? [] }
            for line in [example + options, options + example] {
                let parsed = try TesseraProgram.parse(Invocation.settled(line).arguments)
                let values = try #require((parsed as? any TesseraCommand)?.common.values)
                #expect(
                    values
                        == CommonValues(
                            home: "/h", json: true, profiles: offered.contains("profile") ? ["eu"] : [],
                            yes: offered.contains("yes"), readOnly: offered.contains("read-only"),
                            isVerbose: offered.contains("verbose")), "\(line)")
            }
        }
    }

    @Test func `an option that a command does not offer is unknown to it, before and after its name`() async throws {
        for row in Self.rows {
            let example = try Self.bare(row)
            for (name, spelling) in Self.spellings where !row.offered.contains(where: { $0.hasPrefix(name) }) {
                for line in [example + spelling, spelling + example] {
                    let ran = await World.scripted(line)
                    #expect(ran.code == .usage, "\(line)")
                    #expect(ran.error.contains("Unknown option '\(spelling[0])'"), "\(line): \(ran.error)")
                }
            }
        }
    }

    @Test func `what may stand before a command is what some command offers`() {
        let offered = Set(Self.rows.flatMap(\.offered).map { "--" + $0.replacing("...", with: "") })
        #expect(CommonOptionPlaces.valued.union(CommonOptionPlaces.flags) == offered.union(["-v"]))
    }
}
