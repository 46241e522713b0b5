import HTTPExchange
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// What a file of profiles may bring along, and what it may not (promises P20, P26, P35).
struct ProfileImportTests {
    private func imported(_ text: String, names: [String: String] = [:]) throws -> ProfileImport {
        try ProfileImport(Array(text.utf8), file: "team.json", names: names)
    }

    private func refusal(_ text: String) -> StorageError? {
        storageError { () throws(StorageError) in _ = try ProfileImport(Array(text.utf8), file: "team.json") }
    }

    private static let full = Profile(
        id: "id-a", name: "prod-eu", origin: Origin(scheme: .https, host: "eu.example.com", port: 8443),
        generation: .v1, username: "tsadmin", org: OrgReference(id: 7, name: "Sales"), tag: "production",
        isProtected: true, isReadOnly: true, trust: .additional(caFile: "/etc/ca.pem"), proxy: "http://proxy:3128",
        deadlines: .init(connect: 1, firstByte: 2, idle: 3, total: 600_000), secretSource: .vault, owner: "anna",
        note: "ask Anna \u{202E}")

    @Test func `what is exported is imported as it was`() throws {
        let export = ProfileExport([Self.full])
        let entry = try #require(imported(JSONValue.object(export.document).serialized()).entries.first)
        #expect(entry.profile.identified(as: Self.full.id) == Self.full)
        #expect(entry.omissions.isEmpty)
        #expect(export.withoutCommand.isEmpty)
        let text = JSONValue.object(export.document).serialized()
        #expect(!text.contains("id-a"))
    }

    @Test func `no command and no source that needs one is exported`() throws {
        var profile = Self.full
        profile.secretSource = .command
        profile.secretCommand.arguments = ["/usr/bin/pass", "show", "canary"]
        let export = ProfileExport([profile, Self.full])
        #expect(export.withoutCommand == ["prod-eu"])
        let text = JSONValue.object(export.document).serialized()
        #expect(!text.contains("canary") && !text.contains("command"))
        #expect(text.contains(#""secretSource":"vault""#))
    }

    @Test func `secrets, commands and accepted risks are left out and named`() throws {
        let entry = try #require(
            imported(
                #"""
                {"profiles": [{"id": "x", "name": "eu", "url": "https://eu.example.com", "password": "hunter2",
                "secretSource": "command", "secretCommand": {"argv": ["/bin/sh", "-c", "canary"]},
                "tls": {"insecure": true}, "acceptUrlSecrets": true, "proxy": "http://u:hunter2@proxy:3128",
                "login": {"token": "hunter2"}, "colour": "red", "readOnly": true, "tag": "production"}]}
                """#
            ).entries.first)
        #expect(
            entry.omissions == [
                .init("secretCommand", .command), .init("acceptUrlSecrets", .urlSecrets),
                .init("tls.insecure", .insecure), .init("proxy", .secret), .init("password", .secret),
                .init("login.token", .secret), .init("colour", .unknown),
            ])
        #expect(entry.profile.secretSource == .memory && entry.profile.secretCommand == SecretCommand())
        #expect(entry.profile.trust == .system && !entry.profile.acceptsURLSecrets)
        #expect(entry.profile.proxy == "http://proxy:3128")
        #expect(entry.profile.isReadOnly && entry.profile.isProduction)
        #expect(!"\(entry)".contains("hunter2") && !"\(entry)".contains("canary"))
        #expect(entry.named == [.name, .url, .proxy, .isReadOnly, .tag])
    }

    private func text(_ member: String, _ value: String) -> String {
        let profile: JSONValue = ["name": "eu", "url": "https://h", member: .string(value)]
        return JSONValue.object(["profiles": .array([profile])]).serialized()
    }

    @Test(
        arguments: ["note", "owner"],
        [
            "Authorization: Bearer abcdefgh", "password: hunter2", "the pwd=hunter2", "token: x",
            "eyJhbGciOiJSUzI1NiJ9.Zm9vYmFyMTIzNDU2.Nzg5MGFiY2RlZg",
        ])
    func `a secret in free text is left out and named`(_ member: String, _ value: String) throws {
        let entry = try #require(imported(text(member, value)).entries.first)
        #expect(entry.omissions == [.init(member, .secret)])
        #expect(entry.profile.note == nil && entry.profile.owner == nil)
    }

    @Test(arguments: [
        "ask anna for the password", "token of the team: see https://wiki.example.com/A1b2C3d4E5f6G7h8I9j0",
        "Key Accounts",
    ])
    func `words about secrets are none`(_ value: String) throws {
        let entry = try #require(imported(text("note", value)).entries.first)
        #expect(entry.omissions.isEmpty && entry.profile.note == value)
    }

    @Test(arguments: ["a\nb", "a\u{1B}[31mb", "a\u{7}b"])
    func `a user with a control character is refused`(_ user: String) {
        #expect(refusal(text("username", user))?.detail.hasPrefix("profiles[0].username: ") == true)
    }

    @Test func `a source of secrets alone is left out`() throws {
        for (source, reason) in [("command", ProfileImport.Omission.Reason.command), ("plain", .plainText)] {
            let text = #"{"profiles": [{"name": "eu", "url": "https://h", "secretSource": "\#(source)"}]}"#
            let entry = try #require(imported(text).entries.first)
            #expect(entry.omissions == [.init("secretSource", reason)])
            #expect(!entry.named.contains(.secretSource))
        }
    }

    @Test func `another name makes a name of what is none`() throws {
        let text = #"{"profiles": [{"name": "my cluster", "url": "https://h"}, {"name": "b", "url": "https://h"}]}"#
        #expect(refusal(text)?.detail.hasPrefix("profiles[0].name: ") == true)
        let entries = try imported(text, names: ["my cluster": "mine"]).entries
        #expect(entries.map(\.profile.name) == ["mine", "b"])
        #expect(entries.map(\.originalName) == ["my cluster", "b"])
    }

    @Test(arguments: [
        ("", "empty"), ("[]", "\"profiles\""), ("{}", "\"profiles\""), (#"{"profiles": {}}"#, "\"profiles\""),
        (#"{"version": 2, "profiles": []}"#, "version"), (#"{"profiles": [7]}"#, "profiles[0]"),
        (#"{"profiles": [{"name": "eu"}]}"#, "profiles[0].url"),
        (#"{"profiles": [{"name": "eu", "url": "https://u:hunter2@h"}]}"#, "profiles[0].url"),
        (#"{"profiles": [{"name": "eu", "url": "http://h.example.com"}]}"#, "profiles[0].url"),
        (#"{"profiles": [{"name": "eu", "url": "https://h", "tls": {"insecure": "hunter2"}}]}"#, "tls.insecure"),
        (#"{"profiles": [{"name": "eu", "url": "https://h", "tls": {"caFile": "ca.pem"}}]}"#, "tls.caFile"),
        (#"{"profiles": [{"name": "eu", "url": "https://h", "proxy": "socks5://hunter2"}]}"#, "proxy"),
        (#"{"profiles": [{"name": "eu", "name": "us", "url": "https://h"}]}"#, "twice"),
    ])
    func `refuses, with the place and without the value`(text: String, place: String) throws {
        let error = try #require(refusal(text))
        #expect(error.code == .importFile)
        #expect(error.detail.contains(place), "\(error.detail)")
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func `refuses what is too large before it is read`() {
        let error = refusal(String(repeating: " ", count: ProfileImport.limit + 1))
        #expect(error?.detail == "it is larger than 1 MiB")
        #expect(error?.line == nil)
    }

    /// A changed bit gives an error or a profile, and never one that runs something or trusts everybody.
    @Test func `flipped bits bring nothing unsafe`() throws {
        var profile = Self.full
        profile.trust = .insecure
        var object = try #require(ProfileExport([profile]).document["profiles"]?.arrayValue?.first?.objectValue)
        object["secretCommand"] = ["argv": ["/bin/sh"], "kind": "password"]
        object["secretSource"] = "command"
        let bytes = Array(JSONValue.object(["profiles": [.object(object)]]).serialized().utf8)
        var random = SeededGenerator(seed: 9)
        var read = 0
        for _ in 0..<2_000 {
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            changed[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            guard let entry = try? ProfileImport(changed, file: "x").entries.first else { continue }
            read += 1
            #expect(entry.profile.secretSource != .command && entry.profile.secretCommand == SecretCommand())
            #expect(entry.profile.trust != .insecure && !entry.profile.acceptsURLSecrets)
        }
        #expect(read > 100)
    }
}
