import FoundationEssentials
import Moments

/// What goes wrong on the way to a simulated cluster: a list of rules, tried in order for every request.
///
/// As a JSON file: `{"rules":[{"match":{"method":"POST","path":"/api/rest/2.0/auth/token","nth":2},
/// "action":{"kind":"delay","milliseconds":1500}}]}`. `match` and everything in it may be left out.
package struct DemoFaultPlan: Hashable, Sendable, Decodable {
    package var rules: [DemoFaultRule]

    package init(rules: [DemoFaultRule] = []) {
        self.rules = rules
    }

    /// What a rule can do, with the fields of its `action`; a `?` stands behind what may be left out.
    package static let kinds = [
        "delay (milliseconds)", "answer (status, headers?, body?)", "lie (body)", "alter (status?, headers?, body?)",
        "echo (member)", "cookieDomain (domain)", "clock (seconds)", "dropBeforeRequest", "closeWithoutAnswer",
        "cutBody (after)", "endlessBody", "maintenance (clusterState?)", "raw (body)", "redirect (location)",
    ]

    /// Reads a plan from the bytes of a JSON file.
    /// - Throws: `DemoFaultPlanError` with a sentence that names the place.
    package init(json: [UInt8]) throws(DemoFaultPlanError) {
        do {
            self = try JSONDecoder().decode(DemoFaultPlan.self, from: Data(json))
        } catch let error as DemoFaultPlanError {
            throw error
        } catch let error as DecodingError {
            throw DemoFaultPlanError(error)
        } catch {
            throw DemoFaultPlanError(text: "The fault plan cannot be read.")
        }
    }
}

/// Why a fault plan cannot be used.
package struct DemoFaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(text: String) { description = text }

    init(_ error: DecodingError) {
        let (what, context): (String, DecodingError.Context) =
            switch error {
            case .keyNotFound(let key, let context): ("the field \"\(key.stringValue)\" is missing", context)
            case .typeMismatch(_, let context): ("a value has the wrong type", context)
            case .valueNotFound(_, let context): ("a value is null", context)
            case .dataCorrupted(let context): (context.debugDescription, context)
            @unknown default: ("it is damaged", DecodingError.Context(codingPath: [], debugDescription: ""))
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        description = "The fault plan cannot be used: \(path.isEmpty ? "" : "at \(path.drop { $0 == "." }), ")\(what)."
    }
}

/// One rule of a fault plan: which requests, and what happens to them.
package struct DemoFaultRule: Hashable, Sendable, Decodable {
    /// Which requests a rule is for; what is absent matches everything.
    package struct Match: Hashable, Sendable, Decodable {
        /// Upper case, as on the wire.
        package var method: String?
        /// A prefix of the path.
        package var path: String?
        /// Only the nth request that the other two let through, counted from 1.
        package var nth: Int?

        package init(method: String? = nil, path: String? = nil, nth: Int? = nil) {
            self.method = method
            self.path = path
            self.nth = nth
        }
    }

    package var match: Match
    package var action: DemoFaultAction

    package init(match: Match = Match(), action: DemoFaultAction) {
        self.match = match
        self.action = action
    }

    private enum CodingKeys: String, CodingKey { case match, action }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        match = try container.decodeIfPresent(Match.self, forKey: .match) ?? Match()
        action = try container.decode(DemoFaultAction.self, forKey: .action)
    }
}

/// What a rule does to the requests it matches.
package enum DemoFaultAction: Hashable, Sendable {
    /// `delay`, `milliseconds`: the answer comes that much later.
    case delay(milliseconds: Int)
    /// `answer`, `status`, `body` or `bodyBase64`, `headers`: this comes instead; nothing is executed.
    case answer(status: Int, headers: [String: String], body: [UInt8])
    /// `lie`, `body` or `bodyBase64`: the request is executed, its answer's body replaced.
    case lie(body: [UInt8])
    /// `alter`, optional `status`, `headers`, `body` or `bodyBase64`: the request is executed; what is given replaces that
    /// part of its answer, a header the one of its name. A cookie is added to the others.
    case alter(status: Int?, headers: [String: String], body: [UInt8]?)
    /// `echo`, `member`: the request is executed; the password, key or token that the cluster was last shown stands in this
    /// member of the JSON answer, `current_org.name` for one inside another.
    case echo(member: String)
    /// `cookieDomain`, `domain`: the request is executed; the cookies of its answer carry this `Domain`.
    case cookieDomain(String)
    /// `clock`, `seconds`: the cluster's clock jumps by so much, forward or back, before the request is executed.
    case clock(seconds: Int)
    /// `dropBeforeRequest`: the connection closes; nothing is executed.
    case dropBeforeRequest
    /// `closeWithoutAnswer`: the request is executed, then the connection closes without a byte.
    case closeWithoutAnswer
    /// `cutBody`, `after`: the request is executed; the connection closes after so many bytes of the body.
    case cutBody(after: Int)
    /// `endlessBody`: a body that never ends; nothing is executed.
    case endlessBody
    /// `maintenance`, optional `clusterState`: 200 and an HTML page in place of JSON; nothing is executed.
    case maintenance(clusterState: String?)
    /// `raw`, `body` or `bodyBase64`: these bytes in place of an HTTP answer, then the connection closes; nothing is
    /// executed. For answers no server can be made to write: damaged heads, two lengths, negative lengths.
    case raw([UInt8])
    /// `redirect`, `location`: 302; nothing is executed.
    case redirect(location: String)
}

extension DemoFaultAction: Decodable {
    /// How far a clock can be set off, in seconds: a hundred years.
    package static let farthest = 3_155_760_000

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, milliseconds, status, headers, body, bodyBase64, member, domain, seconds, after, clusterState,
            location
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func body() throws -> [UInt8] {
            guard let encoded = try container.decodeIfPresent(String.self, forKey: .bodyBase64) else {
                return [UInt8](try container.decodeIfPresent(String.self, forKey: .body)?.utf8 ?? "".utf8)
            }
            guard let data = Data(base64Encoded: encoded) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .bodyBase64, in: container, debugDescription: "the text is not base64")
            }
            return [UInt8](data)
        }
        func number(_ key: CodingKeys, in range: ClosedRange<Int>) throws -> Int {
            let value = try container.decode(Int.self, forKey: key)
            guard range.contains(value) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "\(value) is outside \(range.lowerBound)...\(range.upperBound)")
            }
            return value
        }
        func headers() throws -> [String: String] {
            try container.decodeIfPresent([String: String].self, forKey: .headers) ?? [:]
        }
        let kind = try container.decode(String.self, forKey: .kind)
        switch kind {
        case "delay":
            self = .delay(milliseconds: try number(.milliseconds, in: 0...3_600_000))
        case "answer":
            self = .answer(
                status: try number(.status, in: 200...599), headers: try headers(), body: try body())
        case "lie":
            self = .lie(body: try body())
        case "alter":
            let hasBody = container.contains(.body) || container.contains(.bodyBase64)
            self = .alter(
                status: container.contains(.status) ? try number(.status, in: 200...599) : nil,
                headers: try headers(), body: hasBody ? try body() : nil)
        case "echo":
            self = .echo(member: try container.decode(String.self, forKey: .member))
        case "cookieDomain":
            self = .cookieDomain(try container.decode(String.self, forKey: .domain))
        case "clock":
            self = .clock(seconds: try number(.seconds, in: -DemoFaultAction.farthest...DemoFaultAction.farthest))
        case "dropBeforeRequest":
            self = .dropBeforeRequest
        case "closeWithoutAnswer":
            self = .closeWithoutAnswer
        case "cutBody":
            self = .cutBody(after: try number(.after, in: 0...Int.max))
        case "endlessBody":
            self = .endlessBody
        case "maintenance":
            self = .maintenance(clusterState: try container.decodeIfPresent(String.self, forKey: .clusterState))
        case "raw":
            self = .raw(try body())
        case "redirect":
            self = .redirect(location: try container.decode(String.self, forKey: .location))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "there is no kind of fault named \"\(kind)\"")
        }
    }
}
