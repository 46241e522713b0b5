/// Where this user's files are (<doc:Files>). Nothing is created by asking.
package struct Locations: Hashable, Sendable {
    /// The directories; nothing when there is no home to put them in.
    package let configuration: String?
    package let state: String?
    package let data: String?

    /// - Parameters:
    ///   - environment: of the process. `TESSERA_HOME` names one directory for everything; otherwise the `XDG_…_HOME`
    ///     variables count where they are absolute, and `HOME` where they are not.
    ///   - home: `--home`, stronger than `TESSERA_HOME`.
    ///   - accountHome: the directory of the user's account, where `HOME` names no absolute path: services and cron jobs
    ///     may run without the variable.
    package init(environment: [String: String], home: String? = nil, accountHome: String? = nil) {
        if let home = [home, environment["TESSERA_HOME"]].compactMap({ $0 }).first(where: { !$0.isEmpty }) {
            let directory = Self.withoutTrailingSlashes(home)
            (configuration, state, data) = (directory, directory, directory)
            return
        }
        func directory(_ variable: String, _ fallback: String) -> String? {
            if let path = environment[variable], path.hasPrefix("/") {
                return Self.withoutTrailingSlashes(path) + "/tessera"
            }
            guard let path = [environment["HOME"], accountHome].compactMap(\.self).first(where: { $0.hasPrefix("/") })
            else { return nil }
            return Self.withoutTrailingSlashes(path) + "/\(fallback)/tessera"
        }
        configuration = directory("XDG_CONFIG_HOME", ".config")
        state = directory("XDG_STATE_HOME", ".local/state")
        data = directory("XDG_DATA_HOME", ".local/share")
    }

    package var profiles: String? { configuration.map { $0 + "/profiles.json" } }

    package var settings: String? { configuration.map { $0 + "/settings.json" } }

    package var journal: String? { state.map { $0 + "/journal.jsonl" } }

    package var vault: String? { data.map { $0 + "/vault.json" } }

    /// Why nothing can be saved, for a banner; nothing when all is well. The check at the disk comes with the save.
    package var obstacle: StorageError? {
        configuration == nil || state == nil ? Self.noHome : nil
    }

    package static let noHome = StorageError(
        .noHome, file: "", detail: "HOME is not set to an absolute path, and the account has no directory",
        advice: "tessera --home DIRECTORY")

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = Substring(path)
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path == "/" ? "" : String(path)
    }
}
