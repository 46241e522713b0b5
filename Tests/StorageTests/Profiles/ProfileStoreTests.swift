import Dispatch
import Glibc
import HTTPExchange
import Moments
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

struct ProfileStoreTests {
    private let home: TemporaryHome
    private let store: ProfileFile

    init() throws {
        home = try TemporaryHome()
        store = ProfileFile(file: home.file("profiles.json"), context: .still())
    }

    private func profile(_ name: String, id: String? = nil) -> Profile {
        Profile(
            id: id ?? "id-\(name.lowercased())", name: name,
            origin: Origin(scheme: .https, host: "\(name.lowercased()).example.com"), generation: .v2)
    }

    @Test func `reading a missing file creates nothing`() throws {
        #expect(try store.load() == ProfileList())
        let deep = ProfileFile(file: home.file("a/b/profiles.json"), context: .still())
        #expect(try deep.load() == ProfileList())
        #expect(home.names().isEmpty)
    }

    @Test func `saves every field and reads it back`() throws {
        var full = profile("prod-eu", id: "3a5d2c1e-1111-4222-8333-444455556666")
        full.username = "tsadmin"
        full.org = OrgReference(id: 7, name: "Sales")
        full.tag = "production"
        full.isProtected = true
        full.isReadOnly = true
        full.acceptsURLSecrets = true
        full.trust = .additional(caFile: "/etc/ca.pem")
        full.proxy = "http://proxy:3128"
        full.deadlines = .init(connect: 1, firstByte: 2, idle: 3, total: 600_000)
        full.note = "ask Anna \u{202E}"
        try store.save(full, replacing: nil)
        var plain = profile("lab")
        plain.trust = .insecure
        plain.org = OrgReference(name: "123")
        try store.save(plain, replacing: nil)
        let list = try store.load()
        #expect(list.profiles == [full, plain])
        #expect(list.warnings.isEmpty)
        #expect(home.permissions(of: "profiles.json") == 0o600)
        #expect(home.names() == [".profiles.json.lock", "profiles.json", "profiles.json.bak"])
    }

    @Test func `several profiles are saved together, or none is`() throws {
        try store.save(profile("a"), replacing: nil)
        var renamed = profile("a")
        renamed.note = "new"
        let saved = try store.save([
            ProfileChange(renamed, replacing: profile("a")), ProfileChange(profile("b"), replacing: nil),
        ])
        #expect(saved.profiles == [renamed, profile("b")])
        #expect(try store.load() == saved)
        let before = try home.bytes(of: "profiles.json")
        let error = storageError { () throws(StorageError) in
            _ = try store.save([
                ProfileChange(profile("c"), replacing: nil), ProfileChange(profile("B", id: "other"), replacing: nil),
            ])
        }
        #expect(error?.code == .nameTaken)
        #expect(try home.bytes(of: "profiles.json") == before)
    }

    @Test func `makes directories for us alone`() throws {
        let deep = ProfileFile(file: home.file("a/b/profiles.json"), context: .still())
        try deep.save(profile("x"), replacing: nil)
        #expect(home.permissions(of: "a") == 0o700)
        #expect(home.permissions(of: "a/b") == 0o700)
        #expect(home.permissions(of: "a/b/profiles.json") == 0o600)
    }

    @Test func `changes only its own profile`() throws {
        let text = """
            {
              "theme": {"later": [1, 2.50, null]},
              "version": 1,
              "profiles": [
                {"name": "a", "colour": "red", "url": "https://a.example.com", "id": "id-a"},
                {"id": "id-b", "name": "b", "url": "https://b.example.com", "x": {"y": 1e3},
                 "tls": {"pin": "abc"}, "timeouts": {"total": 1000, "later": 1}}
              ],
              "last": true
            }
            """
        try home.write(text, to: "profiles.json")
        let before = try store.load().profiles
        var changed = before[1]
        changed.username = "anna"
        changed.trust = .insecure
        try store.save(changed, replacing: before[1])
        let document = try JSONValue.parse(try home.bytes(of: "profiles.json"))
        let old = try JSONValue.parse(Array(text.utf8))
        #expect(document.objectValue?.keys == ["theme", "version", "profiles", "last"])
        #expect(document["theme"] == old["theme"])
        #expect(document["profiles"]?.arrayValue?[0] == old["profiles"]?.arrayValue?[0])
        let entry = document["profiles"]?.arrayValue?[1]
        #expect(entry?["x"] == .object(["y": .number(try #require(JSONNumber(text: "1e3")))]))
        #expect(entry?["tls"] == ["pin": "abc", "insecure": true])
        #expect(entry?["timeouts"] == ["total": 1000, "later": 1])
        #expect(try store.load().profiles == [before[0], changed])
        #expect(try home.bytes(of: "profiles.json.bak") == home.bytes(of: "profiles.json"))
    }

    @Test func `refuses to save over another runs change`() throws {
        let first = profile("a")
        try store.save(first, replacing: nil)
        var theirs = first
        theirs.note = "theirs"
        try store.save(theirs, replacing: first)
        var ours = first
        ours.note = "ours"
        #expect(
            storageError { () throws(StorageError) in try store.save(ours, replacing: first) }?.code == .saveConflict)
        #expect(
            storageError { () throws(StorageError) in try store.remove(id: first.id, expected: first) }?.code
                == .saveConflict)
        #expect(try store.load().profiles == [theirs])
        try store.remove(id: theirs.id, expected: theirs)
        #expect(
            storageError { () throws(StorageError) in try store.save(ours, replacing: theirs) }?.code == .saveConflict)
        #expect(try store.load().profiles.isEmpty)
    }

    @Test func `removes several profiles at once, or none of them`() throws {
        let (first, second, third) = (profile("a"), profile("b"), profile("c"))
        for profile in [first, second, third] { try store.save(profile, replacing: nil) }
        var theirs = third
        theirs.note = "theirs"
        try store.save(theirs, replacing: third)
        #expect(
            storageError { () throws(StorageError) in try store.remove([first, third]) }?.code == .saveConflict)
        #expect(try store.load().profiles == [first, second, theirs])
        try store.remove([theirs, first])
        #expect(try store.load().profiles == [second])
        #expect(try store.load().defaultName == nil)
    }

    @Test func `refuses a name that is taken`() throws {
        try store.save(profile("Prod"), replacing: nil)
        let twin = profile("pROD", id: "other")
        #expect(storageError { () throws(StorageError) in try store.save(twin, replacing: nil) }?.code == .nameTaken)
        try store.save(profile("lab"), replacing: nil)
        var renamed = profile("lab")
        renamed.name = "PROD"
        #expect(
            storageError { () throws(StorageError) in try store.save(renamed, replacing: profile("lab")) }?.code
                == .nameTaken)
    }

    /// One act, one save: a fault after it cannot leave a profile that is there without being the default.
    @Test func `the first profile is the default by the same save`() throws {
        let list = try store.save(profile("a"), replacing: nil)
        #expect(list.defaultName == "a")
        let (saved, copy) = (try home.bytes(of: "profiles.json"), try home.bytes(of: "profiles.json.bak"))
        #expect(saved == copy)
        #expect(try store.save(profile("b"), replacing: nil).defaultName == "a")
        try store.setDefault(nil)
        #expect(try store.save(profile("c"), replacing: nil).defaultName == nil)
    }

    @Test func `the default follows its profile`() throws {
        let first = profile("a")
        try store.save(first, replacing: nil)
        try store.setDefault("a")
        #expect(try store.load().defaultName == "a")
        var renamed = first
        renamed.name = "b"
        try store.save(renamed, replacing: first)
        #expect(try store.load().defaultName == "b")
        #expect(storageError { () throws(StorageError) in try store.setDefault("zz") }?.code == .noSuchProfile)
        try store.remove(id: renamed.id, expected: renamed)
        #expect(try store.load().defaultName == nil)
    }

    @Test func `gives a hand written profile an ID that stays`() throws {
        try home.write(#"{"profiles":[{"name":"a","url":"https://a.example.com"}]}"#, to: "profiles.json")
        let found = try #require(try store.load().profiles.first)
        #expect(found.id.utf8.count == 36)
        var renamed = found
        renamed.name = "renamed"
        try store.save(renamed, replacing: found)
        #expect(try store.load().profiles == [renamed])
    }

    @Test func `without a home nothing is saved`() throws {
        let nowhere = ProfileFile(file: nil, context: .still())
        #expect(try nowhere.load().readOnlyReason?.code == .noHome)
        #expect(
            storageError { () throws(StorageError) in try nowhere.save(profile("a"), replacing: nil) }?.code == .noHome)
    }

    /// A profile that is saved as it was read stays as it was written, down to the way it was written.
    @Test func `a save without a change changes nothing`() throws {
        let text = #"""
            {"profiles": [
              {"id": "a", "name": " eu ", "url": "https://EU.example.com/", "org": {"name": "Sales", "id": 1, "x": 2}},
              {"id": "b", "url": "https://h:443", "name": "b", "org": "2024", "tls": {"insecure": false}, "tag": ""},
              {"id": "c", "timeouts": {"total": 30000, "later": 1}, "name": "c", "url": "http://127.0.0.1", "org": 2024},
              {"id": "d", "name": "d", "url": "https://d", "secretSource": "vault", "protected": false, "note": null}
            ], "version": 1}
            """#
        try home.write(text, to: "profiles.json")
        let written = try JSONValue.parse(Array(text.utf8))
        for profile in try store.load().profiles { try store.save(profile, replacing: profile) }
        #expect(try JSONValue.parse(try home.bytes(of: "profiles.json")) == written)
        // And what is changed is changed alone.
        let old = try #require(try store.load().profiles.first)
        var new = old
        new.deadlines.total = 1_000
        new.org = OrgReference(id: 1, name: "Marketing")
        try store.save(new, replacing: old)
        let entry = try JSONValue.parse(try home.bytes(of: "profiles.json"))["profiles"]?.arrayValue?.first
        #expect(entry?.objectValue?.keys == ["id", "name", "url", "org", "timeouts"])
        #expect(entry?["url"] == "https://EU.example.com/")
        #expect(entry?["timeouts"] == ["total": 1_000])
        #expect(try store.load().profiles.first == new)
    }

    @Test func `unknown members survive any save`() throws {
        var random = SeededGenerator(seed: 18)
        for round in 0..<200 {
            var entries: [JSONValue] = []
            for index in 0..<Int.random(in: 1..<6, using: &random) {
                var entry: JSONObject = ["id": .string("id-\(index)")]
                for key in ["later", "Später", "x\u{0}y", "tls"] where Bool.random(using: &random) {
                    entry[key] = key == "tls" ? ["pin": .int(index)] : [1, nil, ["deep": .string(key)]]
                }
                entry["name"] = .string("p\(index)")
                entry["url"] = .string("https://h\(index).example.com")
                entries.append(.object(entry))
            }
            let root: JSONValue = ["new": ["a": .int(round)], "profiles": .array(entries), "version": 1]
            try home.write(root.serialized(), to: "profiles.json")
            let old = try #require(try store.load().profiles.randomElement(using: &random))
            var new = old
            new.note = "round \(round)"
            try store.save(new, replacing: old)
            var expected = entries
            let place = try #require(entries.firstIndex { $0["id"] == .string(old.id) })
            var merged = try #require(entries[place].objectValue)
            merged["note"] = .string("round \(round)")
            expected[place] = .object(merged)
            let saved = try JSONValue.parse(try home.bytes(of: "profiles.json"))
            #expect(saved == ["new": ["a": .int(round)], "profiles": .array(expected), "version": 1])
        }
    }

    @Test func `saves at once lose nothing`() async throws {
        let file = home.file("profiles.json")
        await withTaskGroup { group in
            for worker in 0..<4 {
                group.addTask {
                    // Real waiting, without a deadline: the others are real threads with descriptors of their own.
                    let context = FileContext(
                        now: { Instant(milliseconds: 0) },
                        wait: { signal, _ in
                            signal.wait()
                            return true
                        }, processID: Int32(worker + 1), hostName: "h", userID: geteuid())
                    let store = ProfileFile(file: file, context: context)
                    for index in 0..<10 {
                        let profile = Profile(
                            id: "id-\(worker)-\(index)", name: "p\(worker)-\(index)",
                            origin: Origin(scheme: .https, host: "h"), generation: .v1)
                        #expect(
                            storageError { () throws(StorageError) in try store.save(profile, replacing: nil) } == nil)
                    }
                }
            }
        }
        let ids = Set(try store.load().profiles.map(\.id))
        #expect(ids.count == 40)
    }
}
