package import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// The sessions and tokens that this run of the program has at hand. One owner for all front ends.
///
/// Each is bound to the origin it came from: a profile whose address was changed finds none of them. Those of a profile
/// whose secret source is the vault are kept there too; all others are in memory only.
package actor HeldCredentials {
    private typealias Place = CredentialsAtHand.Place

    private let vault: VaultStore?
    private let now: @Sendable () -> Instant
    private let serverTime: @Sendable (_ origin: Origin) async -> Instant?
    private var hand = CredentialsAtHand()
    /// Sessions that end with the command that opened them; each stands before the one that is kept, and leaves it alone.
    private var temporary: [Place: ActiveSession] = [:]
    /// Tokens that were taken off the list, so that undoing brings them back whole.
    private var setAside: [TokenRecord.ID: (token: Secret, entry: VaultEntry?)] = [:]
    /// A lock does not drop it: what is for the vault and not in it yet is nowhere else.
    private var waiting = WaitingForVault()
    /// Changes of the vault: those that were begun, and those that have not ended.
    private var changesBegun = 0
    private var changesUnderWay = 0
    /// Why the vault did not take, or let go of, something.
    private var failure: StorageError?

    /// - Parameter serverTime: what the clock of a cluster shows now; nil where this run has not asked it.
    package init(
        vault: VaultStore? = nil, now: @escaping @Sendable () -> Instant = { Instant(milliseconds: 0) },
        serverTime: @escaping @Sendable (_ origin: Origin) async -> Instant? = { _ in nil }
    ) {
        self.vault = vault
        self.now = now
        self.serverTime = serverTime
    }

    // MARK: Sessions

    /// The session that is open on a profile, at the profile's address.
    package func session(of profile: Profile) -> ActiveSession? {
        temporary[Place(profile)] ?? hand.sessions[Place(profile)]
    }

    /// Keeps the session of a profile.
    ///
    /// - Parameter isTemporary: ends with the command that opened it, and is not kept in the vault.
    package func setSession(_ session: ActiveSession, of profile: Profile, isTemporary: Bool = false) async {
        let place = Place(profile)
        if isTemporary {
            temporary[place] = session
            return
        }
        hand.sessions[place] = session
        guard profile.secretSource == .vault, let entry = VaultEntry(session: session, of: profile)
        else { return }
        // What the vault has of an earlier one is not this one.
        if await keep(entry) { hand.keptSessions.insert(place) } else { hand.keptSessions.remove(place) }
    }

    /// Takes over when a session ends, as its cluster tells it: the estimate of the login is the shortest of several figures.
    ///
    /// - Parameter skew: of the clock that tells `end`.
    func correct(_ end: Expiry, skew: Int64?, of session: ActiveSession, on profile: Profile) async {
        guard let told = end.instant else { return }
        let ours = Instant(milliseconds: told.milliseconds &- (skew ?? 0))
        guard let corrected = hand.correct(ours, of: session, at: Place(profile)),
            let entry = VaultEntry(session: corrected, of: profile)
        else { return }
        _ = await trying { vault throws(StorageError) in
            try await vault.replace(entry) { $0.session?.authentication == session.authentication }
        }
    }

    /// Lets go of a session of a profile, here and in the vault. Any other one stays: another run may have logged in.
    ///
    /// - Returns: the session that another run has kept meanwhile; this run holds it now.
    @discardableResult
    package func drop(_ session: ActiveSession, of profile: Profile) async -> ActiveSession? {
        let place = Place(profile)
        if temporary[place]?.authentication == session.authentication {
            temporary[place] = nil
            return nil
        }
        if hand.sessions[place]?.authentication == session.authentication { hand.sessions[place] = nil }
        var newer: ActiveSession?
        // What could not be removed is there still, and is said to be.
        guard hand.keptSessions.contains(place),
            await trying({ vault throws(StorageError) in
                try await vault.remove {
                    $0.isSession(of: profile) && $0.session?.authentication == session.authentication
                }
                newer = try await vault.entries().session(of: profile)
            })
        else {
            await removeLater(.session(place, session.authentication), of: profile)
            return nil
        }
        guard let newer else {
            hand.keptSessions.remove(place)
            return nil
        }
        if hand.sessions[place] == nil { hand.sessions[place] = newer }
        return newer
    }

    /// Whether the session that is used of a profile is one that ends with the command.
    package func isTemporary(sessionOf profile: Profile) -> Bool { temporary[Place(profile)] != nil }
    /// Whether the session of a profile is in the vault, too.
    package func isKept(sessionOf profile: Profile) -> Bool { hand.keptSessions.contains(Place(profile)) }

    /// The session that the vault has of a profile right now, whichever run has put it there.
    func keptSession(of profile: Profile) async -> ActiveSession? {
        profile.secretSource == .vault ? try? await vault?.entries().session(of: profile) : nil
    }

    /// Keeps what a profile whose source is the vault was logged in to with, for a later login of the same user.
    package func keepCredential(_ credential: Credential, of profile: Profile) async {
        guard profile.secretSource == .vault, let entry = VaultEntry(credential, of: profile, created: now())
        else { return }
        _ = await keep(entry)
    }

    // MARK: Tokens

    /// The token a fingerprint stands for, when this run holds it for the profile's address.
    package func token(_ fingerprint: Fingerprint, of profile: Profile) -> Secret? {
        hand.tokens[TokenRecord.id(fingerprint, at: profile.origin.description)]
    }

    /// The token of a record, when this run holds it.
    package func token(_ id: TokenRecord.ID) -> Secret? { hand.tokens[id] }

    /// Holds a token that was issued or imported.
    ///
    /// - Parameters:
    ///   - expires: when it ends, as far as the cluster told.
    ///   - isTemporary: ends with the command that brought it, and is not kept in the vault.
    package func hold(
        _ token: Secret, fingerprint: Fingerprint, of profile: Profile, expires: Instant? = nil,
        isTemporary: Bool = false
    ) async {
        let id = TokenRecord.id(fingerprint, at: profile.origin.description)
        hand.tokens[id] = token
        guard profile.secretSource == .vault, !isTemporary else { return }
        let entry = VaultEntry(
            token: token, of: profile, created: now(), expires: expires ?? hand.keptTokens[id]?.expires)
        if await keep(entry) { hand.keptTokens[id] = entry }
    }

    /// Takes a revoked token out of the vault; this run holds it on, to validate it.
    package func unkeep(_ fingerprint: Fingerprint, of profile: Profile) async {
        let id = TokenRecord.id(fingerprint, at: profile.origin.description)
        await removeKept(id)
        await removeLater(.token(id), of: profile)
    }

    /// Lets go of a token that is somewhere else now. What the vault has of it stays there.
    func letGo(_ fingerprint: Fingerprint, of profile: Profile) {
        hand.tokens[TokenRecord.id(fingerprint, at: profile.origin.description)] = nil
    }

    /// Lets go of a token that is taken off the list; ``takeBack(_:)`` undoes it.
    package func setAside(_ id: TokenRecord.ID) async {
        guard let token = hand.tokens.removeValue(forKey: id) else { return }
        setAside[id] = (token, hand.keptTokens[id] ?? waiting.token(id))
        waiting.forget(id)
        await removeKept(id)
    }

    /// Holds a token again that was set aside.
    package func takeBack(_ id: TokenRecord.ID) async {
        guard let (token, entry) = setAside.removeValue(forKey: id) else { return }
        hand.tokens[id] = token
        if let entry, await keep(entry) { hand.keptTokens[id] = entry }
    }

    /// Which tokens are held.
    package func heldTokenIDs() -> Set<TokenRecord.ID> { Set(hand.tokens.keys) }

    /// The profiles whose session the vault keeps, too, and when it was opened.
    package func keptSessions() -> [Profile.ID: Instant] { hand.keptOpenings }

    /// The tokens that the vault keeps, as it has them.
    func keptTokenEntries() -> [VaultEntry] { Array(hand.keptTokens.values) }

    /// Which tokens are in the vault, too.
    package func keptTokenIDs() -> Set<TokenRecord.ID> { Set(hand.keptTokens.keys) }

    /// Which tokens carry an open session.
    package func tokenIDsInUse() -> Set<TokenRecord.ID> {
        Set(
            hand.sessions.merging(temporary) { $1 }.compactMap { place, session in
                guard case .bearer(let token) = session.authentication else { return nil }
                return place.id(of: token)
            })
    }

    // MARK: The vault

    /// Takes over what the vault holds. What this run has already is newer, and stays.
    package func adopt(_ entries: [VaultEntry]) { hand.adopt(entries.filter { !waiting.removes($0) }) }

    /// Takes over the session that another run has kept for a profile meanwhile.
    func refresh(_ entries: [VaultEntry], of profile: Profile) {
        if let session = entries.session(of: profile) { hand.takeKept(session, at: Place(profile)) }
    }

    /// Follows what other runs have changed in the vault. What was read while this run changed it is read again: it may be
    /// older than what is at hand.
    ///
    /// - Throws: what reading the vault throws.
    func follow() async throws(StorageError) -> VaultChanges {
        guard let vault else { return VaultChanges() }
        while true {
            let begun = changesBegun
            let isQuiet = changesUnderWay == 0
            // A change under way is before it in the vault's own queue.
            let entries = try await vault.entries()
            if isQuiet, begun == changesBegun { return hand.follow(entries) }
        }
    }

    /// Lets go of everything that the vault has, when it is locked.
    package func dropKept() {
        hand.dropKept()
        setAside = setAside.filter { $0.value.entry == nil }
    }

    /// Why something is not in the vault that should be, or is there still; nil when all went well since the last call.
    package func takeFailure() -> StorageError? {
        defer { failure = nil }
        return failure
    }

    /// Puts activation links into the vault, or holds them until it is open: they cannot be had a second time.
    ///
    /// - Returns: why the vault has not taken them; nil when it has.
    func keepLinks(_ entries: [VaultEntry]) async -> StorageError? {
        waiting.put(entries)
        return await changeWhatWaits()
    }

    /// Makes the changes in the vault that wait for it.
    ///
    /// - Returns: why the vault has not taken them; nil when none waits.
    @discardableResult
    package func changeWhatWaits() async -> StorageError? {
        let changes = waiting
        if changes.isEmpty { return nil }
        guard let vault else { return Locations.noHome }
        do throws(StorageError) {
            if !changes.removals.isEmpty { try await vault.remove(where: changes.removes) }
            if !changes.entries.isEmpty { try await put(changes.entries, into: vault) }
        } catch { return error }
        waiting.settle(changes)
        return nil
    }

    /// Whether changes wait for the vault.
    package var hasWaiting: Bool { !waiting.isEmpty }

    /// How many activation links wait for the vault.
    package var waitingLinkCount: Int { waiting.entries.count { $0.place.kind == .activationLink } }

    /// Whether the vault has it now. What comes while it is locked waits for it, but not what a person can type again.
    private func keep(_ entry: VaultEntry) async -> Bool {
        let isKept = await trying { vault throws(StorageError) in try await put([entry], into: vault) }
        if !isKept, [.token, .session].contains(entry.place.kind), await isVaultLocked { waiting.put([entry]) }
        return isKept
    }

    /// What ends while the vault is locked is removed from it when it is open.
    private func removeLater(_ removal: WaitingForVault.Removal, of profile: Profile) async {
        if profile.secretSource == .vault, await isVaultLocked { waiting.remove(removal) }
    }

    private var isVaultLocked: Bool { get async { await vault?.isUnlocked == false } }

    /// What ended long ago makes room: by the clock of its cluster and by ours, for each may be wrong for a moment.
    private func put(_ entries: [VaultEntry], into vault: VaultStore) async throws(StorageError) {
        var times: [Origin: Instant] = [:]
        for origin in Set(entries.map(\.origin)) { times[origin] = await serverTime(origin).map { min($0, now()) } }
        try await vault.put(entries, at: times)
    }

    private func removeKept(_ id: TokenRecord.ID) async {
        guard let entry = hand.keptTokens[id] else { return }
        let isGone = await trying { vault throws(StorageError) in
            try await vault.remove { $0.place == entry.place && $0.origin == entry.origin }
        }
        if isGone { hand.keptTokens[id] = nil }
    }

    private func trying(_ work: (VaultStore) async throws(StorageError) -> Void) async -> Bool {
        guard let vault else {
            failure = failure ?? Locations.noHome
            return false
        }
        changesBegun += 1
        changesUnderWay += 1
        defer { changesUnderWay -= 1 }
        do throws(StorageError) {
            try await work(vault)
            return true
        } catch {
            failure = failure ?? error
            return false
        }
    }

    /// Removes everything here: at the end of the program, and when the terminal is gone. The vault keeps what it has.
    package func wipe() {
        hand = CredentialsAtHand()
        temporary = [:]
        setAside = [:]
        waiting = WaitingForVault()
    }
}
