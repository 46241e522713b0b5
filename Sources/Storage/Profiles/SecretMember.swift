import ThoughtSpotSessions

/// A member of the profile file that somebody wrote a secret into: the file never holds one (promise P20). Tessera does
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
