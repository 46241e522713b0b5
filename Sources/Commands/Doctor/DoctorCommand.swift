import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import Synchronization
import ThoughtSpotSessions

/// `tessera doctor [PROFILE]`.
struct DoctorCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Diagnose the connection to a cluster, step by step.",
        usage: "tessera doctor [PROFILE] [--all] [--password-stdin ...] [options]",
        discussion: """
            Source of secrets, DNS, TCP, TLS, HTTP, generation, release, clock, session, Org: the finding, and how to fix \
            a problem. The file of a secret command is looked at, and not run. A session that the unlocked vault keeps is \
            read. No other credential is sent unless one is given: then it logs in, reads the session, and logs out again. Ends with the exit code of the first step that failed.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Find out why a cluster does not answer",
            "tessera doctor prod-eu"),
        CommandExample(
            "Diagnose every cluster",
            "tessera doctor --all"),
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @Flag(help: "Every profile, several at a time.")
    var all = false

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// As many clusters are looked at at the same time.
    private static let width = 8

    /// Prints `{"diagnoses":[{...}]}`; with a credential, `"logout":"ended"` beside it.
    func run(in run: CommandRun) async throws -> ExitCode {
        let choice = try session.namedChoice()
        if choice == nil {
            if try session.passphrase.named(in: run) == nil {
                await run.openVaultQuietly()
            } else {
                try await run.openVault(session.passphrase)
            }
        }
        if all { return try await examineAll(choice, in: run) }
        let profile = try await run.cluster(name)
        var visit: DiagnosisSession?
        if let choice { visit = try await DiagnosisSession(session.visit(to: profile, in: run), choice) }
        if !run.output.isJSON { run.output.print([profile.headline]) }
        let diagnosis = await DiagnoseCluster(profile: profile).run(
            in: run.workspace, progress: { if !run.output.isJSON { run.output.print($0.lines) } }, visit: visit?.look)
        if Task.isCancelled { throw CommandProblem.interrupted }
        let summary = run.output.isJSON ? [] : [diagnosis.summary]
        guard let visit else {
            run.output.print(summary, json: ["diagnoses": .array([diagnosis.json])])
            return diagnosis.exitCode
        }
        return visit.farewell.finish(
            summary, json: ["diagnoses": .array([diagnosis.json])], code: diagnosis.exitCode, in: run)
    }

    /// Without a credential: what opens one cluster is not tried on all.
    private func examineAll(_ choice: CredentialChoice?, in run: CommandRun) async throws -> ExitCode {
        guard choice == nil, name == nil, run.options.profile == nil else {
            throw CommandProblem.usage("--all cannot be used with a profile or a credential", hint: nil)
        }
        let profiles = try await run.profiles().profiles
        for profile in profiles { run.warnAboutTrust(of: profile) }
        let diagnoses = await profiles.severalAtOnce(Self.width) {
            await DiagnoseCluster(profile: $0).run(in: run.workspace)
        }
        if Task.isCancelled { throw CommandProblem.interrupted }
        let lines = diagnoses.flatMap { [$0.profile.headline] + $0.findings.flatMap(\.lines) + [$0.summary] }
        run.output.print(lines, json: ["diagnoses": .array(diagnoses.map(\.json))])
        return ExitCode.combined(diagnoses.map(\.exitCode))
    }
}

/// The session that a doctor opens with the credential that was given, and ends again before it goes on.
final class DiagnosisSession: Sendable {
    private let visit: TemporarySession
    private let entry: SessionEntry
    private let ended = Mutex(LogoutOutcome(report: nil))

    /// - Throws: what reading the secret throws, and why a login would be refused anyway.
    init(_ visit: TemporarySession, _ choice: CredentialChoice) async throws {
        self.visit = visit
        entry = try await visit.entry(choice)
    }

    /// How the visit ended; not at all when the diagnosis did not come as far as the session.
    var farewell: LogoutOutcome { ended.withLock(\.self) }

    /// Logs in, reads, logs out. One attempt.
    func look() async throws(OperationError) -> SessionReport {
        do {
            let (report, farewell) = try await visit.session(with: entry, org: visit.profile.org) { report in
                report
            }
            ended.withLock { $0 = farewell }
            return report
        } catch let error as OperationError {
            throw error
        } catch {
            // A visit throws nothing else of its own; whatever it is, there was no session.
            throw .refused(.notLoggedIn(profile: visit.profile.name))
        }
    }
}

extension DoctorFinding {
    /// Members: `step` (`secrets`, `dns`, `tcp`, `tls`, `http`, `generation`, `release`, `clock`, `session`, `org`), `verdict`
    /// (`ok`, `warning`, `failed`, `skipped`), `text`, `code`, `hints`, `exitCode`.
    var json: JSONValue {
        [
            "step": .string(step.rawValue), "verdict": .string(verdict.rawValue), "text": .string(seen.string),
            "code": .outside(code), "hints": .texts(hints), "exitCode": .int(Int(exitCode.rawValue)),
        ]
    }
}

extension Diagnosis {
    /// Members: `profile`, `url`, `generation`, `trust`, `startedAt`, `findings`, `speaks`, `exitCode`.
    var json: JSONValue {
        [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "generation": .string(profile.generation.rawValue), "trust": .string(profile.trust.name),
            "startedAt": .instant(startedAt), "findings": .array(findings.map(\.json)),
            "speaks": probe.map(\.json) ?? .null, "exitCode": .int(Int(exitCode.rawValue)),
        ]
    }
}

extension ProbeReport {
    /// Members: `proposal` (a generation or `null`), `v2.0` and the other generations, each `yes`, `no` or `unknown`.
    fileprivate var json: JSONValue {
        var members: JSONObject = ["proposal": .outside(proposal?.rawValue)]
        for generation in Generation.byPreference {
            members[generation.rawValue] =
                switch finding(for: generation) {
                case .speaks: "yes"
                case .doesNot: "no"
                case .undecided: "unknown"
                }
        }
        return .object(members)
    }
}
