import DisplayText

/// Making text from outside safe, and measuring how wide it is.
enum Sanitising: Subject {
    static let name = "sanitise"

    static func measure(with recorder: Recorder) async {
        let texts = [
            ("plain ASCII", "user anna of cluster prod-eu "),
            ("accents", "Jörg Müller, Ångström & Cañón "),
            ("Chinese and emoji", "日本語のユーザー \u{1F600} "),
            ("control and bidi characters", "a\u{1B}[2J\r\n\u{202E}b\u{200B}\u{7}c "),
        ]
        for (name, piece) in texts {
            let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
            await recorder.row("sanitise: \(name)", bytes: text.utf8.count) {
                keep(SafeText(outside: text, limit: .max))
            }
        }
        let names = (0..<10_000).map { "integration-service-\($0)" }
        await recorder.row("sanitise: a name in a table", repeats: names.count) {
            for name in names { keep(SafeText(outside: name)) }
        }
        let huge = String(repeating: "\u{202E}x", count: 500_000)
        await recorder.row("sanitise: a hostile 2 MB name, to the usual limit") { keep(SafeText(outside: huge)) }
        let line = SafeText(outside: String(repeating: "prod-eu 日本語 Jörg ", count: 10))
        await recorder.row("sanitise: width of a line of 200 columns", repeats: 1_000) {
            for _ in 0..<1_000 { keep(TextWidth.columns(line)) }
        }
    }
}
