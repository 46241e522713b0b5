import DisplayText
import HTTPExchange
import Operations
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// A right answer of the corpus, and the decoder it is for: what the tables of faults begin with. An operation that is
/// new is in all tables as soon as ``Decoder/all`` and the corpus have it.
struct Golden: Sendable {
    /// What an answer of this operation must hold.
    enum Content: Sendable {
        /// Nothing; what there is is not looked at.
        case nothing
        /// A bare `true` or `false` (the betas).
        case confirmation
        /// A bare token (v1).
        case text
        /// A JSON document.
        case document
    }

    let decoder: Decoder
    let seed: Seed
    let content: Content

    /// Every operation of every generation, once for each right answer. A probe is none: it judges whatever comes, and
    /// refuses nothing (ThoughtSpotSessionsTests/Probe).
    static let all: [Golden] = {
        let seeds = (try? CorpusTests.corpus().seeds) ?? []
        return Decoder.all.filter { $0.verb != "probe" }.flatMap { decoder in
            let own = seeds.filter { $0.verb == decoder.name }
            let isBodyless = own.contains { $0.body.isEmpty }
            return own.map { Golden(decoder: decoder, seed: $0, isBodyless: isBodyless) }
        }
    }()

    /// The names of all, for the arguments of a test.
    static let names = all.map(\.seed.name)

    static func named(_ name: String) throws -> Golden { try #require(all.first { $0.seed.name == name }) }

    private init(decoder: Decoder, seed: Seed, isBodyless: Bool) {
        self.decoder = decoder
        self.seed = seed
        let text = String(decoding: seed.body, as: UTF8.self)
        let isText = seed.headers.contains { $0.name == "Content-Type" && $0.value.hasPrefix("text/plain") }
        content =
            isBodyless || decoder.request.operation.hasSuffix("isactive")
            ? .nothing : text == "true" ? .confirmation : isText ? .text : .document
    }

    var generation: Generation { decoder.generation }
    var purpose: CallPurpose { decoder.request.purpose }
    var isChange: Bool { decoder.request.safety == .change }
    /// Whether a dead session is an answer here, and no error.
    var recovers: Bool { decoder.verb.hasPrefix("is-active") || decoder.verb.hasPrefix("validate") }
    var document: JSONValue? { content == .document ? try? JSONValue.parse(seed.body) : nil }
    var text: String { String(decoding: seed.body, as: UTF8.self) }

    /// What becomes of the answer after a change to it, checked by the fuzzer's oracle: no secret in a text, no token
    /// that is none.
    func error(
        sourceLocation: SourceLocation = #_sourceLocation, after change: (inout Seed) -> Void
    ) -> SessionError? {
        var seed = seed
        change(&seed)
        let trial = Trial(decoder: decoder, answer: seed).run()
        #expect(trial.findings.isEmpty, "\(seed.name)", sourceLocation: sourceLocation)
        if case .error(let error) = trial.outcome { return error }
        return nil
    }

    /// The same with another body.
    func error(
        body: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> SessionError? {
        error(sourceLocation: sourceLocation) { $0.body = Array(body.utf8) }
    }

    /// The same with a whole other answer.
    func error(
        status: Int, type: String? = "application/json", body: String = "",
        headers: [(name: String, value: String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> SessionError? {
        error(sourceLocation: sourceLocation) { seed in
            seed.status = status
            seed.headers = headers + (type.map { [(name: "Content-Type", value: $0)] } ?? [])
            seed.body = Array(body.utf8)
        }
    }

    /// A refusal in the words of the server that answers here: flat in v1, one level deeper than documented in v2.0, inside
    /// of a 500 in the betas (<doc:ErrorAnswers>).
    func refused(
        _ status: Int, code: Int, debug: String, headers: [(name: String, value: String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> SessionError? {
        let fault = #"{"code":\#(code),"incident_id_guid":"inc-1","trace_id_guid":"t-1","debug":"[\"\#(debug)\"]"}"#
        let path = decoder.request.path
        if path.hasPrefix("/callosum/") {
            return error(status: status, body: fault, headers: headers, sourceLocation: sourceLocation)
        }
        if path.hasPrefix("/api/rest/2.0/") {
            let body = #"{"error":{"message":{"debug":\#(fault)}}}"#
            return error(status: status, body: body, headers: headers, sourceLocation: sourceLocation)
        }
        let body = """
            {"error":{"errors":{"message":"500: Internal Server Error","extension":{"service":"CALLOSUM",\
            "code":"UPSTREAM_FAILURE","exception":{"service":"CALLOSUM","upstreamResponse":{"data":\(fault),\
            "status":\(status)},"stacktrace":["at gateway"]}}}}}
            """
        return error(status: 500, body: body, headers: headers, sourceLocation: sourceLocation)
    }
}

extension SessionError {
    /// What the command line ends with.
    var exit: Operations.ExitCode { Operations.ExitCode(self) }
    /// All that a person is told.
    var told: String {
        let message = MessageComposer.message(for: self, profile: "prod")
        return ([message.sentence] + message.hints).map(\.string).joined(separator: " | ")
    }
}
