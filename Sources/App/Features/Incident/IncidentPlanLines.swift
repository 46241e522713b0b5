import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How the plan is read.
extension IncidentView {
    func plain(in program: ProgramState) -> PlainText {
        guard let incident else {
            let line = PlainLine(
                label: "User or GUID, or the word token",
                value: FindLeakedToken.isToken(in: name.text) ? "" : "\(name.text)",
                help: "A name or a GUID. Type token to paste a leaked token without showing it.", problem: problem,
                secretWord: "token",
                secretFault: {
                    FindLeakedToken.isToken(in: $0)
                        ? nil : "The text is not a bearer token; it was neither shown nor looked up."
                })
            return PlainText(title: "Revoke a user everywhere", asks: .line(line), isAboutCluster: false)
        }
        let leak: SafeText = leaked.map { ", leaked token \($0.text)" } ?? ""
        var text = PlainText(
            title: "Revoke \(SafeText(outside: incident.user.text, limit: 40).markingMixedScripts) everywhere\(leak)",
            isAboutCluster: false
        )
        switch focus {
        case .user: break
        case .clusters:
            text.isLeftByName = true
            let all = incident.clusters
            text.lines = wordsOfUnknownUser(in: program).map { [$0] } ?? []
            text.lines += all.flatMap { cluster in
                details(of: cluster.id, in: program).map { "\(cluster.profile.name): \($0.text)" }
            }
            if let count = countChosen { text.lines.append(count) }
            text.lines += waysOnInLines(in: program)
            if let links = linksLine(in: program) { text.lines.append(links) }
            if let problem { text.lines.append(problem) }
            text.asks = .row(
                PlainRows(
                    count: all.count, id: { all[$0].id }, text: { row(all[$0], program) },
                    command: .mark))
            text.steps = [
                PlainStep(
                    label: "Go on: the reason, then the confirmation", words: ["n"], actions: [.command(.nextField)])
            ]
            text.leftOut = [.open, .mark, .nextField, .previousField]
            if chosenPlan != nil { text.usual = "n" }
        case .reason:
            text.asks = .line(
                PlainLine(
                    label: "Reason for the journal", value: "\(reason.text)",
                    help: "One line for the journal and the report.",
                    problem: problem, canBeEmpty: true))
        case .confirmation:
            text.asks = .line(
                PlainLine(label: prompt(of: incident, in: program), problem: notice, isWord: true))
        }
        return text
    }

    /// What its rows need, once for all of them: a row that named the answer would say it of each cluster.
    private func waysOnInLines(in program: ProgramState) -> [SafeText] {
        var lines: [SafeText] = []
        if canLogIn(in: program) {
            lines.append("Type \(program.key(.logIn, in: Self.layer)) to log in to the chosen clusters.")
        }
        if waitForVault(in: program) {
            lines.append("Type \(program.key(.unlockVault, in: Self.layer)) to unlock or create the vault.")
        }
        return lines
    }

    /// As the mark of the row on the screen.
    private func standing(of cluster: IncidentCluster) -> SafeText {
        if !cluster.canBeChosen { return "not possible" }
        if chosen.contains(cluster.id) { return "chosen" }
        return clusters.contains(cluster.id) ? "nothing yet" : "not chosen"
    }

    private func row(_ cluster: IncidentCluster, _ program: ProgramState) -> SafeText {
        let production: SafeText = cluster.profile.isProduction ? "PRODUCTION" : ""
        return SafeText(cells: [
            standing(of: cluster),
            "\(cluster.profile.name)", production, tokens(cluster, program).text,
            sessions(cluster, program).text,
        ])
    }
}
