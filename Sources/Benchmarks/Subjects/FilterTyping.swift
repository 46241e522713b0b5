import App

/// The filter line, letter by letter.
enum FilterTyping: Subject {
    static let name = "filter"

    static func measure(with recorder: Recorder) async {
        var state = StateMaterial.state(tokens: 100_000)
        keep(update(&state, .command(.filter)))
        for text in ["a", "ann", "user:anna", "user:anna org:sales", "!revoked full nightly", "nothing-like-this"] {
            await recorder.row("filter: set \(text), 100,000 tokens") {
                keep(update(&state, .setFilter(text)))
                // The same text again would cost nothing.
                keep(update(&state, .setFilter("")))
            }
        }
        let typed = "user:anna org:sales"
        await recorder.row("filter: type \(typed), for each letter", repeats: typed.count) {
            keep(update(&state, .setFilter("")))
            for length in 1...typed.count { keep(update(&state, .setFilter(String(typed.prefix(length))))) }
        }
    }
}
