import ArgumentParser
import DisplayText
import Operations
import StrictJSON

/// `tessera manual`.
struct ManualCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print a manual page, for man.",
        usage: "tessera manual [COMMAND] | man -l -",
        discussion: "The page of tessera itself without a name. --list prints the names of all pages.",
        aliases: ["man"])

    static let examples: [CommandExample] = [
        CommandExample("Read the page about tokens", "tessera manual token | man -l -"),
        CommandExample(
            "Install every page",
            "for p in $(tessera manual --list); do tessera manual $p > /usr/local/share/man/man1/$p.1; done"),
    ]

    @Argument(
        help: "token, or tessera-token.",
        completion: .shellCommand("tessera manual --list 2>/dev/null"))
    var page: String?

    @Flag(help: "Print the names of the pages.")
    var list = false

    @OptionGroup(title: "Common options")
    var common: NoCommonOptions

    /// Prints the page, also with `--json`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let pages = ManualPage.all
        if list {
            run.output.print(pages.map { SafeText(outside: $0.name) })
            return .done
        }
        let wanted = page ?? "tessera"
        guard let page = pages.first(where: { [$0.name, $0.name.replacing("tessera-", with: "")].contains(wanted) })
        else { throw CommandProblem.usage("No such manual page", hint: "tessera manual --list") }
        run.context.write(.output, page.text)
        return .done
    }
}

/// A page for `man`: of a command and all commands in it, made of what their help is made of.
struct ManualPage {
    /// `tessera-token`.
    let name: String
    /// In the macros of mdoc.
    let text: String

    /// `tessera`, then one for each of its commands.
    static var all: [ManualPage] {
        let described = (try? JSONValue.parse(Array(TesseraRoot._dumpHelp().utf8)))?["command"] ?? .null
        let commands = described.shownCommands
        let pages = commands.map { ManualPage($0, path: ["tessera", $0.commandName]) }
        return [ManualPage(root: described, commands)] + pages
    }

    private init(root: JSONValue, _ commands: [JSONValue]) {
        name = "tessera"
        var roff = Roff(title: name, about: root["abstract"]?.stringValue ?? "")
        roff.section("SYNOPSIS")
        roff.line("Nm tessera")
        roff.line("Nm tessera", "Ar command ...")
        roff.section("DESCRIPTION")
        roff.paragraphs(root["discussion"]?.stringValue ?? "")
        roff.section("COMMANDS")
        roff.list(commands.map { ("Xr tessera-\($0.commandName) 1", $0["abstract"]?.stringValue ?? "") })
        roff.section("EXIT STATUS")
        roff.literal(ExitCodeTable.lines.map(\.string))
        text = roff.text
    }

    private init(_ command: JSONValue, path: [String]) {
        name = path.joined(separator: "-")
        var roff = Roff(title: name, about: command["abstract"]?.stringValue ?? "")
        let parts = command.withCommands(path: path)
        roff.section("SYNOPSIS")
        for part in parts where part.isVerb || parts.count == 1 { roff.line("Nm", "tessera \(part.usage)") }
        roff.section("DESCRIPTION")
        roff.paragraphs(command["discussion"]?.stringValue ?? command["abstract"]?.stringValue ?? "")
        for part in parts {
            if parts.count > 1, part.path.count > path.count {
                guard part.isVerb else { continue }
                roff.section(part.path.joined(separator: " "))
                roff.paragraphs(part.abstract)
                roff.paragraphs(part.discussion)
            }
            roff.list(part.options)
        }
        roff.section("EXAMPLES")
        for example in parts.flatMap(\.examples) {
            roff.paragraphs(example.purpose + ":")
            roff.literal([example.line])
        }
        roff.section("SEE ALSO")
        roff.line("Xr tessera 1")
        text = roff.text
    }
}

/// A command of the page, as the parser describes it.
private struct DescribedCommand {
    let path: [String]
    let value: JSONValue

    var abstract: String { value["abstract"]?.stringValue ?? "" }
    var discussion: String { value["discussion"]?.stringValue ?? "" }
    var examples: [CommandExample] { verb?.examples ?? [] }
    /// Whether it does something, and does not only hold others.
    var isVerb: Bool { verb != nil }

    private var verb: (any TesseraCommand.Type)? {
        CommandPath(Array(path.dropFirst())).command as? any TesseraCommand.Type
    }

    /// What stands behind `tessera` in its usage.
    var usage: String {
        let command = CommandPath(Array(path.dropFirst())).command
        let usage = command.configuration.usage ?? path.joined(separator: " ")
        return usage.replacing("tessera ", with: "", maxReplacements: 1)
    }

    /// The spellings with their values, and what each does.
    var options: [(String, String)] {
        (value["arguments"]?.arrayValue ?? []).compactMap { argument in
            guard argument["shouldDisplay"]?.boolValue != false, let about = argument["abstract"]?.stringValue else {
                return nil
            }
            let valueName = argument["valueName"]?.stringValue ?? ""
            // Every command has these two.
            if ["version", "help"].contains(valueName) { return nil }
            let names = (argument["names"]?.arrayValue ?? []).compactMap { name in
                name["name"]?.stringValue.map { ($0.count == 1 ? "-" : "--") + $0 }
            }
            let value = argument["kind"]?.stringValue == "flag" ? "" : valueName
            if names.isEmpty { return ("Ar \(valueName)", about) }
            // Fl puts one hyphen in front itself.
            let spelled = names.map { "Fl \($0.dropFirst())" }.joined(separator: " , ")
            return (value.isEmpty ? spelled : "\(spelled) Ar \(value)", about)
        }
    }
}

extension JSONValue {
    fileprivate var commandName: String { self["commandName"]?.stringValue ?? "" }

    fileprivate var shownCommands: [JSONValue] {
        (self["subcommands"]?.arrayValue ?? []).filter {
            $0["shouldDisplay"]?.boolValue != false && $0.commandName != "help"
        }
    }

    /// Itself, then every command in it.
    fileprivate func withCommands(path: [String]) -> [DescribedCommand] {
        [DescribedCommand(path: path, value: self)]
            + shownCommands.flatMap { $0.withCommands(path: path + [$0.commandName]) }
    }
}
