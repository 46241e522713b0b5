import DisplayText
import Storage
import Testing
import ThoughtSpotSessions

@testable import App
@testable import Operations

struct DoctorTests {
    private let alpha = Profile.test("alpha")
    private let resolved = DoctorFinding.ok(.name, "alpha.example is 192.0.2.7")
    private let refused = DoctorFinding.failed(
        .tcp, "E_CONNECT", "alpha.example cannot be reached", hints: ["check the network"], exitCode: .network)

    private func examination(_ bench: Bench) -> Examination? {
        if case .doctor(let examination)? = bench.state.topLayer { examination } else { nil }
    }

    private func progress(_ bench: inout Bench, _ finding: DoctorFinding, stamp: Int? = nil) {
        let stamp = stamp ?? bench.state.inFlight[.diagnosis]?.stamp ?? -1
        bench.send(.progressed(.diagnosis, stamp: stamp, .diagnosis(finding)))
    }

    private var diagnosis: Diagnosis {
        var diagnosis = Diagnosis(profile: alpha, startedAt: start)
        diagnosis.findings = [resolved, refused]
        diagnosis.findings += DoctorStep.allCases.dropFirst(2).map { .skipped($0, because: "TCP failed") }
        return diagnosis
    }

    @Test func `the steps come in one by one, and the end is told`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        #expect(bench.work == [.diagnose(alpha)])
        #expect(examination(bench)?.current == .name)
        progress(&bench, resolved)
        #expect(examination(bench)?.findings == [resolved])
        #expect(examination(bench)?.current == .tcp)
        bench.answer(.diagnosis, .diagnosed(diagnosis))
        #expect(examination(bench)?.findings == diagnosis.findings)
        #expect(examination(bench)?.isRunning == false)
        #expect(examination(bench)?.isStopped == false)
        #expect(bench.said == "alpha: TCP failed; 1 ok, 0 warnings, 1 failed, 7 skipped")
    }

    @Test func `x stops and keeps what was found, F5 begins anew`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        let stamp = try #require(bench.state.inFlight[.diagnosis]?.stamp)
        progress(&bench, resolved)
        bench.press(.cancelRequest)
        #expect(bench.effects == [.cancel(.diagnosis)])
        #expect(examination(bench)?.isStopped == true)
        progress(&bench, refused, stamp: stamp)
        #expect(examination(bench)?.findings == [resolved])
        bench.press(.refresh)
        #expect(bench.work == [.diagnose(alpha)])
        #expect(examination(bench)?.findings == [])
        progress(&bench, refused, stamp: stamp)
        #expect(examination(bench)?.findings == [])
    }

    @Test func `while it runs it is not begun twice`() {
        var bench = Bench()
        bench.press(.diagnose)
        bench.press(.diagnose)
        #expect(bench.effects.isEmpty)
        bench.press(.refresh)
        #expect(bench.effects.isEmpty)
    }

    @Test func `Esc closes and cancels, and a late answer changes nothing on the screen`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        let stamp = try #require(bench.state.inFlight[.diagnosis]?.stamp)
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.effects == [.cancel(.diagnosis)])
        let said = bench.said
        bench.send(.finished(.diagnosis, stamp: stamp, .diagnosed(diagnosis)))
        #expect(bench.said == said)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func `y copies it as text, with a line for each step and hint`() throws {
        var bench = Bench()
        bench.press(.diagnose)
        bench.answer(.diagnosis, .diagnosed(diagnosis))
        bench.press(.copy)
        guard case .copy(let lines, _, _)? = bench.effects.first else {
            Issue.record("no copy")
            return
        }
        #expect(
            lines.map(\.string).prefix(4) == [
                "alpha  https://alpha.example  v2.0", "  ok       DNS         alpha.example is 192.0.2.7",
                "  failed   TCP         alpha.example cannot be reached",
                "                       next: check the network",
            ])
    }

    @Test func `without a profile there is nothing to look at`() {
        var bench = Bench([])
        bench.press(.diagnose)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.said == "there is no profile yet; a adds one")
    }

    @Test func `the test of a profile form tells what was found, and chooses nothing`() {
        var bench = Bench()
        bench.press(.editProfile)
        bench.send(.setField(.generation, .choice("v1")))
        bench.press(.test)
        let observed = [
            ProbeObservation(
                question: .v2User, outcome: .answered(status: 401, finding: .speaks), duration: 9)
        ]
        bench.answer(
            .formTest,
            .tested(ClusterStatus(profile: alpha, state: .reachable, checkedAt: start), ProbeReport(observed)))
        guard case .form(let form)? = bench.state.topLayer else {
            Issue.record("no form")
            return
        }
        #expect(form[.generation]?.note == "detected v2.0")
        #expect(form.choice(.generation) == "v1")
        bench.send(.setField(.url, .text("https://other.example")))
        guard case .form(let changed)? = bench.state.topLayer else { return }
        #expect(changed[.generation]?.note == "")
    }
}
