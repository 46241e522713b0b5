import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// What became of a user on one or more clusters, as output, report and exit code.
struct UserRevokeOutcome {
    private var report: IncidentReport
    /// By profile, in the order of the clusters.
    private var farewells: [(profile: String, farewell: LogoutOutcome)] = []
    /// What became of the activation links.
    private var links: ActivationLinks?

    init(_ report: IncidentReport) { self.report = report }

    mutating func add(_ end: UserRevokeOnCluster.End) {
        report.result.sessions += end.report.sessions
        report.result.tokens += end.report.tokens
        report.result.elsewhere += end.report.elsewhere
        report.result.deactivations += end.report.deactivations
        if let other = end.standIn {
            report.leftOut.append(IncidentReport.LeftOut(profile: end.profile, why: .sameCluster(as: other)))
        }
        if let farewell = end.farewell { farewells.append((end.profile.name, farewell)) }
    }

    /// They are kept nowhere else.
    mutating func keepLinks(by keeper: ActivationLinksKeeper, _ run: CommandRun) async {
        links = await keeper.finish(&report.result.deactivations)
        switch links {
        // The memory of a command ends with it.
        case .lost(let error)?, .waiting(_, let error)?:
            for index in report.result.deactivations.indices
            where report.result.deactivations[index].linkEnd == .waiting {
                report.result.deactivations[index].linkEnd = .lost
            }
            let message = MessageComposer.message(for: error)
            run.output.warn("W_LINKS", MessageComposer.linksLost(message))
        case .kept?, .inVault?, nil: break
        }
    }

    /// Where they are: for people, and for programs.
    private var linksPlace: (line: SafeText, json: JSONValue)? {
        switch links {
        case .kept(let path)?:
            ("Activation links in \(SafeText(outside: path, limit: 300)) (mode 0600).", .outside(path))
        case .inVault(let count)?:
            ("\(ActivationLinks.counted(count)) in the vault.", "vault")
        case .lost?, .waiting?, nil: nil
        }
    }

    /// Where tokens were issued of which Tessera knows nothing.
    private var issued: [IssuedElsewhere] { report.result.elsewhere.filter { !$0.events.isEmpty } }

    private var codes: [ExitCode] {
        // The logout may have ended a token before it was revoked: it is invalid, which is what was asked for.
        report.result.sessions.map(\.exitCode)
            + report.result.tokens.map { $0.verdict == .alreadyInvalid ? .done : $0.exitCode }
            + report.unstored.map { _ in .someFailed } + report.leftOut.filter(\.isOpen).map { _ in .someFailed }
            + issued.map { _ in .someFailed } + report.result.deactivations.map(\.exitCode)
            + farewells.map(\.farewell.exitCode)
    }

    /// Writes the reports first: they are made whatever becomes of the output.
    func finish(_ reports: [ReservedFile], in run: CommandRun) async -> ExitCode {
        var codes = codes
        let (written, failures) = await write(to: reports, in: run)
        for failure in failures {
            let message = MessageComposer.message(for: failure)
            run.output.warn("W_REPORT", "the report was not written: \(message.sentence)")
            codes.append(message.exitCode)
        }
        let code = ExitCode.combined(codes)
        var json = report.json
        json["logouts"] = .array(
            farewells.map { ["profile": .string($0.profile), "logout": .string($0.farewell.name)] })
        json["reports"] = .array(written.map { .outside($0) })
        json["activationLinks"] = linksPlace?.json ?? .null
        let places = written.map { SafeText("Report in \(SafeText(outside: $0, limit: 300)) (mode 0600).") }
        let links = linksPlace.map { [$0.line] } ?? []
        run.output.print(table.lines(isUTF8: run.output.isUTF8) + places + links, json: json)
        for (_, farewell) in farewells { farewell.warn(in: run) }
        if let message = failure(code, codes) { run.output.fail(message) }
        return code
    }

    private func write(
        to reports: [ReservedFile], in run: CommandRun
    ) async -> (places: [String], failures: [OperationError]) {
        if reports.isEmpty { return ([], []) }
        do throws(OperationError) {
            let all = try await WriteTokenReport(report, paths: []).run(in: run.workspace, into: reports)
            return (all.filter { $0.failure == nil }.map(\.file.absolutePath), all.compactMap(\.failure))
        } catch {
            for file in reports { file.discard() }
            return ([], [error])
        }
    }

    private var table: TextTable {
        var table = TextTable("TIME", "PROFILE", "ITEM", "RESULT", "DURATION", "EVIDENCE")
        for row in report.rows {
            table.add(
                row.evidence?.serverTime.map { InstantText.utc($0.milliseconds) } ?? "-", row.cluster, row.item,
                row.result, row.took.map { DurationText.elapsed(milliseconds: $0) } ?? "-",
                row.evidence.map { $0.text } ?? "-")
        }
        return table
    }

    private func failure(_ code: ExitCode, _ codes: [ExitCode]) -> Message? {
        let undone = codes.count { $0 != .done }
        if undone == 0 { return nil }
        if codes.count == 1, let error = report.result.sessions.first?.error {
            return MessageComposer.message(for: error)
        }
        let lost = report.result.deactivations.count { $0.linkEnd == .lost && $0.verdict == .accepted }
        if lost == undone {
            return CommandProblem.someFailed(
                what:
                    "\(ActivationLinks.counted(lost)) of \(SafeText(outside: report.user.text, limit: 80)) \(lost == 1 ? "is" : "are") lost",
                which: "an administrator can activate the account", exitCode: code
            ).message
        }
        let reasons =
            report.result.sessions.filter { $0.exitCode != .done }.map {
                "\($0.act == .logOut ? "logout" : "revocation of all tokens") on \($0.target.profile.name): \($0.told)"
            }
            + report.result.tokens.filter { $0.exitCode != .done && $0.verdict != .alreadyInvalid }
            .map { "\($0.fingerprint.text): \($0.told)" }
            + report.unstored.map { "\($0.fingerprint.text): not stored here, not verified" }
            + issued.map { "\($0.profile.name): \($0.events.count) issued elsewhere, not verified" }
            + report.leftOut.filter(\.isOpen).map { "\($0.profile.name): \($0.reason)" }
            + report.result.deactivations.filter { $0.exitCode != .done }.map {
                "deactivation on \($0.target.profile.name): \($0.told(withCode: true))"
            }
        return CommandProblem.someFailed(
            what:
                "\(SafeText(outside: report.user.text, limit: 80)): \(undone) of \(codes.count) items failed or may still be valid",
            which: SafeText(outside: reasons.joined(separator: ", "), limit: 1_000), exitCode: code
        ).message
    }
}

extension DeactivationItem {
    /// An account is closed, and what opens it again is gone: not all of it was done.
    fileprivate var exitCode: ExitCode {
        let code = ForceLogoutItem(target: target, verdict: verdict).exitCode
        return code == .done && linkEnd == .lost ? .someFailed : code
    }
}
