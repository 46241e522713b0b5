import ThoughtSpotSessions

/// A row in the bytes of an ``EndedBlock``.
extension TokenRow {
    /// What a row has, a bit each, behind the bits of how the token stands.
    private struct Parts: OptionSet {
        let rawValue: UInt32

        static let isImported = Parts(rawValue: 1 << 8)
        static let isRemoved = Parts(rawValue: 1 << 9)
        static let created = Parts(rawValue: 1 << 10)
        static let expires = Parts(rawValue: 1 << 11)
        static let accepted = Parts(rawValue: 1 << 12)
        static let checked = Parts(rawValue: 1 << 13)
        static let revoked = Parts(rawValue: 1 << 14)
        static let userLoggedOut = Parts(rawValue: 1 << 15)
        static let acceptance = Parts(rawValue: 1 << 16)
        static let refusal = Parts(rawValue: 1 << 17)
        static let revocationBegan = Parts(rawValue: 1 << 18)
        static let userLogOutAnswer = Parts(rawValue: 1 << 19)
        static let orgID = Parts(rawValue: 1 << 20)
        static let use = Parts(rawValue: 1 << 21)

        init(rawValue: UInt32) { self.rawValue = rawValue }

        init(_ row: TokenRow, _ isRemoved: Bool) {
            var parts = Parts()
            func add(_ part: Parts, _ isThere: Bool) { if isThere { parts.insert(part) } }
            add(.isImported, row.isImported)
            add(.isRemoved, isRemoved)
            add(.created, row.createdAt != none)
            add(.expires, row.expiresAt != none)
            add(.accepted, row.acceptedAt != none)
            add(.checked, row.lastCheckedAt != none)
            add(.revoked, row.revokedAt != none)
            add(.userLoggedOut, row.userLoggedOutAt != none)
            add(.acceptance, row.acceptance != .none)
            add(.refusal, row.refusal != .none)
            add(.revocationBegan, row.revocationBegan != .none)
            add(.userLogOutAnswer, row.userLogOutAnswer != .none)
            add(.orgID, row.orgID != Int(none))
            let texts = [row.accessType, row.orgScope, row.tokenType, row.orgs]
            add(.use, row.orgCount != 0 || texts.contains { $0 != .none })
            self = parts
        }
    }

    /// - Parameters:
    ///   - recordedAt: of the row before.
    ///   - place: how far behind the row before it stands in the list.
    func write(
        to writer: inout PackedWriter, _ tables: inout PackedTables, after recordedAt: Int64, place: Int,
        _ isRemoved: Bool
    ) {
        let parts = Parts(self, isRemoved)
        writer.write(fixed: parts.rawValue | Self.code(state, ending, generation))
        for shift in stride(from: UInt64(0), to: 48, by: 8) {
            writer.write(byte: UInt8(truncatingIfNeeded: fingerprint.number >> shift))
        }
        writer.write(place)
        writer.write(signed: self.recordedAt &- recordedAt)
        let moments: [(Parts, Int64)] = [
            (.created, createdAt), (.expires, expiresAt), (.accepted, acceptedAt), (.checked, lastCheckedAt),
            (.revoked, revokedAt), (.userLoggedOut, userLoggedOutAt),
        ]
        for (part, moment) in moments where parts.contains(part) {
            writer.write(signed: moment &- self.recordedAt)
        }
        if parts.contains(.userLoggedOut) { writer.write(byte: userAct) }
        let answers: [(Parts, Answer)] = [
            (.acceptance, acceptance), (.refusal, refusal), (.revocationBegan, revocationBegan),
            (.userLogOutAnswer, userLogOutAnswer),
        ]
        for (part, answer) in answers where parts.contains(part) {
            writer.write(signed: answer.server &- self.recordedAt)
            writer.write(signed: answer.ours &- self.recordedAt)
        }
        if parts.contains(.orgID) { writer.write(signed: Int64(orgID)) }
        let texts = [
            origin, profileID, profileName, issuedBy, user, userID, kind, objectID, orgName, createdText, label,
        ]
        for text in texts { writer.write(tables.number(of: text)) }
        guard parts.contains(.use) else { return }
        for text in [accessType, orgScope, tokenType] { writer.write(tables.number(of: text)) }
        writer.write(tables.number(ofOrgs: orgs))
        writer.write(signed: Int64(orgCount))
    }

    /// What ``write(to:_:after:place:_:)`` has written.
    static func read(
        from reader: inout PackedReader, _ tables: UnpackedTables, after recordedAt: Int64
    ) -> (row: TokenRow, place: Int, isRemoved: Bool) {
        let code = reader.fixed()
        let parts = Parts(rawValue: code)
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 48, by: 8) { number |= UInt64(reader.byte()) << shift }
        let place = reader.number(atMost: Int(Int32.max))
        let row = TokenRow(
            Fingerprint(number: number), code, parts, recordedAt: recordedAt &+ reader.signed(), from: &reader, tables)
        return (row, place, parts.contains(.isRemoved))
    }

    private init(
        _ fingerprint: Fingerprint, _ code: UInt32, _ parts: Parts, recordedAt: Int64, from reader: inout PackedReader,
        _ tables: UnpackedTables
    ) {
        func moment(_ part: Parts) -> Int64 { parts.contains(part) ? recordedAt &+ reader.signed() : Self.none }
        func answer(_ part: Parts) -> Answer {
            guard parts.contains(part) else { return .none }
            let server = recordedAt &+ reader.signed()
            return Answer(server: server, ours: recordedAt &+ reader.signed())
        }
        func text() -> RowTexts.Index { tables.text(&reader) }
        self.fingerprint = fingerprint
        self.recordedAt = recordedAt
        createdAt = moment(.created)
        expiresAt = moment(.expires)
        acceptedAt = moment(.accepted)
        lastCheckedAt = moment(.checked)
        revokedAt = moment(.revoked)
        userLoggedOutAt = moment(.userLoggedOut)
        userAct = parts.contains(.userLoggedOut) ? reader.byte() : 0
        acceptance = answer(.acceptance)
        refusal = answer(.refusal)
        revocationBegan = answer(.revocationBegan)
        userLogOutAnswer = answer(.userLogOutAnswer)
        orgID = parts.contains(.orgID) ? Int(reader.signed()) : Int(Self.none)
        (origin, profileID, profileName, issuedBy) = (text(), text(), text(), text())
        (user, userID, kind, objectID) = (text(), text(), text(), text())
        (orgName, createdText, label) = (text(), text(), text())
        let hasUse = parts.contains(.use)
        accessType = hasUse ? text() : .none
        orgScope = hasUse ? text() : .none
        tokenType = hasUse ? text() : .none
        orgs = hasUse ? tables.orgs(&reader) : .none
        orgCount = hasUse ? Int32(truncatingIfNeeded: reader.signed()) : 0
        (state, generation) = (Self.state(code), Self.generation(code))
        ending = Ending(rawValue: UInt8(code >> 3 & 3)) ?? .unknown
        isImported = parts.contains(.isImported)
        isInDoubt = false
    }

    // The numbers stand in files.

    private static func code(_ state: TokenRecord.State, _ ending: Ending, _ generation: Generation?) -> UInt32 {
        let stateNumber: UInt32 =
            switch state {
            case .active: 0
            case .revoked: 1
            case .revokedVerified: 2
            case .stillValid: 3
            case .invalid: 4
            case .expired: 5
            case .notRecognized: 6
            case .revocationUnknown: 7
            }
        let generationNumber: UInt32 =
            switch generation {
            case nil: 0
            case .v1: 1
            case .betaAPI: 2
            case .betaTspublic: 3
            case .betaQuery: 4
            case .v2: 5
            }
        return stateNumber | UInt32(ending.rawValue) << 3 | generationNumber << 5
    }

    private static func state(_ code: UInt32) -> TokenRecord.State {
        switch code & 7 {
        case 0: .active
        case 1: .revoked
        case 2: .revokedVerified
        case 3: .stillValid
        case 4: .invalid
        case 5: .expired
        case 6: .notRecognized
        default: .revocationUnknown
        }
    }

    private static func generation(_ code: UInt32) -> Generation? {
        switch code >> 5 & 7 {
        case 1: .v1
        case 2: .betaAPI
        case 3: .betaTspublic
        case 4: .betaQuery
        case 5: .v2
        default: nil
        }
    }
}
