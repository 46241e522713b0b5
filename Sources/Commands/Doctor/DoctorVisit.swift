import Operations
import Storage
import Synchronization
import ThoughtSpotSessions

/// The session that a doctor opens with the credential that was given, and ends again before it goes on.
final class DoctorVisit: Sendable {
    private let visit: Visit
    private let credential: Credential
    private let ended = Mutex(Farewell(report: nil))

    /// - Throws: what reading the secret throws, and why a login would be refused anyway.
    init(
        _ profile: Profile, _ choice: CredentialChoice, _ command: DoctorCommand, in run: CommandRun
    ) async throws {
        visit = Visit(
            profile: profile, options: command.credential, run: run,
            acceptsSupersession: command.supersession.acceptSuperseding)
        credential = try await visit.credential(choice)
    }

    /// How the visit ended; not at all when the diagnosis did not come as far as the session.
    var farewell: Farewell { ended.withLock(\.self) }

    /// Logs in, reads, logs out. One attempt.
    func look() async throws(OperationError) -> SessionReport {
        do {
            let (report, farewell) = try await visit.session(with: credential, org: visit.profile.org) { report in
                report
            }
            ended.withLock { $0 = farewell }
            return report
        } catch let error as OperationError {
            throw error
        } catch {
            // A visit throws nothing else of its own; whatever it is, there was no session.
            throw .refused(.notLoggedIn(profile: visit.profile.name))
        }
    }
}
