import DemoCluster
import HTTPExchange
import Moments
import Storage
import TestSupport
import ThoughtSpotSessions

@testable import App
@testable import Operations

extension Workspace {
    /// Puts the files of the demo world where the program looks for them, and reads the profiles as the program does.
    func furnish(_ setting: ProgramSetting, _ fleet: DemoFleet, in home: TemporaryHome) async throws -> LoadedProfiles {
        if let text = setting.profileFile {
            try home.write(text, to: "profiles.json")
        } else {
            var profiles = fleet.members.enumerated().map { Self.profile($1, number: $0) }
            if setting.cluster != nil {
                profiles.append(
                    Profile(
                        id: "00000000-0000-4000-8000-0000000000ff", name: "own", origin: ProgramSetting.ownOrigin,
                        generation: .v2, username: DemoFleet.administrator))
            }
            setting.profiles(&profiles)
            for profile in profiles { _ = try await SaveProfile(profile: profile, replacing: nil).run(in: self) }
            if setting.hasTokens {
                for token in await fleet.makeShowcaseTokens() {
                    if let profile = profiles.first(where: { $0.name == token.memberName }) {
                        try await record(token.token, on: profile)
                    }
                }
            }
            if setting.hasCutOffBulk, let profile = profiles.first(where: { $0.name == "prod-eu" }) {
                try await cutOffBulk(on: profile)
            }
        }
        do throws(OperationError) {
            return LoadedProfiles(try await ListProfiles().run(in: self))
        } catch {
            return LoadedProfiles(error)
        }
    }

    private static func profile(_ member: DemoFleetMember, number: Int) -> Profile {
        Profile(
            id: "00000000-0000-4000-8000-00000000000\(String(number, radix: 16))", name: member.name,
            origin: member.inProcessOrigin,
            generation: Generation(rawValue: member.generation) ?? .v2, username: member.username, tag: member.tag,
            note: member.note)
    }

    /// What a run left in the journal that was killed after the first request of a bulk.
    private func cutOffBulk(on profile: Profile) async throws {
        let origin = profile.origin.description
        let tokens = try await ListTokens().run(in: self).records.filter { $0.origin == origin }
            .filter { $0.ended(at: now(), clocks: ServerClocks()) == nil }.prefix(3).map(\.fingerprint)
        try await journal.append(
            event(.note, .planRevocation, on: profile, subjects: tokens.map(\.text)))
        guard let first = tokens.first else { return }
        try await journal.append(
            event(.intent, .revokeToken, on: profile, token: TokenFacts(fingerprint: first)))
    }

    /// Puts a token into the journal as if it had been issued from here.
    private func record(_ issued: PresetToken, on profile: Profile) async throws {
        let token = Secret(issued.value)
        let facts = TokenFacts(
            fingerprint: Fingerprint(of: token), kind: "full", user: issued.username, userID: issued.userGUID,
            org: OrgReference(id: issued.orgID, name: issued.orgName), generation: profile.generation,
            createdAt: Instant(milliseconds: issued.createdAt),
            expiry: .at(Instant(milliseconds: issued.expiresAt)), label: "demo")
        try await RecordToken(profile: profile, token: token, facts: facts).run(in: self)
    }
}
