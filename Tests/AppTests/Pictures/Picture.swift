import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// The pictures that the README shows, each with the way to it. The scripts are tests of the program; the picture is
/// what they end with.
enum Picture: String, CaseIterable, Sendable {
    case clusters = "01-clusters"
    case login = "02-login"
    case session = "03-session"
    case newToken = "04-new-token"
    case inspector = "05-inspector"
    case revoke = "06-revoke"
    case revoked = "07-revoked"
    case allClusters = "08-all-clusters"
    case help = "09-help"
    case narrow = "10-80x24"
    case filter = "11-filter"
    case palette = "12-palette"
    case requests = "13-requests"
    case refused = "14-refused"
    case reveal = "15-reveal"
    case light = "16-no-color"
    case incident = "17-incident"
    case incidentResult = "18-incident-result"

    /// What the picture shows, for those who cannot see it.
    var title: String {
        switch self {
        case .clusters:
            "Tessera: eleven clusters of every age, one of which does not answer, and the tokens of the selected one"
        case .login: "Tessera: the login form, with the credential that will be used and where the secret is kept"
        case .session: "Tessera: a session, its end counting down"
        case .newToken: "Tessera: the form for a new token, with its end and the redacted request that will be sent"
        case .inspector: "Tessera: everything that is known of a token"
        case .revoke: "Tessera: revoking on a production cluster asks for the profile's name"
        case .revoked: "Tessera: the token is revoked (verified)"
        case .allClusters: "Tessera: all clusters in one table, what ends first on top"
        case .help: "Tessera: the help screen"
        case .narrow: "Tessera on a terminal of 80 columns and 24 rows: all four panes"
        case .filter: "Tessera: the token list narrowed by a filter"
        case .palette: "Tessera: the palette, with the reason beside what cannot be done"
        case .requests: "Tessera: the last requests, without secrets"
        case .refused: "Tessera: a wrong password, with what to do next"
        case .reveal: "Tessera: a token in clear, for at most 20 seconds"
        case .light: "Tessera without colours"
        case .incident: "Tessera: an incident, one plan over all clusters, with what stands against it"
        case .incidentResult: "Tessera: the incident's result, a row for each log-out and each token, with proof"
        }
    }

    var setting: ProgramSetting {
        var setting = ProgramSetting()
        switch self {
        case .narrow: setting.size = Size(rows: 24, columns: 80)
        case .help: setting.size = Size(rows: 44, columns: 120)
        case .light: setting.theme = .mono
        default: setting.size = Size(rows: 32, columns: 120)
        }
        return setting
    }

    @MainActor
    func play(on program: ProgramDriver) async throws {
        switch self {
        case .clusters: break
        case .login: try await Scene.login.play(on: program)
        case .session: try await Scene.session.play(on: program)
        case .newToken: try await Scene.newToken.play(on: program)
        case .inspector: try await Scene.token.play(on: program)
        case .revoke: try await Scene.revoke.play(on: program)
        case .revoked:
            try await Scene.revoked.play(on: program)
            await program.keys("Enter", "Esc")
        case .allClusters: try await Scene.allClusters.play(on: program)
        case .help: try await Scene.help.play(on: program)
        case .narrow:
            await program.logIn()
            await program.press(.focusTokens)
        case .filter: try await Scene.filter.play(on: program)
        case .palette: try await Scene.palette.play(on: program)
        case .requests: try await Scene.requests.play(on: program)
        case .refused: try await Scene.loginRefused.play(on: program)
        case .reveal: await program.press(.focusTokens, .moveDown, .reveal)
        case .light: try await Scene.session.play(on: program)
        case .incident: try await Scene.incident.play(on: program)
        case .incidentResult: try await Scene.incidentResult.play(on: program)
        }
    }
}
