import Moments

/// What a line of the journal tells of a token's standing. Lines do not stand in the order of the answers that they tell of:
/// what was answered before something that is known already does not count against it (``AnswerTime``).
extension TokenRecord {
    /// Takes in that the origin accepted the token at `moment`, by a check.
    mutating func learnAcceptance(_ check: JournalEvent, at moment: Instant) {
        // Another run made it before the revocation that is on its way, or before the origin refused the token.
        if isBegun(after: check) || check.isAnswered(before: refusal) {
            return learnEarlierAcceptance(check, at: moment)
        }
        let isLate = check.isAnswered(before: acceptance)
        acceptedAt = isLate ? max(acceptedAt ?? moment, moment) : moment
        learnCheck(check, isLate: isLate)
        acceptance.learn(AnswerTime(of: check))
        state = state.whenAccepted
    }

    /// Takes in that the origin had accepted the token before what is known of it.
    mutating func learnEarlierAcceptance(_ event: JournalEvent, at moment: Instant) {
        if state == .notRecognized { state = .invalid }
        acceptedAt = max(acceptedAt ?? moment, moment)
        acceptance.learn(AnswerTime(of: event))
    }

    /// Takes in that the origin refused the token at `moment`, by a check.
    mutating func learnRefusal(_ check: JournalEvent, at moment: Instant, isServerTime: Bool) {
        let isOutdated = isBegun(after: check) || check.isAnswered(before: acceptance)
        let isLate = check.isAnswered(before: refusal)
        refusal.learn(AnswerTime(of: check))
        if isOutdated { return }
        learnCheck(check, isLate: isLate)
        state = stateWhenRefused(at: moment, isServerTime: isServerTime)
    }

    /// Takes in that the origin accepted a revocation; what is known of it may have come after that.
    mutating func learnRevocation(_ event: JournalEvent) {
        revokedAt = event.at
        if event.isAnswered(before: acceptance), !(acceptance?.isBefore(refusal) ?? false) {
            state = .stillValid
        } else if event.isAnswered(before: refusal), acceptedAt != nil, !hasEnded(at: refusal?.server),
            [.invalid, .revokedVerified].contains(state)
        {
            state = .revokedVerified
        } else {
            state = .revoked
        }
        refusal.learn(AnswerTime(of: event))
    }

    /// Takes in what a revocation was proven by: the origin refused the token after it.
    mutating func learnProof(_ event: JournalEvent, at moment: Instant, isServerTime: Bool) {
        let isOutdated = event.isAnswered(before: acceptance)
        refusal.learn(AnswerTime(of: event))
        if isOutdated { return }
        lastCheckedAt = event.at
        // Older versions wrote this of tokens that the origin had never accepted, too.
        state =
            isEndedByLogOut(at: moment) ? .revokedVerified : stateWhenRefused(at: moment, isServerTime: isServerTime)
        if state == .revokedVerified { revokedAt = revokedAt ?? event.at }
    }

    /// Takes in that the origin accepted the token after its revocation.
    mutating func learnSurvival(_ event: JournalEvent, at moment: Instant) {
        if event.isAnswered(before: refusal) { return learnEarlierAcceptance(event, at: moment) }
        state = .stillValid
        learnCheck(event, isLate: false)
        acceptedAt = moment
        acceptance.learn(AnswerTime(of: event))
    }

    /// Whether a check says nothing of the revocation whose outcome is not known: it was answered before that was begun.
    func isBegun(after check: JournalEvent) -> Bool {
        state == .revocationUnknown && check.isAnswered(before: revocationBegan)
    }

    private mutating func learnCheck(_ check: JournalEvent, isLate: Bool) {
        lastCheckedAt = isLate ? max(lastCheckedAt ?? check.at, check.at) : check.at
        if !check.isAnswered(before: userLogOut?.answer) { userLogOut = nil }
    }
}
