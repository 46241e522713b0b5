package import StrictJSON

/// The settings file: read as a whole, never written. What its members mean is the program's.
package struct SettingsFile: Sendable {
    /// Nil when there is no place for it.
    package let path: String?
    private let context: FileContext

    /// Nothing that people write by hand is larger.
    static let limits = JSONLimits(depth: 16, bytes: 256 * 1024, stringBytes: 4 * 1024, items: 10_000)

    /// - Parameter path: ``Locations/settings``.
    package init(path: String?, context: FileContext) {
        self.path = path
        self.context = context
    }

    /// Reads the file on a thread of its own; nil when there is none.
    ///
    /// - Throws: `E_FILE_…` as for the profiles; `E_SETTINGS_TOO_LARGE` before it is parsed; `E_SETTINGS_DAMAGED` with line
    ///   and column.
    package func load() async throws(StorageError) -> SettingsDocument? {
        let file = self
        return try await FileExecutor.run { () throws(StorageError) in try file.read() }
    }

    func read() throws(StorageError) -> SettingsDocument? {
        guard let path else { return nil }
        let contents = try FileContents.read(
            path, limit: Self.limits.bytes, checks: context.checks, mayBeLink: true,
            tooLarge: StorageError(.settingsTooLarge, file: path, detail: "it is larger than 256 KiB"))
        guard let contents else { return nil }
        return try SettingsDocument(contents.bytes, file: path)
    }
}

/// The members of the settings file, with their places.
package struct SettingsDocument: Hashable, Sendable {
    package let file: String
    /// In the order of the file.
    package let members: [PlacedJSON.Member]

    /// Reads the bytes of the file.
    package init(_ bytes: [UInt8], file: String) throws(StorageError) {
        self.file = file
        let root: PlacedJSON
        do throws(JSONSyntaxError) { root = try PlacedJSON.parse(bytes, limits: SettingsFile.limits) } catch {
            throw StorageError(
                error.reason == .tooLarge || error.reason == .tooDeep ? .settingsTooLarge : .settingsDamaged,
                file: file, detail: error.clause, line: error.line, column: error.column)
        }
        guard let members = root.members else {
            throw StorageError(
                .settingsDamaged, file: file, detail: "expected an object, such as {\"version\": 1}",
                line: root.place.line, column: root.place.column)
        }
        self.members = members
    }
}
