import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension TokenRecord {
    /// Members of a token: `fingerprint`, `profile`, `user`, `userId`, `org`, `orgs` (24 at most), `orgCount`, `orgScope`, `kind`, `objectId`, `generation`,
    /// `label`, `state` (see ``TokenStanding``), `createdAt`, `createdText` (the server's own words, where they are no time
    /// that can be read), `expiresAt`, `expiry`, `remainingMs` (by the server's clock), `clockSkewMs`, `recordedAt`,
    /// `issuedBy`, `imported`, `acceptedAt`, `lastCheckedAt`, `revokedAt`, `userLoggedOutAt`, `inDoubt`, `held`, `origin`,
    /// `accessType`, `tokenType`.
    func json(at now: Instant, in list: TokenList) -> JSONObject {
        var members: JSONObject = [
            "fingerprint": .string(fingerprint.text), "profile": .string(profileName), "origin": .outside(origin),
            "user": .outside(facts.user), "userId": .outside(facts.userID),
            "org": .org(facts.org), "kind": .outside(facts.kind), "objectId": .outside(facts.objectID),
            "generation": .outside(facts.generation?.rawValue),
            "label": .outside(facts.label), "state": .string(list.standing(of: self, at: now).rawValue),
            "createdAt": .instant(facts.createdAt), "createdText": .outside(facts.createdText),
        ]
        members["orgs"] = .array(facts.use.orgs.map { .org($0) })
        members["orgCount"] = .int(facts.use.orgCount)
        members["orgScope"] = .outside(facts.use.orgScope)
        members["accessType"] = .outside(facts.use.accessType)
        members["tokenType"] = .outside(facts.use.tokenType)
        members.setExpiry(facts.expiry)
        let standing = list.standing(of: self, at: now)
        let isCounted = standing.mayBeValid || standing == .expired
        members["remainingMs"] = .whole(
            isCounted ? TokenStanding.remaining(of: self, at: now, clocks: list.clocks) : nil)
        members["clockSkewMs"] = .whole(list.clocks.skew(of: origin))
        members["recordedAt"] = .instant(recordedAt)
        members["issuedBy"] = .outside(issuedBy)
        members["imported"] = .bool(isImported)
        members["acceptedAt"] = .instant(acceptedAt)
        members["lastCheckedAt"] = .instant(lastCheckedAt)
        members["revokedAt"] = .instant(revokedAt)
        members["userLoggedOutAt"] = .instant(userLoggedOutAt)
        members["inDoubt"] = .bool(isInDoubt)
        members["held"] = .bool(list.heldIDs.contains(id))
        return members
    }

    /// One field a line.
    func lines(at now: Instant, in list: TokenList) -> [SafeText] {
        var fields = FieldList()
        fields.add("Token", "\(fingerprint.text)")
        fields.add("Profile", outside: profileName)
        fields.add("Cluster", outside: origin)
        fields.add("User", outside: facts.user)
        fields.add("User id", outside: facts.userID)
        fields.add("Org", MessageComposer.orgs(of: facts))
        fields.add("Kind", outside: isImported ? "imported" : facts.kind)
        fields.add("Access", MessageComposer.access(of: facts))
        fields.add("Object", outside: facts.objectID)
        fields.add("Label", outside: facts.label)
        fields.add("State", stateText(at: now, in: list))
        fields.add("Created", facts.createdAt.map { InstantText.utc($0.milliseconds) })
        fields.add("Created", facts.createdText.map { "the server says: \(SafeText(outside: $0, limit: 100))" })
        fields.add("Ends", facts.expiry.instant.map { InstantText.utc($0.milliseconds) })
        fields.add("Time left", timeLeft(at: now, in: list))
        fields.add("Recorded", byOurClock(recordedAt, in: list))
        fields.add("Issued by", outside: issuedBy)
        fields.add("Accepted", acceptedAt.map { InstantText.utc($0.milliseconds) })
        fields.add("Last validated", lastCheckedAt.map { byOurClock($0, in: list) })
        fields.add("Revoked", revokedAt.map { byOurClock($0, in: list) })
        return fields.lines
    }

    /// A time by our clock, which is said beside times by another one.
    private func byOurClock(_ moment: Instant, in list: TokenList) -> SafeText {
        let time = InstantText.utc(moment.milliseconds)
        let skew = list.clocks.skew(of: origin) ?? 0
        return abs(skew) > ServerClocks.notable ? "\(time) by our clock" : time
    }

    /// `active`, with what limits that.
    func stateText(at now: Instant, in list: TokenList) -> SafeText {
        let standing = list.standing(of: self, at: now)
        var text = MessageComposer.text(for: standing)
        if let moment = userLoggedOutAt, standing.mayBeValid {
            text = "\(text); user logged out \(InstantText.utc(moment.milliseconds)), not validated"
        }
        return isInDoubt ? "\(text) (in doubt: the journal is damaged)" : text
    }

    /// By the clock of the token's cluster. The end that was told is not repeated when the cluster accepted the token after
    /// it.
    func timeLeft(at now: Instant, in list: TokenList) -> SafeText {
        let standing = list.standing(of: self, at: now)
        guard standing.mayBeValid || standing == .expired else { return "-" }
        if facts.expiry.instant != nil, TokenStanding.remaining(of: self, at: now, clocks: list.clocks) == nil {
            return "not reported"
        }
        return MessageComposer.text(for: facts.expiry, at: list.clocks.now(of: origin, at: now))
    }

    /// What a person types instead of it.
    var shortFingerprint: SafeText { SafeText(outside: String(fingerprint.text.prefix(12))) }
}
