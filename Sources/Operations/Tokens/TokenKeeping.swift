import Moments
import Storage
import ThoughtSpotSessions

/// Where a token is kept once it is issued.
package enum TokenKeeping: Hashable, Sendable {
    /// In the vault where that is the profile's secret source, in memory until exit otherwise.
    case secretSource
    /// In memory until exit, whatever the secret source is.
    case memory
    /// In a new file at a path as it was typed, and nowhere else.
    case file(String)
}

extension TokenReport {
    /// Where the token is.
    package enum Place: Hashable, Sendable {
        case secretSource
        case memory
        /// In this file alone, named from the root on.
        case file(String)
        /// In memory until exit, because the file that was made for it could not be written.
        case memoryInsteadOf(file: String, OperationError)
    }
}

/// What a token is kept by that is about to be issued: a file is made before anything is sent.
struct TokenKeeper: Sendable {
    private let profile: Profile
    private let keeping: TokenKeeping
    private let file: NewFile?

    /// - Throws: What ``NewFile`` throws; nothing was sent then.
    init(_ keeping: TokenKeeping, of profile: Profile, in workspace: Workspace) async throws(OperationError) {
        self.profile = profile
        self.keeping = keeping
        file = if case .file(let path) = keeping { try await workspace.newFile(at: path) } else { nil }
    }

    /// Holds it as soon as it is there: whatever happens next, it can be revoked.
    func hold(_ token: Secret, expires: Instant? = nil, in workspace: Workspace) async {
        await workspace.held.hold(
            token, fingerprint: Fingerprint(of: token), of: profile, expires: expires,
            isTemporary: keeping != .secretSource)
    }

    /// Writes what is issued and recorded into its file, and lets go of it then; what cannot be written is held on.
    func keep(_ report: TokenReport, in workspace: Workspace) async -> TokenReport {
        var report = report
        guard let file else {
            report.place = keeping == .memory ? .memory : .secretSource
            return report
        }
        let token = report.token
        do throws(OperationError) {
            try await FileExecutor.run { () throws(OperationError) in try file.write(token) }
            await workspace.held.letGo(report.record.fingerprint, of: profile)
            report.place = .file(file.path)
        } catch {
            report.place = .memoryInsteadOf(file: file.path, error)
        }
        return report
    }

    /// Removes the file that was made for a token that then did not come.
    func discard() { file?.discard() }
}
