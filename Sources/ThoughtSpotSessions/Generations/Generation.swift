/// The five dialects of the session endpoints (<doc:Generations>). The raw value is the name people use.
public enum Generation: String, Hashable, Sendable, CaseIterable, Codable {
    /// Forms and cookies, under `/callosum/v1`: Software 5 to 7, and still served (<doc:V1>).
    case v1
    /// The first beta of v2, under `/api/rest/v2` (<doc:BetaAPI>).
    case betaAPI = "beta-api"
    /// The second, under `/tspublic/rest/v2` (<doc:BetaTspublic>).
    case betaTspublic = "beta-tspublic"
    /// The third, with the second's path and its secrets in the query (<doc:BetaQuery>).
    case betaQuery = "beta-query"
    /// The current one, under `/api/rest/2.0` (<doc:V2>).
    case v2 = "v2.0"
}

/// What sets a generation apart, where the table of its abilities does not say it. Code asks for a trait, never for a
/// name, so that a sixth generation answers here.
extension Generation {
    /// Whether a token that is minted with the secret key ends the older ones of the same key (<doc:V1>).
    package var mintingSupersedesTokens: Bool { self == .v1 }

    /// Whether passwords and secret keys are sent in the query of a URL (<doc:BetaQuery>).
    package var sendsSecretsInURL: Bool { self == .betaQuery }

    /// The generation on the same path, which is all that a probe can hear of this one (<doc:FindingTheGeneration>).
    package var heardAs: Generation? { self == .betaQuery ? .betaTspublic : nil }

    /// Whether the release of the cluster is told to administrators only, in a call of its own
    /// (<doc:FindingTheGeneration>).
    package var tellsReleaseToAdministratorsOnly: Bool { self == .v2 }

    /// Whether a login by password accepts the name of an Org; the others need its number (<doc:Orgs>).
    package var passwordLoginAcceptsOrgName: Bool { self == .v2 }

    /// Whether the session tells the name of its Org, and not its number only (<doc:Orgs>).
    package var sessionTellsOrgName: Bool { self == .v2 }

    /// The lifetime in seconds of a token that is minted without one, where the documents state it
    /// (<doc:TokensCompared>).
    package var documentedLifetime: Int? { self == .v2 ? 300 : nil }

    /// Whether a login of release 9.0 may bring no cookie (SCAL-142933).
    package var loginMayLackCookie: Bool { self == .v2 }
}
