package import StrictJSON

/// What an error body says, wherever in it that stands (<doc:ErrorAnswers>).
///
/// The documents and the servers do not agree on the nesting, so the whole document is searched, depth first and to a
/// limited depth, for the first object that has a numeric `code` or a `debug` text.
package struct ServerFault: Hashable, Sendable {
    /// ThoughtSpot's own code (<doc:ErrorAnswers>).
    package var code: Int?
    /// What `debug` says, its pieces joined. It may hold whatever we sent.
    package var text: String?
    package var incident: String?
    /// The status inside of an error that a gateway reports as 500 (<doc:ErrorAnswers>).
    package var upstreamStatus: Int?

    private static let depthLimit = 16
    private static let visitLimit = 10_000

    package init() {}

    /// - Parameter document: an error body, of any shape.
    package init(searching document: JSONValue) {
        var visits = 0
        search(document, depth: 0, visits: &visits)
        // What the gateway says around an answer of the cluster is a phrase of its own.
        if text == nil, upstreamStatus == nil { text = Self.message(of: document) }
    }

    /// The status an answer is judged by: the one inside, where the betas' gateway says 500 to everything
    /// (<doc:ErrorAnswers>).
    package func judgedStatus(behind status: Int) -> Int {
        guard status == 500, let upstreamStatus, (400...599).contains(upstreamStatus) else { return status }
        return upstreamStatus
    }

    package var isEmpty: Bool { code == nil && text == nil && incident == nil }

    private mutating func search(_ value: JSONValue, depth: Int, visits: inout Int) {
        visits += 1
        guard depth < Self.depthLimit, visits < Self.visitLimit else { return }
        switch value {
        case .array(let items):
            for item in items { search(item, depth: depth + 1, visits: &visits) }
        case .object(let object):
            read(object)
            for member in object.members {
                if member.key == "upstreamResponse", upstreamStatus == nil {
                    upstreamStatus = member.value["status"]?.intValue
                }
                search(member.value, depth: depth + 1, visits: &visits)
            }
        case .null, .bool, .number, .string:
            break
        }
    }

    /// Takes what this object says and nothing before it has said.
    private mutating func read(_ object: JSONObject) {
        if incident == nil { incident = object["incident_id_guid"]?.stringValue.map { String($0.prefix(64)) } }
        let number = object["code"].flatMap { $0.intValue ?? $0.stringValue.flatMap { Int($0) } }
        if code == nil { code = number }
        if text == nil, let debug = object["debug"] { text = Self.text(of: debug) }
    }

    /// `debug` is a text, a list of texts, or a text that holds a JSON list of texts (<doc:V1>).
    private static func text(of debug: JSONValue) -> String? {
        switch debug {
        case .string(let text):
            if text.first == "[", let list = try? JSONValue.parse(Array(text.utf8)), let joined = Self.text(of: list) {
                return joined
            }
            return text.isEmpty ? nil : text
        case .array(let items):
            let texts = items.prefix(20).compactMap(\.stringValue).filter { !$0.isEmpty }
            return texts.isEmpty ? nil : texts.joined(separator: "; ")
        case .null, .bool, .number, .object:
            return nil
        }
    }

    /// The `message` or `error` text of bodies that have no `debug`.
    private static func message(of document: JSONValue) -> String? {
        if let text = document["message"]?.stringValue ?? document["error"]?.stringValue { return text }
        return document["error"]?["message"]?.stringValue ?? document["error"]?["errors"]?["message"]?.stringValue
    }
}

/// The words by which servers tell apart what they report with one and the same code (<doc:ErrorAnswers>).
struct FaultWords {
    private let text: String
    /// Whole words only: `blocked` is not `locked`, and a GUID may hold `2fa`.
    private let words: Set<Substring>

    init(_ text: String?) {
        let lowered = text?.prefix(4_096).lowercased() ?? ""
        self.text = lowered
        words = Set(lowered.split { !$0.isLetter && !$0.isNumber })
    }

    var isEmpty: Bool { text.isEmpty }

    var namesSecondFactor: Bool {
        hasWord("mfa", "2fa", "multifactor", "otp") || has("multi-factor", "multi factor", "two-factor", "two factor")
    }

    var namesAccountState: Bool {
        hasWord("locked", "inactive", "suspended", "deactivated")
            || hasWord("account", "user") && hasWord("disabled", "pending")
            || has("account expired", "account has expired")
            || has("account is expired", "not active")
    }

    var namesTrustedAuthentication: Bool {
        has("trusted auth", "trusted_auth", "trusted-auth", "secret key", "secret_key") || hasWord("trustedauth")
    }

    var namesOrg: Bool { hasWord("org", "orgs", "orgid", "organization", "organisation") }

    var namesPassword: Bool { has("password") }

    var namesCredentials: Bool {
        has("credential", "password", "unauthorized", "unauthenticated", "authenticat", "login fail", "invalid user")
    }

    /// Embedding and other paid parts: the words are ours to guess, no source quotes one (<doc:Generations>).
    var namesLicence: Bool {
        hasWord("license", "licence", "licensed", "licenced", "licensing", "unlicensed", "entitlement", "entitled")
    }

    /// A gateway that knows the path and not the method.
    var namesMethod: Bool {
        has("method not allowed", "method not supported", "unsupported method")
            || has("request method") && has("not supported")
    }

    var namesRequestedBy: Bool { has("x-requested-by", "csrf") }

    private func has(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }

    private func hasWord(_ candidates: Substring...) -> Bool { candidates.contains { words.contains($0) } }
}
