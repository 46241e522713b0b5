import DisplayText
import HTTPExchange
package import Moments
import Operations
package import Storage
package import Terminal
import ThoughtSpotSessions
import Toolkit

/// Everything the screen shows, as one value. `update` changes it, `Screen` draws it, nothing else touches it.
package struct ProgramState: Equatable, Sendable {
    /// The moment of the last action, by the clock of this machine; set by the runtime before every `update`.
    package internal(set) var now: Instant
    /// Seconds east of UTC, for times in words; set by the runtime beside `now`.
    package internal(set) var localOffset: Int
    package internal(set) var size: Size
    /// The picture is no larger than this, whatever the terminal is.
    let limit: Size?
    /// `--read-only`.
    package let isReadOnly: Bool
    /// Whether it is read in lines and answered by words: nothing is drawn, and there are no keys.
    var isPlain = false
    /// Whether the terminal is at the other end of an SSH connection: the mouse is off there, unless asked for.
    let isOverSSH: Bool
    /// What was said of the mouse in this run; nil for what the settings say.
    var mouseChoice: Bool?
    /// The signs the terminal can show: they decide how wide a text is.
    let glyphs: GlyphSet
    package internal(set) var loadedSettings: LoadedSettings

    package internal(set) var profiles: LoadedProfiles
    /// What is known of each cluster; a profile without a row has not been looked at.
    package internal(set) var clusters: [Profile.ID: ClusterRow] = [:]
    package internal(set) var selectedProfile: Profile.ID?
    /// The one that was selected before it.
    var lastProfile: Profile.ID?
    package internal(set) var tokens = KnownTokens()
    package internal(set) var activity = ActivityLog()
    package internal(set) var vault: VaultAccess

    package internal(set) var panes = Panes()
    /// Forms, questions and detail views over the panes; the last one has the keys.
    var stack: [OpenFeature] = []
    /// Closed views that go on where they were when they are opened again.
    var parked: [OpenFeature] = []
    var lastFeatureID = 0
    /// What was chosen in the palette, the latest first; at most 50.
    var paletteHistory: [PaletteChoice] = []

    /// What is under way, by identity.
    package internal(set) var inFlight: [WorkID: InFlight] = [:]
    /// Work that was cancelled in the action at hand: it is told when the feature that cancelled it has had its say.
    var cancelled: [AnyWork] = []
    /// Numbers every effect, so that an answer to an older one is known and dropped.
    var lastStamp = 0
    package internal(set) var isQuitting = false
    /// Grows whenever something appears that no key typed before was meant for: a question, or what lies behind a
    /// feature that closed by itself.
    package internal(set) var scene = 0
    /// Who logged in last to which profile.
    var lastUsers: [Profile.ID: String] = [:]
    /// What was removed in this run and can be restored, the latest last.
    var removals: [Removal] = []
    /// Tokens of this run that are certain to exist elsewhere, too: they reached a clipboard that told so, or were there
    /// before anything was done here.
    var handedOut: Set<TokenRecord.ID> = []
    /// When a secret that was copied is to leave tmux's buffers; nil while there is none.
    var clearsCopiesAt: Instant?
    /// What was left open by earlier runs is told with the next reading of the journal.
    var tellsLeftOpen = true
    /// What was told of it.
    var toldLeftOpen = LeftOpenReport()
    /// A token that was issued and is not what was asked for, until its line has been read.
    var unwanted: UnwantedToken?
    /// What was done about users in this run, for the report of a later plan for one of them; oldest first.
    var incidents: [IncidentReport] = []
    /// Several tokens that are validated at a time.
    var validations = BulkValidation()
    /// What the preview tells of the token under the cursor, beside its facts.
    var previewTimeline = PreviewTimeline()
    /// How the audit log was sorted and filtered last.
    var auditMemory = AuditMemory()
    var setClock = SetClock()
    /// When all clusters were checked last.
    var refreshedAt: Instant
    /// A file changed while it was being read, or while a change of ours was on its way into it.
    var staleFiles: Set<StoredFile> = []

    /// The state before the first frame: local files only, no network, no journal.
    ///
    /// - Parameter profiles: what was read of the file, or why it could not be read, which is not the same as "no
    ///   profiles".
    package init(
        profiles: LoadedProfiles, settings: LoadedSettings = LoadedSettings(), now: Instant, localOffset: Int = 0,
        isReadOnly: Bool = false, isOverSSH: Bool = false, size: Size = Size(rows: 24, columns: 80), limit: Size? = nil,
        glyphs: GlyphSet = .unicode
    ) {
        self.profiles = profiles
        self.now = now
        refreshedAt = now
        loadedSettings = settings
        vault = VaultAccess(at: now)
        vault.use(settings.settings)
        self.localOffset = localOffset
        self.isReadOnly = isReadOnly
        self.isOverSSH = isOverSSH
        self.limit = limit
        self.size = size.limited(to: limit)
        self.glyphs = glyphs
        let start = profiles.list.first { $0.name == profiles.defaultName } ?? profiles.list.first
        selectedProfile = start?.id
        profilesChanged()
    }

    /// What a person has chosen.
    package var settings: Settings { loadedSettings.settings }

    /// The keys that work.
    var keymap: Keymap<Command> { loadedSettings.settings.keymap }
    var paneKeymap: Keymap<Command> { loadedSettings.settings.paneKeymap }

    /// The profile whose session and tokens are shown.
    package var profile: Profile? { isOnTokenWithoutProfile ? nil : selectedProfile.flatMap { profiles[$0] } }

    /// The key of a command, for texts that name it: `V`. Without one its name, with which the palette of the panes finds
    /// it: `:vault unlock`. In lines, the answer that means it.
    func key(_ command: Command, in layer: KeyLayer = .panes) -> SafeText {
        let keymap = layer == .panes ? paneKeymap : keymap
        let binding = keymap.binding(of: command, in: layer)
        if isPlain { return binding.map { PlainWords.answer($0) } ?? "\(command.rawValue)" }
        return binding?.keys.first.map { "\(KeyNotation.text($0))" }
            ?? (layer == .panes ? ":\(command.rawValue)" : "\(command.rawValue)")
    }

    /// What is known of the selected cluster.
    var cluster: ClusterRow? { selectedProfile.flatMap { clusters[$0] } }

    /// What exists nowhere else and would be lost, in a sentence each.
    var unsavedWork: [SafeText] { stack.compactMap(\.feature.unsavedWork).distinct }
}

extension Size {
    func limited(to limit: Size?) -> Size {
        guard let limit else { return self }
        return Size(rows: min(rows, limit.rows), columns: min(columns, limit.columns))
    }
}

/// What is said of the program's doings.
extension ProgramState {
    /// Says what went wrong, and keeps the whole message.
    ///
    /// - Returns: the message.
    @discardableResult
    mutating func say(_ error: OperationError) -> Message {
        let message = MessageComposer.message(for: error)
        say(.failure, message.sentence, message: message)
        return message.onScreen(in: self)
    }

    mutating func say(_ weight: ActivityMessage.Weight, _ text: SafeText, message: Operations.Message? = nil) {
        activity.say(ActivityMessage(weight, text, message: message), at: now)
    }
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
    case profiles, journal, settings, vault
}

/// What was removed, edited or imported in this run and can be undone.
enum Removal: Hashable, Sendable {
    /// With its place among the profiles.
    case profile(Profile, at: Int)
    case edit(before: Profile, after: Profile)
    case tokens([TokenRecord])
    /// The profiles that an import has added, as they were saved.
    case imported([Profile])
}
