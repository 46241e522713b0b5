package import DisplayText
package import Storage
package import ThoughtSpotSessions

/// Why a use case did not do what it was asked for. In a box: each function that passes it on has a place of its size,
/// and hundreds of clusters are asked at a time.
package indirect enum OperationError: Error, Hashable, Sendable {
    /// The cluster, or the way to it.
    case session(SessionError, profile: String)
    /// A local file.
    case storage(StorageError)
    /// We did not even try.
    case refused(Refusal)
}

/// A rule of ours that stands in the way, or something that is not there.
package enum Refusal: Hashable, Sendable {
    case noSuchProfile(name: String, similar: [String])
    case noSuchToken(typed: String)
    case ambiguousToken(typed: String, count: Int)
    /// The token is known by its fingerprint only; this run does not hold it. With how it stands, where the journal has it.
    case tokenNotHeld(Fingerprint, TokenStanding? = nil)
    /// A token that leaked, and of which the journal does not know the cluster: it is shown to none.
    case unknownLeak(Fingerprint)
    /// A token that leaked, and of which its cluster does not tell the user.
    case leakOfNoUser(Fingerprint, profile: String)
    /// The text can be no bearer token; `why` is a clause without its value.
    case notAToken(why: String)
    /// The token belongs to another origin than that of the profile: it is shown to no other (<doc:Verdicts>).
    case originBound(Fingerprint, origin: String, owner: String, asked: String, profile: String)
    case notLoggedIn(profile: String)
    /// `--read-only`, or a read-only profile.
    case readOnly(profile: String?)
    /// A protected or production profile wants its name typed.
    case protected(profile: String)
    /// There is no terminal to ask at; `name` is what `--confirm` wants where `--yes` is not enough.
    case confirmationNeeded(what: String, name: String? = nil)
    case confirmationMismatch(expected: String)
    /// Wants the profile's name typed, whatever the profile; `what` begins a sentence.
    case nameNeeded(what: String, profile: String)
    /// The generation cannot do it; the reason is one clause, the alternatives are sentences.
    case notInGeneration(profile: String, generation: Generation, reason: String, alternatives: [String])
    /// A new v1 token invalidates the older ones of the same key within five minutes.
    case supersedesTokens(profile: String)
    /// Issuing would create or change its user without agreement; the hazards are sentences.
    case provisioning(profile: String, hazards: [SafeText])
    /// A trusted-authentication key over plain http or an unverified connection (promise P35).
    case insecureForSecretKey(profile: String)
    /// Trusted authentication is off in that place, or the cluster tells nothing of the place.
    case noSecretKey(place: String, profile: String)
    /// beta-query would put a password or a key into a URL, and the profile does not accept that.
    case urlSecrets(profile: String)
    /// Accepted, but over plain http or an unverified connection.
    case insecureForURLSecrets(profile: String)
    /// Credentials of this user were refused so often that one more attempt may lock the account (promise P72).
    case lockoutLikely(profile: String, LockoutRisk)
    case invalidProfile(ProfileInputError)
    /// A profile gets another address while something is open at the old one.
    case newAddress(AddressChange)
    case invalidInput(field: String, why: String)
    /// The command of the profile gave no secret, or was not run.
    case secretCommand(profile: String, SecretCommandFailure)
    /// A secret with an invisible character; `what` begins a sentence: `The password`.
    case secretCharacters(what: String, SecretFault)
    case activationLink(ActivationLinkFailure)
    case nothingSelected(what: String)
    /// A CA file that a profile is to trust cannot be used; the reason names the file.
    case caFile(reason: String)
    /// A proxy that is named and cannot be used; the reason is a clause without any part of what was named.
    case unusableProxy(of: ProxySource, why: String)

    /// Where a proxy is named.
    package enum ProxySource: Hashable, Sendable {
        case variable(String)
        case profile(String)
        /// The one that is being entered.
        case input
    }

    /// The stable code that scripts see.
    package var code: String { row.code }

    /// What the command line ends with (<doc:ExitCodes>).
    package var exitCode: ExitCode { row.exitCode }
}

extension MessageComposer {
    /// The message for a rule of ours that stands in the way.
    package static func message(for refusal: Refusal) -> Message {
        let row = refusal.row
        return Message(
            code: row.code, what: row.what, why: row.why, hints: Array(row.hints.prefix(2)), exitCode: row.exitCode,
            shortCause: shortCause(of: .refused(refusal)))
    }
}

extension Refusal {
    /// What a script, a process and a person are told of a refusal, side by side.
    struct Row {
        let code: String
        let exitCode: ExitCode
        let what: SafeText
        let why: SafeText?
        let hints: [SafeText]

        init(_ code: String, _ exitCode: ExitCode, _ what: SafeText, _ why: SafeText?, _ hints: [SafeText]) {
            self.code = code
            self.exitCode = exitCode
            self.what = what
            self.why = why
            self.hints = hints
        }
    }

    fileprivate var row: Row {
        switch self {
        case .noSuchProfile(let name, let similar):
            let known: SafeText =
                similar.isEmpty
                ? "`tessera profile list` shows the profiles" : "did you mean \(similar.joined(separator: ", "))?"
            return Row("E_PROFILE_UNKNOWN", .notFound, "There is no profile named \(quoted(name))", nil, [known])
        case .noSuchToken(let typed):
            return Row(
                "E_TOKEN_UNKNOWN", .notFound,
                "No token in the journal begins with \(quoted(typed))", nil, ["`tessera token list` shows the tokens"])
        case .ambiguousToken(let typed, let count):
            return Row(
                "E_TOKEN_AMBIGUOUS", .usage,
                "\(quoted(typed)) stands for \(count) tokens", nil,
                ["type more of the fingerprint, or name the profile"])
        case .tokenNotHeld(let fingerprint, let standing):
            let end = standing.flatMap { $0.mayBeValid ? nil : MessageComposer.text(for: $0) }
            return Row(
                "E_TOKEN_NOT_HELD", .notFound,
                "The token \(fingerprint.text) itself is not stored here",
                end.map { "the journal has it as \($0)" } ?? "the journal keeps fingerprints only",
                [
                    end == nil
                        ? "give the token itself with --token-stdin, or import it first"
                        : "`tessera token show \(fingerprint.text)` shows the evidence"
                ])
        case .unknownLeak(let fingerprint):
            return Row(
                "E_TOKEN_UNKNOWN", .notFound, "The journal does not know the token \(fingerprint.text)",
                "a token is sent to its own cluster only, so nothing was sent",
                [
                    "`tessera user revoke USER --everywhere`, if you know its user",
                    "`tessera token revoke --profile PROFILE --token-stdin`, if you know its cluster",
                ]
            )
        case .leakOfNoUser(let fingerprint, let profile):
            return Row(
                "E_TOKEN_USER_UNKNOWN", .notFound,
                "\(profile) does not report the user of the token \(fingerprint.text)", nil,
                [
                    "`tessera token revoke --profile \(profile) --token-stdin` revokes the token alone",
                    "`tessera user revoke USER --everywhere`, if you know its user",
                ]
            )
        case .notAToken(let why):
            return Row(
                "E_NOT_A_TOKEN", .usage,
                "Not a bearer token: \(SafeText(outside: why, limit: 120))", nil,
                ["copy the whole token again; nothing was sent"]
            )
        case .originBound(let fingerprint, let origin, let owner, let asked, let profile):
            let home = SafeText(outside: origin, limit: 200)
            return Row(
                "E_ORIGIN_BOUND", .refused,
                "The token \(fingerprint.text) belongs to \(home), not to \(SafeText(outside: asked, limit: 200))",
                "a token is sent to its own cluster only; nothing was sent to \(profile)",
                [
                    owner == profile || owner == origin
                        ? "use a profile of \(home); `tessera profile add NAME --url \(home)` creates one"
                        : "use the profile of \(home) (last known as \(SafeText(outside: owner, limit: 80)))"
                ]
            )
        case .notLoggedIn(let profile):
            return Row("E_NOT_LOGGED_IN", .notLoggedIn, "Not logged in to \(profile)", nil, ["log in first"])
        case .readOnly(let profile):
            let why: SafeText = profile.map { "the profile \($0) is read-only" } ?? "read-only mode"
            let next: SafeText =
                profile.map { "to allow changes: `tessera profile edit \($0) --changes`" }
                ?? "start without --read-only"
            return Row("E_READ_ONLY", .refused, "Nothing was changed", why, [next])
        case .protected(let profile):
            return Row(
                "E_PROTECTED", .refused, "\(profile) requires its name to confirm",
                "the profile is protected or in production; --yes alone is not enough",
                ["add --confirm \(profile)"]
            )
        case .confirmationNeeded(let what, let name):
            let option = name.map { "--confirm \($0)" } ?? "--yes"
            return Row(
                "E_CONFIRM_NEEDED", .refused,
                "\(what) needs confirmation", "there is no terminal to ask on", ["add \(option)"]
            )
        case .nameNeeded(let what, let profile):
            return Row(
                "E_CONFIRM_NEEDED", .refused,
                "\(what) on \(profile) requires the profile's name to confirm",
                "it affects every login by secret key; --yes alone is not enough", ["add --confirm \(profile)"]
            )
        case .confirmationMismatch(let expected):
            return Row(
                "E_CONFIRM_MISMATCH", .refused, "Does not match. Nothing was changed.", nil,
                ["expected \(quoted(expected))"])
        case .notInGeneration(let profile, let generation, let reason, let alternatives):
            return Row(
                "E_NOT_IN_GENERATION", .notFound,
                "\(profile) uses \(generation.rawValue), which does not support this", SafeText(outside: reason),
                alternatives.map { SafeText(outside: $0) }
            )
        case .supersedesTokens(let profile):
            return Row(
                "E_SUPERSEDES", .refused,
                "A new v1 token on \(profile) ends every older token of the same secret key within 5 minutes", nil,
                ["confirm with --accept-superseding, or y on the screen"]
            )
        case .provisioning(let profile, let hazards):
            return Row(
                "E_PROVISIONING", .refused,
                "Issuing this token would create or change a user on \(profile)", sentence(hazards),
                ["confirm with --accept-provisioning, or in the form on the screen", "nothing was sent"]
            )
        case .insecureForSecretKey(let profile):
            return Row(
                "E_INSECURE_SECRET_KEY", .refused,
                "No secret key is sent to or read from \(profile)",
                "its connection is not encrypted or not verified, and the key can log in as any user",
                ["use https, and a CA file instead of an insecure connection"]
            )
        case .noSecretKey(let place, let profile):
            return Row(
                "E_NO_KEY", .notFound, "\(profile) has no secret key for \(SafeText(outside: place, limit: 80))",
                "trusted authentication is off there, or is not configured for this Org",
                ["`tessera key enable \(profile)` creates one"]
            )
        case .urlSecrets(let profile):
            return Row(
                "E_URL_SECRETS", .refused,
                "Nothing was sent to \(profile): the password or key would be in the URL",
                "beta-query has no other way, and proxies and access logs keep URLs",
                [
                    "choose another generation if the cluster supports one, or log in with a bearer token",
                    "`tessera profile edit \(profile) --accept-url-secrets` accepts it",
                ]
            )
        case .insecureForURLSecrets(let profile):
            return Row(
                "E_URL_SECRETS", .refused,
                "A password or key in a URL is not sent to \(profile)",
                "its connection is not encrypted or not verified",
                ["use https, and a CA file instead of an insecure connection"]
            )
        case .lockoutLikely(let profile, let risk):
            let (what, why, hints) = MessageComposer.wording(of: risk, on: profile)
            return Row("E_LOCKOUT_GUARD", .refused, what, why, hints)
        case .invalidProfile(let error):
            return Row(
                error.code, .usage, "Invalid \(SafeText(outside: error.subject))", SafeText(outside: error.reason), [])
        case .newAddress(let change):
            let session: SafeText? = change.user.map { "the session of \(SafeText(outside: $0, limit: 80))" }
            let tokens: SafeText? =
                change.tokens == 0 ? nil : change.tokens == 1 ? "1 token" : "\(change.tokens) tokens"
            let left = [session, tokens].compactMap(\.self).joined(separator: " and ")
            return Row(
                "E_NEW_ADDRESS", .refused,
                "The address of \(change.profile.name) was not changed",
                "\(left.isEmpty ? "a session" : left) may be valid at the old address",
                [
                    "log out of \(change.profile.name) first",
                    "credentials of the old address are never sent to the new one",
                ]
            )
        case .invalidInput(let field, let why):
            return Row("E_INVALID_INPUT", .usage, "\(field) is invalid", SafeText(outside: why), [])
        case .secretCharacters(let what, let fault):
            return Row(
                "E_SECRET_CHARS", .usage, "\(SafeText(outside: what, limit: 80)) has \(fault.wording)",
                "nothing was sent", [fault.advice])
        case .activationLink(let failure): return failure.row
        case .secretCommand(let profile, let failure): return failure.row(on: profile)
        case .caFile(let reason):
            return Row(
                "E_CA_FILE", .localFile, "The CA file cannot be used", SafeText(outside: reason),
                ["give a PEM file that holds certificates only"])
        case .nothingSelected(let what):
            return Row("E_EMPTY_TARGET", .refused, "No \(what) selected", "name at least one \(what)", [])
        case .unusableProxy(let source, let why):
            let (what, hints) = source.wording
            return Row("E_PROXY_CONFIG", .usage, what, SafeText(outside: why), hints)
        }
    }

    private func sentence(_ clauses: [SafeText]) -> SafeText? {
        clauses.isEmpty ? nil : clauses.joined(separator: "; ")
    }

    private func quoted(_ text: String) -> SafeText { "\u{201C}\(SafeText(outside: text, limit: 80))\u{201D}" }
}

extension Refusal.ProxySource {
    fileprivate var wording: (what: SafeText, hints: [SafeText]) {
        let form: SafeText = "a proxy is written http://HOST:PORT"
        switch self {
        case .variable(let name):
            return (
                "The proxy in the variable \(SafeText(outside: name, limit: 40)) cannot be used",
                [form, "`tessera profile edit NAME --proxy direct` connects without a proxy"]
            )
        case .profile(let name):
            return (
                "The proxy of \(name) cannot be used",
                ["`tessera profile edit \(name) --proxy http://HOST:PORT`, or --proxy direct"]
            )
        case .input: return ("The proxy cannot be used", [form])
        }
    }
}
