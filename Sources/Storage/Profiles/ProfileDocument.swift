import StrictJSON
import ThoughtSpotSessions

/// The profile file in memory: the document as it stands, with the profiles read from it.
struct ProfileDocument {
    /// Limits of the file (fault A12).
    static let limits = JSONLimits(depth: 32, bytes: 8 * 1024 * 1024, items: 1_000_000)
    static let profileLimit = 10_000

    private(set) var root: JSONObject
    var list: ProfileList
    private let path: String
    /// For each profile of the list, its place in the file's array.
    private var places: [Int]

    /// A file that is not there yet.
    init(path: String) {
        self.path = path
        root = ["version": 1, "profiles": []]
        list = ProfileList()
        places = []
    }

    /// Reads the bytes of the file.
    init(_ bytes: [UInt8], path: String) throws(StorageError) {
        let document: JSONValue
        do throws(JSONSyntaxError) { document = try JSONValue.parse(bytes, limits: Self.limits) } catch {
            throw StorageError(error, file: path)
        }
        guard let root = document.objectValue else {
            throw StorageError(
                .profilesShape, file: path, detail: "expected an object with \"version\" and \"profiles\" on top")
        }
        self.path = path
        self.root = root
        list = ProfileList()
        places = []
        if JSONValue.hasBOM(bytes) {
            list.warnings.append(
                StorageWarning(
                    .byteOrderMark, file: path, detail: "a byte order mark stands in front; the next save drops it"))
        }
        let isNewer = try readVersion()
        let entries = try entries()
        list.defaultName = root["default"]?.stringValue
        try read(entries, skippingUnknown: isNewer)
    }

    private mutating func readVersion() throws(StorageError) -> Bool {
        guard let value = root["version"] else { return false }
        guard let version = value.intValue, version >= 1 else {
            throw StorageError(.profilesShape, file: path, detail: "version: it is not a whole number from 1")
        }
        guard version > 1 else { return false }
        list.readOnlyReason = StorageError(
            .profilesNewer, file: path,
            detail: "its format is \(version), and this version writes 1")
        return true
    }

    private func entries() throws(StorageError) -> [JSONValue] {
        guard let value = root["profiles"], !value.isNull else { return [] }
        guard let entries = value.arrayValue else {
            throw StorageError(.profilesShape, file: path, detail: "profiles: expected an array")
        }
        guard entries.count <= Self.profileLimit else {
            throw StorageError(
                .profilesTooLarge, file: path, detail: "it holds \(entries.count) profiles; 10000 is the limit")
        }
        return entries
    }

    private mutating func read(_ entries: [JSONValue], skippingUnknown: Bool) throws(StorageError) {
        let duplicates = ProfileDuplicates(entries)
        for (index, entry) in entries.enumerated() where !duplicates.isAmbiguous(index) {
            do throws(ProfileMemberError) {
                guard let object = entry.objectValue else {
                    throw ProfileMemberError("expected an object")
                }
                list.profiles.append(try Profile(object))
                places.append(index)
            } catch {
                if skippingUnknown { continue }
                let field = error.member.isEmpty ? "" : ".\(error.member)"
                throw StorageError(
                    .profilesShape, file: path, detail: "profiles[\(index)]\(field): \(error.reason)")
            }
        }
        if let detail = duplicates.detail {
            list.readOnlyReason = StorageError(.profilesDuplicate, file: path, detail: detail)
            list.unusable = duplicates.unusable(in: path)
        }
        list.warnings += SecretMember.found(in: root, entries: entries).map { $0.warning(about: path) }
    }

    /// The bytes to save.
    var bytes: [UInt8] { Array(JSONValue.object(root).serialized(pretty: true).utf8) }

    private var entriesOfFile: [JSONValue] {
        get { root["profiles"]?.arrayValue ?? [] }
        set { root["profiles"] = .array(newValue) }
    }

    /// Adds a profile, at a place among the others or at the end.
    mutating func insert(_ profile: Profile, at position: Int? = nil) {
        var object = JSONObject()
        profile.merge(into: &object, replacing: nil)
        if root["version"] == nil { root = JSONObject([("version", 1)] + root.members.map { ($0.key, $0.value) }) }
        let index = min(max(0, position ?? list.profiles.count), list.profiles.count)
        // Entries that are no profile keep their places between the others.
        let place = index < places.count ? places[index] : entriesOfFile.count
        var entries = entriesOfFile
        entries.insert(.object(object), at: place)
        entriesOfFile = entries
        for later in places.indices where places[later] >= place { places[later] += 1 }
        places.insert(place, at: index)
        list.profiles.insert(profile, at: index)
    }

    /// Replaces the profile at `index` of the list: members that say the same as before stay as they are written.
    mutating func replace(at index: Int, with profile: Profile) {
        var object = entriesOfFile[places[index]].objectValue ?? JSONObject()
        profile.merge(into: &object, replacing: list.profiles[index])
        entriesOfFile[places[index]] = .object(object)
        if list.defaultName == list.profiles[index].name { setDefault(profile.name) }
        list.profiles[index] = profile
    }

    /// Takes out the profile at `index` of the list.
    mutating func remove(at index: Int) {
        entriesOfFile.remove(at: places[index])
        if list.defaultName == list.profiles[index].name { setDefault(nil) }
        list.profiles.remove(at: index)
        let place = places.remove(at: index)
        places = places.map { $0 > place ? $0 - 1 : $0 }
    }

    /// Names the default profile, or none.
    mutating func setDefault(_ name: String?) {
        root["default"] = name.map(JSONValue.string)
        list.defaultName = name
    }
}

extension StorageError {
    /// What the profile file's JSON suffers from, without its text.
    fileprivate init(_ error: JSONSyntaxError, file: String) {
        let (code, detail): (Code, String) =
            switch error.reason {
            case .encoding: (.profilesEncoding, error.clause)
            case .duplicateKey: (.profilesDuplicateKey, error.clause)
            case .tooDeep: (.profilesTooLarge, "it is nested deeper than 32 levels")
            case .tooLarge: (.profilesTooLarge, "it is larger than this version reads (8 MiB, strings of 1 MiB)")
            case .empty, .syntax, .trailing, .number, .string: (.profilesDamaged, error.clause)
            }
        self.init(code, file: file, detail: detail, line: error.line, column: error.column)
    }
}
