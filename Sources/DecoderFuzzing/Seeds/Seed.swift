import HTTPExchange
import HTTPTypes
import Moments
import ThoughtSpotSessions

/// One answer of the corpus, as text: a line `HTTP/1.1 200`, header lines, an empty line, and the body.
struct Seed: Sendable {
    /// The path in the corpus, for reports: `v2.0/banner/calm.http`.
    var name: String
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// Nothing for a text of another form. One line end at the very end of the file is not part of the body.
    init?(name: String, file bytes: [UInt8]) {
        let end: [UInt8] = [0x0A, 0x0A]
        guard let gap = bytes.firstRange(of: end) else { return nil }
        let lines = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self).split(separator: "\n")
        guard let first = lines.first?.split(separator: " "), first.count >= 2, first[0] == "HTTP/1.1",
            let status = Int(first[1])
        else { return nil }
        self.name = name
        self.status = status
        headers = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers.append((String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
        }
        body = Array(bytes[gap.upperBound...])
        if body.last == 0x0A { body.removeLast() }
    }

    /// The folder: what the answer is to, `v2.0/banner`, or `any`.
    var verb: String { name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "" }

    var response: ExchangeResponse {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return ExchangeResponse(status: status, headers: fields, body: body)
    }

    /// What came back for the request of a decoder.
    func answer(to decoder: Decoder) -> Answer {
        Answer(
            request: decoder.request, origin: Canaries.origin, response: response,
            receivedAt: Canaries.now.advanced(seconds: 1))
    }
}
