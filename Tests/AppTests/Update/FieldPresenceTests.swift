import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// What a form shows by what the generation of its cluster can do.
struct FieldPresenceTests {
    /// A field of a form, and the generations on which it is there.
    struct Presence: Sendable, CustomTestStringConvertible {
        let command: Command
        let field: FieldName
        let generations: Set<Generation>

        var testDescription: String { "\(field) of \(command.rawValue)" }

        init(_ command: Command, _ field: FieldName, on generations: Set<Generation>) {
            (self.command, self.field, self.generations) = (command, field, generations)
        }
    }

    private static let all = Set(Generation.allCases)

    static let presences = [
        Presence(.logIn, .org, on: all.subtracting([.betaAPI])),
        Presence(.logIn, .username, on: all),
        Presence(.logIn, .password, on: all),
        Presence(.logIn, .rememberMe, on: all),
        Presence(.logIn, .token, on: []),
        Presence(.newToken, .org, on: all.subtracting([.betaAPI])),
        Presence(.newToken, .lifetime, on: all.subtracting([.v1])),
        Presence(.newToken, .password, on: all.subtracting([.v1])),
        Presence(.newToken, .secretKey, on: [.v1]),
        Presence(.newToken, .createsUser, on: [.v1]),
        Presence(.newToken, .objectID, on: []),
        Presence(.newToken, .variables, on: []),
        Presence(.editProfile, .org, on: all),
        Presence(.editProfile, .caFile, on: all),
        Presence(.editProfile, .acceptsURLSecrets, on: [.betaQuery]),
    ]

    private func open(_ command: Command, on generation: Generation) -> Bench {
        // Of the secrets in its URLs a profile of beta-query has to approve.
        let profile = Profile.test("some", generation: generation, acceptsURLSecrets: generation == .betaQuery)
        var bench = Bench([profile])
        bench.press(command)
        return bench
    }

    private func isShown(_ field: FieldName, in bench: Bench) -> Bool {
        bench.form?.fields.contains { $0.name == field && !$0.isHidden } ?? false
    }

    @Test(arguments: presences, Generation.allCases)
    func `a field is there where the generation has a use for it`(_ presence: Presence, _ generation: Generation) {
        let bench = open(presence.command, on: generation)
        #expect(bench.form != nil)
        #expect(isShown(presence.field, in: bench) == presence.generations.contains(generation))
    }

    /// The choice that brings each secret of a login, and what goes with it.
    @Test(
        arguments: [
            ("password", [FieldName.username, .password, .rememberMe]), ("secret-key", [.username, .secretKey]),
            ("bearer", [.token]),
        ])
    func `a login shows the fields of its credential alone`(_ credential: String, _ shown: [FieldName]) {
        var bench = open(.logIn, on: .v2)
        bench.choose(.credential, credential)
        let fields: [FieldName] = [.username, .password, .secretKey, .token, .rememberMe]
        #expect(fields.filter { isShown($0, in: bench) } == shown.filter(fields.contains))
    }

    @Test(arguments: Generation.allCases)
    func `a connection that is not verified has no CA file`(_ generation: Generation) {
        var bench = open(.editProfile, on: generation)
        bench.toggle(.isInsecure)
        #expect(!isShown(.caFile, in: bench))
        bench.toggle(.isInsecure, false)
        #expect(isShown(.caFile, in: bench))
    }

    @Test(
        arguments: [
            (Generation.v1, "Full access or one object.", ["( ) custom", "( ) session"]),
            (.betaAPI, "Full access.", ["( ) one object", "( ) custom", "( ) session"]),
            (.v2, "Full access, one object, or full access under rules.", ["( ) session"]),
        ])
    func `a kind that cannot be issued is not drawn, and the help tells why`(
        _ generation: Generation, _ help: String, _ missing: [String]
    ) {
        var bench = open(.newToken, on: generation)
        bench.focus(.kind)
        #expect(bench.drawnLine(with: "> Kind").contains("(*) full"))
        for kind in missing { #expect(!bench.drawnLine(with: "> Kind").contains(kind)) }
        #expect(bench.screen.contains("\(help) Not available: "))
        bench.focus(.label)
        #expect(!bench.screen.contains("Not available: "))
    }
}
