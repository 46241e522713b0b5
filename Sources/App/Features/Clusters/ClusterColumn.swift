import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A column of the table of all clusters, in the order in which they stand there. The names are those of `settings.json`.
enum ClusterColumn: String, Hashable, Sendable, CaseIterable, Identifiable {
    case name, generation, env, release, org, user, credential, state, remaining, active, tls, age

    var id: String { rawValue }

    func table(_ generation: GenerationWords) -> TableColumn {
        switch self {
        case .name: TableColumn("Name", .flexible(minimum: 9))
        case .generation: generation.column(priority: 1)
        case .env: TableColumn("Env", .flexible(minimum: 4), priority: 3)
        case .release: TableColumn("Release", .flexible(minimum: 9), priority: 7)
        case .org: TableColumn("Org", .flexible(minimum: 8, share: 3), priority: 4)
        case .user: TableColumn("User", .flexible(minimum: 7), priority: 2)
        case .credential: TableColumn("Credential", .fixed(12), priority: 5)
        case .state:
            TableColumn("State", .fixed(ClusterWords.statusWidth(isShort: generation.isShort)), isWhole: true)
        case .remaining: TableColumn("Time left", .fixed(12), priority: 1)
        case .active: TableColumn("Active", .fixed(6), alignment: .trailing, priority: 4)
        case .tls: TableColumn("TLS", .fixed(10), priority: 2)
        case .age: TableColumn("As of", .fixed(8), alignment: .trailing, priority: 3)
        }
    }

    func cell(_ words: ClusterWords, _ generation: GenerationWords, in program: ProgramState) -> TextRun {
        let profile = words.profile
        let session = words.row?.session
        switch self {
        case .name: return TextRun("\(profile.name)")
        case .generation: return generation.text(profile.generation)
        case .env: return words.profile.environment
        case .release: return TextRun(session?.info.releaseVersion.map { "\($0)" } ?? "-", .dim)
        case .org: return TextRun((session?.info.currentOrg ?? profile.org).map { "\($0.wording)" } ?? "-")
        case .user: return TextRun((session?.info.userName ?? profile.username).map { "\($0)" } ?? "-")
        case .credential: return TextRun(session.map { MessageComposer.text(for: $0.credential) } ?? "-", .dim)
        case .state: return words.short(words.state, isShort: generation.isShort)
        case .remaining:
            return TextRun(
                session.map { MessageComposer.text(forSession: $0.expiry, at: $0.time(at: program.now)) } ?? "-")
        case .active: return TextRun(program.activeTokens(on: profile).map { $0 == 0 ? "-" : "\($0)" } ?? "")
        case .tls: return words.security
        case .age: return TextRun(words.row?.checkedAt.map { InstantWords(program).clock($0) } ?? "", .dim)
        }
    }
}
