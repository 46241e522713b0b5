import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Which keys of the plan can be used now, what they lead to, and what stands against the others.
extension IncidentView {
    /// What a key leads to depends on where one is.
    func hints(in program: ProgramState) -> [Hint] {
        usableHints(in: program).compactMap { hint in
            let label: SafeText? =
                switch (hint.label, focus) {
                case ("next", .clusters): isReasonGiven ? "go to confirmation" : "add reason"
                case ("next", .reason): "go to confirmation"
                case ("next", .confirmation): "confirm"
                // Enter goes there.
                case ("next field", .clusters), ("next field", .reason): nil
                case ("next field", .confirmation): "clusters"
                case ("next field", .user): "complete"
                case ("close", .reason), ("close", .confirmation): "back"
                default: hint.label
                }
            guard let label else { return nil }
            let keys = hint.label == "help" && focus != .clusters ? helpKey(in: program) : hint.keys
            return Hint(keys: keys, label: label, disabled: hint.disabled, priority: hint.priority)
        }
    }

    /// Into a field a question mark is written.
    private func helpKey(in program: ProgramState) -> SafeText {
        let keys = program.keymap.bindings(in: [Self.layer]).first { $0.action == .help }?.keys ?? []
        return "\((keys.first { !$0.isText } ?? keys.first).map { KeyNotation.text($0) } ?? "")"
    }

    func reasonAgainstChoosing(in program: ProgramState) -> SafeText? {
        focus == .clusters ? nil : "\(program.key(.nextField, in: Self.layer)) goes to the clusters"
    }

    func reasonAgainstDeactivating(in program: ProgramState) -> SafeText? {
        if let reason = reasonAgainstChoosing(in: program) { return reason }
        if deactivates || !accounts.isEmpty { return nil }
        let open = (incident?.clusters ?? []).filter { chosen.contains($0.id) && $0.part.acts.contains(.logOut) }
        if let own = open.first(where: { $0.lackOfDeactivation == nil }) {
            return "it is your own account on \(own.profile.name); another administrator has to deactivate it"
        }
        // Of one cluster alone it is known why; of several the rule is told.
        return open.count == 1
            ? open.first?.lackOfDeactivation
            : "no chosen cluster has a session and an operation for it (v2.0, 9.7.0.cl or later)"
    }

    /// What the row says of an account that is not deactivated with the others; nil where it is, or was not asked for.
    func lackOfDeactivation(on cluster: IncidentCluster) -> SafeText? {
        guard deactivates, chosen.contains(cluster.id), cluster.part.acts.contains(.logOut),
            incident?.standIn(for: cluster.id, on: chosen) == nil
        else { return nil }
        if let lack = cluster.lackOfDeactivation { return lack }
        return cluster.part.target.isOurselves ? "your own account: another administrator has to deactivate it" : nil
    }

    func reasonAgainstVault(in program: ProgramState) -> SafeText? {
        if let reason = reasonAgainstChoosing(in: program) { return reason }
        if !deactivates { return "no account is deactivated (\(program.key(.deactivate, in: Self.layer)))" }
        return keepsLinksInVault ? nil : program.reasonAgainstVault
    }

    func reasonAgainstUnlocking(in program: ProgramState) -> SafeText? {
        if let reason = reasonAgainstChoosing(in: program) { return reason }
        if program.vault.isUnlocked { return "the vault is open" }
        return deactivates || (incident?.clusters ?? []).contains { vaultState(of: $0, in: program) != nil }
            ? nil : "no cluster of the plan waits for the vault"
    }

    /// What the vault is, where that stands against a login; nil where it does not.
    func vaultState(of cluster: IncidentCluster, in program: ProgramState) -> SafeText? {
        guard cluster.obstacle?.isRemovedByLogin == true, program.reasonOfVault(for: cluster.profile) != nil else {
            return nil
        }
        return switch program.vault.state {
        case .missing: "no vault yet"
        case .unknown: "vault not open"
        case .locked, .unlocked: "vault locked"
        }
    }

    /// The chosen clusters whose sessions the vault keeps, while it is not open.
    func waitForVault(in program: ProgramState) -> Bool {
        (incident?.clusters ?? []).contains { clusters.contains($0.id) && vaultState(of: $0, in: program) != nil }
    }

    /// The chosen clusters that a login with one secret opens.
    func loggedOut(in program: ProgramState) -> [Profile] {
        clustersToLogIn(in: program).filter { program.reasonOfVault(for: $0) == nil }
    }

    func clustersToLogIn(in program: ProgramState) -> [Profile] {
        (incident?.clusters ?? []).filter { cluster in
            clusters.contains(cluster.id) && cluster.obstacle == .notLoggedIn
                && !program.isSessionBusy(cluster.id)
                && cluster.profile.acceptsSharedSecret
        }.map(\.profile)
    }

    /// The chosen clusters with a login of their own: by a bearer token, where nothing else opens them, or as another user,
    /// where the account is locked: the one secret for all would be one more refusal there.
    private func clustersApart(in program: ProgramState) -> [Profile] {
        (incident?.clusters ?? []).filter { cluster in
            clusters.contains(cluster.id) && cluster.obstacle?.isRemovedByLogin == true
                && (cluster.obstacle?.isLockedAccount == true || !cluster.profile.acceptsSharedSecret)
        }.map(\.profile).filter { program.reasonAgainstLoggingIn(to: $0) == nil }
    }

    /// The one under the cursor, or the first where no other login is left.
    func clusterToLogInApart(in program: ProgramState) -> Profile? {
        let all = clustersApart(in: program)
        return all.first { $0.id == list.selected } ?? (clustersToLogIn(in: program).isEmpty ? all.first : nil)
    }

    /// Whether a login makes more possible.
    func canLogIn(in program: ProgramState) -> Bool {
        !loggedOut(in: program).isEmpty || !clustersApart(in: program).isEmpty
    }

    /// What makes something possible on the chosen clusters, where nothing is yet.
    enum WayOn {
        case logIn, unlock, none
    }

    func wayOn(in program: ProgramState) -> WayOn {
        canLogIn(in: program) ? .logIn : waitForVault(in: program) ? .unlock : .none
    }

    mutating func logIn(in program: inout ProgramState) -> [Effect] {
        if let profile = clusterToLogInApart(in: program) { return program.openLogin(to: [profile]) }
        return program.open(form: SharedLoginForm(loggedOut(in: program)))
    }

    func reasonAgainstLoggingIn(in program: ProgramState) -> SafeText? {
        if let reason = reasonAgainstChoosing(in: program) { return reason }
        if clusterToLogInApart(in: program) != nil { return nil }
        let all = clustersToLogIn(in: program)
        if all.isEmpty { return "no chosen cluster needs a login" }
        let reasons = all.map { program.reasonOfVault(for: $0) }
        guard let first = reasons.compactMap(\.self).first, !reasons.contains(nil) else { return nil }
        return first
    }

    /// When the lock of the account opens by itself, as far as is known.
    func endOfLock(on cluster: IncidentCluster, in program: ProgramState) -> SafeText? {
        guard cluster.obstacle?.isLockedAccount == true else { return nil }
        return (program.clusters[cluster.id]?.lockedAccount?.end).map { InstantWords(program).short($0) }
    }

    /// What helps where the account that logs in is locked: another one, another administrator, or to wait.
    func wayAroundLock(on cluster: IncidentCluster, in program: ProgramState) -> SafeText {
        let wait: SafeText = endOfLock(on: cluster, in: program).map { "wait until about \($0), " } ?? ""
        let user = program.clusters[cluster.id]?.lockedAccount?.user ?? cluster.profile.username
        let account: SafeText = user.map { "the account of \(SafeText(outside: $0, limit: 80))" } ?? "the account"
        return """
            \(account) that logs in here is locked or inactive: \(wait)let another administrator unlock it, or log in \
            as another user (\(program.key(.logIn, in: Self.layer)))
            """
    }

    /// The chosen clusters on which the account can be deactivated.
    var accounts: [ForceLogoutTarget] {
        (incident?.accounts(on: chosen) ?? []).filter { !$0.isOurselves }
    }
}
