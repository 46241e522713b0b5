package import DisplayText
package import Storage
package import ThoughtSpotSessions

/// Why a use case did not do what it was asked for.
package enum OperationError: Error, Hashable, Sendable {
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
    /// The token is known by its fingerprint only; this run does not hold it.
    case tokenNotHeld(Fingerprint)
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
    /// Minting a v1 token kills the older ones of the same key within five minutes.
    case supersedesTokens(profile: String)
    /// Minting would create or change its user, and nobody has agreed to that; the hazards are sentences.
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
    /// A secret with an invisible character; `what` begins a sentence: `The password`.
    case secretCharacters(what: String, SecretFault)
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
    package var code: String {
        switch self {
        case .noSuchProfile: "E_PROFILE_UNKNOWN"
        case .noSuchToken: "E_TOKEN_UNKNOWN"
        case .ambiguousToken: "E_TOKEN_AMBIGUOUS"
        case .tokenNotHeld: "E_TOKEN_NOT_HELD"
        case .notAToken: "E_NOT_A_TOKEN"
        case .originBound: "E_ORIGIN_BOUND"
        case .notLoggedIn: "E_NOT_LOGGED_IN"
        case .readOnly: "E_READ_ONLY"
        case .protected: "E_PROTECTED"
        case .confirmationNeeded, .nameNeeded: "E_CONFIRM_NEEDED"
        case .confirmationMismatch: "E_CONFIRM_MISMATCH"
        case .notInGeneration: "E_NOT_IN_GENERATION"
        case .supersedesTokens: "E_SUPERSEDES"
        case .provisioning: "E_PROVISIONING"
        case .insecureForSecretKey: "E_INSECURE_SECRET_KEY"
        case .noSecretKey: "E_NO_KEY"
        case .urlSecrets, .insecureForURLSecrets: "E_URL_SECRETS"
        case .lockoutLikely: "E_LOCKOUT_GUARD"
        case .invalidProfile(let error): error.code
        case .newAddress: "E_NEW_ADDRESS"
        case .invalidInput: "E_INVALID_INPUT"
        case .secretCharacters: "E_SECRET_CHARS"
        case .nothingSelected: "E_EMPTY_TARGET"
        case .caFile: "E_CA_FILE"
        case .unusableProxy: "E_PROXY_CONFIG"
        }
    }
}
