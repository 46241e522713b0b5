import EncryptedVault
import SecretMemory
import StrictJSON
import Synchronization
import Testing

/// The file of a vault: what opens it, and what does not.
struct VaultFileTests {
    private static let passphrase = "correct horse battery"
    private static let content = Array(#"{"entries":[{"secret":"canary-7f3a"}]}"#.utf8)

    /// One vault at the lowest cost, made once: deriving its key takes long in a debug build.
    private static let made: Result<(file: VaultFile, key: VaultKey), VaultError> = Result {
        () throws(VaultError) in
        let random = Counter()
        return try VaultFile.create(
            passphrase: passphrase, payload: content, id: "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b",
            cost: VaultFile.Cost(logN: 15), randomBytes: random.bytes)
    }

    /// Bytes that do not repeat.
    private final class Counter: Sendable {
        private let state = Mutex(UInt8(0))

        func bytes(_ count: Int) -> [UInt8] {
            state.withLock { state in
                (0..<count).map { _ in
                    state &+= 1
                    return state
                }
            }
        }
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).trimmingSuffix { $0 == " " }
    }

    @Test func `what was sealed is opened by the passphrase and by the key, and stands nowhere in the file`() throws {
        let (made, key) = try Self.made.get()
        let file = try VaultFile(made.bytes)
        #expect(file == made)
        #expect(file.generation == 1)
        #expect(text(try file.payload(with: key)) == text(Self.content))
        #expect(text(try file.payload(with: try file.key(passphrase: Self.passphrase))) == text(Self.content))
        let stored = String(decoding: made.bytes, as: UTF8.self)
        #expect(!stored.contains("canary"))
    }

    /// Promise P7: as far as the limit of this process allows it.
    @Test func `the key is in locked memory where the system locks any`() throws {
        let made = try Self.made.get()
        let opened = try made.file.key(passphrase: Self.passphrase)
        let probe = [UInt8](repeating: 1, count: 64)
        #expect(opened.isInLockedMemory == probe.withUnsafeBytes { LockedMemory.lock($0) })
    }

    @Test func `a wrong passphrase is told from damage`() throws {
        let file = try Self.made.get().file
        #expect(throws: VaultError.wrongPassphrase) { _ = try file.key(passphrase: "correct horse batterz") }
        #expect(throws: VaultError.wrongPassphrase) { _ = try file.key(passphrase: "") }
    }

    @Test func `every flipped bit of the file is noticed`() throws {
        let (made, key) = try Self.made.get()
        let bytes = made.bytes
        let content = try #require(String(decoding: bytes, as: UTF8.self).firstRange(of: "\"payload\""))
        let header = String(decoding: bytes, as: UTF8.self)[..<content.lowerBound].utf8.count
        for index in bytes.indices {
            // All of the header; of the content, which is one box, one bit of each byte.
            for bit in index < header ? 0..<8 : index % 8..<index % 8 + 1 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                do throws(VaultError) {
                    let file = try VaultFile(damaged)
                    // A blank for another blank, or a letter for its escape: the same document.
                    #expect(file == made)
                    _ = try file.payload(with: key)
                } catch {
                    switch error {
                    case .damaged, .header, .version: break
                    default: Issue.record("bit \(bit) of byte \(index): \(error)")
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            ("logN", 0), ("logN", 14), ("logN", 21), ("logN", 60), ("logN", -1), ("logN", "17"),
            ("logN", 1_000_000_000), ("r", 1_000), ("p", 0), ("salt", "AAAA"),
        ] as [(String, JSONValue)])
    func `figures out of bounds are refused before anything is computed`(_ member: String, _ value: JSONValue) throws {
        var root = try #require(JSONValue.parse(try Self.made.get().file.bytes).objectValue)
        var kdf = try #require(root["kdf"]?.objectValue)
        kdf[member] = value
        root["kdf"] = .object(kdf)
        let error = #expect(throws: VaultError.self) {
            _ = try VaultFile(Array(JSONValue.object(root).serialized().utf8))
        }
        guard case .header = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        arguments: [("version", 2), ("kdf", ["name": "argon2id"]), ("wrap", ["alg": "XChaCha20"])]
            as [(String, JSONValue)])
    func `what a newer version sealed is named as such`(_ member: String, _ value: JSONValue) throws {
        var root = try #require(JSONValue.parse(try Self.made.get().file.bytes).objectValue)
        root[member] = value
        let error = #expect(throws: VaultError.self) {
            _ = try VaultFile(Array(JSONValue.object(root).serialized().utf8))
        }
        guard case .version = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `each save is another generation under another key, and an older content does not fit in it`() throws {
        let (made, key) = try Self.made.get()
        let random = Counter()
        var next = made
        // Far from the numbers that the first vault was made of.
        _ = random.bytes(200)
        next.seal(Self.content, with: key, randomBytes: random.bytes)
        #expect(next.generation == 2)
        let old = try #require(JSONValue.parse(made.bytes).objectValue)
        var mixed = try #require(JSONValue.parse(next.bytes).objectValue)
        let (oldBox, newBox) = (old["payload"]?["box"], mixed["payload"]?["box"])
        #expect(oldBox != nil && oldBox != newBox)
        mixed["payload"] = old["payload"]
        #expect(throws: VaultError.self) { _ = try VaultFile(Array(JSONValue.object(mixed).serialized().utf8)) }
    }

    @Test func `the size tells blocks of 4 KiB and no more`() throws {
        let (made, key) = try Self.made.get()
        var small = made
        var large = made
        small.seal([], with: key, randomBytes: Counter().bytes)
        large.seal([UInt8](repeating: 0x20, count: 4_000), with: key, randomBytes: Counter().bytes)
        #expect(small.bytes.count == large.bytes.count)
    }

    @Test func `another passphrase opens the same content with the same key`() throws {
        let (made, key) = try Self.made.get()
        var changed = made
        try changed.wrap(
            key, passphrase: "five other words here", cost: VaultFile.Cost(logN: 15), randomBytes: Counter().bytes)
        changed.seal(Self.content, with: key, randomBytes: Counter().bytes)
        let read = try VaultFile(changed.bytes)
        #expect(throws: VaultError.wrongPassphrase) { _ = try read.key(passphrase: Self.passphrase) }
        let again = try read.key(passphrase: "five other words here")
        #expect(again.withBytes { Array($0) } == key.withBytes { Array($0) })
        #expect(text(try read.payload(with: again)) == text(Self.content))
    }

    @Test func `a passphrase is the same however its accents are written`() throws {
        let cost = VaultFile.Cost(logN: 15)
        let (file, _) = try VaultFile.create(
            passphrase: "caf\u{E9} caf\u{E9} caf\u{E9}", payload: [], id: "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b",
            cost: cost, randomBytes: Counter().bytes)
        _ = try file.key(passphrase: "cafe\u{301} cafe\u{301} cafe\u{301}")
    }

    @Test(arguments: ["", "short", "elevenchars"])
    func `a passphrase of fewer than 12 characters makes no vault`(_ passphrase: String) {
        #expect(throws: VaultError.weakPassphrase) {
            _ = try VaultFile.create(
                passphrase: passphrase, payload: [], id: "", cost: .standard, randomBytes: Counter().bytes)
        }
    }

    @Test func `members of a later version survive a save`() throws {
        let (made, key) = try Self.made.get()
        var root = try #require(JSONValue.parse(made.bytes).objectValue)
        root["hint"] = "the blue notebook"
        // Who writes a member writes the sum: here a vault that knows it does.
        root["sum"] = .string(try VaultFileTests.sum(of: root))
        var file = try VaultFile(Array(JSONValue.object(root).serialized().utf8))
        file.seal(Self.content, with: key, randomBytes: Counter().bytes)
        #expect(try JSONValue.parse(file.bytes)["hint"] == "the blue notebook")
    }

    private static func sum(of root: JSONObject) throws -> String {
        var root = root
        root["sum"] = nil
        let digest = SHA256Digest(of: JSONValue.object(root).serialized().utf8)
        return Base64.text(digest.bytes)
    }
}

/// The test's own way to write base64.
private enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let number = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for place in 0..<4 {
                text.append(place <= part.count ? alphabet[number >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
        var text = Substring(self)
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return String(text)
    }
}
