import EncryptedVault
import HTTPExchange
import ThoughtSpotSessions

/// One profile as an object of the profile file, and back. Members that this version does not know stay as they are.
enum ProfileCodec {
    /// What is wrong with which member: `tls.caFile`, `it is not a string`.
    struct Problem: Error {
        let field: String
        let reason: String
    }

    static func profile(_ object: JSONObject) throws(Problem) -> Profile {
        let fields = ProfileFields(object)
        guard let typedName = try fields.text("name") else { throw Problem(field: "name", reason: "it is missing") }
        guard let url = try fields.text("url") else { throw Problem(field: "url", reason: "it is missing") }
        let (name, origin): (String, Origin)
        do throws(ProfileInputError) {
            (name, origin) = (try ProfileName.checked(typedName), try ProfileURL.origin(url))
        } catch {
            throw Problem(field: error.code == "E_URL" ? "url" : "name", reason: error.reason)
        }
        var profile = Profile(
            id: try identifier(fields, name: name), name: name, origin: origin,
            generation: try fields.choice("generation", of: Generation.self) ?? .v2)
        profile.username = try fields.text("username")
        profile.org = try org(object["org"])
        profile.tag = try fields.text("tag")
        profile.isProtected = try fields.flag("protected")
        profile.isReadOnly = try fields.flag("readOnly")
        profile.trust = try trust(ProfileFields(object: object["tls"], path: "tls"))
        profile.proxy = try proxy(fields)
        profile.deadlines = try deadlines(ProfileFields(object: object["timeouts"], path: "timeouts"))
        profile.secretSource = try fields.choice("secretSource", of: Profile.SecretSource.self) ?? .memory
        profile.note = try fields.text("note")
        profile.acceptsURLSecrets = try fields.flag("acceptUrlSecrets")
        return profile
    }

    /// Puts `profile` into `object`: known members in their place or at the end, absent ones taken out.
    ///
    /// - Parameter old: what the object says now; a member of the same meaning stays as it is written.
    static func merge(_ profile: Profile, replacing old: Profile?, into object: inout JSONObject) {
        func isChanged<Value: Equatable>(_ field: KeyPath<Profile, Value>) -> Bool {
            old.map { $0[keyPath: field] != profile[keyPath: field] } ?? true
        }
        func put<Value: Equatable>(_ key: String, _ field: KeyPath<Profile, Value>, _ value: (Value) -> JSONValue?) {
            if isChanged(field) { object[key] = value(profile[keyPath: field]) }
        }
        // A profile that was written by hand gets the id that it has had since it was read.
        if object["id"]?.stringValue != profile.id { object["id"] = .string(profile.id) }
        put("name", \.name) { .string($0) }
        put("url", \.origin) { .string($0.description) }
        put("generation", \.generation) { .string($0.rawValue) }
        put("username", \.username) { $0.map(JSONValue.string) }
        put("org", \.org) { $0.flatMap(value) }
        put("tag", \.tag) { $0.map(JSONValue.string) }
        if isChanged(\.isProtected) { set("protected", profile.isProtected, in: &object) }
        if isChanged(\.isReadOnly) { set("readOnly", profile.isReadOnly, in: &object) }
        put("tls", \.trust) { tls($0, in: object["tls"]?.objectValue ?? JSONObject()) }
        put("proxy", \.proxy) { $0.map(JSONValue.string) }
        put("timeouts", \.deadlines) { timeouts($0, in: object["timeouts"]?.objectValue ?? JSONObject()) }
        put("secretSource", \.secretSource) { .string($0.rawValue) }
        put("note", \.note) { $0.map(JSONValue.string) }
        if isChanged(\.acceptsURLSecrets) { set("acceptUrlSecrets", profile.acceptsURLSecrets, in: &object) }
    }

    private static func tls(_ trust: ConnectionSettings.Trust, in object: JSONObject) -> JSONValue? {
        var object = object
        if case .additional(let file) = trust { object["caFile"] = .string(file) } else { object["caFile"] = nil }
        set("insecure", trust == .insecure, in: &object)
        return object.isEmpty ? nil : .object(object)
    }

    private static func timeouts(_ deadlines: ConnectionSettings.Deadlines, in object: JSONObject) -> JSONValue? {
        var object = object
        let standard = ConnectionSettings.Deadlines()
        for (key, deadline) in deadlineFields {
            let isSaid = object[key] != nil || deadlines[keyPath: deadline] != standard[keyPath: deadline]
            if isSaid { object[key] = .int(deadlines[keyPath: deadline]) }
        }
        return object.isEmpty ? nil : .object(object)
    }

    /// A flag that is off is left out, unless the file says it.
    private static func set(_ key: String, _ flag: Bool, in object: inout JSONObject) {
        if flag || object[key] != nil { object[key] = .bool(flag) }
    }

    private static func identifier(_ fields: ProfileFields, name: String) throws(Problem) -> String {
        guard let id = try fields.text("id") else { return identifier(ofName: name) }
        let isPlain = id.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 0x2D }
        guard (1...64).contains(id.utf8.count), isPlain else {
            throw Problem(field: "id", reason: "it is not a lower-case UUID")
        }
        return id
    }

    /// A profile that was written by hand may lack an id: until the next save it has one that follows from its name.
    static func identifier(ofName name: String) -> String {
        let digits = Array(SHA256Digest(of: "tessera-profile-v1 \(name)".utf8).hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    private static func org(_ value: JSONValue?) throws(Problem) -> OrgReference? {
        switch value {
        case nil, .null: return nil
        case .string(let name)?: return OrgReference(name: name)
        case .number(let number)?:
            guard let id = number.int else { throw Problem(field: "org", reason: "it is not a whole number") }
            return OrgReference(id: id)
        case .object(let object)?:
            let fields = ProfileFields(object, path: "org")
            return OrgReference(id: try fields.whole("id", in: Int.min...Int.max), name: try fields.text("name"))
        default: throw Problem(field: "org", reason: "it is neither a name nor a number")
        }
    }

    private static func value(_ org: OrgReference) -> JSONValue? {
        switch (org.id, org.name) {
        case (let id?, nil): .int(id)
        case (nil, let name?): .string(name)
        case (let id?, let name?): ["id": .int(id), "name": .string(name)]
        case (nil, nil): nil
        }
    }

    private static func trust(_ fields: ProfileFields) throws(Problem) -> ConnectionSettings.Trust {
        let file = try fields.text("caFile")
        guard try fields.flag("insecure") else { return file.map { .additional(caFile: $0) } ?? .system }
        if file != nil {
            throw Problem(field: "tls", reason: "insecure looks at no certificate, yet there is a caFile")
        }
        return .insecure
    }

    private static func proxy(_ fields: ProfileFields) throws(Problem) -> String? {
        guard let text = try fields.text("proxy") else { return nil }
        if text.contains("@") {
            throw Problem(field: "proxy", reason: "a user name or a password does not belong in this file")
        }
        // One that cannot be used is refused where it would be used, and keeps no other profile from being read.
        return text
    }

    private static var deadlineFields: [(key: String, path: WritableKeyPath<ConnectionSettings.Deadlines, Int>)] {
        [("connect", \.connect), ("firstByte", \.firstByte), ("idle", \.idle), ("total", \.total)]
    }

    private static func deadlines(_ fields: ProfileFields) throws(Problem) -> ConnectionSettings.Deadlines {
        var deadlines = ConnectionSettings.Deadlines()
        for (key, path) in deadlineFields {
            if let value = try fields.whole(key, in: 1...600_000) { deadlines[keyPath: path] = value }
        }
        return deadlines
    }
}
