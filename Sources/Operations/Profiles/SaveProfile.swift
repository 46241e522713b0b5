import ASCIIText
package import DisplayText
package import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Saves what was filled in: as a new profile, or in the place of the one that was edited.
///
/// Decides what belongs to that: the id of a new profile, whether the CA file can be used, what a new address means for
/// the session and the tokens of the old one, and whether the file says something else by now.
package struct SaveProfile: Hashable, Sendable {
    /// What becomes of the draft.
    package enum Place: Hashable, Sendable {
        /// A new profile, with an id of its own.
        case new
        /// One that was removed is added again, under its id.
        case again(Profile.ID)
        /// The profile as it was when editing began.
        case edited(Profile)
    }

    /// What to do about a session at the old address, and about the tokens that may be valid there.
    package enum AddressAnswer: Hashable, Sendable {
        /// Log out there first; without success nothing is saved.
        case logOutFirst
        /// Leave all of it as it is there. It is no longer used here.
        case leave
    }

    package var draft: ProfileDraft
    package var place: Place
    /// What ``ProtectionPolicy/consent(toChanging:)`` of the profile as it was is answered with.
    package var consent: ConsentAnswer?
    /// What ``AddressChange`` is answered with.
    package var addressAnswer: AddressAnswer?
    /// Where one that is added again stood among the profiles; at the end when it is absent.
    package var position: Int?

    package init(
        draft: ProfileDraft, as place: Place = .new, consent: ConsentAnswer? = nil,
        addressAnswer: AddressAnswer? = nil
    ) {
        self.draft = draft
        self.place = place
        self.consent = consent
        self.addressAnswer = addressAnswer
    }

    /// A profile that is complete.
    package init(profile: Profile, replacing: Profile?, consent: ConsentAnswer? = nil, position: Int? = nil) {
        self.init(
            draft: ProfileDraft(from: profile), as: replacing.map(Place.edited) ?? .again(profile.id),
            consent: consent)
        self.position = position
    }

    /// - Throws: What is wrong with a field; `E_PROTECTED` and its kin; `E_CA_FILE`, for a wrong file would be met at the
    ///   next login only; `E_NEW_ADDRESS` when something is open at the old address and that has not been answered; what a
    ///   logout throws; `E_NAME_TAKEN`, `E_SAVE_CONFLICT` and what reading and writing the file throw. The file is then
    ///   as it was.
    package func run(in workspace: Workspace) async throws(OperationError) -> SavedProfile {
        let profile = try draft.profile(id: id(in: workspace))
        let old: Profile? = if case .edited(let old) = place { old } else { nil }
        if let old { try ProtectionPolicy(old).require(consent, toChanging: "Editing the profile") }
        if case .additional(let file) = profile.trust, old?.trust != profile.trust {
            do throws(AuthorityFile.Problem) {
                _ = try await FileExecutor.run { () throws(AuthorityFile.Problem) in try AuthorityFile.bytes(at: file) }
            } catch {
                throw .refused(.caFile(reason: error.reason))
            }
        }
        let moved = old.flatMap { $0.origin == profile.origin ? nil : $0 }
        let logout =
            if let moved { try await leave(moved, for: profile.origin, in: workspace) } else { nil as LogoutReport? }
        let list: ProfileList
        do throws(StorageError) {
            list = try await workspace.profiles.save(profile, replacing: old, at: position)
        } catch {
            throw .storage(error)
        }
        if isCommandTyped(profile, old) { try? await workspace.secretCommands?.confirmed.confirm(profile) }
        // Credentials are bound to the origin they came from (promise P31): another address gets none of them.
        if let moved { await workspace.held.dropSession(of: moved) }
        return SavedProfile(
            profile: profile, isDefault: list.defaultName == profile.name, logout: logout,
            secretTexts: profile.textsThatSaySecrets(unlike: old))
    }

    /// Who has just typed a secret command has confirmed it. One that stood in the file already, or that a removed profile
    /// brings back, is asked about before it runs.
    private func isCommandTyped(_ profile: Profile, _ old: Profile?) -> Bool {
        guard profile.secretSource == .command, !profile.secretCommand.arguments.isEmpty else { return false }
        return switch place {
        case .new: true
        case .again: false
        case .edited: profile.secretCommand.arguments != old?.secretCommand.arguments
        }
    }

    private func id(in workspace: Workspace) -> Profile.ID {
        switch place {
        case .new: UUIDText.random(workspace.randomBytes(16))
        case .again(let id): id
        case .edited(let profile): profile.id
        }
    }

    /// Settles what stays behind at the old address.
    private func leave(
        _ old: Profile, for address: Origin, in workspace: Workspace
    ) async throws(OperationError) -> LogoutReport? {
        switch addressAnswer {
        case .leave: return nil
        case .logOutFirst:
            guard await workspace.held.session(of: old) != nil else { return nil }
            let report = try await LogOut(profile: old).run(in: workspace)
            if case .unknown(let cause) = report.onServer { throw .session(cause, profile: old.name) }
            return report
        case nil:
            if let change = await AddressChange(of: old, to: address, in: workspace) {
                throw .refused(.newAddress(change))
            }
            return nil
        }
    }
}

/// What a new address of a profile leaves behind at the old one, where no credential goes along (promise P31).
package struct AddressChange: Hashable, Sendable {
    /// As it was.
    package let profile: Profile
    package let address: Origin
    /// Who is logged in at the old address.
    package let user: String?
    /// How many tokens of the old address may be valid, in memory or not.
    package let tokens: Int
    /// Whether ``SaveProfile/AddressAnswer/logOutFirst`` is an answer.
    package let canLogOut: Bool

    package init(profile: Profile, address: Origin, user: String?, tokens: Int, canLogOut: Bool) {
        self.profile = profile
        self.address = address
        self.user = user
        self.tokens = tokens
        self.canLogOut = canLogOut
    }

    /// Returns nil when nothing is left behind. A journal that cannot be read does not stop the correction of an address.
    init?(of profile: Profile, to address: Origin, in workspace: Workspace) async {
        let session = await workspace.held.session(of: profile)
        let list = try? await workspace.ledger.list(held: [])
        let now = workspace.now()
        let valid = list?.records(of: profile).count { list?.standing(of: $0, at: now).mayBeValid ?? false } ?? 0
        guard session != nil || valid > 0 else { return nil }
        let canLogOut = session != nil && AbilityPolicy(profile, .logout).refusal == nil
        self.init(
            profile: profile, address: address, user: session?.username, tokens: valid, canLogOut: canLogOut)
    }
}

/// A profile as the file holds it now.
package struct SavedProfile: Hashable, Sendable {
    package let profile: Profile
    /// Whether commands mean it when they name none: the first profile of a file is its default by the same save.
    package let isDefault: Bool
    /// What became of the session at the old address, where that was to end first.
    package let logout: LogoutReport?
    /// The texts, by their keys in the file, that look as if they said a secret.
    package var secretTexts: [String] = []

    /// What a person should know of what was saved.
    package var caution: SafeText? {
        guard !secretTexts.isEmpty else { return nil }
        let texts = secretTexts.map { SafeText(outside: $0) }.joined(separator: " and the ")
        return """
            the \(texts) of \(profile.name) \(secretTexts.count == 1 ? "looks" : "look") like a secret; profiles.json is \
            not encrypted
            """
    }
}
