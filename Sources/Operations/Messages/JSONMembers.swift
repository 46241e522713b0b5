package import DisplayText
import Storage
package import ThoughtSpotSessions

/// Members are always there: what is not known is `null`, so that a script finds the same names in every object.
extension JSONValue {
    package static func text(_ text: SafeText?) -> JSONValue { text.map { .string($0.string) } ?? .null }

    package static func texts(_ texts: [SafeText]) -> JSONValue { .array(texts.map { .string($0.string) }) }

    /// Text from outside; the writer escapes what could act on a terminal.
    package static func outside(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// `2026-11-21T08:52:45.123Z`.
    package static func instant(_ instant: Instant?) -> JSONValue {
        instant.map { .string(Timestamp($0).text) } ?? .null
    }

    package static func whole(_ number: Int64?) -> JSONValue { number.map { .int64($0) } ?? .null }

    /// `{"id","name"}`, or `null`.
    package static func org(_ org: OrgReference?) -> JSONValue {
        guard let org else { return .null }
        return ["id": org.id.map { .int($0) } ?? .null, "name": .outside(org.name)]
    }
}

extension JSONObject {
    /// The two members that tell an end: `expiresAt`, and `expiry` with how sure it is: `certain`, `estimated`,
    /// `until-next-mint`, `unknown`.
    package mutating func setExpiry(_ expiry: Expiry) {
        self["expiresAt"] = .instant(expiry.instant)
        self["expiry"] =
            switch expiry {
            case .at: "certain"
            case .estimated: "estimated"
            case .untilNextMint: "until-next-mint"
            case .unknown: "unknown"
            }
    }
}
