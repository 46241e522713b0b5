import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token validate`.
struct TokenValidate: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Validate tokens at their cluster.",
        usage: "tessera token validate FINGERPRINT ... | --token-stdin [options]",
        discussion: """
            The token authenticates its own check. With a credential, a session of its own asks the cluster and gets \
            more details. Exit code 3: the cluster does not accept a token.
            """, aliases: ["check"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Validate a token that the vault keeps",
            "tessera token validate 9f00e1aa --profile prod-eu"),
        CommandExample(
            "Validate a token from a pipe",
            "pass show ts-token | tessera token validate --profile prod-eu --token-stdin"),
    ]

    @OptionGroup
    var tokens: GivenTokenOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"validations":[{"fingerprint","profile","verdict","valid","operation","serverText","userId","org",
    /// "orgs","orgScope","accessType","objectId","tokenType","createdAt","expiresAt","expiry","expiryDoubt","checkedAt",
    /// "evidence"}]}`; a verdict is `valid`, `still-valid`, `revoked-verified`, `revoked-not-verified`,
    /// `expired`, `invalid` or `not-recognized`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(nil)
        let credential = try tokens.credentialChoice()
        let chosen = try await tokens.chosen(on: profile, in: run)
        let (reports, farewell) = try await tokens.run(with: credential, on: profile, in: run) {
            try await validate(chosen, on: profile, in: run)
        }
        for report in reports {
            if let doubt = report.validation.expiryDoubt {
                run.output.warn("W_EXPIRY", "\(report.fingerprint.text): \(MessageComposer.text(for: doubt))")
            }
        }
        let isAllValid = reports.allSatisfy(\.isAccepted)
        let code = farewell.finish(
            lines(of: reports, at: run.now, isUTF8: run.output.isUTF8),
            json: ["validations": .array(reports.map(\.json))], code: isAllValid ? .done : .notLoggedIn, in: run)
        run.warnAboutClock(reports.compactMap(\.clockSkew).first, of: "\(profile.name)")
        for report in reports where report.verdict == .notRecognized {
            run.output.note(MessageComposer.sentence(about: report, named: "The token \(report.fingerprint.text)"))
        }
        return code
    }

    private func validate(
        _ chosen: [TokenChoice.Chosen], on profile: Profile, in run: CommandRun
    ) async throws -> [ValidationReport] {
        var reports: [ValidationReport] = []
        for token in chosen {
            reports.append(try await ValidateToken(profile: profile, token: token.selector).run(in: run.workspace))
        }
        return reports
    }

    private func lines(of reports: [ValidationReport], at now: Instant, isUTF8: Bool) -> [SafeText] {
        var table = TextTable("TOKEN", "PROFILE", "VERDICT", "TIME LEFT", "OPERATION", "SERVER")
        for report in reports {
            var text: SafeText = ""
            if case .invalid(let serverText) = report.validation.verdict {
                text = SafeText(outside: serverText ?? "", limit: 200)
            }
            let serverNow = Instant(milliseconds: now.milliseconds &+ (report.clockSkew ?? 0))
            table.add(
                "\(report.fingerprint.text)", "\(report.profile.name)", MessageComposer.text(for: report.verdict),
                report.isAccepted ? MessageComposer.text(for: report.validation.expiry, at: serverNow) : "-",
                SafeText(outside: report.validation.operation, limit: 60), text)
        }
        return table.lines(isUTF8: isUTF8)
    }
}

extension ValidationReport {
    /// See ``TokenValidate/run(in:)``.
    var json: JSONValue {
        var serverText: String?
        if case .invalid(let text) = validation.verdict { serverText = text }
        var members: JSONObject = [
            "fingerprint": .string(fingerprint.text), "profile": .string(profile.name),
            "verdict": .string(verdict.rawValue), "valid": .bool(isAccepted),
            "operation": .string(validation.operation),
            "serverText": .outside(serverText), "userId": .outside(validation.userID),
            "org": .org(validation.scope?.org), "accessType": .outside(validation.scope?.accessType),
            "objectId": .outside(validation.scope?.objectID), "tokenType": .outside(validation.tokenType),
            "createdAt": .instant(validation.createdAt),
        ]
        members["orgs"] = .array((validation.scope?.orgs ?? []).map { .org($0) })
        members["orgScope"] = .outside(validation.scope?.orgScope)
        members["accessType"] = .outside(validation.scope?.accessType)
        members["objectId"] = .outside(validation.scope?.objectID)
        members["tokenType"] = .outside(validation.tokenType)
        members.appendExpiry(validation.expiry)
        members["expiryDoubt"] = .text(validation.expiryDoubt.map(MessageComposer.text(for:)))
        members["checkedAt"] = .instant(checkedAt)
        members["evidence"] = evidence.map { .object($0.json) } ?? .null
        return .object(members)
    }
}
