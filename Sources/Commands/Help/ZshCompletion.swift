/// The completion script for zsh, with what ``BashCompletion`` adds to the one for bash.
struct ZshCompletion {
    /// What the parser generates.
    let generated: String

    var text: String {
        let help = generated.firstRange(of: "_tessera_help() {\n").flatMap { start in
            generated[start.upperBound...].firstRange(of: "\n}\n").map { start.lowerBound..<$0.upperBound }
        }
        guard let help else { return generated }
        var text = generated
        text.replaceSubrange(help, with: Self.help)
        let words = "    local -r command_name="
        return text.replacing(words, with: "    __tessera_settle || return 0\n\n" + words, maxReplacements: 1)
            .replacing("_tessera() {\n", with: Self.settling + "_tessera() {\n", maxReplacements: 1)
    }

    /// Takes the common options out of the words that lead to a command. Fails where the value of one is being typed: that
    /// is completed here.
    private static let settling = """
        __tessera_settle() {
            local way=''
            local -i index=2
            while ((index < CURRENT)); do
                case "${words[index]}" in
                \(CommonOptionPlaces.flags.sorted().joined(separator: "|"))|\(valuedWithValue))
                    words[index]=()
                    ((CURRENT -= 1))
                    ;;
                \(CommonOptionPlaces.valued.sorted().joined(separator: "|")))
                    if ((index + 1 == CURRENT)); then
                        [[ "${words[index]}" = --home ]] && _files -/
                        [[ "${words[index]}" = --profile ]] &&
                            __tessera_complete "${(@f)"$(tessera completion-names profile 2>/dev/null)"}"
                        return 1
                    fi
                    words[index,index+1]=()
                    ((CURRENT -= 2))
                    ;;
                -*)
                    break
                    ;;
                *)
                    way="${way}${way:+ }${words[index]}"
                    ((index += 1))
                    case "${way}" in
                    \(CommandWords.patterns)) ;;
                    *) break ;;
                    esac
                    ;;
                esac
            done
            # What is left of the words is for the function that called.
            compstate[restore]=''
            return 0
        }


        """

    private static var valuedWithValue: String {
        CommonOptionPlaces.valued.sorted().map { "\($0)=*" }.joined(separator: "|")
    }

    /// The words behind `help` are those of a command, or of a page.
    private static let help =
        """
        _tessera_help() {
            case "${(j: :)words[2,CURRENT-1]}" in

        """
        + CommandWords.groups.map { group in
            """
                '\(group.path)')
                    __tessera_complete \(group.names.joined(separator: " "))
                    return 0
                    ;;

            """
        }.joined() + """
                esac
                return 1
            }

            """
}
