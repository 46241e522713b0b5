package import Moments

extension Call {
    /// What an answer means: classified by its status, read by the codec, and its failures recovered where they are
    /// answers. Pure, and the one way from bytes to values.
    ///
    /// - Parameter start: when the request left, by our clock; compared with the `Date` of the answer.
    package func reply(to answer: Answer, sentAt start: Instant) throws(SessionError) -> Reply<Value> {
        var evidence = Evidence(of: answer, sentAt: start)
        let value: Value
        do throws(SessionError) {
            let isReadable = answer.isSuccess || request.readsRedirect && (300...399).contains(answer.status)
            guard isReadable else { throw answer.failure() }
            value = EchoMask(answer.request).masked(try read(answer))
        } catch {
            evidence = evidence.naming(error)
            guard let recovered = recover(error) else {
                var failure = error
                failure.evidence = evidence
                failure.mintedToken = error.mintedToken.map { $0.masked(by: EchoMask(answer.request)) }
                throw failure
            }
            value = recovered
        }
        return Reply(
            value: value, status: answer.status, clockSkew: evidence.clockSkew, duration: evidence.duration,
            evidence: evidence)
    }
}
