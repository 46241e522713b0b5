import DemoCluster
import HTTPExchange
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What a script finds when it begins; everything not said is the demo world as `tessera demo` shows it.
struct ProgramSetting: Sendable {
    var size = Size(rows: 30, columns: 110)
    var glyphs = GlyphSet.unicode
    /// Nil: as the settings say.
    var theme: Theme? = .standard
    /// What stands in `settings.json`; nil for no such file.
    var settingsFile: String?
    /// `--read-only`.
    var isReadOnly = false
    /// Work runs one piece at a time. Off for scripts in which something waits while something else goes on.
    var isOrdered = true
    /// Whether the journal holds the demo's tokens.
    var hasTokens = true
    /// Whether an earlier run was killed in the middle of a bulk revocation on prod-eu.
    var hasCutOffBulk = false
    /// Changes the profiles before they are saved.
    var profiles: @Sendable (inout [Profile]) -> Void = { _ in }
    /// A cluster of the script's own, beside those of the demo world.
    var cluster: DemoClusterConfiguration?
    /// What goes wrong, by the name of the cluster.
    var faults: [String: [DemoFaultRule]] = [:]
    /// The profile file as it stands on disk, instead of the demo's profiles.
    var profileFile: String?

    /// Where ``cluster`` is.
    static let ownOrigin = Origin(scheme: .https, host: "own.demo.example")
}
