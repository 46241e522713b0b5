import DisplayText
import Storage
import ThoughtSpotSessions

extension MessageComposer {
    /// The message for a rule of ours that stands in the way.
    package static func message(for refusal: Refusal) -> Message {
        let parts = wording(of: refusal)
        return Message(
            code: refusal.code, what: parts.what, why: parts.why, hints: Array(parts.hints.prefix(2)),
            exitCode: refusal.exitCode)
    }

    private static func wording(of refusal: Refusal) -> (what: SafeText, why: SafeText?, hints: [SafeText]) {
        switch refusal {
        case .noSuchProfile(let name, let similar):
            let known: SafeText =
                similar.isEmpty
                ? "`tessera profile list` shows the profiles" : "did you mean \(similar.joined(separator: ", "))?"
            return ("There is no profile named \(quoted(name))", nil, [known])
        case .noSuchToken(let typed):
            return (
                "No token in the journal begins with \(quoted(typed))", nil, ["`tessera token list` shows the tokens"]
            )
        case .ambiguousToken(let typed, let count):
            return (
                "\(quoted(typed)) stands for \(count) tokens", nil,
                ["type more of the fingerprint, or name the profile"]
            )
        case .tokenNotHeld(let fingerprint):
            return (
                "The token \(fingerprint.text) itself is not stored here",
                "the journal keeps fingerprints only",
                ["give the token itself with --token-stdin, or import it first"]
            )
        case .notAToken(let why):
            return (
                "Not a bearer token: \(SafeText(outside: why, limit: 120))", nil,
                ["copy the whole token again; nothing was sent"]
            )
        case .originBound(let fingerprint, let origin, let owner, let asked, let profile):
            let home = SafeText(outside: origin, limit: 200)
            return (
                "The token \(fingerprint.text) belongs to \(home), not to \(SafeText(outside: asked, limit: 200))",
                "a token is sent to its own cluster only; nothing was sent to \(profile)",
                [
                    owner == profile || owner == origin
                        ? "use a profile of \(home); `tessera profile add NAME --url \(home)` makes one"
                        : "use the profile of \(home) (last known as \(SafeText(outside: owner, limit: 80)))"
                ]
            )
        case .notLoggedIn(let profile):
            return ("Not logged in to \(profile)", nil, ["log in first"])
        case .readOnly(let profile):
            let why: SafeText = profile.map { "the profile \($0) is read-only" } ?? "read-only mode"
            return ("Nothing was changed", why, ["edit the profile, or start without --read-only"])
        case .protected(let profile):
            return (
                "\(profile) requires its name to confirm",
                "the profile is protected or in production; --yes alone is not enough",
                ["add --confirm \(profile)"]
            )
        case .confirmationNeeded(let what, let name):
            let option = name.map { "--confirm \($0)" } ?? "--yes"
            return (
                "\(what) needs confirmation", "there is no terminal to ask on", ["add \(option)"]
            )
        case .nameNeeded(let what, let profile):
            return (
                "\(what) on \(profile) requires the profile's name to confirm",
                "it affects every login by secret key; --yes alone is not enough", ["add --confirm \(profile)"]
            )
        case .confirmationMismatch(let expected):
            return ("The confirmation does not match", "expected \(quoted(expected))", ["nothing was sent"])
        case .notInGeneration(let profile, let generation, let reason, let alternatives):
            return (
                "\(profile) speaks \(generation.rawValue), which does not support this", SafeText(outside: reason),
                alternatives.map { SafeText(outside: $0) }
            )
        case .supersedesTokens(let profile):
            return (
                "A new v1 token on \(profile) ends every older token of the same secret key within 5 minutes", nil,
                ["confirm with --accept-superseding, or y on the screen"]
            )
        case .provisioning(let profile, let hazards):
            return (
                "Issuing this token would create or change a user on \(profile)", sentence(hazards),
                ["confirm with --accept-provisioning, or in the form on the screen", "nothing was sent"]
            )
        case .insecureForSecretKey(let profile):
            return (
                "No secret key is sent to or read from \(profile)",
                "its connection is not encrypted or not verified, and the key can log in as any user",
                ["use https, and a CA file instead of an insecure connection"]
            )
        case .noSecretKey(let place, let profile):
            return (
                "\(profile) has no secret key for \(SafeText(outside: place, limit: 80))",
                "trusted authentication is off there, or is not configured for this Org",
                ["`tessera key enable` creates one"]
            )
        case .urlSecrets(let profile):
            return (
                "Nothing was sent to \(profile): the password or key would be in the URL",
                "beta-query has no other way, and proxies and access logs keep URLs",
                [
                    "choose another generation if the cluster supports one, or log in with a bearer token",
                    "`tessera profile edit \(profile) --accept-url-secrets` accepts it",
                ]
            )
        case .insecureForURLSecrets(let profile):
            return (
                "A password or key in a URL is not sent to \(profile)",
                "its connection is not encrypted or not verified",
                ["use https, and a CA file instead of an insecure connection"]
            )
        case .lockoutLikely(let profile, let risk):
            return wording(of: risk, on: profile)
        case .invalidProfile(let error):
            return ("Invalid \(SafeText(outside: error.subject))", SafeText(outside: error.reason), [])
        case .newAddress(let change):
            let session: SafeText? = change.user.map { "the session of \(SafeText(outside: $0, limit: 80))" }
            let tokens: SafeText? =
                change.tokens == 0 ? nil : change.tokens == 1 ? "1 token" : "\(change.tokens) tokens"
            let left = [session, tokens].compactMap { $0 }
            return (
                "\(change.profile.name) keeps its old address",
                "\(left.dropFirst().reduce(left.first ?? "a session") { "\($0) and \($1)" }) may be valid at the old address",
                [
                    "log out of \(change.profile.name) first",
                    "credentials of the old address are never sent to the new one",
                ]
            )
        case .invalidInput(let field, let why):
            return ("\(field) is invalid", SafeText(outside: why), [])
        case .secretCharacters(let what, let fault):
            return ("\(SafeText(outside: what, limit: 80)) has \(fault.wording)", "nothing was sent", [fault.advice])
        case .caFile(let reason):
            return (
                "The CA file cannot be used", SafeText(outside: reason),
                ["give a PEM file that holds certificates only"]
            )
        case .nothingSelected(let what):
            return ("No \(what) selected", "name at least one \(what)", [])
        case .unusableProxy(let source, let why):
            return wording(ofProxy: source, SafeText(outside: why))
        }
    }

    private static func wording(
        ofProxy source: Refusal.ProxySource, _ why: SafeText
    ) -> (what: SafeText, why: SafeText?, hints: [SafeText]) {
        let form: SafeText = "a proxy is written http://HOST:PORT"
        switch source {
        case .variable(let name):
            return (
                "The proxy in the variable \(SafeText(outside: name, limit: 40)) cannot be used", why,
                [form, "`tessera profile edit NAME --proxy direct` connects without a proxy"]
            )
        case .profile(let name):
            return (
                "The proxy of \(name) cannot be used", why,
                ["`tessera profile edit \(name) --proxy http://HOST:PORT`, or --proxy direct"]
            )
        case .input: return ("The proxy cannot be used", why, [form])
        }
    }

    private static func sentence(_ clauses: [SafeText]) -> SafeText? {
        guard let first = clauses.first else { return nil }
        return clauses.dropFirst().reduce(first) { "\($0); \($1)" }
    }

    private static func quoted(_ text: String) -> SafeText { "\u{201C}\(SafeText(outside: text, limit: 80))\u{201D}" }
}

extension Refusal {
    /// The exit code of the command line (<doc:ExitCodes>).
    package var exitCode: ExitCode {
        switch self {
        case .noSuchProfile, .noSuchToken, .tokenNotHeld, .notInGeneration, .noSecretKey: .notFound
        case .ambiguousToken, .invalidProfile, .invalidInput, .secretCharacters, .notAToken, .unusableProxy: .usage
        case .notLoggedIn: .notLoggedIn
        case .caFile: .localFile
        case .readOnly, .protected, .confirmationNeeded, .nameNeeded, .confirmationMismatch, .supersedesTokens,
            .provisioning, .insecureForSecretKey, .urlSecrets, .insecureForURLSecrets, .lockoutLikely, .nothingSelected,
            .originBound, .newAddress:
            .refused
        }
    }
}
