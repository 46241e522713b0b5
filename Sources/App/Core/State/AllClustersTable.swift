import HTTPExchange
import Moments
import Operations
package import Storage
import ThoughtSpotSessions

/// All clusters in one table; what dies first stands first.
package struct AllClustersTable: Hashable, Sendable {
    package enum Column: String, Hashable, Sendable, CaseIterable {
        case remaining, name, generation, release, org, user, credential, state, tls, age
    }

    package internal(set) var column = Column.remaining
    package internal(set) var isDescending = false
    /// The profiles in their order.
    package private(set) var rows: [Profile.ID] = []

    package init() {}

    /// Sorts anew. Equal rows stay in the order of the profiles.
    mutating func refresh(from state: AppState) {
        let profiles = state.profiles.list
        let keys = profiles.map { key(of: $0, row: state.clusters[$0.id]) }
        rows = profiles.indices.sorted { left, right in
            if keys[left] == keys[right] { return left < right }
            return (keys[left] < keys[right]) != isDescending
        }.map { profiles[$0].id }
    }

    private struct Key: Comparable {
        var number: Int64 = 0
        var text = ""

        static func < (left: Key, right: Key) -> Bool {
            left.number == right.number ? left.text < right.text : left.number < right.number
        }
    }

    private func key(of profile: Profile, row: ClusterRow?) -> Key {
        let info = row?.session?.info
        switch column {
        // By one clock, whatever the clusters' clocks say.
        case .remaining: return Key(number: row?.session?.remaining(at: Instant(milliseconds: 0)) ?? Int64.max)
        case .name: return Key(text: profile.name.lowercased())
        case .generation: return Key(text: profile.generation.rawValue)
        case .release: return Key(text: info?.releaseVersion ?? "")
        case .org: return Key(text: (info?.currentOrg ?? profile.org)?.wording.lowercased() ?? "")
        case .user: return Key(text: (info?.userName ?? profile.username ?? "").lowercased())
        case .credential: return Key(text: row?.session?.credential.rawValue ?? "")
        case .state: return Key(number: Self.rank(row))
        case .tls: return Key(number: profile.trust == .insecure ? 0 : 1)
        case .age: return Key(number: row?.checkedAt?.milliseconds ?? 0)
        }
    }

    /// What needs attention comes first.
    private static func rank(_ row: ClusterRow?) -> Int64 {
        if row?.session != nil { return 3 }
        return switch row?.status?.state {
        case .failed: 0
        case .sessionEnded: 1
        case .reachable: 2
        case .loggedIn: 3
        case nil: 4
        }
    }
}
