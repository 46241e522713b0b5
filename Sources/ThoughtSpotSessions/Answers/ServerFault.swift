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
