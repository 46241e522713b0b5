import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// The pictures with which the README tells the story, in its order, each with the way to it. The scripts are tests of the
/// program; the picture is what they end with, or the film of them.
enum Picture: String, CaseIterable, Sendable {
    case firstStart = "01-first-start"
    case clusters = "02-clusters"
    case login = "03-login"
    case newToken = "04-new-token"
    case inspector = "05-inspector"
    case incident = "06-incident"
    case incidentResult = "07-incident-result"
    case allTokens = "08-all-tokens"
    case help = "09-help"
    case error = "10-error"
    case plain = "11-plain"

    /// What the picture shows, for those who cannot see it.
    var title: String {
        switch self {
        case .firstStart: "Tessera: nothing is there yet, and the key that adds the first cluster"
        case .clusters: "Tessera: eleven clusters of every age, one of which does not answer; session and tokens of one"
        case .login: "Tessera: the login form, with the credential that will be used and where the secret is kept"
        case .newToken: "Tessera: the form for a new token, with its end and the redacted request that will be sent"
        case .inspector: "Tessera: the timeline of a token, from its issue to the evidence that it was revoked"
        case .incident: "Tessera: an incident, one plan over all clusters, with what stands against it"
        case .incidentResult:
            "Tessera: a user is revoked everywhere, from the key X to a row with the evidence for each logout and each token"
        case .allTokens: "Tessera: the tokens of all clusters in one table, what ends first on top"
        case .help: "Tessera: the help, at the place it was asked for"
        case .error: "Tessera: a cluster that does not answer, with the reason and what to do next"
        case .plain:
            "Tessera without a screen: an incident line by line, from the reason to a row with the evidence for each act"
        }
    }

    var setting: ProgramSetting {
        var setting = self == .firstStart ? Scene.noProfiles.setting : ProgramSetting()
        setting.size = Size(rows: 30, columns: 100)
        return setting
    }

    /// Runs the program, and returns the picture.
    @MainActor
    func draw() async throws -> String {
        var drawn = ""
        if self == .plain {
            try await PlainDriver.run(setting) { program in drawn = try await play(by: program) }
        } else {
            try await ProgramDriver.run(setting) { program in drawn = try await play(on: program) }
        }
        return drawn
    }

    /// Goes there by lines.
    ///
    /// - Returns: the picture of the terminal.
    @MainActor
    private func play(by program: PlainDriver) async throws -> String {
        // Of a user with one token: the verdicts of several fall in any order.
        await program.type("1", "l", ProgramDriver.password, "clusters", "X", "sso-sara")
        program.wire.takeNoTime()
        await program.choose("Go on")
        await program.type("token in a public repository", "sso-sara")
        return GridSVG.picture(of: CellGrid(transcript: program.console.transcript, size: setting.size), title: title)
    }

    /// Goes to the screen.
    ///
    /// - Returns: the picture.
    @MainActor
    private func play(on program: ProgramDriver) async throws -> String {
        switch self {
        case .firstStart: break
        case .clusters: try await Scene.session.play(on: program)
        case .login: try await Scene.login.play(on: program)
        case .newToken: try await Scene.newToken.play(on: program)
        case .inspector:
            try await Scene.revoked.play(on: program)
            await program.keys("Enter")
            await program.press(.timeline)
        case .incident: try await Scene.incident.play(on: program)
        case .incidentResult: return try await film(of: program).picture(title: title)
        case .allTokens: try await Scene.allTokens.play(on: program)
        case .help: try await Scene.help.play(on: program)
        case .error: try await Scene.invalid.play(on: program)
        case .plain: break
        }
        return GridSVG.picture(of: program.grid, title: title)
    }

    /// The incident, key by key.
    @MainActor
    private func film(of program: ProgramDriver) async throws -> GridFilm {
        var film = GridFilm()
        func show(_ milliseconds: Int = 1_200) { film.append(program.grid, milliseconds: milliseconds) }
        try await Scene.logInForIncident(program)
        show()
        await program.press(.revokeEverywhere)
        show()
        for letter in "anna" {
            await program.type(String(letter))
            show(200)
        }
        await program.keys("Enter")
        show(3_000)
        program.wire.takeNoTime()
        // Of two clusters that answer at once either may come first.
        await program.keys("Down", "Space")
        show()
        await program.keys("Enter")
        show()
        await program.keys("Enter")
        show(2_000)
        for letter in "anna" {
            await program.type(String(letter))
            show(200)
        }
        await program.keys("Enter")
        show(6_000)
        return film
    }
}
