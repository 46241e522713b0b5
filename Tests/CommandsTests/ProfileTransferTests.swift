import Operations
import StrictJSON
import TestSupport
import Testing

@testable import Commands

/// `tessera profile export` and `tessera profile import`.
struct ProfileTransferTests {
    private static let team = #"""
        {"version": 1, "profiles": [
        {"name": "prod-eu", "url": "https://eu.example.com", "username": "tsadmin", "tag": "production", "protected": true},
        {"name": "lab", "url": "https://lab.example.com", "generation": "v1", "readOnly": true}]}
        """#

    private func actions(_ ran: World.Ran) throws -> [String] {
        try #require(ran.json()["profiles"]?.arrayValue).compactMap {
            "\($0["action"]?.stringValue ?? "-") \($0["profile"]?["name"]?.stringValue ?? "-")"
        }
    }

    @Test func `What one home exports another one imports, and twice changes nothing`() async throws {
        let (from, to) = (try World(), try World())
        try await from.addProfile("prod-eu", extra: ["--tag", "production", "--protected", "--note", "ask Anna"])
        try await from.addProfile("lab-old")
        let exported = await from.run("profile", "export")
        #expect(exported.code == .done)
        #expect(exported.error.isEmpty)
        let imported = await to.run("profile", "import", "-", input: exported.output)
        #expect(imported.code == .done, "\(imported.error)")
        #expect(imported.output.contains("added  prod-eu  v2.0        tsadmin"))
        #expect(imported.output.contains("production, protected"))
        #expect(await to.run("profile", "export").output == exported.output)
        #expect(await to.run("profile", "default").output == "prod-eu\n")
        let again = await to.run("profile", "import", "-", "--replace", "--json", input: exported.output)
        #expect(again.code == .done)
        #expect(try actions(again) == ["unchanged prod-eu", "unchanged lab-old"])
    }

    @Test func `Chosen profiles are exported to a new file, whose whole path is told`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        try await world.addProfile("lab-old")
        let ran = await world.run("profile", "export", "lab-old", "--out", "\(world.home)/./team.json", "--json")
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["file"]?.stringValue == "\(world.home)/team.json")
        #expect(try ran.json()["profiles"] == ["lab-old"])
        let file = try InputFile.read("\(world.home)/team.json", limit: 10_000)
        #expect(file.mode == 0o600)
        let names = try JSONValue.parse(file.bytes)["profiles"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
        #expect(names == ["lab-old"])
        let twice = await world.run("profile", "export", "--out", "\(world.home)/team.json")
        #expect(twice.code == .localFile)
        #expect(twice.error.contains("E_FILE_EXISTS"))
        #expect(await world.run("profile", "export", "nothing-like-it").code == .notFound)
    }

    @Test func `A secret command is neither exported nor imported`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--secret-command", "/usr/bin/canary {profile}"])
        let exported = await world.run("profile", "export", "--json")
        #expect(exported.error.contains("W_COMMAND_NOT_EXPORTED"))
        #expect(!exported.output.contains("canary"))
        let copy = try InputFile.read("\(world.home)/profiles.json", limit: 10_000).bytes
        let other = try World()
        let imported = await other.run(
            "profile", "import", "-", "--json", input: String(decoding: copy, as: UTF8.self))
        #expect(imported.code == .done)
        let profile = try #require(imported.json()["profiles"]?.arrayValue?.first)
        #expect(profile["omitted"] == [["member": "secretCommand", "reason": "command"]])
        #expect(profile["profile"]?["secretSource"] == "memory")
        #expect(imported.error.contains("W_NOT_IMPORTED"))
        #expect(!(imported.output + imported.error).contains("canary"))
        // Here the command is still the user's own.
        let replaced = await world.run(
            "profile", "import", "-", "--replace", "--json", input: String(decoding: copy, as: UTF8.self))
        #expect(try actions(replaced) == ["unchanged prod-eu"])
        #expect(await world.run("profile", "show").output.contains("canary"))
    }

    @Test func `A preview saves nothing and ends as the import would`() async throws {
        let world = try World()
        let file = try world.file("team.json", Self.team)
        let preview = await world.run("profile", "import", file, "--dry-run", "--json")
        #expect(preview.code == .done, "\(preview.error)")
        #expect(try preview.json()["dryRun"]?.boolValue == true)
        #expect(try actions(preview) == ["add prod-eu", "add lab"])
        #expect(try await world.run("profile", "list", "--json").json()["profiles"] == [])
        #expect(await world.run("profile", "import", file).code == .done)
        let taken = await world.run("profile", "import", try world.file("b.json", changed()), "--dry-run")
        #expect(taken.code == .someFailed)
        #expect(taken.output.contains("skip       prod-eu"))
    }

    private func changed() -> String {
        Self.team.replacing("eu.example.com", with: "eu2.example.com")
            .replacing(#", "tag": "production", "protected": true"#, with: #", "tag": "test""#)
    }

    @Test func `A name that is taken is skipped, replaced or imported under another one`() async throws {
        let world = try World()
        #expect(await world.run("profile", "import", "-", input: Self.team).code == .done)
        #expect(await world.run("profile", "edit", "prod-eu", "--note", "mine", "--confirm", "prod-eu").code == .done)
        let before = try InputFile.read("\(world.home)/profiles.json", limit: 10_000).bytes

        let skipped = await world.run("profile", "import", "-", "--json", input: changed())
        #expect(skipped.code == .someFailed)
        #expect(try actions(skipped) == ["skip prod-eu", "unchanged lab"])
        #expect(try skipped.jsonError()["code"]?.stringValue == "E_SOME_FAILED")
        #expect(try InputFile.read("\(world.home)/profiles.json", limit: 10_000).bytes == before)

        let beside = await world.run("profile", "import", "-", "--rename", "prod-eu=eu-2", "--json", input: changed())
        #expect(beside.code == .done, "\(beside.error)")
        #expect(try actions(beside) == ["add eu-2", "unchanged lab"])

        for (options, code) in [
            ([], "E_CONFIRM_NEEDED"), (["--yes"], "E_PROTECTED"), (["--confirm", "lab"], "E_CONFIRM_MISMATCH"),
        ] {
            let refused = await world.run(["profile", "import", "-", "--replace"] + options, input: changed())
            #expect(refused.code == .refused)
            #expect(refused.error.contains(code), "\(refused.error)")
        }
        let replaced = await world.run(
            "profile", "import", "-", "--replace", "--confirm", "prod-eu", "--json", input: changed())
        #expect(replaced.code == .done, "\(replaced.error)")
        #expect(try actions(replaced) == ["replace prod-eu", "unchanged lab"])
        let profile = try #require(await world.run("profile", "show", "prod-eu", "--json").json()["profile"])
        #expect(profile["url"]?.stringValue == "https://eu2.example.com")
        #expect(profile["note"]?.stringValue == "mine")
        // Marks that guard a cluster are not taken away by a file.
        #expect(profile["protected"]?.boolValue == true)
        #expect(profile["tag"]?.stringValue == "production")
        #expect(replaced.error.contains("W_MARK_KEPT"))
    }

    @Test func `An unverified connection is verified after an import, also where it replaces one at another address`()
        async throws
    {
        let world = try World()
        let text = #"""
            {"profiles": [{"name": "lab", "url": "https://lab.example.com", "tls": {"insecure": true}}]}
            """#
        let added = await world.run("profile", "import", "-", input: text)
        #expect(added.code == .done)
        #expect(added.error.contains("--insecure-host lab.example.com"))
        #expect(try await trust(in: world) == "system")
        let edit = ["profile", "edit", "lab", "--insecure-host", "lab.example.com"]
        #expect(await world.run(edit).code == .done)
        let same = await world.run("profile", "import", "-", "--replace", input: text)
        #expect(same.output.contains("unchanged"))
        #expect(try await trust(in: world) == "insecure")
        let moved = text.replacing("lab.example", with: "evil.example")
        #expect(await world.run("profile", "import", "-", "--replace", input: moved).code == .done)
        #expect(try await trust(in: world) == "system")
    }

    private func trust(in world: World) async throws -> String? {
        try await world.run("profile", "show", "lab", "--json").json()["profile"]?["trust"]?.stringValue
    }

    @Test func `One profile that is wrong stops all of them`() async throws {
        let world = try World()
        let bad = Self.team.replacing("https://lab.example.com", with: "https://u:hunter2@lab")
        let ran = await world.run("profile", "import", try world.file("a.json", Self.team), "-", "--json", input: bad)
        #expect(ran.code == .localFile)
        let error = try ran.jsonError()
        #expect(error["code"]?.stringValue == "E_IMPORT_FILE")
        #expect(error["why"]?.stringValue?.hasPrefix("profiles[1].url") == true)
        #expect(!ran.error.contains("hunter2"))
        let twins = await world.run(
            "profile", "import", "\(world.home)/a.json", "-", input: Self.team.replacing("lab", with: "lab2"))
        #expect(twins.error.contains("two profiles would be named prod-eu"))
        #expect(try await world.run("profile", "list", "--json").json()["profiles"] == [])
    }

    @Test func `A CA file that is not here is left out, and the connection stays verified`() async throws {
        let world = try World()
        let text = #"{"profiles": [{"name": "lab", "url": "https://h", "tls": {"caFile": "/nowhere/ca.pem"}}]}"#
        let ran = await world.run("profile", "import", "-", "--json", input: text)
        #expect(ran.code == .done)
        let profile = try #require(ran.json()["profiles"]?.arrayValue?.first)
        #expect(profile["omitted"] == [["member": "tls.caFile", "reason": "ca-file"]])
        #expect(profile["profile"]?["trust"] == "system")
    }

    @Test func `A file of secrets that others can read is told`() async throws {
        let world = try World()
        let file = try world.file(
            "a.json", #"{"profiles": [{"name": "eu", "url": "https://h", "password": "hunter2"}]}"#, mode: 0o644)
        let ran = await world.run("profile", "import", file)
        #expect(ran.code == .done)
        #expect(ran.error.contains("others can read \(file), which holds a secret"))
        #expect((ran.output + ran.error).contains("password is not imported"))
        #expect(!(ran.output + ran.error).contains("hunter2"))
        let saved = try InputFile.read("\(world.home)/profiles.json", limit: 10_000).bytes
        #expect(!String(decoding: saved, as: UTF8.self).contains("hunter2"))
    }

    @Test(arguments: ["lab", "=x", "lab=", "lab=a b", "nothing=x"])
    func `A rename that cannot be understood is refused`(_ pair: String) async throws {
        let world = try World()
        let ran = await world.run("profile", "import", "-", "--rename", pair, input: Self.team)
        #expect(ran.code == .usage)
        #expect(try await world.run("profile", "list", "--json").json()["profiles"] == [])
    }

    @Test func `A file that is not there, and standard input twice, are refused`() async throws {
        let world = try World()
        #expect(await world.run("profile", "import", "/nowhere/x.json").code == .localFile)
        #expect(await world.run("profile", "import", "-", "-").code == .usage)
        #expect(await world.run("profile", "import").code == .usage)
    }
}
