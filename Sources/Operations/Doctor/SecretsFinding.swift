import DisplayText
import Storage

/// Where the secrets of a profile come from, and whether they can be had. No secret is read, no command run.
extension DoctorFinding {
    static func secrets(of profile: Profile, in workspace: Workspace) async -> DoctorFinding {
        let source = MessageComposer.text(for: profile.secretSource)
        switch profile.secretSource {
        case .memory: return .ok(.secrets, "\(source) until exit: asked for")
        case .vault:
            do {
                let vault = try workspace.requireVaultStore()
                let status = try await vault.status()
                guard status.exists else { throw StorageError(.vaultMissing, file: status.file, detail: "") }
                let isOpen = status.isUnlocked || status.isUnlockedUntil != nil
                return .ok(.secrets, "\(source), which is \(isOpen ? "unlocked" : "locked")")
            } catch let error as StorageError {
                return .failed(.secrets, MessageComposer.message(for: .storage(error)))
            } catch {
                return .failed(.secrets, MessageComposer.message(for: .storage(Locations.noHome)))
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
