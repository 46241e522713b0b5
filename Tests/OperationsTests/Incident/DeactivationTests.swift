import DemoCluster
import DisplayText
import Glibc
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

/// An account that is closed within an incident: last but for what ends the session that asks, and its link only in a file.
struct DeactivationTests {
    private func verb(_ world: World, linksIn path: String) async throws -> EndUser {
        try await verb(world, .file(path))
    }

    private func verb(_ world: World, _ place: ActivationLinks.Place) async throws -> EndUser {
        let incident = IncidentPlan(
            .name("anna"), on: [world.profile],
            standings: [world.profile.id: .loggedIn(user: World.administrator, id: nil)],
            list: try await ListTokens().run(in: world.workspace), isReadOnlyMode: false, at: world.clock.now)
        let plan = try incident.plan(on: incident.possible)
        var verb = EndUser(confirmed: try plan.confirmed(by: plan.consent.expected.map { .typed($0) } ?? .key))
        let accounts = try DeactivationPlan(incident.clusters.map(\.part.target), isReadOnlyMode: false)
        verb.deactivations = try accounts.confirmed(by: .typed("anna"))
        verb.linksPlace = place
        return verb
    }

    @Test func `the account is closed before the session that asks ends, and the link is in its file alone`()
        async throws
    {
        let world = try await World()
        _ = try await world.issue(for: "anna").run(in: world.workspace)
        try await world.logIn()
        let path = world.home.file("links.txt")
        let told = Mutex<[EndUser.Item]>([])
        let report = try await (try await verb(world, linksIn: path)).runKeepingLinks(in: world.workspace) { item in
            told.withLock { $0.append(item) }
        }
        #expect(report.sessions.map(\.verdict) == [.accepted, .accepted])
        #expect(report.tokens.map(\.verdict) == [.revokedVerified])
        #expect(report.deactivations.map(\.verdict) == [.accepted])
        #expect(report.links == .kept(path: path))
        let order = world.wire.requests.compactMap { $0.split(separator: "/").last.map(String.init) }
        let closing = try #require(order.firstIndex(of: "deactivate"))
        #expect(closing > (order.lastIndex(of: "force-logout") ?? order.endIndex))

        let text = TemporaryHome.text(of: path)
        #expect(text.hasPrefix("prod-eu https://"))
        #expect(text.contains("activate?userName=anna"))
        let secret = try #require(text.split(separator: "=").last?.trimmingPrefix("=").prefix(36))
        #expect(secret.count == 36)
        let items = told.withLock { $0 }
        #expect(items.contains { if case .deactivation = $0 { true } else { false } })
        #expect(items.allSatisfy { if case .deactivation(let item) = $0 { item.link == nil } else { true } })
        #expect(report.deactivations.allSatisfy { $0.link == nil })
        #expect(!TemporaryHome.text(of: world.home.journal).contains(secret))
    }

    @Test func `nothing is closed where something else was not done`() async throws {
        let world = try await World()
        try await world.logIn()
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("users/force-logout", .status(403))]))
        let path = world.home.file("links.txt")
        let report = try await (try await verb(world, linksIn: path)).runKeepingLinks(in: world.workspace)
        #expect(report.deactivations.map(\.verdict) == [.notAttempted])
        #expect(report.links == nil)
        #expect(world.wire.requests.allSatisfy { !$0.hasSuffix("users/deactivate") })
        // Without a link there is no file.
        #expect(TemporaryHome.text(of: path).isEmpty)
    }

    @Test func `a place for the links that cannot be used is told before anything is sent`() async throws {
        let world = try await World()
        try await world.logIn()
        try world.home.write("mine", to: "links.txt")
        let verb = try await verb(world, linksIn: world.home.file("links.txt"))
        let before = world.wire.requests.count
        let error = await failure { () async throws(OperationError) in
            try await verb.runKeepingLinks(in: world.workspace)
        }
        guard case .storage(let cause)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.code == .fileExists)
        #expect(world.wire.requests.count == before)
        #expect(TemporaryHome.text(of: world.home.file("links.txt")) == "mine")
    }

    @Test func `a link is on the disk before the run goes on`() async throws {
        let world = try await World()
        try await world.logIn()
        let path = world.home.file("links.txt")
        let seen = Mutex<[String]>([])
        let result = try await (try await verb(world, linksIn: path)).runKeepingLinks(in: world.workspace) { item in
            if case .deactivation = item { seen.withLock { $0.append(TemporaryHome.text(of: path)) } }
        }
        let text = try #require(seen.withLock { $0 }.first)
        #expect(text.hasPrefix("prod-eu https://") && text.hasSuffix("\n"))
        #expect(text == TemporaryHome.text(of: path))
        var report = IncidentReport(user: .name("anna"), begunAt: world.clock.now)
        report.result = result
        let row = report.rows.first { $0.item == "deactivation" }
        #expect(row?.result == "accepted, link in links.txt", "in the word of the screen, and where it is")
        #expect(report.json["deactivations"]?.arrayValue?.first?["activationLinkPlace"]?.stringValue == path)
    }

    @Test func `a link whose file is gone meanwhile is in the vault`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        let path = world.home.file("links.txt")
        let report = try await (try await verb(world, linksIn: path)).runKeepingLinks(in: world.workspace) { item in
            if case .deactivation = item { _ = unlink(path) }
        }
        #expect(report.links == .inVault(1))
        #expect(report.deactivations.map { $0.told().string } == ["accepted, link in the vault"])
        #expect(try await world.workspace.vault?.entries().contains { $0.place.kind == .activationLink } == true)
    }

    @Test func `a link whose file is gone is told as lost where there is no vault`() async throws {
        let world = try await World()
        try await world.logIn()
        let path = world.home.file("links.txt")
        let report = try await (try await verb(world, linksIn: path)).runKeepingLinks(in: world.workspace) { item in
            if case .sessions = item { _ = unlink(path) }
        }
        guard case .lost(.storage(let cause))? = report.links else {
            Issue.record("\(String(describing: report.links))")
            return
        }
        #expect(cause.code == .outFile)
        #expect(report.deactivations.map(\.linkEnd) == [.lost])
        #expect(report.deactivations.map { $0.told().string } == ["accepted, link lost"])
    }

    // MARK: In the vault

    /// By Ctrl-Z, or after a time without a key.
    @Test func `a vault that is locked while it runs has the link as soon as it is open again`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        let vault = try #require(world.workspace.vault)
        let report = try await (try await verb(world, .vault)).runKeepingLinks(in: world.workspace) { item in
            if case .sessions = item {
                _ = try? await LockVault(forLaterCommands: false).run(in: world.workspace)
            }
        }
        guard case .waiting(1, .storage(let cause))? = report.links else {
            Issue.record("\(String(describing: report.links))")
            return
        }
        #expect(cause.code == .vaultLocked)
        #expect(report.deactivations.map { $0.told().string } == ["accepted, link not kept yet"])
        #expect(report.deactivations.allSatisfy { $0.link == nil })
        // Another lock does not lose it.
        _ = try await LockVault(forLaterCommands: false).run(in: world.workspace)
        #expect(await world.workspace.held.waitingLinkCount == 1)

        let opened = try await UnlockVault(passphrase: Secret("correct horse battery")).run(in: world.workspace)
        #expect(opened.links == 1 && opened.waitingLinks == 0)
        #expect(await world.workspace.held.waitingLinkCount == 0)
        let entry = try #require(try await vault.entries().first { $0.place.kind == .activationLink })
        #expect(entry.place.name == "anna")
        #expect(entry.secret.expose().contains("activate?userName=anna"))
    }

    @Test func `the vault keeps a link for 14 days, for its user and its cluster`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        let before = world.home.names()
        let report = try await (try await verb(world, .vault)).runKeepingLinks(in: world.workspace)
        #expect(report.links == .inVault(1))
        #expect(report.deactivations.map(\.verdict) == [.accepted])
        #expect(report.deactivations.allSatisfy { $0.link == nil })
        #expect(world.home.names().filter { !before.contains($0) && $0.hasSuffix(".txt") }.isEmpty)
        let vault = try #require(world.workspace.vault)
        let entry = try #require(try await vault.entries().first { $0.place.kind == .activationLink })
        #expect(entry.place == VaultEntry.Place(profile: world.profile.id, kind: .activationLink, name: "anna"))
        #expect(entry.origin == world.profile.origin)
        #expect(entry.expires == world.clock.now.advanced(seconds: 14 * 86_400))
        #expect(entry.secret.expose().contains("activate?userName=anna"))
        for file in world.home.files {
            #expect(!TemporaryHome.text(of: file).contains("authToken="), "\(file) holds the link")
        }
    }

    @Test func `a vault that is not open is told before anything is sent`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        await world.workspace.vault?.lock()
        let verb = try await verb(world, .vault)
        let sent = world.wire.requests.count
        let error = await failure { () async throws(OperationError) in
            try await verb.runKeepingLinks(in: world.workspace)
        }
        #expect(error?.storage?.code == .vaultLocked)
        #expect(world.wire.requests.count == sent)
    }

    @Test func `a link is written out of the vault into a new file, and stays there`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        _ = try await (try await verb(world, .vault)).runKeepingLinks(in: world.workspace)
        let export = ExportActivationLink(profile: world.profile, user: "Anna", path: "~/link")
        #expect(try await export.run(in: world.workspace) == world.home.file("link"))
        let link = try world.home.text(of: "link")
        #expect(link.hasPrefix("https://") && link.contains("activate?userName=anna") && link.hasSuffix("\n"))
        #expect(world.home.permissions(of: "link") == 0o600)
        #expect(try await world.workspace.vault?.entries().contains { $0.place.kind == .activationLink } == true)

        let again = await failure { () async throws(OperationError) in try await export.run(in: world.workspace) }
        #expect(again?.storage?.code == .fileExists)
        #expect(try world.home.text(of: "link") == link)
        let other = ExportActivationLink(profile: world.profile, user: "bert", path: "~/other")
        let none = await failure { () async throws(OperationError) in try await other.run(in: world.workspace) }
        #expect(
            none?.refusal == .activationLink(.none(user: "bert", profile: world.profile.name, others: ["anna"])))
        #expect(none?.refusal?.code == "E_NOT_IN_VAULT" && none?.refusal?.exitCode == .notFound)
        #expect(!world.home.names().contains("other"))
    }

    @Test func `a link that has expired, or belongs to another address, is not written`() async throws {
        let world = try await World().withVault()
        let vault = try #require(world.workspace.vault)
        let entry = VaultEntry(
            activationLink: Secret("https://x"), of: "anna", on: world.profile, created: world.clock.now)
        try await vault.put([entry])
        var moved = world.profile
        moved.origin = Origin(scheme: .https, host: "other.example.com")
        let elsewhere = ExportActivationLink(profile: moved, user: "anna", path: "~/link")
        let bound = await failure { () async throws(OperationError) in try await elsewhere.run(in: world.workspace) }
        #expect(bound?.refusal?.code == "E_ORIGIN_BOUND" && bound?.refusal?.exitCode == .refused)
        let hints = (bound?.refusal).map { MessageComposer.message(for: $0).hints.map(\.string) } ?? []
        #expect(hints.contains { $0.contains("--url \(world.profile.origin)") }, "\(hints)")
        #expect(!hints.contains { $0.contains("give the secret again") })
        world.clock.advance(seconds: 14 * 86_400)
        let late = ExportActivationLink(profile: world.profile, user: "anna", path: "~/link")
        let expired = await failure { () async throws(OperationError) in try await late.run(in: world.workspace) }
        #expect(expired?.refusal?.code == "E_LINK_EXPIRED" && expired?.refusal?.exitCode == .notFound)
        #expect(!world.home.names().contains("link"))
    }

    private func entry(_ link: String, of user: String, on profile: Profile, at created: Instant) -> VaultEntry {
        VaultEntry(activationLink: Secret(link), of: user, on: profile, created: created)
    }

    @Test func `of several links of a user the last one is written, whatever it was kept under`() async throws {
        let world = try await World().withVault()
        let vault = try #require(world.workspace.vault)
        let now = world.clock.now
        let byID = "59481331-ee53-42be-a548-bd87be6ddd4a"
        try await vault.put(
            [
                entry(
                    "https://x/#/activate?userName=anna%40acme&authToken=old", of: "anna@acme", on: world.profile,
                    at: now),
                entry(
                    "https://x/#/activate?userName=anna%40acme&authToken=new", of: byID, on: world.profile,
                    at: now.advanced(seconds: 60)),
            ])
        for (user, path) in [("Anna@acme", "~/by-name"), (byID, "~/by-id")] {
            let export = ExportActivationLink(profile: world.profile, user: user, path: path)
            _ = try await export.run(in: world.workspace)
        }
        #expect(try world.home.text(of: "by-name").hasSuffix("authToken=new\n"))
        #expect(try world.home.text(of: "by-id").hasSuffix("authToken=new\n"))
    }

    @Test func `a link of another address stays beside the new one`() async throws {
        let world = try await World().withVault()
        let vault = try #require(world.workspace.vault)
        var moved = world.profile
        moved.origin = Origin(scheme: .https, host: "other.example.com")
        let (old, new) = (
            entry("https://old", of: "anna", on: world.profile, at: world.clock.now),
            entry("https://new", of: "anna", on: moved, at: world.clock.now)
        )
        try await vault.put([old])
        try await vault.put([new])
        #expect(try await vault.entries() == [old, new])
        for (profile, path) in [(world.profile, "~/old"), (moved, "~/new")] {
            let export = ExportActivationLink(profile: profile, user: "anna", path: path)
            _ = try await export.run(in: world.workspace)
        }
        #expect(try world.home.text(of: "old") == "https://old\n")
        #expect(try world.home.text(of: "new") == "https://new\n")
    }

    @Test func `who is deactivated by a GUID has a link by the name that the server has`() async throws {
        let world = try await World().withVault()
        try await world.logIn()
        let keeper = try await ActivationLinksKeeper(.vault, in: world.workspace)
        let target = ForceLogoutTarget(
            profile: world.profile, user: .id("59481331-ee53-42be-a548-bd87be6ddd4a"), isOurselves: false)
        var item = DeactivationItem(target: target, verdict: .accepted)
        item.link = Secret("https://x/#/activate?userName=anna&authToken=t")
        await keeper.take(&item, at: world.clock.now)
        #expect(try await world.workspace.vault?.entries().map(\.place.name) == ["anna"])
    }
}
