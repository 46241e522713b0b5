import Testing
import ThoughtSpotSessions

/// The matrix of <doc:Capabilities>, written once more from there: Y own, N neighbour, - absent. beta-api has no login
/// by token and needs none: its GET session confirms whose a token is (<doc:BetaAPI>).
struct CapabilityTests {
    private static let columns: [Generation] = [.v1, .betaQuery, .betaAPI, .betaTspublic, .v2]
    private static let matrix: [(Ability, String)] = [
        (.passwordLogin, "YYYYY"), (.tokenLogin, "YYYYY"), (.secretKeyLogin, "YY-YY"), (.sessionInfo, "YNYYY"),
        (.issueByPassword, "-YYYY"), (.issueBySecretKey, "YY-YY"), (.objectToken, "YY-YY"), (.customToken, "----Y"),
        (.chooseOrg, "YY-YY"), (.chooseLifetime, "-YYYY"), (.logout, "YNYYY"), (.revokeOwnToken, "-NYYY"),
        (.revokeOthersToken, "----Y"), (.validateToken, "NNNNY"), (.forceLogout, "YNNYY"),
        (.deactivateUser, "----Y"), (.trustedAuthenticationKeys, "----Y"), (.auditLog, "YNNYY"),
        // Not in the matrix: what <doc:Generations> and <doc:JustInTimeUsers> say.
        (.provisioning, "Y---Y"), (.sessionToken, "----Y"), (.switchOrg, "YNNYN"),
        (.searchOrgs, "YNNYY"),
    ]

    @Test func `the matrix`() {
        #expect(Set(Self.matrix.map(\.0)) == Set(Ability.allCases))
        for (ability, row) in Self.matrix {
            for (generation, letter) in zip(Self.columns, row) {
                let capability = generation.capability(ability)
                let found: Character =
                    switch capability {
                    case .own: "Y"
                    case .neighbour: "N"
                    case .absent: "-"
                    }
                #expect(found == letter, "\(ability.rawValue) in \(generation.rawValue)")
                #expect(capability.isPossible == (letter != "-"))
            }
        }
    }

    @Test func `every absence has a reason and every neighbour a name`() {
        for generation in Generation.allCases {
            for ability in Ability.allCases {
                switch generation.capability(ability) {
                case .own: break
                case .neighbour(let operation): #expect(operation.contains("/") || operation.contains(" "))
                case .absent(let reason): #expect(reason.count > 10)
                }
            }
        }
    }
}
