import Testing

/// The program as people run it: over real sockets, in tmux, and on pseudo-terminals.
///
/// The checks are written in Python, next to this file, because a terminal emulator for tests and a client that other
/// people wrote are there. `python -B Scripts/terminal.py BINARY paste` runs those with `paste` in their name. A script
/// runs several at a time, `CHECK_JOBS` of them; with `CHECK_PATIENCE` they wait longer than 180 seconds for each fact.
@Suite("The real binary", .serialized)
struct RealBinaryTests {
    @Test(.timeLimit(.minutes(60)), arguments: Script.allCases)
    func `Every check of a script passes`(_ script: Script) async throws {
        let outcome = try await script.run()
        #expect(outcome.status == 0, "\(script.rawValue).py:\n\(outcome.output)")
    }
}
