import FoundationEssentials
import HTTPExchange
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// A short run of what `tessera-fuzz` does for minutes: the same trials every time.
@Suite(.serialized) struct ShortRunTests {
    private static let seed: UInt64 = 20_250_601
    private static let trialsOfEachDecoder = 300

    @Test(.timeLimit(.minutes(60)), arguments: Generation.allCases)
    func `damaged answers`(generation: Generation) async throws {
        let corpus = try CorpusTests.corpus()
        let decoders = Decoder.all.filter { $0.generation == generation }
        var tally = Tally()
        for number in 0..<decoders.count * Self.trialsOfEachDecoder {
            let trial = Trial(seed: Self.seed, number: number, corpus: corpus, decoders: decoders)
            tally.run(trial, number: number)
            // Other tests wait on the same few threads, some of them for a deadline.
            if number.isMultiple(of: 20) { await Task.yield() }
        }
        for finding in tally.findings { Issue.record("trial \(finding.trial), \(finding.decoder): \(finding.text)") }
        // A run that only ever gets the same two errors tries nothing; nor does one that gets no values.
        #expect(tally.values > tally.trials / 20)
        #expect(tally.codes.count > 15)
    }

    @Test func `a trial can be made again`() throws {
        let corpus = try CorpusTests.corpus()
        for number in [0, 7, 1_000_003] {
            let trials = [1, 2].map { _ in Trial(seed: 9, number: number, corpus: corpus).answer }
            #expect(trials[0].body == trials[1].body)
            #expect(trials[0].response.headers == trials[1].response.headers)
            #expect(trials[0].status == trials[1].status)
        }
    }
}
