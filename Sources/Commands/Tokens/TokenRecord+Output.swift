import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension TokenRecord {
    /// Members of a token: `fingerprint`, `profile`, `user`, `userId`, `org`, `orgs` (24 at most), `orgCount`, `orgScope`,
    /// `accessType`, `tokenType`, `kind`, `objectId`, `generation`,
    /// `label`, `state` (see ``TokenStanding``), `createdAt`, `createdText` (the server's own words,
    /// where nobody can read a time in them), `expiresAt`, `expiry`, `remainingMs`, `recordedAt`, `issuedBy`, `imported`, `lastCheckedAt`, `revokedAt`, `held`.
    func json(at now: Instant, isHeld: Bool) -> JSONObject {
        var members: JSONObject = [
            "fingerprint": .string(fingerprint.text), "profile": .string(profileName), "user": .outside(facts.user),
            "userId": .outside(facts.userID), "org": .org(facts.org), "kind": .outside(facts.kind),
            "objectId": .outside(facts.objectID), "generation": .outside(facts.generation?.rawValue),
            "label": .outside(facts.label), "state": .string(TokenStanding(of: self, at: now).rawValue),
            "createdAt": .instant(facts.createdAt), "createdText": .outside(facts.createdText),
        ]
        members["orgs"] = .array(facts.use.orgs.map { .org($0) })
        members["orgCount"] = .int(facts.use.orgCount)
        members["orgScope"] = .outside(facts.use.orgScope)
        members["accessType"] = .outside(facts.use.accessType)
        members["tokenType"] = .outside(facts.use.tokenType)
        members.setExpiry(facts.expiry)
        members["remainingMs"] = .whole(TokenStanding.remaining(of: self, at: now))
        members["recordedAt"] = .instant(recordedAt)
        members["issuedBy"] = .outside(issuedBy)
        members["imported"] = .bool(isImported)
        members["lastCheckedAt"] = .instant(lastCheckedAt)
        members["revokedAt"] = .instant(revokedAt)
        members["held"] = .bool(isHeld)
        return members
    }

    /// One field a line.
    func lines(at now: Instant) -> [SafeText] {
        var fields = FieldList()
        fields.add("Token", "\(fingerprint.text)")
        fields.add("Profile", outside: profileName)
        fields.add("User", outside: facts.user)
        fields.add("User id", outside: facts.userID)
        fields.add("Org", MessageComposer.orgs(of: facts))
        fields.add("Kind", outside: isImported ? "imported" : facts.kind)
        fields.add("Access", MessageComposer.access(of: facts))
        fields.add("Object", outside: facts.objectID)
        fields.add("Label", outside: facts.label)
        fields.add("State", MessageComposer.text(for: TokenStanding(of: self, at: now)))
        fields.add("Created", facts.createdAt.map { InstantText.utc($0.milliseconds) })
        fields.add("Created", facts.createdText.map { "the server says: \(SafeText(outside: $0, limit: 100))" })
        fields.add("Ends", facts.expiry.instant.map { InstantText.utc($0.milliseconds) })
        fields.add("Time left", MessageComposer.text(for: facts.expiry, at: now))
        fields.add("Recorded", InstantText.utc(recordedAt.milliseconds))
        fields.add("Issued by", outside: issuedBy)
        fields.add("Last checked", lastCheckedAt.map { InstantText.utc($0.milliseconds) })
        fields.add("Revoked", revokedAt.map { InstantText.utc($0.milliseconds) })
        return fields.lines
    }

    /// What a person types instead of it.
    var shortFingerprint: SafeText { SafeText(outside: String(fingerprint.text.prefix(12))) }
}
