package import DisplayText
import HTTPExchange
package import Moments
package import Operations
package import Storage
package import ThoughtSpotSessions

/// Everything the screen shows, as one value. `update` changes it, the screens draw it, nothing else touches it.
///
/// How forms are split between this module and the screens: the *values* of a form live here (``FormDraft``), because
/// `update` decides what is dirty, which field counts and what is sent. The *editing* of a text (cursor, words,
/// bracketed paste) is the toolkit's: a screen sends ``AppAction/setField(_:_:)`` when a field's value has changed,
/// and takes the value from here whenever the two differ (a secret that was wiped, a form that was reset). The same
/// rule holds for the filter, the palette and a typed confirmation. Lists likewise: what is selected and marked lives
/// here, by identity; which row stands at the top of the window is the screen's.
package struct AppState: Hashable, Sendable {
    /// The moment of the last action, by the clock of this machine; set by the runtime before every `update`.
    package var now: Instant
    package var size: ScreenSize
    /// `--read-only`.
    package var isReadOnly: Bool

    package var profiles: ProfileShelf
    /// What is known of each cluster; a profile without a row has not been looked at.
    package var clusters: [Profile.ID: ClusterRow]
    package var selectedProfile: Profile.ID?
    package var tokens: TokenTable
    package var activity: ActivityLog
    package var allClusters: AllClustersTable
    /// The audit log that was opened last.
    package var audit = AuditTable()

    package var screen: Screen
    package var focus: PaneID
    /// Forms, questions and detail views over the panes; the last one has the keys.
    package var layers: [Layer]
    /// A token in clear, for a moment.
    package var revealed: RevealedToken?
    /// Actions run from the palette, by name, the latest last; at most 50.
    package var paletteHistory: [String]

    /// What is under way, by identity.
    package var inFlight: [EffectID: InFlight]
    /// Numbers every effect, so that an answer to an older one is known and dropped.
    package var lastStamp: Int
    /// Rows that fit into a list, as the screen last drew it; the size of a page.
    package var pageRows: [PaneID: Int]
    package var isQuitting: Bool
    /// Seconds east of UTC, for times in words; set by the runtime beside `now`.
    package var localOffset: Int
    /// What was removed in this run and can be brought back, the latest last.
    package internal(set) var removals: [Removal] = []
    /// Tokens of this run that are certain to exist elsewhere, too: they reached a clipboard that told so, or were there
    /// before anything was done here.
    var handedOut: Set<TokenRecord.ID> = []
    /// Grows whenever something appears that no key typed before was meant for: a question, or what lies behind a layer
    /// that closed by itself.
    package internal(set) var scene = 0
    /// What the journal knows of the token whose detail was opened last.
    package internal(set) var timeline: TokenTimeline?
    /// A token that was issued and is not what was asked for, until its line has been read.
    var unwanted: UnwantedToken?
    /// A file changed while it was being read, or while a change of ours was on its way into it.
    var staleFiles: Set<StoredFile> = []
    /// Counts the forms that were opened.
    var lastFormSerial = 0

    /// The state before the first frame: local files only, no network, no journal.
    ///
    /// - Parameter profiles: what was read of the file, or why it could not be read, which is not the same as "no
    ///   profiles".
    package static func initial(
        profiles: ProfileShelf, now: Instant, localOffset: Int = 0, isReadOnly: Bool = false,
        size: ScreenSize = ScreenSize(columns: 80, rows: 24)
    ) -> AppState {
        var state = AppState(
            now: now, size: size, isReadOnly: isReadOnly, profiles: profiles,
            clusters: [:], selectedProfile: nil, tokens: TokenTable(), activity: ActivityLog(),
            allClusters: AllClustersTable(), screen: .panes, focus: .clusters, layers: [], revealed: nil,
            paletteHistory: [], inFlight: [:], lastStamp: 0, pageRows: [:], isQuitting: false, localOffset: localOffset
        )
        let start = profiles.list.first { $0.name == profiles.defaultName } ?? profiles.list.first
        state.selectedProfile = start?.id
        state.tokens.show(start?.origin.description)
        state.refreshAllClusters()
        return state
    }

    /// The profile whose session and tokens are shown.
    package var profile: Profile? { selectedProfile.flatMap { profiles[$0] } }

    /// The profile through which a token is acted on, at the token's own address; `nil` when no profile has it.
    package func profile(of record: TokenRecord) -> Profile? {
        profiles.profile(of: record, preferring: selectedProfile)
    }

    /// How far the servers' clocks differ from ours, as the journal tells it.
    package var clocks: ServerClocks { tokens.list?.clocks ?? ServerClocks() }

    /// By how much the clock of a profile's cluster differs from ours, where that is worth a word: `clock 2h ahead`.
    package func clockNotice(of profile: Profile) -> SafeText? {
        guard let skew = clocks.skew(of: profile.origin.description), abs(skew) > ServerClocks.notable else {
            return nil
        }
        let size = DurationText.skew(milliseconds: skew)
        return "clock \(size) \(skew > 0 ? "ahead" : "behind")"
    }

    /// What is known of the selected cluster.
    package var cluster: ClusterRow? { selectedProfile.flatMap { clusters[$0] } }

    /// The layer that has the keys, over the panes.
    package var topLayer: Layer? { layers.last }

    /// Whether the selected row of a pane, or a layer, holds a text that exists nowhere else.
    package var hasUnsavedWork: Bool {
        layers.contains { if case .form(let form) = $0 { form.isDirty } else { false } }
    }

    /// How a token stands now, by the clock of its server.
    package func standing(of record: TokenRecord) -> TokenStanding {
        TokenStanding(of: record, at: now, clocks: clocks)
    }

    /// Whether something that changes a server is under way.
    package var hasChangesInFlight: Bool { inFlight.values.contains(where: \.isChange) }
}

/// The size of the screen in cells.
package struct ScreenSize: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// Below 40x10 nothing useful can be shown.
    package var isTooSmall: Bool { columns < 40 || rows < 10 }

    /// Below 100 columns or 24 rows the panes stack, one at a time.
    package var isStacked: Bool { columns < 100 || rows < 24 }
}

/// The four panes.
package enum PaneID: String, Hashable, Sendable, CaseIterable {
    case clusters, session, tokens, activity
}

/// What fills the screen below the layers.
package enum Screen: Hashable, Sendable {
    case panes
    /// All clusters in one table.
    case allClusters
}

/// A token that a cluster issued for another user or Org than asked, or with an answer that cannot be read to its end.
struct UnwantedToken: Hashable, Sendable {
    let fingerprint: Fingerprint
    let profile: Profile.ID
    /// What is wrong with it.
    let reason: SafeText
}

/// The files that other programs may change while this one runs.
package enum StoredFile: Hashable, Sendable, CaseIterable {
    case profiles, journal
}

/// A token or a secret key shown in clear, and until when (at most 20 s).
package struct RevealedToken: Hashable, Sendable {
    package let id: TokenRecord.ID
    package let token: Secret
    package let until: Instant
    /// `token`, `secret key`.
    package let what: SafeText

    package init(id: TokenRecord.ID, token: Secret, until: Instant, what: SafeText = "token") {
        self.id = id
        self.token = token
        self.until = until
        self.what = what
    }
}
