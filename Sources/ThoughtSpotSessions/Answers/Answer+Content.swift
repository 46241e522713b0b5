import ASCIIText
import HTTPTypes
import StrictJSON

extension Answer {
    /// The answer as one JSON object.
    ///
    /// - Throws: `SessionError` with `.emptyAnswer`, `.notThoughtSpot`, `.maintenance`, `.badJSON`, `.duplicateKey`,
    ///   `.tooDeep`, `.tooLarge` or `.badField`.
    func fields() throws(SessionError) -> AnswerFields {
        guard case .object(let object) = try json() else {
            throw unusable(.badField, "the answer is not an object")
        }
        return AnswerFields(object: object, path: "", answer: self)
    }

    /// The answer as JSON of any shape. Throws what ``fields()`` throws.
    func json() throws(SessionError) -> JSONValue {
        try refuseOtherThanJSON()
        do {
            return try JSONValue.parse(body)
        } catch {
            throw unusable(error)
        }
    }

    /// The answer as a list, element by element. Throws what ``fields()`` throws; the elements before a place that is
    /// wrong have then been handed over.
    func elements(limits: JSONLimits, each: (JSONValue) -> Void) throws(SessionError) {
        try refuseOtherThanJSON()
        let isList: Bool
        do {
            isList = try JSONValue.parseElements(body, limits: limits, each: each)
        } catch {
            throw unusable(error)
        }
        guard isList else { throw unusable(.badField, "the answer is not a list") }
    }

    private func refuseOtherThanJSON() throws(SessionError) {
        try refuseFrontPage()
        guard !body.isEmpty else { throw unusable(.emptyAnswer, "the answer is empty where JSON is required") }
        let type = mediaType
        guard type.isEmpty || type == "application/json" || type == "text/json" || type.hasSuffix("+json") else {
            throw unusable(.notThoughtSpot, "the answer has another content type than JSON", offered: [type])
        }
        if let charset, charset != "utf-8", charset != "utf8", charset != "us-ascii" {
            throw unusable(.badJSON, "the answer is not in UTF-8", offered: [charset])
        }
    }

    /// The answer as text, without white space around it.
    func text() throws(SessionError) -> String {
        try refuseFrontPage()
        guard let text = String(validating: body, as: UTF8.self) else {
            throw unusable(.badToken, "the answer is not text in UTF-8")
        }
        let trimmed = text.trimmingWhiteSpace()
        guard !trimmed.isEmpty else { throw unusable(.emptyAnswer, "the answer is empty where text is required") }
        return trimmed
    }

    /// Checks an answer that needs no content: anything but a page for people will do (<doc:V1> and <doc:V2>).
    ///
    /// An error that comes with a status of success is still an error.
    func nothing() throws(SessionError) {
        try refuseFrontPage()
        guard !body.isEmpty, let document = try? JSONValue.parse(body) else { return }
        let fault = ServerFault(searching: document)
        if fault.code != nil, fault.text != nil || fault.incident != nil { throw refusal(fault) }
    }

    /// Throws when a page for people came where the API should have answered.
    private func refuseFrontPage() throws(SessionError) {
        if let page = FrontPage(self) { throw page.error(in: self) }
    }

    /// The content type in lower case, without parameters; empty when there is none.
    var mediaType: String {
        let type = headers[.contentType]?.split(separator: ";").first.map(String.init) ?? ""
        return type.trimmingWhiteSpace().lowercased()
    }

    private var charset: String? {
        for parameter in headers[.contentType]?.split(separator: ";").dropFirst() ?? [] {
            let pair = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingWhiteSpace() }
            if pair.count == 2, pair[0].lowercased() == "charset" {
                return pair[1].lowercased().filter { $0 != "\"" }
            }
        }
        return nil
    }

    private func unusable(_ error: JSONSyntaxError) -> SessionError {
        let place = "line \(error.line), column \(error.column)"
        return switch error.reason {
        case .empty: unusable(.emptyAnswer, "the answer is empty where JSON is required")
        case .duplicateKey: unusable(.duplicateKey, "a key stands twice in one object: \(place)")
        case .tooDeep: unusable(.tooDeep, "the answer is nested too deeply: \(place)")
        case .tooLarge: unusable(.tooLarge, "the answer holds more than is accepted: \(place)")
        case .encoding, .syntax, .trailing, .number, .string: unusable(.badJSON, "not JSON: \(place)")
        }
    }
}
