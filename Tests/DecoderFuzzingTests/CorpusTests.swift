import FoundationEssentials
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// The corpus itself: answers as the pages about the wire have them, none made by code of ours.
@Suite(.serialized) struct CorpusTests {
    static func corpus() throws -> SeedCorpus {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
        return try SeedCorpus(folder: folder.path)
    }

    @Test(arguments: Decoder.all.map(\.name))
    func `every decoder reads the answers of its verb`(name: String) throws {
        let decoder = try #require(Decoder.all.first { $0.name == name })
        for seed in try Self.corpus().seeds where seed.verb == name {
            #expect(throws: Never.self, "\(seed.name)") { try decoder.read(seed.answer(to: decoder)) }
        }
    }

    /// Whatever it is an answer to, it says no.
    @Test func `a refusal is an error`() throws {
        for seed in try Self.corpus().seeds where seed.verb.hasSuffix("/refused") {
            for decoder in Decoder.all where decoder.name == seed.verb.replacing("refused", with: "issue-token") {
                #expect(throws: SessionError.self, "\(seed.name)") { try decoder.read(seed.answer(to: decoder)) }
            }
        }
    }

    /// What presents or takes a secret must be found to, or the oracle looks for nothing.
    @Test func `every request but an open one carries a canary`() {
        for decoder in Decoder.all { #expect(decoder.sent.isEmpty == (decoder.request.purpose == .open)) }
    }

    @Test func `every decoder has an answer to start from`() throws {
        let verbs = Set(try Self.corpus().seeds.map(\.verb))
        for decoder in Decoder.all { #expect(verbs.contains(decoder.name)) }
    }
}
