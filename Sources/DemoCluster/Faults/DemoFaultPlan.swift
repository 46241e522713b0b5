import FoundationEssentials

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
