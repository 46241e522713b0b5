import Moments
import ThoughtSpotSessions

/// A row, with its texts elsewhere.
struct TokenRow: Hashable {
    let fingerprint: Fingerprint
    // All of it is packed and unpacked for the file of the tokens that ended, and nothing else looks at it but this.
    var recordedAt, createdAt, expiresAt, acceptedAt, lastCheckedAt, revokedAt: Int64
    var userLoggedOutAt: Int64
    var acceptance, refusal, revocationBegan, userLogOutAnswer: Answer
    var orgID: Int
    let origin: RowTexts.Index
    var profileID, profileName: RowTexts.Index
    var issuedBy: RowTexts.Index
    var user, userID: RowTexts.Index
    var kind, objectID, orgName, createdText, label, accessType, orgScope, tokenType: RowTexts.Index
    var orgs: RowTexts.Index
    var orgCount: Int32
    /// Where the row is that has the same fingerprint and came before, or -1.
    var previous: Int32 = -1
    var generation: Generation?
    var state: TokenRecord.State
    var ending: Ending
    var isImported, isInDoubt: Bool
    /// What was done to the user as a whole; in the last bit whether it is certain, in the one before whether all tokens are
    /// revoked.
    var userAct: UInt8

    enum Ending: UInt8 { case at, estimated, untilNextIssue, unknown }

    /// What stands for a moment that is not known, and for an Org without a number.
    static let none = Int64.min

    /// - Parameter old: the row before a change, nearly all of whose texts are the same.
    init(_ record: TokenRecord, in texts: inout RowTexts, replacing old: TokenRow? = nil) {
        let facts = record.facts
        fingerprint = record.fingerprint
        recordedAt = record.recordedAt.milliseconds
        createdAt = facts.createdAt?.milliseconds ?? Self.none
        expiresAt = facts.expiry.instant?.milliseconds ?? Self.none
        acceptedAt = record.acceptedAt?.milliseconds ?? Self.none
        lastCheckedAt = record.lastCheckedAt?.milliseconds ?? Self.none
        revokedAt = record.revokedAt?.milliseconds ?? Self.none
        revocationBegan = Answer(record.revocationBegan)
        acceptance = Answer(record.acceptance)
        refusal = Answer(record.refusal)
        userLogOutAnswer = Answer(record.userLogOut?.answer)
        userLoggedOutAt = record.userLogOut?.at.milliseconds ?? Self.none
        orgID = facts.org?.id ?? Int(Self.none)
        origin = texts.insert(record.origin, like: old?.origin)
        profileID = texts.insert(record.profileID, like: old?.profileID)
        profileName = texts.insert(record.profileName, like: old?.profileName)
        issuedBy = texts.insert(record.issuedBy, like: old?.issuedBy)
        user = texts.insert(facts.user, like: old?.user)
        userID = texts.insert(facts.userID, like: old?.userID)
        kind = texts.insert(facts.kind, like: old?.kind)
        objectID = texts.insert(facts.objectID, like: old?.objectID)
        orgName = texts.insert(facts.org?.name, like: old?.orgName)
        createdText = texts.insert(facts.createdText, like: old?.createdText)
        label = texts.insert(facts.label, like: old?.label)
        accessType = texts.insert(facts.use.accessType, like: old?.accessType)
        orgScope = texts.insert(facts.use.orgScope, like: old?.orgScope)
        tokenType = texts.insert(facts.use.tokenType, like: old?.tokenType)
        orgs = texts.insert(facts.use.orgs)
        orgCount = Int32(clamping: facts.use.orgCount)
        generation = facts.generation
        state = record.state
        ending =
            switch facts.expiry {
            case .at: .at
            case .estimated: .estimated
            case .untilNextIssue: .untilNextIssue
            case .unknown: .unknown
            }
        isImported = record.isImported
        isInDoubt = record.isInDoubt
        userAct = Self.code(of: record.userLogOut)
    }

    struct Answer: Hashable {
        let server, ours: Int64

        static let none = Answer(nil)

        init(server: Int64, ours: Int64) { (self.server, self.ours) = (server, ours) }

        init(_ time: AnswerTime?) {
            server = time?.server.milliseconds ?? TokenRow.none
            ours = time?.ours.milliseconds ?? TokenRow.none
        }

        var time: AnswerTime? {
            TokenRow.instant(server).map { AnswerTime(server: $0, ours: Instant(milliseconds: ours)) }
        }
    }

    var userLogOut: UserLogOut? {
        get {
            Self.instant(userLoggedOutAt).map { moment in
                var logOut = UserLogOut(
                    UserLogOut.Act(rawValue: userAct >> 2) ?? .logOut, at: moment, isCertain: userAct & 1 != 0,
                    answer: userLogOutAnswer.time)
                logOut.isRevoked = userAct & 2 != 0
                return logOut
            }
        }
        set {
            userLogOutAnswer = Answer(newValue?.answer)
            userLoggedOutAt = newValue?.at.milliseconds ?? Self.none
            userAct = Self.code(of: newValue)
        }
    }

    private static func code(of logOut: UserLogOut?) -> UInt8 {
        logOut.map { $0.act.rawValue << 2 | ($0.isRevoked ? 2 : 0) | ($0.isCertain ? 1 : 0) } ?? 0
    }

    func record(_ texts: RowTexts) -> TokenRecord {
        var facts = TokenFacts(
            fingerprint: fingerprint, kind: texts[kind], objectID: texts[objectID], user: texts[user],
            userID: texts[userID], generation: generation, createdAt: Self.instant(createdAt),
            createdText: texts[createdText], expiry: expiry, label: texts[label])
        if orgID != Int(Self.none) || orgName != .none {
            facts.org = OrgReference(id: orgID == Int(Self.none) ? nil : orgID, name: texts[orgName])
        }
        facts.use = TokenUse(
            accessType: texts[accessType], orgScope: texts[orgScope], orgs: texts.orgs(orgs), orgCount: Int(orgCount),
            tokenType: texts[tokenType])
        var record = TokenRecord(
            origin: texts[origin] ?? "", profileID: texts[profileID] ?? "", profileName: texts[profileName] ?? "",
            fingerprint: fingerprint, facts: facts, state: state, isImported: isImported,
            recordedAt: Instant(milliseconds: recordedAt), issuedBy: texts[issuedBy],
            acceptedAt: Self.instant(acceptedAt), lastCheckedAt: Self.instant(lastCheckedAt),
            revokedAt: Self.instant(revokedAt), userLogOut: userLogOut)
        record.revocationBegan = revocationBegan.time
        (record.acceptance, record.refusal) = (acceptance.time, refusal.time)
        record.isInDoubt = isInDoubt
        return record
    }

    private var expiry: Expiry {
        switch ending {
        case .at: .at(Instant(milliseconds: expiresAt))
        case .estimated: .estimated(Instant(milliseconds: expiresAt))
        case .untilNextIssue: .untilNextIssue
        case .unknown: .unknown
        }
    }

    private static func instant(_ milliseconds: Int64) -> Instant? {
        milliseconds == none ? nil : Instant(milliseconds: milliseconds)
    }
}

/// The texts of rows, each once.
struct RowTexts: Hashable {
    /// Stands for a text, or for none.
    struct Index: Hashable {
        let number: UInt32

        static let none = Index(number: 0)
    }

    private var texts: [String?] = [nil]
    /// How many there are, and the one that stands for none.
    var count: Int { texts.count }
    var orgListCount: Int { orgs.count }

    private var numbers: [String: UInt32] = [:]
    private var orgs: [[OrgReference]] = [[]]
    private var orgNumbers: [[OrgReference]: UInt32] = [[]: 0]

    subscript(index: Index) -> String? { texts[Int(index.number)] }

    func orgs(_ index: Index) -> [OrgReference] { orgs[Int(index.number)] }

    func index(of text: String) -> Index? { numbers[text].map(Index.init) }

    /// The texts that a condition is true of.
    func indices(where isWanted: (String) -> Bool) -> Set<Index> {
        Set(numbers.compactMap { isWanted($0.key) ? Index(number: $0.value) : nil })
    }

    /// - Parameter old: what is probably the same text.
    mutating func insert(_ text: String?, like old: Index? = nil) -> Index {
        if let old, self[old] == text { return old }
        guard let text else { return .none }
        if let number = numbers[text] { return Index(number: number) }
        let number = UInt32(texts.count)
        texts.append(text)
        numbers[text] = number
        return Index(number: number)
    }

    mutating func insert(_ list: [OrgReference]) -> Index {
        if let number = orgNumbers[list] { return Index(number: number) }
        let number = UInt32(orgs.count)
        orgs.append(list)
        orgNumbers[list] = number
        return Index(number: number)
    }

    static func == (left: RowTexts, right: RowTexts) -> Bool { left.texts == right.texts && left.orgs == right.orgs }

    func hash(into hasher: inout Hasher) { hasher.combine(texts.count) }
}
