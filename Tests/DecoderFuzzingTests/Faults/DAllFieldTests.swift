import HTTPExchange
import Operations
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// Rows D10 to D16 of <doc:Faults>: one field of a right answer is wrong, one after the other.
@Suite(.serialized) struct DAllFieldTests {
    private static let documents = Golden.all.filter { $0.content == .document }.map(\.seed.name)

    /// The fields without which an answer is none, by operation; written from the pages about the wire. An operation that is not
    /// named here is held to what every operation is held to.
    private static func required(_ golden: Golden) -> [[JSONStep]] {
        let verb = golden.decoder.verb
        let isBeta = ![Generation.v1, .v2].contains(golden.generation)
        switch verb {
        case "banner": return [[.key("under_maintenance")]]
        case "session-info":
            if golden.generation == .v2 { return ["id", "name", "display_name", "visibility"].map { [.key($0)] } }
            return (isBeta ? ["userName"] : ["userName", "userGUID"]).map { [.key($0)] }
        case "search-orgs":
            if golden.decoder.request.path.hasPrefix("/callosum") {
                return [[.key("orgs")], [.key("orgs"), .index(0), .key("orgId")]]
            }
            // In v2.0 both are nullable, and the other one will do (<doc:Orgs>).
            return golden.generation == .v2 ? [] : [[.index(0), .key("orgId")]]
        case "is-active-session": return []
        case "validate-session": return [[.key("userName")]]
        case "validate-token", "validate-itself": return [[.key("valid_for_user_id")]]
        case "issue-custom-token", "session-token": return [[.key("token")]]
        case _ where golden.decoder.request.operation == "beta-api session": return [[.key("userName")]]
        // Every field of a beta's answer is optional (<doc:BetaAPI>).
        case _ where isBeta: return []
        case _ where verb.hasPrefix("issue-") || verb == "log-in-by-key":
            return [[.key("token")], [.key("valid_for_username")]]
        case _ where verb.hasPrefix("log-in-"): return [[.key("token")]]
        default: return []
        }
    }

    /// The name of the last member on the way.
    private func name(of place: [JSONStep]) -> String {
        place.reversed().compactMap { if case .key(let key) = $0 { key } else { nil } }.first ?? ""
    }

    @Test(arguments: documents)
    func `D11 each required field missing, null, of the wrong type`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        for place in Self.required(golden) {
            let value = try #require(document.value(at: place), "\(place)")
            for wrong in [nil, .null] + value.wrongTypes.map({ Optional($0) }) {
                let error = golden.error(body: document.replacing(place, with: wrong).serialized())
                #expect(error?.code == .badField, "\(place) \(String(describing: wrong))")
                #expect(error?.exit == .unusableAnswer)
                #expect(error?.detail?.contains(self.name(of: place)) == true)
                // What is known of a token that exists goes with the error, so that it can be revoked.
                if place != [.key("token")], document["token"]?.stringValue?.isEmpty == false {
                    #expect(error?.issuedToken != nil)
                }
            }
        }
    }

    /// Structure-aware: whatever else is damaged, the answer is read, or the error names the place and never the value.
    @Test(arguments: documents)
    func `D11 every other field missing, null, of the wrong type`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        let required = Set(Self.required(golden))
        for place in document.places where !required.contains(place) {
            let value = try #require(document.value(at: place))
            for wrong in [nil, .null] + value.wrongTypes.map({ Optional($0) }) {
                guard let error = golden.error(body: document.replacing(place, with: wrong).serialized()) else {
                    continue
                }
                // A beta's answer without a token: none came where the type says that one did, or the cookies are
                // missing that would be the session (D-b-6).
                let isWithoutToken =
                    place == [.key("token")] && (wrong == nil || wrong == .null) && error.code == .emptyToken
                let isExpected = [.badField, .orgMismatch, .identityMismatch].contains(error.code)
                #expect(isExpected || isWithoutToken, "\(place): \(error.code) \(error.detail ?? "")")
                if error.code == .badField, let shown = value.stringValue, shown.count > 3 {
                    #expect(error.detail?.contains(shown) == false)
                }
            }
        }
    }

    private static let numbers = [
        "1e400", "-1e400", "1e300", "-1", "0", "1.5", "9223372036854775808", "9007199254740993", "\"1720000000000\"",
        "true", "null", "1e-400", "[]",
    ]

    private func isTime(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.contains("time") || name.contains("millis") || name.contains("duration")
    }

    @Test(arguments: documents)
    func `D10 numbers where a time, an id or another number stands`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        for place in document.places {
            let field = self.name(of: place)
            guard document.value(at: place)?.numberValue != nil || isTime(field) else { continue }
            for number in Self.numbers {
                let wrong = try JSONValue.parse(Array(number.utf8))
                let error = golden.error(body: document.replacing(place, with: wrong).serialized())
                // A time that cannot be is unknown; an id that cannot be is said so.
                if isTime(field) { #expect(error == nil, "\(field) \(number): \(error?.detail ?? "")") }
                if let error {
                    #expect([.badField, .orgMismatch].contains(error.code), "\(field) \(number)")
                    #expect(error.exit == .unusableAnswer)
                    if error.code == .badField { #expect(error.detail?.contains(field) == true) }
                }
            }
        }
    }

    @Test(arguments: documents)
    func `D12 fields and words of a later release`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        #expect(golden.error(body: document.withUnknownMembers.serialized()) == nil)
        for word in ["account_type", "account_status", "token_type", "status", "visibility", "environment", "type"] {
            guard document[word]?.stringValue != nil else { continue }
            let other = document.replacing([.key(word)], with: "SOMETHING_NEW")
            #expect(golden.error(body: other.serialized()) == nil, "\(word)")
        }
    }

    @Test(arguments: Golden.names)
    func `D15 what is no token`(name: String) throws {
        let golden = try Golden.named(name)
        let bad: [(String, SessionError.Code)] = [
            ("a b", .badToken), ("a\\nb", .badToken), ("a\\u0001b", .badToken), ("a\\\"b", .badToken),
            ("caf\u{E9}", .badToken), (String(repeating: "a", count: 900_000), .badToken),
        ]
        switch golden.content {
        case .document:
            guard let token = golden.document?["token"]?.stringValue, !token.isEmpty else { return }
            for (text, code) in bad + [("", .emptyToken)] {
                let error = golden.error(body: golden.text.replacing("\"\(token)\"", with: "\"\(text)\""))
                #expect(error?.code == code, "\(text.prefix(10))")
                #expect(error?.exit == .unusableAnswer)
                #expect(error?.issuedToken == nil)
            }
        case .text:
            for (text, code) in bad + [("", .emptyAnswer)] {
                let error = golden.error(body: text)
                #expect(error?.code == code, "\(text.prefix(10))")
                #expect(error?.exit == .unusableAnswer)
            }
        case .nothing, .confirmation: return
        }
    }

    @Test(arguments: documents)
    func `D16 a token for another user`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        guard document["token"]?.stringValue?.isEmpty == false, golden.decoder.verb != "log-in-by-token",
            golden.decoder.verb != "session-token"
        else { return }
        let places: [[JSONStep]] = [
            [.key("valid_for_username")], [.key("userName")], [.key("user"), .key("name")],
        ]
        for place in places where document.value(at: place) != nil {
            let error = golden.error(body: document.replacing(place, with: "mallory").serialized())
            #expect(error?.code == .identityMismatch)
            #expect(error?.exit == .unusableAnswer)
            #expect(error?.offered == ["mallory"])
            #expect(error?.detail?.contains("anna") == true)
            #expect(error?.issuedToken != nil)
        }
        guard golden.decoder.verb.hasSuffix("in-org") else { return }
        for place in document.places where document.value(at: place) == 7 {
            let error = golden.error(body: document.replacing(place, with: 8).serialized())
            #expect(error?.code == .orgMismatch)
            #expect(error?.issuedToken != nil)
        }
    }
}
