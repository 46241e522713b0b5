import HTTPExchange
import Storage
import ThoughtSpotSessions

/// What is to be changed in the vault when it is open again: work goes on while it is locked. A value: ``HeldCredentials``
/// owns it.
struct WaitingForVault {
    /// What has ended meanwhile.
    enum Removal: Hashable {
        case session(CredentialsAtHand.Place, Authentication)
        case token(TokenRecord.ID)

        fileprivate func isAbout(_ entry: VaultEntry) -> Bool {
            let place = CredentialsAtHand.Place(entry)
            return switch self {
            case .session(let own, let authentication):
                own == place && entry.session?.authentication == authentication
            case .token(let id): entry.place.kind == .token && place.id(of: entry.secret) == id
            }
        }
    }

    /// What the vault is to have: tokens, sessions and activation links that cannot be had a second time.
    private(set) var entries: [VaultEntry] = []
    private(set) var removals: Set<Removal> = []

    var isEmpty: Bool { entries.isEmpty && removals.isEmpty }

    /// What is put in a place last is what the vault gets.
    mutating func put(_ new: [VaultEntry]) {
        entries.removeAll { old in new.contains { ($0.place, $0.origin) == (old.place, old.origin) } }
        entries += new
        removals = removals.filter { removal in !new.contains(where: removal.isAbout) }
    }

    mutating func remove(_ removal: Removal) {
        entries.removeAll(where: removal.isAbout)
        removals.insert(removal)
    }

    /// A token that the vault is to have.
    func token(_ id: TokenRecord.ID) -> VaultEntry? { entries.first(where: Removal.token(id).isAbout) }

    /// The vault is not to have a token after all.
    mutating func forget(_ id: TokenRecord.ID) { entries.removeAll(where: Removal.token(id).isAbout) }

    /// Whether the vault is to let go of an entry.
    func removes(_ entry: VaultEntry) -> Bool { removals.contains { $0.isAbout(entry) } }

    /// The vault has been changed so; more may have come since.
    mutating func settle(_ done: WaitingForVault) {
        entries.removeAll(where: done.entries.contains)
        removals.subtract(done.removals)
    }
}
