/// The completion script for fish, with what ``BashCompletion`` adds to the one for bash.
struct FishCompletion {
    /// What the parser generates.
    let generated: String

    var text: String {
        let parsing = "function __tessera_parse_tokens -S\n    set -l unparsed_tokens (__tessera_tokens -pc)\n"
        guard generated.contains(parsing) else { return generated }
        return generated.replacing(
            parsing, with: Self.settling + parsing + "    set -l awaited\n    __tessera_settle\n", maxReplacements: 1)
            + Self.values + Self.help
    }

    /// Takes the common options out of the words that lead to a command, and tells which of them awaits its value.
    private static let settling = """
        function __tessera_settle -S
            set -l kept $unparsed_tokens[1]
            set -l way
            set -e unparsed_tokens[1]
            while set -q unparsed_tokens[1]
                switch $unparsed_tokens[1]
                    case \(flags)
                        set -e unparsed_tokens[1]
                    case \(CommonOptionPlaces.valued.sorted().joined(separator: " "))
                        if not set -q unparsed_tokens[2]
                            set awaited $unparsed_tokens[1]
                            set kept
                        end
                        set -e unparsed_tokens[1]
                        set -e unparsed_tokens[1]
                    case '-*'
                        break
                    case '*'
                        set -a kept $unparsed_tokens[1]
                        set -a way $unparsed_tokens[1]
                        set -e unparsed_tokens[1]
                        contains -- "$way" \(ways); or break
                end
            end
            set unparsed_tokens $kept $unparsed_tokens
        end

        function __tessera_awaits -a option
            set -l unparsed_tokens (__tessera_tokens -pc)
            set -l awaited
            __tessera_settle
            test "$awaited" = "$option"
        end

        function __tessera_helps -a path
            set -l unparsed_tokens (__tessera_tokens -pc)
            set -l awaited
            __tessera_settle
            test "$unparsed_tokens[2]" = help; or return 1
            set -e unparsed_tokens[1..2]
            test "$unparsed_tokens" = "$path"
        end


        """

    private static var flags: String {
        (CommonOptionPlaces.flags.sorted() + CommonOptionPlaces.valued.sorted().map { "'\($0)=*'" })
            .joined(separator: " ")
    }

    private static var ways: String { CommandWords.quotedPaths.joined(separator: " ") }

    /// The value of an option before the command: behind it the parser's script knows them.
    private static let values = """

        complete -c 'tessera' -n '__tessera_awaits --home' -fa '(__tessera_complete_directories)'
        complete -c 'tessera' -n '__tessera_awaits --profile' -fa '(tessera completion-names profile 2>/dev/null)'
        """

    /// The words behind `help` are those of a command, or of a page.
    private static let help = CommandWords.groups.map { group in
        "\ncomplete -c 'tessera' -n '__tessera_helps \"\(group.path)\"' -fa '\(group.names.joined(separator: " "))'"
    }.joined()
}
