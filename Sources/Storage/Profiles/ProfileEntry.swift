import ASCIIText
import EncryptedVault
import HTTPExchange
import StrictJSON
import ThoughtSpotSessions

/// One profile as an object of the file's array. Members that this version does not know stay as they are.
extension Profile {
    init(_ object: JSONObject) throws(ProfileMemberError) {
        self.init(id: "", name: "", origin: Origin(scheme: .https, host: ""), generation: .v2)
        for field in ProfileField.all {
            guard let member = try field.member(of: object) else {
                if field.isRequired { throw ProfileMemberError("it is missing", in: field.key) }
                continue
            }
            do throws(ProfileMemberError) { try field.read(member, &self) } catch { throw error.below(field.key) }
        }
        if isInsecure, object["tls"]?["caFile"]?.stringValue?.isEmpty == false {
            throw ProfileMemberError("insecure looks at no certificate, yet there is a caFile", in: "tls")
        }
        id = try Self.identifier(object["id"], name: name)
    }

    /// Puts the profile into `object`: known members in their place or at the end, absent ones taken out.
    ///
    /// - Parameter old: what the object says now; a member of the same meaning stays as it is written.
    func merge(into object: inout JSONObject, replacing old: Profile?) {
        // A profile that was written by hand gets the id that it has had since it was read.
        if object["id"]?.stringValue != id { object["id"] = .string(id) }
        for field in ProfileField.all where old.map({ !field.isSame($0, self) }) ?? true {
            field.write(self, into: &object)
        }
    }

    private static func identifier(_ member: JSONValue?, name: String) throws(ProfileMemberError) -> String {
        do throws(ProfileMemberError) {
            guard let member, !member.isNull, let id = try member.profileText() else {
                return identifier(ofName: name)
            }
            let isPlain = id.utf8.allSatisfy { $0.isASCIIDigit || $0.isLowercaseASCIILetter || $0 == UInt8(ascii: "-") }
            guard (1...64).contains(id.utf8.count), isPlain else {
                throw ProfileMemberError("it is not a lower-case UUID")
            }
            return id
        } catch {
            throw error.below("id")
        }
    }

    /// A profile that was written by hand may lack an id: until the next save it has one that follows from its name.
    static func identifier(ofName name: String) -> String {
        UUIDText.text(SHA256Digest(of: "tessera-profile-v1 \(name)".utf8).bytes.prefix(16))
    }
}

extension ProfileField {
    /// `tls` and `caFile` of `tls.caFile`.
    private var path: (parent: String?, name: String) {
        guard let dot = key.firstIndex(of: ".") else { return (nil, key) }
        return (String(key[..<dot]), String(key[key.index(after: dot)...]))
    }

    func member(of object: JSONObject) throws(ProfileMemberError) -> JSONValue? {
        let (parent, name) = path
        guard let parent else { return object.member(name) }
        guard let inner = object.member(parent) else { return nil }
        do throws(ProfileMemberError) { return try inner.profileMember(name) } catch { throw error.below(parent) }
    }

    fileprivate func write(_ profile: Profile, into object: inout JSONObject) {
        let (parent, name) = path
        guard let parent else {
            object[name] = written(profile, object[name])
            return
        }
        var inner = object[parent]?.objectValue ?? JSONObject()
        inner[name] = written(profile, inner[name])
        object[parent] = inner.isEmpty ? nil : .object(inner)
    }
}

/// Profiles that cannot be told apart: equal names but for case and normalisation, or equal ids (fault A8).
struct ProfileDuplicates {
    private struct Pair {
        let what: String
        let first: Int
        let second: Int

        var sentence: String { "profiles[\(first)] and profiles[\(second)] have the same \(what)" }
    }

    private let names: [String]
    private var pairs: [Pair] = []
    /// For each profile that has a twin, the first pair it stands in.
    private var pairOfPlace: [Int: Pair] = [:]

    init(_ entries: [JSONValue]) {
        // The name as it is taken: without the blanks around it.
        names = entries.map { entry in
            let typed = entry["name"]?.stringValue ?? ""
            return (try? ProfileName.checked(typed)) ?? typed
        }
        var firstOfName: [String: Int] = [:]
        var firstOfID: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            // Strings of Swift are equal when they are canonically equivalent, as keys too.
            if let first = firstOfName[name.lowercased()] {
                add(Pair(what: "name", first: first, second: index))
                continue
            }
            firstOfName[name.lowercased()] = index
            let typed = entries[index]["id"]?.stringValue ?? ""
            let id = typed.isEmpty ? Profile.identifier(ofName: name) : typed
            if let first = firstOfID[id] {
                add(Pair(what: "id", first: first, second: index))
            } else {
                firstOfID[id] = index
            }
        }
    }

    private mutating func add(_ pair: Pair) {
        pairs.append(pair)
        for place in [pair.first, pair.second] where pairOfPlace[place] == nil { pairOfPlace[place] = pair }
    }

    func isAmbiguous(_ index: Int) -> Bool { pairOfPlace[index] != nil }

    /// The profiles of all pairs, each with the error of its first pair.
    func unusable(in path: String) -> [UnusableProfile] {
        names.indices.compactMap { index in
            guard let pair = pairOfPlace[index] else { return nil }
            let error = StorageError(
                .profilesDuplicate, file: path,
                detail: "\(pair.sentence); rename or remove one of them by hand, until then neither is used")
            return UnusableProfile(name: names[index], place: index, error: error)
        }
    }

    var detail: String? {
        guard !pairs.isEmpty else { return nil }
        return pairs.prefix(3).map(\.sentence).joined(separator: "; ")
            + "; the others can be used, nothing can be saved"
    }
}

/// A member of the profile file that a secret was written into: the file must not contain one (promise P20). Tessera does
/// not read it, and does not take it out by itself; it tells where it stands.
struct SecretMember {
    /// `profiles[2] (prod-eu)`, or nothing for the top of the file.
    let profile: String?
    /// `password`, `login.password`; never the value.
    let path: String

    /// Names that hold a secret, in lower case and without `-` and `_`.
    private static let names: Set<String> = [
        "password", "passwd", "pass", "pwd", "pw", "passphrase", "secret", "secretkey", "clientsecret", "token",
        "bearer", "bearertoken", "authtoken", "accesstoken", "refreshtoken", "apitoken", "apikey", "key", "cookie",
        "cookies", "authorization", "credential", "credentials", "privatekey",
    ]

    /// The members of a document that have a value, in its order: `login.password`.
    static func paths(in document: JSONObject) -> [String] { paths(in: .object(document), below: "") }

    /// All that have a value, in the order of the file.
    static func found(in root: JSONObject, entries: [JSONValue]) -> [SecretMember] {
        var top = root
        top["profiles"] = nil
        var found = paths(in: .object(top), below: "").map { SecretMember(profile: nil, path: $0) }
        for (index, entry) in entries.enumerated() {
            let name = entry["name"]?.stringValue.flatMap { try? ProfileName.checked($0) }
            let profile = "profiles[\(index)]" + (name.map { " (\($0))" } ?? "")
            found += paths(in: entry, below: "").map { SecretMember(profile: profile, path: $0) }
        }
        return found
    }

    private static func paths(in value: JSONValue, below path: String) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                let place = path.isEmpty ? member.key : "\(path).\(member.key)"
                return isSecret(member.key) && !isEmpty(member.value) ? [place] : paths(in: member.value, below: place)
            }
        case .array(let elements):
            elements.enumerated().flatMap { paths(in: $0.element, below: "\(path)[\($0.offset)]") }
        default: []
        }
    }

    private static func isSecret(_ key: String) -> Bool {
        names.contains(key.lowercased().filter { $0 != "-" && $0 != "_" })
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool: true
        case .string(let text): text.isEmpty
        default: false
        }
    }

    func warning(about file: String) -> StorageWarning {
        let place = profile.map { "\($0) has the member" } ?? "the file has the member"
        return StorageWarning(
            .secretMember, file: file,
            detail: "\(place) \"\(path)\": Tessera does not use it, and this file must hold no secret",
            advice:
                "take it out, treat the secret as compromised and rotate it, then chmod 600 \(FileChecks.quoted(file))")
    }
}
