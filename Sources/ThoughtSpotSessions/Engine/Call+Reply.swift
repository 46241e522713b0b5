extension Call {
    /// What an answer means: classified by its status, read by the codec, and its failures recovered where they are
    /// answers. Pure, and the one way from bytes to values.
    ///
    /// - Parameter start: when the request left, by our clock; compared with the `Date` of the answer.
    package func reply(to answer: Answer, sentAt start: Instant) throws(SessionError) -> Reply<Value> {
        let value: Value
        do throws(SessionError) {
            let isReadable = answer.isSuccess || request.readsRedirect && (300...399).contains(answer.status)
            guard isReadable else { throw answer.failure() }
            value = EchoMask(request).masked(try read(answer))
        } catch {
            guard let recovered = recover(error) else {
                var failure = error
                failure.mintedToken = error.mintedToken.map { $0.masked(by: EchoMask(request)) }
                throw failure
            }
            value = recovered
        }
        return Reply(
            value: value, status: answer.status, clockSkew: answer.clockSkew(sentAt: start),
            duration: Int(max(0, answer.receivedAt.milliseconds(since: start))))
    }
}
