import DisplayText
import Terminal
import Testing
import Toolkit

@testable import App

/// The one table of keys, held against the commands there are and against what the README says.
struct KeyTableScriptTests {
    @Test func `Every command has a key, or stands in the palette`() {
        let bound = Set(KeyTable.bindings.map(\.action))
        for command in Command.allCases {
            #expect(bound.contains(command), "nothing leads to \(command.rawValue)")
        }
    }

    @Test func `A binding without a key is one of the palette's`() {
        for binding in KeyTable.bindings where binding.keys.isEmpty { #expect(binding.layer == .panes) }
    }

    @Test func `No key means two things in one place`() throws {
        let keymap = try Keymap(KeyTable.bindings)
        #expect(keymap.bindings.count == KeyTable.bindings.count)
        #expect(keymap.bindings.count > 40)
    }

    @Test func `Every binding has words, and a name that settings can use`() {
        for binding in KeyTable.bindings {
            #expect(!binding.label.string.isEmpty)
            #expect(!binding.help.string.isEmpty)
            #expect(binding.name == binding.action.rawValue)
        }
    }

    @Test func `The README's table of keys is the program's`() {
        Recording.compare(Self.table, withREADME: "keys")
    }

    @Test func `Each view has its keys under a heading of its own`() {
        let places = Dictionary(grouping: KeyTable.bindings, by: \.group)
        for (group, bindings) in places where group != "In every view" {
            #expect(Set(bindings.map(\.layer)).subtracting([.global]).count == 1, "\(group)")
        }
    }

    /// The table in Markdown, one part for each group, as the help screen has them. A line stands once in a group.
    private static var table: String {
        var groups: [(title: SafeText, lines: [String])] = []
        var seen: Set<String> = []
        for binding in KeyTable.bindings {
            let keys = binding.keys.map { "`\(KeyNotation.text($0))`" }.joined(separator: " ")
            let line = "| \(keys.isEmpty ? "(palette)" : keys) | \(binding.help.string) | `\(binding.name)` |"
            guard seen.insert(binding.group.string + line).inserted else { continue }
            if let index = groups.firstIndex(where: { $0.title == binding.group }) {
                groups[index].lines.append(line)
            } else {
                groups.append((binding.group, ["| **\(binding.group)** | | |", line]))
            }
        }
        let lines = ["| Keys | What they do | Name |", "| --- | --- | --- |"] + groups.flatMap(\.lines)
        return lines.joined(separator: "\n")
    }
}
