import DisplayText
import Operations
import Testing

@testable import Commands

/// What a run with `--home` tells people to type next is about the same home.
struct NamedCommandsTests {
    @Test(
        arguments: [
            ("`tessera vault unlock --for 1h` unlocks it", "`tessera --home /srv/t vault unlock --for 1h` unlocks it"),
            ("tessera journal left-open lists them", "tessera --home /srv/t journal left-open lists them"),
            (
                "`tessera token list` and `tessera status`",
                "`tessera --home /srv/t token list` and `tessera --home /srv/t status`"
            ),
            // It knows no home.
            ("tessera help exit-codes", "tessera help exit-codes"),
            ("tessera: error E_JOURNAL: tessera failed", "tessera: error E_JOURNAL: tessera failed"),
        ] as [(SafeText, SafeText)])
    func `a command gets the home of this run`(_ text: SafeText, _ named: SafeText) {
        #expect(NamedCommands(home: "/srv/t")(text) == named)
        #expect(NamedCommands(home: nil)(text) == text)
    }

    @Test func `a home of several words is one word of the shell`() {
        #expect(NamedCommands(home: "/my home")("`tessera status`") == "`tessera --home '/my home' status`")
    }

    @Test func `errors, warnings and the list of what is left open name the home`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let other = try World()
        let ran = await world.run("profile", "show", "prod-us", "--home", other.home)
        #expect(ran.code != .done)
        #expect(ran.error.contains("tessera --home \(other.home) profile list"))
        let scripted = await world.run("profile", "show", "prod-us", "--home", other.home, "--json")
        #expect(!scripted.error.contains("tessera --home"))
    }
}
