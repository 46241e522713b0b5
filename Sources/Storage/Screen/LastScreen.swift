import StrictJSON

/// How the screen was left: what was selected, in which order and through which filter, and who logged in last to which
/// profile. No secret, and nothing that a server said (<doc:Files>).
package struct LastScreen: Hashable, Sendable {
    /// By which column a list is sorted.
    package struct Order: Hashable, Sendable {
        package var column: String
        package var isDescending: Bool

        package init(column: String, isDescending: Bool) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    /// The id of the selected profile.
    package var profile: String?
    /// The pane with the focus.
    package var pane: String?
    package var showsAllClusters = false
    package var tokenOrder: Order?
    package var tokenFilter = ""
    package var clusterOrder: Order?
    package var auditOrder: Order?
    package var auditFilter = ""
    /// The names of the actions that were chosen in the palette, the latest first.
    package var palette: [String] = []
    /// The user of the last login to each profile, by its id.
    package var users: [String: String] = [:]

    package init() {}

    /// A word of a filter that is as long as this may be a secret that was pasted: such a filter is not kept.
    private static let longestWord = 19

    fileprivate static let mostChoices = 50

    /// Whether a filter may stand in a file.
    package static func isKept(_ filter: String) -> Bool {
        filter.utf8.count <= 256 && filter.split(separator: " ").allSatisfy { $0.utf8.count <= longestWord }
    }
}

/// The file that keeps it, in the state directory. The last program that ends wins. It is a convenience: where it cannot be
/// read or written, the screen opens as it does the first time.
package struct ScreenFile: Sendable {
    private let file: String?
    private let context: FileContext

    fileprivate static let version = 1
    private static let limit = 1_048_576
    /// Milliseconds for the lock: the end of the program does not wait for another one.
    private static let patience = 1_000

    /// - Parameter file: ``Locations/screen``; nil where there is no place for it.
    package init(file: String?, context: FileContext) {
        self.file = file
        self.context = context
    }

    /// How the screen was left, and what is wrong with the file, in one clause; nothing is without one.
    package func read() -> (screen: LastScreen, problem: String?) {
        guard let file else { return (LastScreen(), nil) }
        do throws(StorageError) {
            guard let object = try content(of: file) else { return (LastScreen(), nil) }
            return (LastScreen(object), nil)
        } catch {
            return (LastScreen(), error.detail)
        }
    }

    /// Keeps it, unless the file says the same. Members that are not ours survive; the file of a newer version stays.
    ///
    /// - Throws: what saving throws; the screen opens as it was left before then.
    package func save(_ screen: LastScreen) throws(StorageError) {
        guard let file else { return }
        try FileLock.around(file, context: context, patience: Self.patience) { () throws(StorageError) in
            var object = JSONObject()
            do throws(StorageError) { object = try content(of: file) ?? JSONObject() } catch {
                // What is damaged is replaced; what is not ours is left alone.
                guard error.code == .fileUnreadable else { throw error }
            }
            if let version = object["version"]?.intValue, version > Self.version { return }
            let before = object
            screen.write(to: &object)
            guard object != before else { return }
            let text = JSONValue.object(object).serialized(pretty: true)
            try AtomicFile(path: file, context: context, keepsBackup: false).replace(with: Array(text.utf8))
        }
    }

    /// - Throws: `E_FILE_…` for a place that is not safe, `E_FILE_UNREADABLE` for a content that is none of ours.
    private func content(of file: String) throws(StorageError) -> JSONObject? {
        let damaged = StorageError(.fileUnreadable, file: file, detail: "\(file) is not what Tessera wrote")
        guard
            let bytes = try FileContents.read(file, limit: Self.limit, checks: context.checks, tooLarge: damaged)?.bytes
        else { return nil }
        guard let object = (try? JSONValue.parse(bytes))?.objectValue, object["version"]?.intValue != nil else {
            throw damaged
        }
        return object
    }
}

extension LastScreen {
    /// Reads what it knows; what has another type than ours is left out.
    fileprivate init(_ object: JSONObject) {
        self.init()
        profile = object["profile"]?.stringValue
        pane = object["pane"]?.stringValue
        showsAllClusters = object["allClusters"]?.boolValue ?? false
        tokenOrder = object["tokens"].flatMap { Order($0["order"]) }
        tokenFilter = Self.filter(of: object["tokens"])
        clusterOrder = object["clusters"].flatMap { Order($0["order"]) }
        auditOrder = object["audit"].flatMap { Order($0["order"]) }
        auditFilter = Self.filter(of: object["audit"])
        palette = (object["palette"]?.arrayValue ?? []).prefix(Self.mostChoices).compactMap(\.stringValue)
        for member in object["users"]?.objectValue?.members ?? [] {
            users[member.key] = member.value.stringValue
        }
    }

    private static func filter(of list: JSONValue?) -> String {
        let filter = list?["filter"]?.stringValue ?? ""
        return isKept(filter) ? filter : ""
    }

    /// What is known of a list, beside what another version has written there.
    private static func list(_ old: JSONValue?, _ order: Order?, filter: String? = nil) -> JSONValue {
        var list = old?.objectValue ?? JSONObject()
        list["order"] = order?.json
        if let filter { list["filter"] = .string(isKept(filter) ? filter : "") }
        return .object(list)
    }

    fileprivate func write(to object: inout JSONObject) {
        object["version"] = .int(ScreenFile.version)
        object["profile"] = profile.map { .string($0) }
        object["pane"] = pane.map { .string($0) }
        object["allClusters"] = .bool(showsAllClusters)
        object["tokens"] = Self.list(object["tokens"], tokenOrder, filter: tokenFilter)
        object["clusters"] = Self.list(object["clusters"], clusterOrder)
        object["audit"] = Self.list(object["audit"], auditOrder, filter: auditFilter)
        object["palette"] = .array(palette.prefix(Self.mostChoices).map { .string($0) })
        object["users"] = .object(
            JSONObject(users.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }))
    }
}

extension LastScreen.Order {
    fileprivate init?(_ json: JSONValue?) {
        guard let column = json?["column"]?.stringValue else { return nil }
        self.init(column: column, isDescending: json?["descending"]?.boolValue ?? false)
    }

    fileprivate var json: JSONValue { ["column": .string(column), "descending": .bool(isDescending)] }
}
