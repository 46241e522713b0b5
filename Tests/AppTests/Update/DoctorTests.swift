import DisplayText
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App
@testable import Operations

struct DoctorTests {
    private let alpha = Profile.test("alpha")
    private let source = DoctorFinding.ok(.secrets, "in memory until exit: asked for")
    private let resolved = DoctorFinding.ok(.name, "alpha.example is 192.0.2.7")
    private let refused = DoctorFinding.failed(
        .tcp, "E_CONNECT", "alpha.example cannot be reached", hints: ["check the network"], exitCode: .network)

    /// What the view shows; nil when it is not on top.
    private func lines(_ bench: Bench) -> [String]? {
        (bench.state.top as? DoctorView)?.rows(in: bench.state).map(\.line.string)
    }

    /// The steps with a finding, in the order of the view.
    private func steps(_ bench: Bench) -> [String]? { lines(bench)?.filter { found($0) } }

    private func found(_ line: String) -> Bool {
        [": ok: ", ": WARNING: ", ": FAILED: ", ": skipped "].contains { line.contains($0) }
    }

    /// The step that is being checked.
    private func current(_ bench: Bench) -> String? {
        lines(bench)?.first { $0.hasSuffix("checking ...") }
    }

    private var diagnosis: Diagnosis {
        var diagnosis = Diagnosis(profile: alpha, startedAt: start)
        diagnosis.findings = [source, resolved, refused]
        diagnosis.findings += DoctorStep.allCases.dropFirst(3).map { .skipped($0, because: "TCP failed") }
        return diagnosis
    }

    @Test func `the steps come in one by one, and the end is told`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        #expect(bench.work == [.diagnose(alpha)])
        #expect(current(bench) == "secrets: checking ...")
        #expect(steps(bench) == [])
        bench.progress(.diagnosis, source)
        #expect(steps(bench) == ["secrets: ok: in memory until exit: asked for"])
        #expect(current(bench) == "DNS: checking ...")
        bench.progress(.diagnosis, resolved)
        #expect(current(bench) == "TCP: checking ...")
        bench.answer(.diagnosis, diagnosis)
        #expect(steps(bench)?.count == DoctorStep.allCases.count)
        #expect(
            steps(bench)?.dropFirst().prefix(3) == [
                "DNS: ok: alpha.example is 192.0.2.7", "TCP: FAILED: alpha.example cannot be reached",
                "\(DoctorStep.allCases[3].title): skipped \(diagnosis.findings[3].seen)",
            ])
        #expect(lines(bench)?.contains("  next: check the network") == true)
        #expect(current(bench) == nil)
        #expect(lines(bench)?.last == "F5 refreshes, y copies, Esc closes.")
        let hints = bench.state.top?.hints(in: bench.state) ?? []
        #expect(hints.contains { $0.keys == "F5" && $0.label == "refresh" })
        #expect(!hints.contains { $0.label == "log in" }, "a login would not arrive either")
        #expect(bench.said == "alpha: TCP failed; 2 ok, 0 warnings, 1 failed, 7 skipped")
        bench.state.size = Size(rows: 50, columns: 200)
        #expect(bench.screen.ranges(of: "alpha: TCP failed;").count == 1, "below the view, and not behind it, too")
    }

    @Test func `x stops and keeps what was found, F5 diagnoses again`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        let stamp = try #require(bench.state.inFlight[.diagnosis]?.stamp)
        bench.progress(.diagnosis, resolved)
        bench.press(.cancelRequest)
        #expect(bench.effects == [.cancel(.diagnosis)])
        #expect(lines(bench)?.last?.hasPrefix("Stopped before the end.") == true)
        #expect(current(bench) == nil)
        let late = News(WorkStep(work: Diagnose(alpha), stamp: stamp, step: refused))
        bench.send(.news(late))
        #expect(steps(bench) == ["DNS: ok: alpha.example is 192.0.2.7"])
        bench.press(.refresh)
        #expect(bench.work == [.diagnose(alpha)])
        #expect(steps(bench) == [])
        #expect(current(bench) == "secrets: checking ...")
        bench.send(.news(late))
        #expect(steps(bench) == [])
    }

    @Test func `while it runs it is not begun twice`() {
        var bench = Bench()
        bench.press(.diagnose)
        bench.press(.diagnose)
        #expect(bench.effects.isEmpty)
        bench.press(.refresh)
        #expect(bench.effects.isEmpty)
        bench.keys("D")
        #expect(bench.effects.isEmpty)
    }

    @Test func `Esc closes and cancels, and a late answer changes nothing on the screen`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        let stamp = try #require(bench.state.inFlight[.diagnosis]?.stamp)
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.effects == [.cancel(.diagnosis)])
        let said = bench.said
        bench.send(.news(News(WorkEnd(work: Diagnose(alpha), stamp: stamp, outcome: .answer(diagnosis)))))
        #expect(bench.said == said)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `y copies it as text, with a line for each step and hint`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        bench.answer(.diagnosis, diagnosis)
        bench.press(.copy)
        let copied = try #require(bench.began(CopyText.self))
        #expect(
            copied.lines.map(\.string).prefix(5) == [
                "alpha  https://alpha.example  v2.0", "  ok       secrets     in memory until exit: asked for",
                "  ok       DNS         alpha.example is 192.0.2.7",
                "  failed   TCP         alpha.example cannot be reached",
                "                       next: check the network",
            ])
    }

    @Test func `without a profile there is nothing to diagnose`() {
        var bench = Bench([])
        bench.press(.diagnose)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.said == "no profile yet; add one (a)")
    }

    @Test func `the test of a profile form tells what was found, and chooses nothing`() throws {
        var bench = Bench()
        bench.press(.editProfile)
        bench.choose(.generation, "v1")
        bench.press(.test)
        let observed = [
            ProbeObservation(question: .v2User, outcome: .answered(status: 401, finding: .speaks), duration: 9)
        ]
        bench.answer(
            .formTest,
            ProfileTestReport(
                status: ClusterStatus(profile: alpha, state: .reachable, checkedAt: start),
                probe: ProbeReport(observed)))
        let note = try #require(bench.form?[.generation]?.note?.string)
        #expect(note.hasPrefix("detected v2.0"))
        #expect(bench.form?.choice(.generation) == "v1")
        bench.fill(.url, "https://other.example")
        #expect(bench.form?[.generation]?.note == nil)
    }
}
