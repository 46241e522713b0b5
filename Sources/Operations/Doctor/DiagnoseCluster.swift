import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Diagnoses the connection to a cluster, step by step, and says how to fix a problem.
///
/// Sends nothing that changes anything, and no credential of its own: a session is read when one is held, or when the
/// caller opens one for this. A step whose ground is missing is skipped, and says so.
package struct DiagnoseCluster: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// Never throws: what does not work is what was asked for.
    ///
    /// - Parameters:
    ///   - progress: told of each finding, as it falls.
    ///   - visit: opens a session for this one look; `nil` reads the held one, where there is one.
    package func run(
        in workspace: Workspace, progress: @Sendable (DoctorFinding) async -> Void = { _ in },
        visit: (@Sendable () async throws(OperationError) -> SessionReport)? = nil
    ) async -> Diagnosis {
        var diagnosis = Diagnosis(profile: profile, startedAt: workspace.now())
        func take(_ finding: DoctorFinding) async {
            diagnosis.findings.append(finding)
            await progress(finding)
        }
        await take(await DoctorFinding.secrets(of: profile, in: workspace))
        let address: ClusterAddress
        do throws(OperationError) {
            address = try workspace.address(of: profile)
        } catch {
            await take(.failed(.name, MessageComposer.message(for: error)))
            await skipRest(after: .name, because: "the profile cannot be used", take)
            return diagnosis
        }
        for step in [DoctorStep.name, .tcp, .tls] {
            let finding = await look(at: step, address, in: workspace)
            await take(finding)
            if finding.verdict == .failed {
                await skipRest(after: step, because: "\(step.title) failed", take)
                return diagnosis
            }
        }
        let probe = await GenerationProbe(
            address: address, transport: OriginGuard(wrapping: workspace.transport, origin: profile.origin),
            now: workspace.now
        ).run()
        diagnosis.probe = probe
        let http = DoctorFinding.http(probe, of: profile)
        await take(http)
        if http.verdict == .failed {
            await skipRest(after: .http, because: "HTTP failed", take)
            return diagnosis
        }
        let generation = DoctorFinding.generation(probe, of: profile)
        await take(generation)
        let isSpoken = generation.verdict != .failed
        for finding in await readSession(probe, isSpoken, visit, in: workspace) { await take(finding) }
        return diagnosis
    }

    private func skipRest(
        after step: DoctorStep, because reason: SafeText, _ take: (DoctorFinding) async -> Void
    ) async {
        for later in DoctorStep.allCases.drop(while: { $0 != step }).dropFirst() {
            await take(.skipped(later, because: reason))
        }
    }

    /// One step below HTTP.
    private func look(at step: DoctorStep, _ address: ClusterAddress, in workspace: Workspace) async -> DoctorFinding {
        let (origin, settings) = (address.origin, address.connection)
        if step == .name, case .http(let host, let port, _) = settings.proxy {
            return .skipped(.name, because: "the proxy \(host):\(port) resolves the name")
        }
        if step == .tls, let finding = DoctorFinding.withoutTLS(profile, settings.proxy) { return finding }
        guard let inspector = workspace.inspector else {
            return .skipped(step, because: "it is not visible on this kind of connection")
        }
        do throws(TransportError) {
            switch step {
            case .name: return .name(try await inspector.resolve(origin, with: settings), of: origin.host)
            case .tcp: return .tcp(try await inspector.connect(to: origin, with: settings), origin, settings.proxy)
            default:
                return .tls(
                    try await inspector.shakeHands(with: origin, with: settings), of: profile, at: workspace.now())
            }
        } catch {
            return .failed(step, error, profile)
        }
    }

    /// Release, clock, session and Org, in this order.
    ///
    /// - Parameter isSpoken: no credential goes to where the generation was not heard (fault D-b-10).
    private func readSession(
        _ probe: ProbeReport, _ isSpoken: Bool,
        _ visit: (@Sendable () async throws(OperationError) -> SessionReport)?, in workspace: Workspace
    ) async -> [DoctorFinding] {
        let clock = DoctorFinding.clock(probe)
        let isHeld = await workspace.held.session(of: profile) != nil
        guard visit != nil || isHeld else {
            let isLocked =
                if profile.secretSource == .vault { await workspace.vault?.isUnlocked == false } else { false }
            return [
                .noSession(.release, of: profile, isLocked), clock, .noSession(.session, of: profile, isLocked),
                .noSession(.org, of: profile, isLocked),
            ]
        }
        guard isSpoken else {
            let reason: SafeText =
                "the generation did not answer, and no credential is sent to a server that may not be this cluster"
            return [
                .skipped(.release, because: reason), clock, .skipped(.session, because: reason),
                .skipped(.org, because: reason),
            ]
        }
        do throws(OperationError) {
            let report: SessionReport
            if let visit {
                report = try await visit()
            } else {
                report = try await ReadSession(profile: profile).run(in: workspace)
            }
            return [
                .release(report), clock, .session(report, at: workspace.now()), .org(report, asked: profile.org),
            ]
        } catch {
            let reason: SafeText = "there is no session"
            return [
                .skipped(.release, because: reason), clock,
                .failed(.session, MessageComposer.message(for: error)), .skipped(.org, because: reason),
            ]
        }
    }
}
