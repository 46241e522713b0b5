import FoundationEssentials
import ThoughtSpotSessions

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
