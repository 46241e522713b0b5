import DisplayText
import Storage

/// Where the secrets of a profile come from, and whether they can be had. No secret is read, no command run.
extension DoctorFinding {
    static func secrets(of profile: Profile, in workspace: Workspace) async -> DoctorFinding {
        let source = MessageComposer.text(for: profile.secretSource)
        switch profile.secretSource {
        case .memory: return .ok(.secrets, "\(source) until exit; you are asked for them")
        case .vault:
            do throws(OperationError) {
                let status = try await workspace.requireVault()
                let isOpen = status.isUnlocked || status.isUnlockedUntil != nil
                return .ok(.secrets, "\(source), which is \(isOpen ? "unlocked" : "locked")")
            } catch {
                return .failed(.secrets, MessageComposer.message(for: error))
            }
        case .command:
            do throws(OperationError) {
                let (_, program) = try await RunSecretCommand(profile: profile).requireRunnable(in: workspace)
                return .ok(.secrets, "\(source), confirmed, not run: \(SafeText(outside: program.path, limit: 200))")
            } catch {
                return .failed(.secrets, MessageComposer.message(for: error))
            }
        case .plain:
            return .warning(
                .secrets, "W_SECRET_SOURCE", "the secret source plain is not offered; secrets are asked for",
                hints: ["`tessera profile edit \(profile.name) --secret-source vault`"])
        }
    }
}
