import ThoughtSpotSessions

/// One damaged answer before one decoder. Seed and number say everything about it: the same two make the same trial
/// again, so that a finding needs no file to be kept.
struct Trial: Sendable {
    let decoder: Decoder
    let answer: Seed

    init(seed: UInt64, number: Int, corpus: SeedCorpus, decoders: [Decoder] = Decoder.all) {
        var random = Randomness(seed: seed, trial: number)
        decoder = decoders[number % decoders.count]
        var answer = corpus.pick(for: decoder, &random)
        for _ in 0..<1 + random.number(below: 6) {
            if random.isOneIn(4) {
                answer.damageHead(&random)
            } else {
                answer.damageBody(&random, donor: random.element(of: corpus.seeds))
            }
        }
        self.answer = answer
    }

    /// A trial of an answer that was made by hand.
    init(decoder: Decoder, answer: Seed) {
        self.decoder = decoder
        self.answer = answer
    }

    /// What became of it.
    enum Outcome: Sendable {
        case value(Reading)
        case error(SessionError)
    }

    func run() -> (outcome: Outcome, findings: [String]) {
        let answer = answer.answer(to: decoder)
        let outcome: Outcome
        do throws(SessionError) {
            outcome = .value(try decoder.read(answer))
        } catch {
            outcome = .error(error)
        }
        return (outcome, Oracle.findings(outcome, of: decoder) + Oracle.findings(in: answer))
    }
}
