import HTTPExchange
import Moments
package import Storage
package import ThoughtSpotSessions

/// Logs in once with what the vault keeps, because the kept session has ended. Runs at once that need the same make one
/// request: the others find it done.
package struct RenewSession: Hashable, Sendable {
    package var logIn: LogIn

    package init(logIn: LogIn) { self.logIn = logIn }

    /// - Throws: what logging in throws: a refusal is counted by the lockout guard, and nothing is tried again.
    package func run(in workspace: Workspace) async throws(OperationError) -> SessionReport {
        let before = await workspace.held.session(of: logIn.profile)
        let lock: RenewalLock?
        do throws(StorageError) { lock = try await workspace.renewal?(logIn.profile.id) } catch {
            throw .storage(error)
        }
        defer { withExtendedLifetime(lock) {} }
        if let vault = workspace.vault {
            let entries: [VaultEntry]
            do throws(StorageError) { entries = try await vault.entries() } catch { throw .storage(error) }
            await workspace.held.refresh(entries, of: logIn.profile)
            if await workspace.held.session(of: logIn.profile) != before,
                await workspace.keptSession(of: logIn.profile) != nil
            {
                return try await ReadSession(profile: logIn.profile).run(in: workspace)
            }
        }
        return try await logIn.run(in: workspace)
    }
}

extension Workspace {
    /// Opens our own session on a profile again, once, where what was done in it has ended it, and the profile's secret source
    /// has what a login takes. The cluster is asked first: no change is sent a second time.
    ///
    /// - Returns: the token that the login has brought, to be revoked when the session is over.
    /// - Throws: what the cluster said of the session where no secret is stored; what logging in throws: a refusal is
    ///   counted by the lockout guard, and nothing is tried again.
    func reopenSession(of profile: Profile) async throws(OperationError) -> Secret? {
        guard [.vault, .command].contains(profile.secretSource), let session = await held.session(of: profile) else {
            return nil
        }
        let isTemporary = await held.isTemporary(sessionOf: profile)
        do throws(OperationError) {
            _ = try await ReadSession(profile: profile).run(in: self)
            return nil
        } catch {
            // Whatever else keeps it from answering, the change itself meets.
            guard error.endsSession else { return nil }
            guard let kept = try await storedSecret(of: session, on: profile) else { throw error }
            let logIn = LogIn(
                profile: profile, credential: kept, org: profile.org, isTemporary: isTemporary, keepsCredential: false)
            _ = try await RenewSession(logIn: logIn).run(in: self)
            return await held.session(of: profile)?.tokenOfLogin
        }
    }

    /// A vault that cannot be read is no reason to stop more than the login.
    private func storedSecret(
        of session: ActiveSession, on profile: Profile
    ) async throws(OperationError) -> Credential? {
        do throws(OperationError) { return try await keptCredential(of: profile, user: session.username) } catch {
            if case .storage = error { return nil }
            throw error
        }
    }

    /// The session of a profile that the vault keeps, unless it has ended: by the server's clock where the server told when,
    /// by ours where that is an estimate.
    package func keptSession(of profile: Profile) async -> ActiveSession? {
        guard await held.isKept(sessionOf: profile), let session = await held.session(of: profile) else { return nil }
        switch session.expiry {
        case .at(let end):
            return await clocks().now(of: profile.origin.description, at: now()) < end ? session : nil
        // Counted from the login by our own clock.
        case .estimated(let end): return now() < end ? session : nil
        case .untilNextIssue, .unknown: return session
        }
    }

    /// The credential of a kind that the secret source of a profile has for a user.
    ///
    /// - Throws: `E_INVALID_INPUT` where the vault keeps none, and what ``keptCredential(of:user:kinds:confirming:)`` throws.
    func requireKept(
        _ kind: CredentialKind, of profile: Profile, user: String?, confirming: String?
    ) async throws(OperationError) -> Credential {
        let kept = try await keptCredential(of: profile, user: user, kinds: [kind], confirming: confirming)
        if let kept { return kept }
        throw .refused(
            .invalidInput(
                field: kind == .secretKey ? "The secret key" : "The password",
                why: "the vault keeps none of \(user ?? "this user") for \(profile.name)"))
    }

    /// The password or secret key that the vault keeps for a profile, or that its secret command prints.
    ///
    /// - Parameters:
    ///   - kinds: what is of use.
    ///   - confirming: ``RunSecretCommand/confirming``.
    /// - Throws: `E_ORIGIN_BOUND` when it was kept for another address, `E_VAULT_…`; what ``RunSecretCommand`` throws: there
    ///   is no other way to the secret then.
    package func keptCredential(
        of profile: Profile, user: String?, kinds: [CredentialKind] = [.password, .secretKey],
        confirming: String? = nil
    ) async throws(OperationError) -> Credential? {
        if profile.secretSource == .command {
            return try await RunSecretCommand(profile: profile, user: user, kinds: kinds, confirming: confirming)
                .run(in: self)
        }
        do throws(StorageError) {
            return try await vault?.entries().credential(of: profile, user: user ?? profile.username, kinds: kinds)
        } catch { throw .storage(error) }
    }
}
