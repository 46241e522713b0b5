import App
import Operations
import Storage

/// `update` for what a person does most, with more tokens than anybody has.
enum TokenUpdates: Subject {
    static let name = "update"

    static func measure(with recorder: Recorder) async {
        for count in [100, 100_000] {
            var state = StateMaterial.state(tokens: count)
            let size = count == 100 ? "100" : "100,000"
            await recorder.row("update: cursor key, \(size) tokens", repeats: 1_000) {
                for step in 0..<1_000 { keep(update(&state, .command(step % 20 < 10 ? .moveDown : .moveUp))) }
            }
            await recorder.row("update: tick, \(size) tokens", repeats: 1_000) {
                for _ in 0..<1_000 { keep(update(&state, .tick)) }
            }
        }
        var state = StateMaterial.state(tokens: 100_000)
        await recorder.row("update: last and first row, 100,000 tokens", repeats: 1_000) {
            for step in 0..<1_000 { keep(update(&state, .command(step % 2 == 0 ? .moveLast : .moveFirst))) }
        }
        await recorder.row("update: mark a row, 100,000 tokens", repeats: 100) {
            for _ in 0..<100 { keep(update(&state, .command(.mark))) }
        }
        await recorder.row("update: reverse the order, 100,000 tokens") {
            keep(update(&state, .command(.sortReverse)))
        }
        let records = TokenMaterial.records(100_000)
        await recorder.row("update: take a new list, 100,000 tokens") {
            StateMaterial.take(records, into: &state)
        }
    }
}
