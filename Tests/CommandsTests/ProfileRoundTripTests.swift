import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// What the file, an editor or a command loads and saves unchanged is unchanged, whatever a profile holds.
struct ProfileRoundTripTests {
    @Test(arguments: 0..<12)
    func `A command that gives every field its own value changes nothing`(seed: UInt64) async throws {
        var profiles = ProfileGenerator(seed: seed)
        let world = try World()
        let store = ProfileStore(file: "\(world.home)/profiles.json", context: .live(now: { Instant(milliseconds: 0) }))
        for place in 0..<3 { try await store.save(profiles.next(place), replacing: nil) }
        let saved = try await store.load().profiles
        let written = try InputFile.read("\(world.home)/profiles.json", limit: 100_000).bytes
        for profile in saved {
            var command = ["profile", "edit", profile.name, "--name", profile.name, "--confirm", profile.name]
            for field in ProfileField.all where field.id != .name {
                guard let option = field.option else { continue }
                switch (field.id, field.input(of: profile)) {
                case (.isInsecure, let input): command += ["--\(option)", input.isOn ? profile.origin.host : ""]
                case (.isReadOnly, let input): command.append(input.isOn ? "--no-\(option)" : "--\(option)")
                case (_, .toggle(let isOn)): command.append(isOn ? "--\(option)" : "--no-\(option)")
                case (_, .text(let text)): command += ["--\(option)", text]
                }
            }
            let ran = await world.run(command)
            #expect(ran.code == .done, "\(command) \(ran.error)")
            #expect(try await store.load().profiles == saved)
            #expect(try InputFile.read("\(world.home)/profiles.json", limit: 100_000).bytes == written)
        }
    }

    @Test func `An edit changes the fields that were edited, and no other`() throws {
        var profiles = ProfileGenerator(seed: 20)
        for place in 0..<300 {
            let profile = profiles.next(place)
            let draft = ProfileDraft(from: profile)
            for field in ProfileField.all { #expect(draft.problem(with: field.id) == nil, "\(profile)") }
            #expect(try draft.profile(id: profile.id) == profile)
            for field in ProfileField.all where field.editor != .file {
                var edited = draft
                guard let other = Self.other(field, than: field.input(of: profile)) else { continue }
                edited[input: field.id] = other
                // Two fields that contradict each other are refused, and told.
                guard let changed = try? edited.profile(id: profile.id) else {
                    #expect(
                        profile.caFile != nil && field.id == .isInsecure || profile.isInsecure && field.id == .caFile)
                    continue
                }
                for other in ProfileField.all {
                    let isSame = other.input(of: changed) == other.input(of: profile)
                    #expect(isSame == (other.id != field.id || other.editor == .file), "\(field.id): \(other.id)")
                }
                #expect(changed.deadlines == profile.deadlines)
            }
        }
    }

    /// Another value that the field takes, nil where this version takes one only.
    private static func other(_ field: ProfileField, than input: ProfileInput) -> ProfileInput? {
        switch (field.id, input) {
        case (_, .toggle(let isOn)): .toggle(!isOn)
        case (.url, _): .text("https://other.example:444")
        case (.generation, .text(let name)): .text(name == "v1" ? "v2.0" : "v1")
        case (.caFile, _): .text("/other/ca.pem")
        case (.proxy, _): .text("http://other:1")
        case (.secretCommand, _): .text("/other/program 'a b'")
        case (.commandKind, .text(let name)): .text(name == "password" ? "secret-key" : "password")
        case (.commandFormat, .text(let name)): .text(name == "raw" ? "json" : "raw")
        case (.secretSource, .text(let name)): name == "memory" ? nil : .text("memory")
        default: .text("other")
        }
    }
}

/// Profiles as a file may hold them, also such as nobody could type today.
private struct ProfileGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next(_ place: Int) -> Profile {
        var profile = Profile(
            id: "id-\(place)", name: "\(pick(["a", "prod-eu", "A.b_c-9"]))\(place)",
            origin: Origin(
                scheme: .https, host: pick(["127.0.0.1", "eu.example.com", "::1"]), port: pick([nil, 8443])),
            generation: pick(Generation.allCases))
        profile.username = pick([nil, "anna", " \u{E4}nne\t", "a b"])
        profile.org = pick([
            nil, OrgReference(id: 0), OrgReference(id: 7, name: "Sales"), OrgReference(name: "2024"),
            OrgReference(id: 2024), OrgReference(name: "\u{C4}rzte "), OrgReference(id: -3, name: "7"),
        ])
        profile.tag = pick([nil, "production", " lab "])
        profile.isProtected = pick([true, false])
        profile.isReadOnly = pick([true, false])
        profile.trust = pick([
            .system, .insecure, .additional(caFile: "/etc/ca.pem"), .additional(caFile: "relative/ca.pem"),
        ])
        profile.proxy = pick([nil, "direct", "http://proxy:3128", "ftp://not-usable"])
        profile.deadlines = pick([.init(), .init(connect: 1, firstByte: 2, idle: 3, total: 600_000)])
        profile.secretSource = pick(Profile.SecretSource.allCases)
        profile.secretCommand = pick([
            SecretCommand(),
            SecretCommand(["/bin/a", "it's", "", "\u{301}x", "{other}"], format: .json, kind: .secretKey),
            SecretCommand(["relative"], seconds: 3, isInteractive: true),
        ])
        profile.note = pick([nil, "x", "two\nlines", "\u{202E}"])
        profile.acceptsURLSecrets = pick([true, false])
        return profile
    }

    private mutating func pick<Value>(_ choices: [Value]) -> Value {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }
}
