import FoundationEssentials
import HTTPExchange
import HTTPTypes

@testable import DemoCluster

/// An answer of the cluster with the questions the tests ask about it.
struct Answer {
    let response: ExchangeResponse

    var status: Int { response.status }
    var text: String { String(decoding: response.body, as: UTF8.self) }
    var json: JSONValue? { JSONValue.parse(response.body) }

    func string(_ path: String...) -> String? {
        if case .string(let text) = value(path) { text } else { nil }
    }

    func integer(_ path: String...) -> Int64? { integer(path) }

    private func value(_ path: [String]) -> JSONValue? {
        path.reduce(json) { value, key in value?[key] }
    }

    /// The code of a v2.0 error in the observed nesting.
    var v2Code: Int64? { integer("error", "message", "debug", "code") }
    /// The sentence of a v2.0 error in the observed nesting.
    var v2Debug: String? { string("error", "message", "debug", "debug") }
    /// The code of a v1 error.
    var v1Code: Int64? { integer("code") }

    /// The status inside a beta's error; `nil` unless the outside is 500.
    var betaStatus: Int64? { status == 500 ? integer(Self.betaUpstream + ["status"]) : nil }
    /// The code inside a beta's error.
    var betaCode: Int64? { integer(Self.betaUpstream + ["data", "code"]) }

    private static let betaUpstream = ["error", "errors", "extension", "exception", "upstreamResponse"]

    private func integer(_ path: [String]) -> Int64? {
        if case .integer(let number) = value(path) { number } else { nil }
    }

    /// What a client sends back after this answer: both cookies in one `Cookie` header.
    var cookies: String {
        response.headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }.joined(separator: "; ")
    }
}
