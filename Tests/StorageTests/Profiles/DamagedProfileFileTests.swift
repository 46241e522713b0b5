import Glibc
import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Rows A2 to A20 of <doc:Faults>: what a bad file gives, and that it stays as it is.
struct DamagedProfileFileTests {
    private let home: TemporaryHome
    private let store: ProfileFile

    init() throws {
        home = try TemporaryHome()
        store = ProfileFile(file: home.file("profiles.json"), context: .still())
    }

    private static let good = """
        {
          "version": 1,
          "default": "prod-eu",
          "profiles": [
            {"id": "id-a", "name": "prod-eu", "url": "https://eu.example.com", "username": "änne", "tag": "production"},
            {"id": "id-b", "name": "lab", "url": "http://127.0.0.1:8080", "generation": "v1", "note": "x\\u00e9\\n"}
          ]
        }
        """

    /// The error of reading; saving and removing must give the same, and leave every byte.
    private func failure() throws -> StorageError? {
        let before = try home.bytes(of: "profiles.json")
        let error = storageError { () throws(StorageError) in _ = try store.load() }
        let saving = storageError { () throws(StorageError) in try store.setDefault(nil) }
        if error != nil { #expect(saving?.code == error?.code) }
        if saving != nil { #expect(try home.bytes(of: "profiles.json") == before) }
        return error
    }

    @Test(arguments: [
        ("", StorageError.Code.profilesDamaged, "empty"), ("  \n", .profilesDamaged, "empty"),
        ("[]", .profilesShape, "object"), ("\"x\"", .profilesShape, "object"), ("7", .profilesShape, "object"),
        (#"{"profiles":{}}"#, .profilesShape, "array"), (#"{"profiles":[7]}"#, .profilesShape, "profiles[0]"),
        (#"{"version":"1"}"#, .profilesShape, "version"), (#"{"version":0}"#, .profilesShape, "version"),
        (#"{"version":1,}"#, .profilesDamaged, "key"), (#"{} {}"#, .profilesDamaged, "after its end"),
        (#"{"a":1,"a":2}"#, .profilesDuplicateKey, "twice"),
        (#"{"profiles":[{"name":"a","name":"b","url":"https://h"}]}"#, .profilesDuplicateKey, "twice"),
        (#"{"profiles":[{"url":"https://h"}]}"#, .profilesShape, "profiles[0].name"),
        (#"{"profiles":[{"name":"a"}]}"#, .profilesShape, "profiles[0].url"),
        (#"{"profiles":[{"name":"a","url":"ftp://h"}]}"#, .profilesShape, "profiles[0].url"),
        (#"{"profiles":[{"name":"a b","url":"https://h"}]}"#, .profilesShape, "profiles[0].name"),
        (#"{"profiles":[{"name":"a","url":"https://h","generation":"v9"}]}"#, .profilesShape, "generation"),
        (#"{"profiles":[{"name":"a","url":"https://h","protected":"yes"}]}"#, .profilesShape, "protected"),
        (#"{"profiles":[{"name":"a","url":"https://h","tls":[]}]}"#, .profilesShape, "tls"),
        (#"{"profiles":[{"name":"a","url":"https://h","tls":{"insecure":1}}]}"#, .profilesShape, "tls.insecure"),
        (#"{"profiles":[{"name":"a","url":"https://h","timeouts":{"total":0}}]}"#, .profilesShape, "timeouts.total"),
        (#"{"profiles":[{"name":"a","url":"https://h","timeouts":{"idle":1e300}}]}"#, .profilesShape, "timeouts.idle"),
        (#"{"profiles":[{"name":"a","url":"https://h","proxy":"http://u:hunter2@p:1"}]}"#, .profilesShape, "proxy"),
        (#"{"profiles":[{"name":"a","url":"https://h","org":true}]}"#, .profilesShape, "org"),
    ])
    func `refuses`(text: String, code: StorageError.Code, keyword: String) throws {
        try home.write(text, to: "profiles.json")
        let error = try #require(try failure())
        #expect(error.code == code)
        #expect(error.detail.contains(keyword))
        #expect(!error.detail.contains("hunter2"))
    }

    @Test func `every truncation is damage with its place`() throws {
        let bytes = Array(Self.good.utf8)
        try home.write(bytes, to: "profiles.json")
        #expect(try store.load().profiles.count == 2)
        try home.write(bytes, to: "profiles.json.bak")
        for length in 0..<bytes.count {
            try home.write(Array(bytes[..<length]), to: "profiles.json")
            let error = try #require(try failure(), "cut at \(length)")
            #expect([.profilesDamaged, .profilesEncoding].contains(error.code))
            #expect(error.line != nil && error.column != nil)
            #expect(error.backup == home.file("profiles.json.bak"))
        }
    }

    /// A file of the dotfiles: its last good copy lies beside it, not beside the link.
    @Test func `the last good copy of a linked file is offered`() throws {
        try #require(mkdir(home.file("dotfiles"), 0o700) == 0)
        try #require(symlink("dotfiles/p.json", home.file("profiles.json")) == 0)
        try home.write(Self.good, to: "dotfiles/p.json.bak")
        try home.write("{", to: "dotfiles/p.json")
        #expect(try failure()?.backup == home.file("dotfiles/p.json.bak"))
    }

    @Test func `flipped bits never crash or write`() throws {
        var random = SeededGenerator(seed: 4)
        let bytes = Array(Self.good.utf8)
        for _ in 0..<1_000 {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &random)] ^=
                UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            try home.write(changed, to: "profiles.json")
            _ = storageError { () throws(StorageError) in _ = try store.load() }
            #expect(try home.bytes(of: "profiles.json") == changed)
        }
    }

    @Test func `refuses other encodings`() throws {
        try home.write(
            [0xFF, 0xFE] + Self.good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "profiles.json")
        #expect(try failure()?.code == .profilesEncoding)
        try home.write(Array("{\"a\":\"".utf8) + [0xE9] + Array("\"}".utf8), to: "profiles.json")
        let error = try #require(try failure())
        #expect(error.code == .profilesEncoding)
        #expect(error.detail.contains("invalid UTF-8"))
    }

    @Test func `drops a byte order mark and says so`() throws {
        try home.write([0xEF, 0xBB, 0xBF] + Array(Self.good.utf8), to: "profiles.json")
        let list = try store.load()
        #expect(list.warnings.map(\.kind) == [.byteOrderMark])
        try store.setDefault("lab")
        #expect(try home.bytes(of: "profiles.json").first == UInt8(ascii: "{"))
        #expect(try store.load().warnings.isEmpty)
    }

    /// Save A, save B, break the file by hand, do what the hint says: B is there.
    @Test func `the hint loses nothing that was saved`() throws {
        let origin = Origin(scheme: .https, host: "h.example.com")
        let first = Profile(id: "id-a", name: "a", origin: origin, generation: .v2)
        let second = Profile(id: "id-b", name: "b", origin: origin, generation: .v1)
        try store.save(first, replacing: nil)
        try store.save(second, replacing: nil)
        let good = try home.bytes(of: "profiles.json")
        // In place, as `nano` does it.
        try home.write(Array(good.dropLast(40)), to: "profiles.json")
        let error = try #require(storageError { () throws(StorageError) in _ = try store.load() })
        #expect(error.code == .profilesDamaged)
        let copy = try #require(error.backup)
        #expect(error.advice == "cp -p \(copy) \(home.file("profiles.json"))")
        try home.write(try OpenFile(copy, flags: O_RDONLY).read(limit: 1 << 20), to: "profiles.json")
        #expect(try store.load().profiles == [first, second])
    }

    /// A name that is only blanks away from another one is the same name.
    @Test(arguments: [("Prod", "pROD"), ("cafe\u{301}", "café"), ("prod", "prod ")])
    func `duplicate names leave the others readable`(first: String, second: String) throws {
        let text = """
            {"profiles":[{"name":"\(first)","url":"https://a"},{"name":"ok","url":"https://b"},{"name":"\(second)","url":"https://c"}]}
            """
        try home.write(text, to: "profiles.json")
        let list = try store.load()
        #expect(list.profiles.map(\.name) == ["ok"])
        #expect(list.readOnlyReason?.code == .profilesDuplicate)
        #expect(list.readOnlyReason?.detail.contains("profiles[0] and profiles[2]") == true)
        #expect(list.unusable.map(\.place) == [0, 2])
        for twin in list.unusable {
            #expect(twin.isNamed(first.lowercased()))
            #expect(twin.error.code == .profilesDuplicate)
            #expect(twin.error.detail.contains("profiles[0] and profiles[2] have the same name"))
        }
        #expect(storageError { () throws(StorageError) in try store.setDefault("ok") }?.code == .profilesDuplicate)
        #expect(try home.text(of: "profiles.json") == text)
    }

    @Test func `equal ids leave the others readable`() throws {
        try home.write(
            #"{"profiles":[{"id":"x","name":"a","url":"https://a"},{"id":"x","name":"b","url":"https://b"},{"name":"c","url":"https://c"}]}"#,
            to: "profiles.json")
        let list = try store.load()
        #expect(list.profiles.map(\.name) == ["c"])
        #expect(list.unusable.map(\.name) == ["a", "b"])
        #expect(list.unusable.last?.error.detail.contains("profiles[0] and profiles[1] have the same id") == true)
    }

    /// The place is told, and never the value.
    @Test func `a secret that was written by hand is reported`() throws {
        try home.write(
            #"""
            {"api_key": "hunter2", "profiles": [
              {"name": "a", "url": "https://a", "secretSource": "memory", "password": "hunter2", "token": ""},
              {"name": "b", "url": "https://b", "tls": {"Secret-Key": "hunter2"}, "login": [{"cookie": "hunter2"}]}
            ]}
            """#, to: "profiles.json", mode: 0o644)
        // Promise P11: where others could read it, nothing goes on.
        let unsafe = try #require(try failure())
        #expect(unsafe.code == .fileUnsafe && unsafe.advice?.hasPrefix("chmod 600 ") == true)
        #expect(unsafe.detail.contains(#"the member "api_key""#) && !unsafe.detail.contains("hunter2"))
        try #require(chmod(home.file("profiles.json"), 0o600) == 0)
        let list = try store.load()
        #expect(list.profiles.count == 2)
        let told = list.warnings.filter { $0.kind == .secretMember }
        #expect(
            told.map { $0.detail.prefix { $0 != ":" } } == [
                #"the file has the member "api_key""#, #"profiles[0] (a) has the member "password""#,
                #"profiles[1] (b) has the member "tls.Secret-Key""#,
                #"profiles[1] (b) has the member "login[0].cookie""#,
            ])
        #expect(told.allSatisfy { $0.advice?.contains("chmod 600 \(home.file("profiles.json"))") == true })
        #expect(!String(describing: list.warnings).contains("hunter2"))
        // It stays until its owner takes it out.
        try store.setDefault("a")
        #expect(try store.load().warnings.filter { $0.kind == .secretMember } == told)
    }

    @Test func `a newer format is only read`() throws {
        let text = #"{"version":2,"profiles":[{"name":"a","url":"https://a"},{"kind":"unheard of"}]}"#
        try home.write(text, to: "profiles.json")
        let list = try store.load()
        #expect(list.profiles.map(\.name) == ["a"])
        #expect(list.readOnlyReason?.code == .profilesNewer)
        #expect(storageError { () throws(StorageError) in try store.setDefault("a") }?.code == .profilesNewer)
        #expect(try home.text(of: "profiles.json") == text)
    }

    @Test func `refuses what is too large`() throws {
        let opened = try OpenFile(home.file("profiles.json"), flags: O_WRONLY | O_CREAT, mode: 0o600)
        #expect(ftruncate(opened.descriptor, 64 << 20) == 0)
        #expect(storageError { () throws(StorageError) in _ = try store.load() }?.code == .profilesTooLarge)
        #expect(ftruncate(opened.descriptor, 0) == 0)
        try home.write(
            "{\"profiles\":[" + Array(repeating: "{}", count: 10_001).joined(separator: ",") + "]}", to: "profiles.json"
        )
        #expect(try failure()?.code == .profilesTooLarge)
        try home.write("{\"a\":" + String(repeating: "[", count: 600), to: "profiles.json")
        #expect(try failure()?.code == .profilesTooLarge)
    }

    @Test func `warns when others can read`() throws {
        try home.write(Self.good, to: "profiles.json", mode: 0o644)
        let warnings = try store.load().warnings
        #expect(warnings.map(\.kind) == [.readableByOthers])
        #expect(warnings.first?.advice == "chmod 600 \(home.file("profiles.json"))")
        #expect(home.permissions(of: "profiles.json") == 0o644)
    }

    @Test(arguments: [0o664, 0o666, 0o622, 0o602] as [mode_t])
    func `refuses what others can change`(mode: mode_t) throws {
        try home.write(Self.good, to: "profiles.json", mode: mode)
        let error = try #require(try failure())
        #expect(error.code == .fileUnsafe)
        #expect(error.detail.contains("others could change it"))
        #expect(error.advice == "chmod 600 \(home.file("profiles.json"))")
    }

    @Test(arguments: [0o770, 0o777, 0o1777] as [mode_t])
    func `refuses a directory others can change`(mode: mode_t) throws {
        try home.write(Self.good, to: "profiles.json")
        #expect(chmod(home.path, mode) == 0)
        let error = try #require(storageError { () throws(StorageError) in _ = try store.load() })
        #expect(error.code == .fileUnsafe)
        #expect(error.advice == "chmod go-w \(home.path)")
    }

    @Test func `refuses another users file`() throws {
        try home.write(Self.good, to: "profiles.json")
        var context = FileContext.still()
        context.userID = geteuid() + 1
        let stranger = ProfileFile(file: home.file("profiles.json"), context: context)
        #expect(storageError { () throws(StorageError) in _ = try stranger.load() }?.code == .fileOwner)
    }

    @Test func `refuses what is no file at once`() throws {
        let path = home.file("profiles.json")
        #expect(mkdir(path, 0o700) == 0)
        #expect(storageError { () throws(StorageError) in _ = try store.load() }?.code == .fileType)
        #expect(rmdir(path) == 0)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(storageError { () throws(StorageError) in _ = try store.load() }?.code == .fileType)
        #expect(storageError { () throws(StorageError) in try store.setDefault(nil) }?.code == .fileType)
        #expect(unlink(path) == 0)
        let device = ProfileFile(file: "/dev/null", context: .still())
        #expect(storageError { () throws(StorageError) in _ = try device.load() } != nil)
    }
}
