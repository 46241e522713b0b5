import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct ProfileDraftTests {
    private func draft() -> ProfileDraft {
        var draft = ProfileDraft()
        draft.name = "prod-eu"
        draft.url = "https://eu.example"
        draft.generation = "v2.0"
        return draft
    }

    @Test func theLeastThatIsEnough() throws {
        let profile = try draft().profile(id: "id")
        #expect(
            profile
                == Profile(
                    id: "id", name: "prod-eu", origin: Origin(scheme: .https, host: "eu.example"), generation: .v2))
        for field in ProfileDraft.Field.allCases { #expect(draft().problem(with: field) == nil) }
    }

    @Test func everythingComesBack() throws {
        var full = draft()
        full.username = "  tsadmin\t"
        full.org = "12"
        full.tag = "production"
        full.isProtected = true
        full.isReadOnly = true
        full.acceptsURLSecrets = true
        full.caFile = "/etc/ssl/company.pem"
        full.proxy = "http://proxy.example:3128"
        full.secretSource = "memory"
        full.note = "the big one"
        full.deadlines.total = 60_000
        let profile = try full.profile(id: "id")
        #expect(profile.username == "tsadmin")
        #expect(profile.org == OrgReference(id: 12))
        #expect(profile.trust == .additional(caFile: "/etc/ssl/company.pem"))
        #expect(profile.isProduction && profile.isProtected && profile.isReadOnly && profile.acceptsURLSecrets)
        #expect(try ProfileDraft(from: profile).profile(id: "id") == profile)
        var named = draft()
        named.org = "Sales"
        named.isInsecure = true
        let other = try named.profile(id: "id")
        #expect(other.org == OrgReference(name: "Sales"))
        #expect(other.trust == .insecure)
        #expect(try ProfileDraft(from: other).profile(id: "id") == other)
    }

    /// What an editor loads and saves unchanged is unchanged, whatever a file may hold.
    @Test func anEditChangesOnlyWhatWasEdited() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let profile = Self.profile(using: &random)
            var draft = ProfileDraft(from: profile)
            for field in ProfileDraft.Field.allCases { #expect(draft.problem(with: field) == nil, "\(profile)") }
            #expect(try draft.profile(id: profile.id) == profile)
            draft.note = "edited"
            var noted = profile
            noted.note = "edited"
            #expect(try draft.profile(id: profile.id) == noted)
            draft.org = "Marketing"
            noted.org = OrgReference(name: "Marketing")
            #expect(try draft.profile(id: profile.id) == noted)
        }
    }

    @Test(arguments: [
        OrgReference(id: 1, name: "Sales"), OrgReference(name: "2024"), OrgReference(id: 2024), OrgReference(id: -1),
        OrgReference(id: 0, name: " "), OrgReference(name: " Sales "),
    ])
    func anOrgStaysWhatItIs(_ org: OrgReference) throws {
        var profile = try draft().profile(id: "id")
        profile.org = org
        #expect(try ProfileDraft(from: profile).profile(id: "id").org == org)
    }

    private static func profile(using random: inout some RandomNumberGenerator) -> Profile {
        func text(_ choices: String...) -> String? {
            choices.randomElement(using: &random).flatMap { $0.isEmpty ? nil : $0 }
        }
        func flag() -> Bool { Bool.random(using: &random) }
        let trust: [ConnectionSettings.Trust] = [
            .system, .insecure, .additional(caFile: "/etc/ca.pem"), .additional(caFile: "relative/ca.pem"),
        ]
        let orgs: [OrgReference?] = [
            nil, OrgReference(id: 0), OrgReference(id: 7, name: "Sales"), OrgReference(name: "2024"),
            OrgReference(id: 2024), OrgReference(name: "\u{C4}rzte "), OrgReference(id: -3, name: "7"),
        ]
        return Profile(
            id: "id-\(Int.random(in: 0..<9, using: &random))", name: text("a", "prod-eu", "A.b_c-9") ?? "a",
            origin: Origin(
                scheme: flag() ? .https : .http, host: text("127.0.0.1", "eu.example.com", "::1") ?? "h",
                port: flag() ? 8443 : nil),
            generation: Generation.allCases.randomElement(using: &random) ?? .v2,
            username: text("", "anna", " \u{E4}nne\t", "a b"), org: orgs.randomElement(using: &random) ?? nil,
            tag: text("", "production", " lab "), isProtected: flag(), isReadOnly: flag(),
            trust: trust.randomElement(using: &random) ?? .system,
            proxy: text("", "direct", "http://proxy:3128"),
            deadlines: flag() ? .init() : .init(connect: 1, firstByte: 2, idle: 3, total: 600_000),
            secretSource: Profile.SecretSource.allCases.randomElement(using: &random) ?? .memory,
            note: text("", "x", "two\nlines", "\u{202E}"), acceptsURLSecrets: flag())
    }

    @Test(arguments: Generation.allCases)
    func everyGenerationIsKnown(_ generation: Generation) throws {
        var draft = draft()
        draft.generation = generation.rawValue.uppercased()
        #expect(try draft.profile(id: "id").generation == generation)
    }

    /// Each field with what it must not hold, and the code of the refusal.
    @Test(arguments: [
        (ProfileDraft.Field.name, "", "E_PROFILE_NAME"), (.name, "-x", "E_PROFILE_NAME"),
        (.name, "a b", "E_PROFILE_NAME"), (.name, String(repeating: "a", count: 65), "E_PROFILE_NAME"),
        (.name, "pr\u{F6}d", "E_PROFILE_NAME"),
        (.url, "", "E_URL"), (.url, "eu.example", "E_URL"), (.url, "ftp://eu.example", "E_URL"),
        (.url, "https://tsadmin:hidden-4711@eu.example", "E_URL"), (.url, "https://eu.example/path", "E_URL"),
        (.url, "https://eu.example:0", "E_URL"), (.url, "http://eu.example", "E_URL"), (.url, "https://", "E_URL"),
        (.generation, "", "E_USAGE"), (.generation, "v3", "E_USAGE"), (.generation, "2.0", "E_USAGE"),
        (.caFile, "company.pem", "E_USAGE"), (.caFile, "~/company.pem", "E_USAGE"),
        (.proxy, "ftp://proxy.example", "E_PROXY_CONFIG"), (.proxy, "socks5://proxy.example:1080", "E_PROXY_CONFIG"),
        (.proxy, "http://user:hidden-4711@proxy.example", "E_PROXY_CONFIG"),
        (.proxy, "nonsense nonsense", "E_PROXY_CONFIG"),
        (.secretSource, "vault", "E_USAGE"), (.secretSource, "keyring", "E_USAGE"),
    ])
    func eachFieldIsChecked(_ field: ProfileDraft.Field, _ value: String, _ code: String) {
        var draft = draft()
        switch field {
        case .name: draft.name = value
        case .url: draft.url = value
        case .generation: draft.generation = value
        case .caFile: draft.caFile = value
        case .proxy: draft.proxy = value
        case .secretSource: draft.secretSource = value
        }
        let refusal = draft.problem(with: field)
        #expect(refusal?.code == code)
        #expect(refusal?.exitCode == .usage)
        let typed = draft
        let error = problem { () throws(OperationError) in try typed.profile(id: "id") }
        #expect(error?.refusal == refusal)
        for other in ProfileDraft.Field.allCases where other != field { #expect(draft.problem(with: other) == nil) }
        // What was typed may hold a password: the message does not repeat it.
        let message = refusal.map { MessageComposer.message(for: $0) }
        #expect(!String(describing: message).contains("hidden-4711"))
    }

    @Test func insecureAndACAFileContradictEachOther() {
        var draft = draft()
        draft.isInsecure = true
        draft.caFile = "/etc/ssl/company.pem"
        #expect(draft.problem(with: .caFile)?.code == "E_USAGE")
    }

    @Test(arguments: ["direct", "http://proxy.example:3128", ""])
    func proxies(_ text: String) throws {
        var draft = draft()
        draft.proxy = text
        #expect(try draft.profile(id: "id").proxy == (text.isEmpty ? nil : text))
    }
}
