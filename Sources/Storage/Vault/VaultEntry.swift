package import HTTPExchange
package import Moments
import StrictJSON
package import ThoughtSpotSessions

/// One secret of the vault, and where alone it may go (promise P22).
package struct VaultEntry: Hashable, Sendable {
    /// What a secret is.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case password
        case secretKey = "secret-key"
        case token
        case session
        /// Opens a deactivated account again.
        case activationLink = "activation-link"
    }

    /// What tells one entry of a vault from another: a new one takes the place of the old one.
    package struct Place: Hashable, Sendable {
        package let profile: Profile.ID
        package let kind: Kind
        /// The user of a password, a key or an activation link, the fingerprint of a token; empty for the one session of a
        /// profile.
        package let name: String

        package init(profile: Profile.ID, kind: Kind, name: String = "") {
            self.profile = profile
            self.kind = kind
            self.name = name
        }
    }

    package let place: Place
    /// The only origin that it is released for.
    package let origin: Origin
    package let secret: Secret
    /// By our clock.
    package let created: Instant
    /// When it stops being useful, as far as anything tells.
    package let expires: Instant?

    package init(place: Place, origin: Origin, secret: Secret, created: Instant, expires: Instant? = nil) {
        self.place = place
        self.origin = origin
        self.secret = secret
        self.created = created
        self.expires = expires
    }

    /// Refuses to release the secret for another address than the one it was kept for (promise P22).
    ///
    /// - Throws: `E_ORIGIN_BOUND`.
    package func requireOrigin(of profile: Profile) throws(StorageError) {
        guard origin != profile.origin else { return }
        throw StorageError(
            .originBound, file: "", detail: "it was kept for \(origin), and the profile says \(profile.origin)")
    }

    /// Whether another entry takes the place of this one. A link of another address is of another account: it stays.
    func isReplaced(by other: VaultEntry) -> Bool {
        place == other.place && (place.kind != .activationLink || origin == other.origin)
    }

    /// A token, named by its fingerprint.
    package init(token: Secret, of profile: Profile, created: Instant, expires: Instant?) {
        self.init(
            place: Place(profile: profile.id, kind: .token, name: Fingerprint(of: token).text), origin: profile.origin,
            secret: token, created: created, expires: expires)
    }

    /// Seconds for which an activation link opens its account: 14 days.
    package static let activationTime: Int64 = 14 * 24 * 3_600

    /// The activation link of a user whose account was deactivated; one of the same user and address that came earlier
    /// gives way.
    package init(activationLink: Secret, of user: String, on profile: Profile, created: Instant) {
        self.init(
            place: Place(profile: profile.id, kind: .activationLink, name: user), origin: profile.origin,
            secret: activationLink, created: created, expires: created.advanced(seconds: Self.activationTime))
    }
}

/// The content of a vault: a list of entries. What this version does not know of it stays.
///
/// ```
/// {"entries": [{"profile": "<id>", "origin": "https://…", "kind": "token", "name": "<fingerprint>",
///               "secret": "…", "created": "<ISO 8601>", "expires": "<ISO 8601>"}]}
/// ```
struct VaultDocument {
    private var root: JSONObject

    init() { root = ["entries": []] }

    /// Returns nil for bytes that are no such document: they were sealed by something else.
    init?(_ bytes: [UInt8]) {
        guard
            let root = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 16, bytes: bytes.count, items: 1_000_000))
                .objectValue, root["entries"]?.arrayValue != nil
        else { return nil }
        self.root = root
    }

    /// The bytes to seal.
    var bytes: [UInt8] { Array(JSONValue.object(root).serialized().utf8) }

    /// Those that this version understands, in their order.
    var entries: [VaultEntry] { values.compactMap(VaultEntry.init) }

    private var values: [JSONValue] {
        get { root["entries"]?.arrayValue ?? [] }
        set { root["entries"] = .array(newValue) }
    }

    /// Puts an entry in the place of the one that it replaces, or at the end.
    mutating func put(_ entry: VaultEntry) {
        if let index = values.firstIndex(where: { VaultEntry($0)?.isReplaced(by: entry) == true }) {
            values[index] = entry.json
        } else {
            values.append(entry.json)
        }
    }

    /// Removes the entries that `isWanted` chooses.
    ///
    /// - Returns: how many there were.
    mutating func remove(where isWanted: (VaultEntry) -> Bool) -> Int {
        let kept = values.filter { value in VaultEntry(value).map { !isWanted($0) } ?? true }
        let count = values.count - kept.count
        values = kept
        return count
    }
}

extension VaultEntry {
    fileprivate init?(_ value: JSONValue) {
        guard let profile = value["profile"]?.stringValue, let origin = value["origin"]?.stringValue,
            let kind = value["kind"]?.stringValue.flatMap(Kind.init), let secret = value["secret"]?.stringValue,
            let created = value["created"]?.stringValue.flatMap(Instant.init(timestamp:)),
            let origin = try? ProfileURL.origin(origin)
        else { return nil }
        self.init(
            place: Place(profile: profile, kind: kind, name: value["name"]?.stringValue ?? ""), origin: origin,
            secret: Secret(secret), created: created,
            expires: value["expires"]?.stringValue.flatMap(Instant.init(timestamp:)))
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "profile": .string(place.profile), "origin": .string(origin.description),
            "kind": .string(place.kind.rawValue),
        ]
        if !place.name.isEmpty { object["name"] = .string(place.name) }
        object["secret"] = .string(secret.expose())
        object["created"] = .string(created.timestamp)
        if let expires { object["expires"] = .string(expires.timestamp) }
        return .object(object)
    }
}
