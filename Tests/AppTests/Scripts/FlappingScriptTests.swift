import DemoCluster
import Storage
import TestSupport
import Testing

@testable import App

/// A cluster that comes and goes costs what a person asks for, and nothing more (promise P78).
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct FlappingScriptTests {
    /// The requests of a cluster that is gone for some, seen from the first on.
    private static func flapping(_ seed: UInt64) -> [DemoFaultRule] {
        var generator = SeededGenerator(seed: seed)
        let share = Int.random(in: 4...9, using: &generator)
        return (1...60).filter { _ in Int.random(in: 0..<10, using: &generator) < share }.map { nth in
            let isAnswered = Bool.random(using: &generator)
            let action: DemoFaultAction =
                isAnswered ? .answer(status: 503, headers: [:], body: []) : .dropBeforeRequest
            return DemoFaultRule(match: DemoFaultRule.Match(nth: nth), action: action)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `A look at a flapping cluster costs three requests at most, however often one looks`(
        _ seed: UInt64
    ) async throws {
        try await ProgramDriver.run(ProgramSetting(faults: ["prod-eu": Self.flapping(seed)])) { program in
            try await program.select("prod-eu")
            var costs: [Int] = []
            for _ in 0..<12 {
                let before = program.wire.count("")
                await program.press(.refresh)
                costs.append(program.wire.count("") - before)
                await program.advance(seconds: 1)
            }
            #expect(costs.allSatisfy { (1...3).contains($0) } && costs.contains { $0 > 1 }, "\(costs)")
        }
    }

    @Test(arguments: [false, true])
    func `By itself the program asks no cluster again, however long it is open`(_ isLoggedIn: Bool) async throws {
        let faults = isLoggedIn ? [] : Self.flapping(1)
        try await ProgramDriver.run(ProgramSetting(faults: ["prod-eu": faults])) { program in
            try await program.select("prod-eu")
            if isLoggedIn { await program.logIn() }
            let before = program.wire.count("")
            for _ in 0..<(24 * 12) { await program.advance(seconds: 300) }
            #expect(program.wire.count("") == before)
        }
    }

    @Test func `Looking again while a look is under way leaves one under way`() async throws {
        try await ProgramDriver.run(ProgramSetting(isOrdered: false)) { program in
            try await program.select("prod-eu")
            program.wire.hold("auth/session/user", on: "prod-eu")
            program.waitsForIdle = false
            for _ in 0..<10 { await program.begin(.refresh) }
            await program.wire.untilHeld()
            #expect(program.state.profiles.list.filter { program.state.isChecking($0.id) }.map(\.name) == ["prod-eu"])
            program.wire.release()
            program.waitsForIdle = true
            await program.idle()
            #expect(!program.state.profiles.list.contains { program.state.isChecking($0.id) })
        }
    }
}
