import HTTPExchange
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Configurations of cs_tools in both forms, as JSON.
struct CSToolsFileTests {
    private func entry(_ text: String, file: String = "standard input") throws -> ProfileImport.Entry {
        try #require(try ProfileImport(Array(text.utf8), file: file).entries.first)
    }

    private func refusal(_ text: String, file: String = "standard input") -> StorageError? {
        storageError { () throws(StorageError) in _ = try ProfileImport(Array(text.utf8), file: file) }
    }

    private static let today = #"""
        {"name": "production", "verbose": false, "temp_dir": "/tmp", "created_in_cs_tools_version": "1.6.4",
        "thoughtspot": {"url": "https://ts.example.com/", "username": "anna", "password": "hunter2==",
        "secret_key": "hunter2", "bearer_token": "hunter2", "default_org": 7, "disable_ssl": true, "concurrency": 15,
        "proxy": "http://u:hunter2@proxy.example.com:3128", "colour": "red"}}
        """#

    @Test func `a configuration of today`() throws {
        let entry = try entry(Self.today)
        let expected = Profile(
            id: entry.profile.id, name: "production", origin: Origin(scheme: .https, host: "ts.example.com"),
            generation: .v2, username: "anna", org: OrgReference(id: 7), proxy: "http://proxy.example.com:3128")
        #expect(entry.profile == expected)
        #expect(
            entry.omissions == [
                .init("proxy", .secret), .init("thoughtspot.disable_ssl", .insecure),
                .init("thoughtspot.password", .secret), .init("thoughtspot.secret_key", .secret),
                .init("thoughtspot.bearer_token", .secret), .init("thoughtspot.colour", .unknown),
            ])
        #expect(entry.named == [.name, .url, .username, .org, .proxy])
        #expect(!"\(entry)".contains("hunter2"))
    }

    @Test func `one of before 1 5 0, which is named by its file`() throws {
        let text = #"""
            {"verbose": false, "thoughtspot": {"host": "ts.example.com", "port": 8443, "disable_ssl": false,
            "disable_sso": true}, "auth": {"frontend": {"username": "anna", "password": "hunter2"}}}
            """#
        let entry = try entry(text, file: "/home/a/cluster-cfg_prod.json")
        #expect(entry.profile.name == "prod")
        #expect(entry.profile.origin == Origin(scheme: .https, host: "ts.example.com", port: 8443))
        #expect(entry.profile.username == "anna")
        #expect(entry.omissions == [.init("auth.frontend.password", .secret)])
        #expect(refusal(text)?.detail == "name: it is missing")
    }

    /// A text was taken for true by others; here it is told, and the certificate is verified.
    @Test(arguments: [#""false""#, #""true""#, "1", "true"])
    func `what is not false skips no verification`(_ value: String) throws {
        let entry = try entry(#"{"name": "a", "thoughtspot": {"url": "https://h", "disable_ssl": \#(value)}}"#)
        #expect(entry.profile.trust == .system)
        #expect(entry.omissions == [.init("thoughtspot.disable_ssl", .insecure)])
    }

    @Test(arguments: [
        (#"{"username": "anna"}"#, "url"), (#"{"url": "https://u:hunter2@h"}"#, "url"),
        (#"{"url": "http://h.example.com"}"#, "url"), (#"{"host": "h", "port": 70000}"#, "port"),
        (#"{"url": "https://h", "proxy": "socks5://hunter2"}"#, "proxy"),
        (#"{"url": "https://h", "default_org": true}"#, "org"),
    ])
    func `what cannot be imported is refused by its place`(_ cluster: String, _ place: String) throws {
        let error = try #require(refusal(#"{"name": "a", "thoughtspot": \#(cluster)}"#))
        #expect(error.code == .importFile)
        #expect(error.detail.contains(place), "\(error.detail)")
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func `TOML is answered with the command that makes JSON of it`() throws {
        let text = "name = \"a\"\n[thoughtspot]\nurl = \"https://h\"\npassword = \"hunter2\"\n"
        let named = try #require(refusal(text, file: "/home/a b/cluster-cfg_prod.toml"))
        #expect(named.code == .importFile)
        #expect(named.advice?.hasSuffix("< '/home/a b/cluster-cfg_prod.toml' | tessera profile import -") == true)
        #expect(refusal(text)?.advice?.contains("tomllib") == true)
        #expect(!"\(named)".contains("hunter2"))
        #expect(refusal("name = \"a\"")?.advice == nil)
    }

    @Test func `flipped bits bring nothing unsafe`() throws {
        let bytes = Array(Self.today.utf8)
        var random = SeededGenerator(seed: 5)
        var read = 0
        for _ in 0..<2_000 {
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            changed[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            guard let entry = try? ProfileImport(changed, file: "x").entries.first else { continue }
            read += 1
            #expect(entry.profile.trust == .system && entry.profile.secretSource == .memory)
        }
        #expect(read > 100)
    }
}
