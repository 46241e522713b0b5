import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera token validate`.
struct TokenValidate: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Ask a cluster whether tokens are alive.",
        usage: "tessera token validate [FINGERPRINT ...] --token-stdin [options]",
        discussion: """
            The token speaks for itself. With a credential the cluster is asked by a session of its own, and tells \
            more. Exit code 3: a token is dead.
            """)

    @Argument(help: "Fingerprints that the given tokens must have.")
    var fingerprints: [String] = []

    @OptionGroup(title: "Token options")
    var token: TokenInputOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"validations":[{"fingerprint","profile","alive","operation","serverText","userId","org","orgs","orgScope",
    /// "accessType","objectId","tokenType","createdAt","expiresAt","expiry","expiryDoubt","checkedAt"}]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try run.cluster(nil)
        let credentialChoice = try credential.choice()
        if token.tokenStdin, credentialChoice?.source == .standardInput { throw CommandProblem.standardInputTwice }
        let chosen = try await TokenChoice(fingerprints: fingerprints, input: token, run: run).chosen(on: profile)
        let reports: [ValidationReport]
        let farewell: Farewell
        if let choice = credentialChoice {
            let visit = Visit(profile: profile, options: credential, run: run)
            let credential = try await visit.credential(choice)
            (reports, farewell) = try await visit.session(with: credential, org: profile.org) { _ in
                try await validate(chosen, on: profile, in: run)
            }
        } else {
            (reports, farewell) = (try await validate(chosen, on: profile, in: run), Farewell(report: nil))
        }
        for report in reports {
            if let doubt = report.validation.expiryDoubt {
                run.output.warn("W_EXPIRY", "\(report.fingerprint.text): \(MessageComposer.text(for: doubt))")
            }
        }
        let isAllAlive = reports.allSatisfy { $0.validation.verdict == .alive }
        return farewell.finish(
            lines(of: reports, at: run.now, isUTF8: run.output.isUTF8),
            json: ["validations": .array(reports.map(\.json))], code: isAllAlive ? .done : .notLoggedIn, in: run)
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
        var table = TextTable("TOKEN", "PROFILE", "VERDICT", "TIME LEFT", "FOUND OUT BY", "SERVER")
        for report in reports {
            var verdict: SafeText = "alive"
            var text: SafeText = ""
            if case .dead(let serverText) = report.validation.verdict {
                verdict = "DEAD"
                text = SafeText(outside: serverText ?? "", limit: 200)
            }
            table.add(
                "\(report.fingerprint.text)", "\(report.profile.name)", verdict,
                MessageComposer.text(for: report.validation.expiry, at: now),
                SafeText(outside: report.validation.operation, limit: 60), text)
        }
        return table.lines(isUTF8: isUTF8)
    }
}

extension ValidationReport {
    /// See ``TokenValidate/run(in:)``.
    var json: JSONValue {
        var serverText: String?
        if case .dead(let text) = validation.verdict { serverText = text }
        var members: JSONObject = [
            "fingerprint": .string(fingerprint.text), "profile": .string(profile.name),
            "alive": .bool(validation.verdict == .alive), "operation": .string(validation.operation),
            "serverText": .outside(serverText), "userId": .outside(validation.userID),
            "org": .org(validation.scope?.org), "createdAt": .instant(validation.createdAt),
        ]
        members["orgs"] = .array((validation.scope?.orgs ?? []).map { .org($0) })
        members["orgScope"] = .outside(validation.scope?.orgScope)
        members["accessType"] = .outside(validation.scope?.accessType)
        members["objectId"] = .outside(validation.scope?.objectID)
        members["tokenType"] = .outside(validation.tokenType)
        members.setExpiry(validation.expiry)
        members["expiryDoubt"] = .text(validation.expiryDoubt.map(MessageComposer.text(for:)))
        members["checkedAt"] = .instant(checkedAt)
        return .object(members)
    }
}
