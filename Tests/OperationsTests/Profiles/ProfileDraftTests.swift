import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct ProfileDraftTests {
    private func draft() -> ProfileDraft {
        var draft = ProfileDraft()
        draft[.name] = "prod-eu"
        draft[.url] = "https://eu.example"
        draft[.generation] = "v2.0"
        return draft
    }

    @Test func `the least that is enough`() throws {
        let profile = try draft().profile(id: "id")
        #expect(
            profile
                == Profile(
                    id: "id", name: "prod-eu", origin: Origin(scheme: .https, host: "eu.example"), generation: .v2))
        for id in ProfileField.ID.allCases { #expect(draft().problem(with: id) == nil) }
    }

    @Test func `everything comes back`() throws {
        var full = draft()
        full[.username] = "  tsadmin\t"
        full[.org] = "12"
        full[.tag] = "production"
        full[isOn: .isProtected] = true
        full[isOn: .isReadOnly] = true
        full[isOn: .acceptsURLSecrets] = true
        full[.caFile] = "/etc/ssl/company.pem"
        full[.proxy] = "http://proxy.example:3128"
        full[.secretSource] = "memory"
        full[.note] = "the big one"
        let profile = try full.profile(id: "id")
        #expect(profile.username == "tsadmin")
        #expect(profile.org == OrgReference(id: 12))
        #expect(profile.trust == .additional(caFile: "/etc/ssl/company.pem"))
        #expect(profile.isProduction && profile.isProtected && profile.isReadOnly && profile.acceptsURLSecrets)
        #expect(try ProfileDraft(from: profile).profile(id: "id") == profile)
        var named = draft()
        named[.org] = "Sales"
        named[isOn: .isInsecure] = true
        let other = try named.profile(id: "id")
        #expect(other.org == OrgReference(name: "Sales"))
        #expect(other.trust == .insecure)
        #expect(try ProfileDraft(from: other).profile(id: "id") == other)
    }

    @Test(arguments: [
        OrgReference(id: 1, name: "Sales"), OrgReference(name: "2024"), OrgReference(id: 2024), OrgReference(id: -1),
        OrgReference(id: 0, name: " "), OrgReference(name: " Sales "),
    ])
    func `an Org stays what it is`(_ org: OrgReference) throws {
        var profile = try draft().profile(id: "id")
        profile.org = org
        #expect(try ProfileDraft(from: profile).profile(id: "id").org == org)
    }

    @Test(arguments: Generation.allCases)
    func `every generation is known`(_ generation: Generation) throws {
        var draft = draft()
        draft[.generation] = generation.rawValue.uppercased()
        #expect(try draft.profile(id: "id").generation == generation)
    }

    /// Each field with what it must not hold, and the code of the refusal.
    @Test(arguments: [
        (ProfileField.ID.name, "", "E_PROFILE_NAME"), (.name, "-x", "E_PROFILE_NAME"),
        (.name, "a b", "E_PROFILE_NAME"), (.name, String(repeating: "a", count: 65), "E_PROFILE_NAME"),
        (.name, "pr\u{F6}d", "E_PROFILE_NAME"),
        (.url, "", "E_URL"), (.url, "eu.example", "E_URL"), (.url, "ftp://eu.example", "E_URL"),
        (.url, "https://tsadmin:hidden-4711@eu.example", "E_URL"), (.url, "https://eu.example/path", "E_URL"),
        (.url, "https://eu.example:0", "E_URL"), (.url, "http://eu.example", "E_URL"), (.url, "https://", "E_URL"),
        (.generation, "", "E_INVALID_INPUT"), (.generation, "v3", "E_INVALID_INPUT"),
        (.generation, "2.0", "E_INVALID_INPUT"),
        (.caFile, "company.pem", "E_INVALID_INPUT"), (.caFile, "~/company.pem", "E_INVALID_INPUT"),
        (.proxy, "ftp://proxy.example", "E_PROXY_CONFIG"), (.proxy, "socks5://proxy.example:1080", "E_PROXY_CONFIG"),
        (.proxy, "http://user:hidden-4711@proxy.example", "E_PROXY_CONFIG"),
        (.proxy, "nonsense nonsense", "E_PROXY_CONFIG"),
        (.secretCommand, "pass show", "E_INVALID_INPUT"), (.commandKind, "cookie", "E_INVALID_INPUT"),
        (.secretSource, "plain", "E_INVALID_INPUT"),
        (.secretSource, "keyring", "E_INVALID_INPUT"),
    ])
    func `each field is checked`(_ field: ProfileField.ID, _ value: String, _ code: String) {
        var draft = draft()
        draft[field] = value
        let refusal = draft.problem(with: field)
        #expect(refusal?.code == code)
        #expect(refusal?.exitCode == .usage)
        let typed = draft
        let error = problem { () throws(OperationError) in try typed.profile(id: "id") }
        #expect(error?.refusal == refusal)
        for other in ProfileField.ID.allCases where other != field { #expect(draft.problem(with: other) == nil) }
        // What was typed may hold a password: the message does not repeat it.
        let message = refusal.map { MessageComposer.message(for: $0) }
        #expect(!String(describing: message).contains("hidden-4711"))
    }

    @Test func `insecure and ACA file contradict each other`() {
        var draft = draft()
        draft[isOn: .isInsecure] = true
        draft[.caFile] = "/etc/ssl/company.pem"
        #expect(draft.problem(with: .caFile)?.code == "E_INVALID_INPUT")
    }

    @Test(arguments: ["direct", "http://proxy.example:3128", ""])
    func `proxies`(_ text: String) throws {
        var draft = draft()
        draft[.proxy] = text
        #expect(try draft.profile(id: "id").proxy == (text.isEmpty ? nil : text))
    }
}
