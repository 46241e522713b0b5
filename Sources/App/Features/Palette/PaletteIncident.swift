import ASCIIText
import DisplayText
import Operations
import Storage
import Toolkit

/// `revoke anna prod-eu staging`: a user, and the only clusters that are meant, where some are named behind it.
struct PaletteIncident {
    private let program: ProgramState
    private let user: String
    /// Everything that was typed, as if it were one name.
    private let whole: String
    private let named: [Profile]
    /// The last name while it is typed; empty where the next one begins, nil where there is none.
    private let unfinished: String?
    /// Names of no profile.
    private let unknown: [String]

    /// So many users beside the one that is typed.
    private static let mostUsers = 8

    /// - Parameters:
    ///   - text: what is typed behind the command.
    ///   - isEnded: whether a blank follows it, so that the next name begins.
    init(_ text: String, isEnded: Bool, in program: ProgramState) {
        self.program = program
        let words = text.split(separator: " ").map(String.init)
        whole = words.joined(separator: " ")
        let known = Set(program.tokens.users)
        // The name of a user may have a blank in it, that of a profile has none.
        let count = (1...max(1, words.count)).last { known.contains(words.prefix($0).joined(separator: " ")) } ?? 1
        user = words.prefix(count).joined(separator: " ")
        var (named, unknown, unfinished): ([Profile], [String], String?) = ([], [], nil)
        for (index, word) in words.enumerated().dropFirst(count) {
            if let profile = Self.profile(named: word, in: program) {
                if !named.contains(where: { $0.id == profile.id }) { named.append(profile) }
            } else if index == words.count - 1, !isEnded {
                unfinished = word
            } else {
                unknown.append(word)
            }
        }
        if words.count >= count, isEnded { unfinished = "" }
        (self.named, self.unknown, self.unfinished) = (named, unknown, unfinished)
    }

    /// Letters differ by their case, names do not.
    private static func profile(named name: String, in program: ProgramState) -> Profile? {
        program.profiles.list.first { $0.name == name }
            ?? program.profiles.list.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The user as typed with the clusters as typed, and how the name that is typed last may go on.
    var items: [MenuItem<PaletteChoice>] {
        if user.isEmpty { return users(beginningWith: "").map { item($0) } }
        let next = unfinished.map(clusters(beginningWith:)) ?? []
        let further = next.map { item(user, on: named + [$0]) }
        let unknown = unknown + (unfinished.map { $0.isEmpty || !next.isEmpty ? [] : [$0] } ?? [])
        if !unknown.isEmpty { return users(beginningWith: whole).map { item($0) } + [refusal(of: unknown)] }
        if let unfinished, !unfinished.isEmpty { return further }
        let known = named.isEmpty ? users(beginningWith: whole).map { item($0) } : []
        // A name that is known is meant rather than the letters that it begins with.
        let isWhole = unfinished != nil || program.tokens.users.contains(user)
        return isWhole ? [item(user, on: named)] + known + further : known + [item(user, on: named)] + further
    }

    private func users(beginningWith text: String) -> [String] {
        let start = text.lowercased()
        return Array(
            program.tokens.users.lazy.filter { $0 != text && $0.lowercased().hasPrefix(start) }.prefix(Self.mostUsers))
    }

    /// From its beginning, and not by letters here and there: a name with a letter too few is told.
    private func clusters(beginningWith text: String) -> [Profile] {
        program.profiles.list.filter { profile in
            profile.name.lowercased().hasPrefix(text.lowercased()) && !named.contains { $0.id == profile.id }
        }
    }

    private func item(_ user: String, on clusters: [Profile] = []) -> MenuItem<PaletteChoice> {
        let reason = program.reasonAgainstIncident
        // What it would do matters less than why it cannot be done, and both do not fit.
        let what: SafeText =
            reason != nil ? "" : clusters.isEmpty ? "  Log out and revoke all tokens" : "  Only there"
        return item(user, [user] + clusters.map(\.name), on: clusters, what, reason)
    }

    /// As it was typed: Tab takes nothing away of it.
    private func refusal(of unknown: [String]) -> MenuItem<PaletteChoice> {
        item(user, [whole], on: named, "", program.reasonAgainstIncident ?? reason(against: unknown))
    }

    private func item(
        _ user: String, _ words: [String], on clusters: [Profile], _ what: SafeText, _ reason: SafeText?
    ) -> MenuItem<PaletteChoice> {
        let text = ([Command.revokeEverywhere.rawValue] + words).joined(separator: " ")
        return MenuItem(
            .everywhere(user, on: clusters.map(\.id)), name: text,
            label: "\(SafeText(outside: text, limit: 400))\(what)",
            detail: "\(program.key(.revokeEverywhere))", disabled: reason)
    }

    private func reason(against unknown: [String]) -> SafeText? {
        guard let first = unknown.first else { return nil }
        let nearest = SimilarText.nearest(to: first, of: program.profiles.list.map(\.name))
        let meant: SafeText = nearest.map { "; did you mean \(SafeText(outside: $0, limit: 64))?" } ?? ""
        return "there is no profile named \(SafeText(outside: first, limit: 64))\(meant)"
    }
}
