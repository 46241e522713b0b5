import StrictJSON

/// The secret commands that the user has confirmed on this machine: a file in the state directory with the digest of each
/// profile's command. A profile file that came from elsewhere, or was changed by hand, confirms nothing (fault B20).
package actor ConfirmedCommands {
    package enum Standing: Hashable, Sendable {
        case confirmed
        /// Another one was confirmed for the profile.
        case changed
        case never
    }

    private static let limit = 4 << 20

    /// Nil when there is no place for it.
    private let file: String?
    private let context: FileContext
    /// Confirmed in this run, also where nothing can be saved.
    private var here: [Profile.ID: String] = [:]
    private nonisolated let executor = FileExecutor("confirmed commands")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter file: ``Locations/confirmedCommands``.
    package init(file: String?, context: FileContext) {
        self.file = file
        self.context = context
    }

    /// - Throws: `E_FILE_…` for a file that others could have written.
    package func standing(of profile: Profile) throws(StorageError) -> Standing {
        let digest = profile.secretCommand.digest(for: profile.origin)
        if here[profile.id] == digest { return .confirmed }
        let known = try read()["confirmed"]?[profile.id]?.stringValue
        return known == digest ? .confirmed : known == nil ? .never : .changed
    }

    /// Takes note of the command of a profile as it is.
    ///
    /// - Throws: `E_NO_HOME`, `E_LOCKED`, and what saving throws; the command counts as confirmed for this run all the same.
    package func confirm(_ profile: Profile) throws(StorageError) {
        let digest = profile.secretCommand.digest(for: profile.origin)
        here[profile.id] = digest
        guard let file else { throw Locations.noHome }
        try FileLock.around(file, context: context) { () throws(StorageError) in
            var root = try read()
            var confirmed = root["confirmed"]?.objectValue ?? JSONObject()
            confirmed[profile.id] = .string(digest)
            if root["version"] == nil { root["version"] = 1 }
            root["confirmed"] = .object(confirmed)
            try AtomicFile(path: file, context: context, keepsBackup: false).replace(
                with: Array(JSONValue.object(root).serialized(pretty: true).utf8))
        }
    }

    /// A damaged file confirms nothing: it can be made again by confirming.
    private func read() throws(StorageError) -> JSONObject {
        guard let file else { return JSONObject() }
        let contents = try FileContents.read(
            file, limit: Self.limit, checks: context.checks,
            tooLarge: StorageError(.fileUnreadable, file: file, detail: "it is larger than 4 MiB"))
        guard let bytes = contents?.bytes, let document = try? JSONValue.parse(bytes) else { return JSONObject() }
        return document.objectValue ?? JSONObject()
    }
}
