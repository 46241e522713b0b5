import FoundationEssentials
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

    /// Returns nil for a text of another form. One line end at the very end of the file is not part of the body.
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

/// The answers that the mutations start from, written from <doc:Generations> and its pages: `GENERATION/VERB/CASE.http`, with the pages and
/// errors that any decoder may meet in `any`.
struct SeedCorpus: Sendable {
    /// By path, in alphabetical order: the same in every run.
    let seeds: [Seed]
    /// By the name of a decoder, and by generation.
    private let ofVerb: [String: [Int]]
    private let ofGeneration: [Generation: [Int]]

    /// - Throws: `CorpusError` when the folder cannot be read, or holds a file that is no answer.
    init(folder: String) throws(CorpusError) {
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
            throw CorpusError(text: "there is no corpus in \(folder)")
        }
        var seeds: [Seed] = []
        for path in paths.sorted() where path.hasSuffix(".http") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
                let seed = Seed(name: path, file: Array(data))
            else { throw CorpusError(text: "\(folder)/\(path) is no answer") }
            seeds.append(seed)
        }
        guard !seeds.isEmpty else { throw CorpusError(text: "the corpus in \(folder) is empty") }
        self.seeds = seeds
        ofVerb = Dictionary(grouping: seeds.indices) { seeds[$0].verb }
        ofGeneration = Dictionary(
            uniqueKeysWithValues: Generation.allCases.map { generation in
                (
                    generation,
                    seeds.indices.filter {
                        seeds[$0].verb.hasPrefix("\(generation.rawValue)/") || seeds[$0].verb == "any"
                    }
                )
            })
    }

    /// A seed for a decoder: mostly of its own verb or generation, at times of any other.
    func pick(for decoder: Decoder, _ random: inout Randomness) -> Seed {
        if random.isOneIn(2), let own = ofVerb[decoder.name] { return seeds[random.element(of: own)] }
        if !random.isOneIn(5), let group = ofGeneration[decoder.generation], !group.isEmpty {
            return seeds[random.element(of: group)]
        }
        return random.element(of: seeds)
    }
}

struct CorpusError: Error {
    let text: String
}
