import App
import Terminal

/// The filter line, letter by letter.
enum FilterTyping: Subject {
    static let name = "filter"

    static func measure(with recorder: Recorder) async {
        let clear = Key(.character("u"), control: true)
        var state = StateMaterial.state(tokens: 100_000)
        keep(update(&state, .command(.filter)))
        for text in ["a", "ann", "user:anna", "user:anna org:sales", "!revoked full nightly", "nothing-like-this"] {
            await recorder.row("filter: set \(text), 100,000 tokens") {
                keep(update(&state, .input(.paste(text, truncated: false))))
                keep(update(&state, .input(.key(clear))))
            }
        }
        let typed = "user:anna org:sales"
        await recorder.row("filter: type \(typed), for each letter", repeats: typed.count) {
            for letter in typed { keep(update(&state, .input(.key(.character(letter))))) }
            keep(update(&state, .input(.key(clear))))
        }
    }
}
