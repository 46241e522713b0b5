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

extension Generation {
    /// What sets a generation apart, where the table of its abilities does not say it. Code asks for a trait, never for
    /// a name, so that a sixth generation answers here.
    package struct Traits: Hashable, Sendable {
        /// Whether a token that is minted with the secret key ends the older ones of the same key (<doc:V1>).
        package private(set) var mintingSupersedesTokens = false
        /// Whether passwords and secret keys are sent in the query of a URL (<doc:BetaQuery>).
        package private(set) var sendsSecretsInURL = false
        /// The generation on the same path, which is all that a probe can hear of this one
        /// (<doc:FindingTheGeneration>).
        package private(set) var heardAs: Generation?
        /// Whether the release of the cluster is told to administrators only, in a call of its own
        /// (<doc:FindingTheGeneration>).
        package private(set) var tellsReleaseToAdministratorsOnly = false
        /// Whether a login by password accepts the name of an Org; the others need its number (<doc:Orgs>).
        package private(set) var passwordLoginAcceptsOrgName = false
        /// Whether the session tells the name of its Org, and not its number only (<doc:Orgs>).
        package private(set) var sessionTellsOrgName = false
        /// The lifetime in seconds of a token that is minted without one, where the documents state it
        /// (<doc:TokensCompared>).
        package private(set) var documentedLifetime: Int?
        /// Whether a login of release 9.0 may bring no cookie (SCAL-142933).
        package private(set) var loginMayLackCookie = false
    }

    /// See ``Traits``.
    package var traits: Traits {
        switch self {
        case .v1: Traits(mintingSupersedesTokens: true)
        case .betaAPI, .betaTspublic: Traits()
        case .betaQuery: Traits(sendsSecretsInURL: true, heardAs: .betaTspublic)
        case .v2:
            Traits(
                tellsReleaseToAdministratorsOnly: true, passwordLoginAcceptsOrgName: true, sessionTellsOrgName: true,
                documentedLifetime: 300, loginMayLackCookie: true)
        }
    }
}
