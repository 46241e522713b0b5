import DemoCluster
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct ProfileCommandTests {
    @Test func `Listing nothing creates nothing`() async throws {
        let world = try World()
        let ran = await world.run("profile", "list")
        #expect(ran.code == .done)
        #expect(ran.output.isEmpty)
        #expect(ran.error.contains("no profiles yet"))
        let json = try await world.run("profile", "list", "--json").json()
        #expect(json["profiles"] == [])
        #expect(json["default"] == .null)
        #expect(throws: (any Error).self) { try world.journal() }
    }

    @Test func `A profile is added, shown, edited, made the default and removed`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--tag", "production"])
        try await world.addProfile("lab-old")
        let list = await world.run("profile", "list")
        #expect(list.output.split(separator: "\n").count == 3)
        #expect(list.output.contains("*  prod-eu  v2.0        tsadmin"))
        let edited = await world.run(
            "profile", "edit", "lab-old", "--note", "old", "--protected", "--no-changes", "--json")
        let profile = try #require(try edited.json()["profile"])
        #expect(profile["note"]?.stringValue == "old")
        #expect(profile["protected"]?.boolValue == true)
        #expect(profile["readOnly"]?.boolValue == true)
        #expect(profile["generation"]?.stringValue == "v1")
        #expect(profile["username"]?.stringValue == "tsadmin")
        #expect(await world.run("profile", "default", "lab-old").output == "lab-old\n")
        let shown = await world.run("profile", "show")
        #expect(shown.output.contains("lab-old (default)"))
        #expect(shown.output.contains("protected, read-only"))
        let emptied = await world.run("profile", "edit", "prod-eu", "--tag", "", "--name", "prod", "--json")
        #expect(try emptied.json()["profile"]?["tag"] == .null)
        #expect(try emptied.json()["profile"]?["name"]?.stringValue == "prod")
        #expect(await world.run("profile", "remove", "prod", "--yes").code == .done)
        #expect(await world.run("profile", "show", "prod").code == .notFound)
    }

    @Test func `A note that looks like a secret is saved and told once`() async throws {
        let world = try World()
        try await world.addProfile("lab-old")
        let noted = await world.run("profile", "edit", "lab-old", "--note", "Password: hunter2 of anna")
        #expect(noted.code == .done)
        let told = "the note of lab-old looks like a secret; profiles.json is not encrypted"
        #expect(noted.error.contains(told), "\(noted.error)")
        let tagged = await world.run("profile", "edit", "lab-old", "--tag", "lab")
        #expect(!tagged.error.contains(told))
        let harmless = await world.run("profile", "edit", "lab-old", "--note", "ask anna for the password")
        #expect(!harmless.error.contains(told))
    }

    @Test func `Secrets in URLs are accepted and refused again`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--accept-url-secrets"])
        let shown = await world.run("profile", "show", "--json")
        #expect(try shown.json()["profile"]?["acceptUrlSecrets"]?.boolValue == true)
        let edited = await world.run("profile", "edit", "prod-eu", "--no-accept-url-secrets", "--json")
        #expect(try edited.json()["profile"]?["acceptUrlSecrets"]?.boolValue == false)
    }

    @Test func `beta-query sends no password in a URL unasked`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        #expect(await world.run("profile", "edit", "prod-eu", "--generation", "beta-query").code == .done)
        let ran = await world.run("token", "issue", "--profile", "prod-eu", "--user", "tsadmin", "--password-stdin")
        #expect(ran.code == .refused)
        #expect(ran.error.contains("E_URL_SECRETS"))
    }

    @Test func `Renaming the default profile keeps it the default`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        #expect(await world.run("profile", "edit", "prod-eu", "--name", "eu").code == .done)
        #expect(await world.run("profile", "default").output == "eu\n")
    }

    @Test func `Removing asks, and a protected profile wants its name`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--protected"])
        let silent = await world.run("profile", "remove", "prod-eu")
        #expect(silent.code == .refused)
        #expect(silent.error.contains("E_CONFIRM_NEEDED"))
        let yes = await world.run("profile", "remove", "prod-eu", "--yes")
        #expect(yes.code == .refused)
        #expect(yes.error.contains("E_PROTECTED"))
        let wrong = await world.run("profile", "remove", "prod-eu", "--yes", "--confirm", "prod-us")
        #expect(wrong.error.contains("E_CONFIRM_MISMATCH"))
        #expect(await world.run("profile", "remove", "prod-eu", answers: ["nope"]).code == .refused)
        #expect(await world.run("profile", "remove", "prod-eu", answers: ["prod-eu"]).code == .done)
    }

    @Test func `A protected profile is edited, and issues, by its name only`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--protected"])
        let edit = ["profile", "edit", "prod-eu", "--no-protected"]
        let issue = ["token", "issue", "--profile", "prod-eu", "--password-stdin", "--show-token"]
        let session = [
            "token", "issue", "--kind", "session", "--profile", "prod-eu", "--password-stdin", "--show-token",
        ]
        for command in [edit, issue, session] {
            let silent = await world.run(command)
            #expect(silent.code == .refused)
            #expect(silent.error.contains("E_CONFIRM_NEEDED"))
            #expect(silent.error.contains("hint: add --confirm prod-eu"))
            let yes = await world.run(command + ["--yes"])
            #expect(yes.code == .refused)
            #expect(yes.error.contains("E_PROTECTED"))
            #expect(yes.error.contains("--confirm prod-eu"))
            let wrong = await world.run(command + ["--confirm", "prod-us"])
            #expect(wrong.error.contains("E_CONFIRM_MISMATCH"))
        }
        // Refused before a secret is read, and before anything is sent.
        #expect(world.traffic.requests.isEmpty)
        for command in [issue, session] {
            #expect(await world.run(command + ["--confirm", "prod-eu"], input: DemoFleet.password).code == .done)
        }
        #expect(await world.run(edit, answers: ["prod-eu"]).code == .done)
        #expect(await world.run(issue, input: DemoFleet.password).code == .done)
    }

    @Test func `The output has the timeouts, and an edit keeps what it does not name`() async throws {
        let world = try World()
        let text = #"""
            {"profiles":[{"id":"a","name":"eu","url":"https://eu.example.com","org":{"id":1,"name":"Sales"},
            "timeouts":{"total":1234},"secretSource":"vault"},
            {"id":"b","name":"us","url":"https://us.example.com","org":"2024"}]}
            """#
        _ = try world.file("profiles.json", text)
        let edited = await world.run("profile", "edit", "eu", "--note", "x", "--json")
        let profile = try #require(try edited.json()["profile"])
        #expect(profile["org"] == ["id": 1, "name": "Sales"])
        #expect(profile["timeouts"] == ["connect": 5_000, "firstByte": 15_000, "idle": 10_000, "total": 1_234])
        #expect(profile["secretSource"] == "vault")
        let named = try #require(
            try await world.run("profile", "edit", "us", "--note", "x", "--json").json()["profile"])
        #expect(named["org"] == ["id": .null, "name": "2024"])
        #expect(await world.run("profile", "show", "eu").output.contains("total 1234 ms"))
    }

    @Test func `A name that the file gives twice is refused with both places, and the others work`() async throws {
        let world = try World()
        try await world.addProfile("prod-us")
        let us = try #require(world.fleet["prod-us"]).inProcessOrigin
        let text = """
            {"profiles":[{"name":"prod","url":"https://a"},{"name":"prod-us","url":"\(us)","username":"tsadmin"},\
            {"name":"Prod","url":"https://c"}]}
            """
        _ = try world.file("profiles.json", text)
        for command in ["profile show prod", "token remove abcd --profile PROD", "profile edit prod --note x"] {
            let ran = await world.run(command.split(separator: " ").map(String.init))
            #expect(ran.code == .localFile)
            #expect(ran.error.contains("error E_PROFILES_DUPLICATE"))
            #expect(ran.error.contains("profiles[0] and profiles[2]"))
        }
        #expect(await world.run("session", "pro").code == .notFound)
        // Without a name, the only one that is left is not taken for the one that is meant.
        #expect(await world.run("session", "--password-stdin", input: "x").code == .usage)
        let session = await world.run("session", "prod-us", "--password-stdin", input: DemoFleet.password)
        #expect(session.code == .done, "\(session.error)")
        let listed = try await world.run("profile", "list", "--json").json()
        #expect(listed["unusable"] == [["name": "prod", "place": 0], ["name": "Prod", "place": 2]])
        #expect(await world.run("profile", "edit", "prod-us", "--note", "x").code == .localFile)
    }

    @Test func `A secret in the file is reported by its place`() async throws {
        let world = try World()
        _ = try world.file(
            "profiles.json", #"{"profiles":[{"name":"eu","url":"https://eu.example.com","password":"hunter2"}]}"#)
        let ran = await world.run("profile", "list")
        #expect(ran.code == .done)
        #expect(ran.error.contains(#"profiles[0] (eu) has the member "password""#))
        #expect(ran.error.contains("rotate"))
        #expect(!(ran.error + ran.output).contains("hunter2"))
    }

    @Test func `A CA file is looked at when it is chosen`() async throws {
        let world = try World()
        let empty = try world.file("empty.pem", "")
        let key = try world.file("key.pem", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
        let cut = try world.file("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
        let text = try world.file("text.pem", "nothing\n")
        for (path, reason) in [
            ("/nowhere/ca.pem", "does not exist"), (world.home, "is not a regular file"), (empty, "is empty"),
            (key, "contains a private key"), (cut, "cannot be read"), (text, "no certificate in PEM form"),
        ] {
            let ran = await world.run(
                "profile", "add", "eu", "--url", "https://eu.example.com", "--no-probe", "--ca-file", path)
            #expect(ran.code == .localFile)
            #expect(ran.error.contains("E_CA_FILE"))
            #expect(ran.error.contains(reason))
        }
        #expect(try await world.run("profile", "list", "--json").json()["profiles"] == [])
    }

    @Test func `No is an answer`() async throws {
        let world = try World()
        try await world.addProfile("staging")
        let ran = await world.run("profile", "remove", "staging", answers: ["n"])
        #expect(ran.code == .refused)
        #expect(ran.error.contains("E_DECLINED"))
        #expect(await world.run("profile", "show", "staging").code == .done)
    }

    @Test(arguments: [
        ("", 2), ("a/b", 2), ("..", 2), ("a\u{1B}[31m", 2), (String(repeating: "x", count: 10_000), 2), ("prod", 5),
        ("nothing-like-it", 5), ("eyJhbGciOiJSUzI1NiJ9", 5),
    ])
    func `A name that is none is refused, an unknown one is told`(_ name: String, _ code: Int) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        try await world.addProfile("prod-us")
        let ran = await world.run("profile", "show", name)
        #expect(Int(ran.code.rawValue) == code)
        #expect(ran.error.contains(code == 2 ? "E_PROFILE_NAME" : "E_PROFILE_UNKNOWN"))
        #expect(!ran.error.contains("\u{1B}"))
        #expect(!ran.error.contains("eyJ"))
        if name == "prod" { #expect(ran.error.contains("prod-eu, prod-us")) }
    }

    @Test func `The beginning of a name is enough to look, and not to remove`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        #expect(await world.run("profile", "show", "pro").code == .done)
        let removal = await world.run("profile", "remove", "pro", "--yes")
        #expect(removal.code == .notFound)
        #expect(removal.error.contains("prod-eu"))
    }

    @Test(arguments: ["https://u:Geheim1@h", "ftp://h", "https://", "http://h.example", "https://h/path"])
    func `A URL that cannot be used is refused and not repeated`(_ url: String) async throws {
        let world = try World()
        let ran = await world.run("profile", "add", "x", "--url", url, "--username", "u")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_URL"))
        #expect(!ran.error.contains("Geheim1"))
        #expect(await world.run("profile", "list").output.isEmpty)
    }

    @Test func `An unverified connection wants the host typed, and is told on every call`() async throws {
        let world = try World()
        let host = try #require(world.fleet["prod-eu"]).inProcessOrigin.host
        let wrong = await world.run(
            "profile", "add", "x", "--url", "https://\(host)", "--username", "tsadmin", "--insecure-host", "other")
        #expect(wrong.code == .usage)
        let right = await world.run(
            "profile", "add", "x", "--url", "https://\(host)", "--username", "tsadmin", "--insecure-host", host)
        #expect(right.code == .done)
        let session = await world.run("session", "x", "--password-stdin", input: DemoFleet.password)
        #expect(session.code == .done)
        #expect(session.error.contains("INSECURE"))
        let key = await world.run("session", "x", "--secret-key-stdin", input: "8f3e2d1c-7b6a-4958-8473-a2b1c0d9e8f7")
        #expect(key.code == .refused)
        #expect(key.error.contains("E_INSECURE_SECRET_KEY"))
        let verified = await world.run("profile", "edit", "x", "--insecure-host", "", "--json")
        #expect(try verified.json()["profile"]?["trust"]?.stringValue == "system")
    }

    @Test func `A test of a profile asks without a credential, or with one`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        try await world.addProfile("down-dc2")
        let answered = await world.run("profile", "test", "prod-eu", "--json")
        #expect(answered.code == .done, "\(answered.error)")
        #expect(try answered.json()["cluster"]?["state"]?.stringValue == "reachable")
        let dead = await world.run("profile", "test", "down-dc2")
        #expect(dead.code == .network)
        #expect(dead.error.contains("E_CONNECT"))
        let refused = await world.run("profile", "test", "prod-eu", "--password-stdin", input: "wrong")
        #expect(refused.code == .notLoggedIn)
        let right = await world.run("profile", "test", "prod-eu", "--password-stdin", input: DemoFleet.password)
        #expect(right.code == .done)
        #expect(right.output.contains("the credential works"))
    }

    @Test func `A damaged profile file is told by line and column and never overwritten`() async throws {
        let world = try World()
        let text = "{\n  \"version\": 1,\n  \"profiles\": [ {\n"
        _ = try world.file("profiles.json", text)
        let ran = await world.run("profile", "add", "x", "--url", "https://h.example", "--username", "u", "--json")
        #expect(ran.code == .localFile)
        let error = try ran.jsonError()
        #expect(error["code"]?.stringValue == "E_PROFILES_DAMAGED")
        #expect(error["exitCode"]?.intValue == 10)
        #expect(try InputFile.read("\(world.home)/profiles.json", limit: 1_000).bytes == Array(text.utf8))
    }
}
