import StrictJSON

extension Answer {
    /// Reads the bare boolean that logout and revoke answer with (<doc:BetaAPI> and <doc:BetaTspublic>; fault D-b-3).
    ///
    /// - Throws: `SessionError` with `.refusedByServer` for `false`: it was not done. Anything else but `true` was
    ///   accepted, and nobody can say what became of it: `.outcomeUnknown`.
    func confirmed() throws(SessionError) {
        try nothing()
        switch try? JSONValue.parse(body) {
        case .bool(true):
            return
        case .bool(false):
            var error = unusable(.refusedByServer, "the server answered false: it was not done")
            error.execution = .notExecuted
            throw error
        default:
            throw unusable(.outcomeUnknown, "accepted, but the answer is neither true nor false")
        }
    }
}
