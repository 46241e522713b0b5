import ASCIIText
import Crypto
import FoundationEssentials
import StrictJSON

/// A sealed vault as its file has it, in format 1: what can be told without a passphrase, and
/// boxes that nothing but a key opens.
///
/// ```
/// {"format": "tessera-vault", "version": 1, "generation": 42, "id": "<uuid>",
///  "kdf": {"name": "scrypt", "logN": 17, "r": 8, "p": 1, "salt": "<32 bytes>"},
///  "wrap": {"alg": "AES-256-GCM", "box": "<the sealed data key>"}, "commit": "<32 bytes>",
///  "payload": {"alg": "AES-256-GCM", "salt": "<32 bytes>", "box": "<the sealed content>"}, "sum": "<32 bytes>"}
/// ```
///
/// `sum` is the SHA-256 of everything else. It protects from nobody, and tells a damaged salt from a wrong passphrase.
package struct VaultFile: Hashable, Sendable {
    /// Bytes of the file; a payload of 500 clusters takes half a mebibyte.
    package static let limit = 16 * 1024 * 1024

    /// What deriving a key costs: scrypt with r = 8 and p = 1, which the library behind it handles for certain.
    package struct Cost: Hashable, Sendable {
        /// The exponents that are read.
        package static let accepted = 15...20
        /// What a vault is made with where there is memory for it.
        package static let standard = Cost(logN: 17)

        /// N is 2 to this power.
        package let logN: Int

        package init(logN: Int) { self.logN = min(max(logN, Self.accepted.lowerBound), Self.accepted.upperBound) }

        /// Bytes of memory.
        package var memory: Int { 128 * 8 * (1 << logN) }

        /// As much as fits twice into so many bytes, up to the standard, and never less than the format has.
        package static func fitting(_ available: Int) -> Cost {
            let logN = accepted.reversed().first { $0 <= standard.logN && Cost(logN: $0).memory * 2 <= available }
            return Cost(logN: logN ?? accepted.lowerBound)
        }
    }

    /// No vault is saved more often: 2^53 times.
    package static let highestGeneration = 1 << 53

    /// Counts the saves, from 1 to ``highestGeneration``.
    package internal(set) var generation: Int
    /// A UUID, the same as long as the vault exists.
    package let id: String
    package internal(set) var cost: Cost
    var passphraseSalt: [UInt8]
    var wrapBox: [UInt8]
    var commitment: [UInt8]
    var payloadSalt: [UInt8]
    var payloadBox: [UInt8]
    /// Members that this version does not know; they stay.
    private var others: [JSONMember] = []

    init(
        generation: Int, id: String, cost: Cost, passphraseSalt: [UInt8], wrapBox: [UInt8], commitment: [UInt8],
        payloadSalt: [UInt8], payloadBox: [UInt8]
    ) {
        self.generation = generation
        self.id = id
        self.cost = cost
        self.passphraseSalt = passphraseSalt
        self.wrapBox = wrapBox
        self.commitment = commitment
        self.payloadSalt = payloadSalt
        self.payloadBox = payloadBox
    }

    /// Reads the bytes of a file, and computes nothing but their sum.
    package init(_ bytes: [UInt8]) throws(VaultError) {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue.parse(bytes, limits: JSONLimits(depth: 8, bytes: Self.limit, items: 1_000))
        } catch {
            throw .damaged("line \(error.line): \(error.clause)")
        }
        guard let root = document.objectValue, root["format"] == "tessera-vault" else {
            throw .damaged("it is no vault of Tessera")
        }
        try Self.requireVersion(root)
        try Self.requireCost(root["kdf"])
        guard root["sum"]?.stringValue == Self.sum(of: root) else { throw .damaged("its sum does not fit") }
        guard let generation = root["generation"]?.intValue, (1...Self.highestGeneration).contains(generation),
            let id = root["id"]?.stringValue,
            UUIDText.isWellFormed(id)
        else { throw .damaged("its generation or its id cannot be read") }
        self.generation = generation
        self.id = id
        cost = Cost(logN: root["kdf"]?["logN"]?.intValue ?? 0)
        passphraseSalt = try Self.bytes(root["kdf"]?["salt"], "kdf.salt", count: 32...32)
        wrapBox = try Self.bytes(root["wrap"]?["box"], "wrap.box", count: 60...60)
        commitment = try Self.bytes(root["commit"], "commit", count: 32...32)
        payloadSalt = try Self.bytes(root["payload"]?["salt"], "payload.salt", count: 32...32)
        payloadBox = try Self.bytes(root["payload"]?["box"], "payload.box", count: 28...Self.limit)
        let known = Set(object(withBox: false).keys + ["sum"])
        others = root.members.filter { !known.contains($0.key) }
    }

    private static func requireVersion(_ root: JSONObject) throws(VaultError) {
        guard let version = root["version"]?.intValue, version >= 1 else {
            throw .damaged("its version cannot be read")
        }
        guard version == 1 else { throw .version("its format is \(version), and this version reads 1") }
        guard let derivation = root["kdf"]?["name"]?.stringValue else { throw .damaged("kdf.name is missing") }
        guard derivation == "scrypt" else { throw .version("its key is not derived by scrypt") }
        for part in ["wrap", "payload"] {
            guard let cipher = root[part]?["alg"]?.stringValue else { throw .damaged("\(part).alg is missing") }
            guard cipher == "AES-256-GCM" else { throw .version("\(part) is not sealed by AES-256-GCM") }
        }
    }

    /// Figures of a file are bounded before anything is computed with them: an exponent of 60 would want all memory there
    /// is, and the library stops the program at some of them.
    private static func requireCost(_ kdf: JSONValue?) throws(VaultError) {
        guard let logN = kdf?["logN"]?.intValue, Cost.accepted.contains(logN) else {
            throw .header("kdf.logN is not 15 to 20")
        }
        guard kdf?["r"]?.intValue == 8, kdf?["p"]?.intValue == 1 else { throw .header("kdf.r is not 8 or kdf.p not 1") }
        guard let salt = kdf?["salt"]?.stringValue, salt.utf8.count == 44 else {
            throw .header("kdf.salt is not 32 bytes")
        }
    }

    private static func bytes(
        _ value: JSONValue?, _ name: String, count: ClosedRange<Int>
    ) throws(VaultError) -> [UInt8] {
        guard let text = value?.stringValue, let data = Data(base64Encoded: text), count.contains(data.count) else {
            throw .damaged("\(name) cannot be read")
        }
        return [UInt8](data)
    }

    private static func sum(of object: JSONObject) -> String {
        var object = object
        object["sum"] = nil
        return base64(SHA256Digest(of: JSONValue.object(object).serialized().utf8).bytes)
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private var derivation: JSONValue {
        ["name": "scrypt", "logN": .int(cost.logN), "r": 8, "p": 1, "salt": .string(Self.base64(passphraseSalt))]
    }

    private func object(withBox: Bool) -> JSONObject {
        var payload: JSONObject = ["alg": "AES-256-GCM", "salt": .string(Self.base64(payloadSalt))]
        if withBox { payload["box"] = .string(Self.base64(payloadBox)) }
        return [
            "format": "tessera-vault", "version": 1, "generation": .int(generation), "id": .string(id),
            "kdf": derivation, "wrap": ["alg": "AES-256-GCM", "box": .string(Self.base64(wrapBox))],
            "commit": .string(Self.base64(commitment)), "payload": .object(payload),
        ]
    }

    /// The sealed data key: it changes when the passphrase or the key does.
    package var keySeal: [UInt8] { wrapBox }

    /// Goes on counting after `generation`, where that is higher: an older vault that was put back.
    package mutating func continueAfter(_ generation: Int) { self.generation = max(self.generation, generation) }

    /// What the sealed data key vouches for: the vault and the cost of its key.
    var wrapContext: [UInt8] {
        let object: JSONObject = ["format": "tessera-vault", "version": 1, "id": .string(id), "kdf": derivation]
        return Array(JSONValue.object(object).serialized().utf8)
    }

    /// What the sealed content vouches for: everything outside its own box.
    var payloadContext: [UInt8] { Array(JSONValue.object(object(withBox: false)).serialized().utf8) }

    /// The bytes of the file.
    package var bytes: [UInt8] {
        var object = object(withBox: true)
        for member in others { object[member.key] = member.value }
        object["sum"] = .string(Self.sum(of: object))
        return Array(JSONValue.object(object).serialized(pretty: true).utf8)
    }
}
