import ArgumentParser

/// The completion script for bash: the parser's own knows a command only as the first word, and nothing behind `help`. This
/// one also knows the common options that may stand before a command and between its words.
struct BashCompletion {
    /// What the parser generates.
    let generated: String

    var text: String {
        let words = "    local -a unparsed_words=(\"${COMP_WORDS[@]:1:${COMP_CWORD}}\")\n"
        let help = generated.firstRange(of: "_tessera_help() {\n").flatMap { start in
            generated[start.upperBound...].firstRange(of: "\n}\n").map { start.lowerBound..<$0.upperBound }
        }
        guard let help else { return generated }
        var text = generated
        text.replaceSubrange(help, with: Self.help)
        return text.replacing(words, with: words + "    __tessera_settle || return\n", maxReplacements: 1)
            .replacing("_tessera() {\n", with: Self.settling + "_tessera() {\n", maxReplacements: 1)
    }

    /// Takes the common options out of the words that lead to a command. Fails where the value of one is being typed: that
    /// is completed here.
    private static let settling = """
        __tessera_settle() {
            local word path=''
            local -a kept=()
            local -i index=0 last="$((${#unparsed_words[@]} - 1))" size
            while ((index < last)); do
                word="${unparsed_words[index]}"
                case "${word}" in
                \(CommonOptionPlaces.flags.sorted().joined(separator: "|")))
                    ((index += 1))
                    ;;
                \(CommonOptionPlaces.valued.sorted().joined(separator: "|")))
                    size=2
                    [[ "${unparsed_words[index + 1]}" = '=' ]] && size=3
                    if ((index + size > last)); then
                        [[ "${word}" = --home ]] && __tessera_add_completions -d
                        [[ "${word}" = --profile ]] && __tessera_add_completions -W "$(eval 'tessera completion-names profile 2>/dev/null')"
                        return 1
                    fi
                    ((index += size))
                    ;;
                -*)
                    break
                    ;;
                *)
                    kept+=("${word}")
                    path="${path}${path:+ }${word}"
                    ((index += 1))
                    case "${path}" in
                    \(CommandWords.patterns)) ;;
                    *) break ;;
                    esac
                    ;;
                esac
            done
            unparsed_words=("${kept[@]}" "${unparsed_words[@]:index}")
        }


        """

    /// The words behind `help` are those of a command, or of a page.
    private static let help =
        """
        _tessera_help() {
            local -i before="$((${#unparsed_words[@]} - 1))"
            ((before < 0)) && before=0
            case "${unparsed_words[*]:0:before}" in

        """
        + CommandWords.groups.map { group in
            """
                '\(group.path)')
                    COMPREPLY+=($(compgen -W '\(group.names.joined(separator: " "))' -- "${cur}"))
                    ;;

            """
        }.joined() + """
                esac
            }

            """
}
