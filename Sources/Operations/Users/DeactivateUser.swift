package import DisplayText
import HTTPExchange
import Moments
import Storage
package import StrictJSON
package import ThoughtSpotSessions

/// Closing the account of one user on one or more clusters: asked for, and not yet agreed to. A logout does not stop the
/// next login of a user whose password has leaked; this does. It always takes a confirmation of its own.
package struct DeactivationPlan: Hashable, Sendable {
    package let targets: [ForceLogoutTarget]

    /// - Throws: `E_EMPTY_TARGET` without a target, `E_NOT_IN_GENERATION` and `E_READ_ONLY` where it cannot be done,
    ///   `E_INVALID_INPUT` for the account that asks.
    package init(_ targets: [ForceLogoutTarget], in workspace: Workspace) throws(OperationError) {
        try self.init(targets, isReadOnlyMode: workspace.isReadOnly)
    }

    package init(_ targets: [ForceLogoutTarget], isReadOnlyMode: Bool) throws(OperationError) {
        guard !targets.isEmpty else { throw .refused(.nothingSelected(what: "user")) }
        for target in targets {
            try ReadOnlyPolicy(target.profile, isReadOnlyMode: isReadOnlyMode).require()
            try AbilityPolicy(target.profile, .deactivateUser).require()
            try target.requireOther()
        }
        self.targets = targets
    }

    /// The user's name, typed, whatever the profile.
    package var consent: Consent {
        let user = targets[0].user.text
        return Consent(
            .userName(user), to: "Deactivating the account of \(user)", on: targets.map(\.profile), user: user)
    }

    /// The one way to a deactivation that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> [DeactivateUser] {
        try consent.judge(answer)
        return targets.map { DeactivateUser(target: $0) }
    }
}

/// What became of an account that was to be closed.
package struct DeactivationItem: Hashable, Sendable {
    package enum LinkEnd: String, Hashable, Sendable {
        case kept
        /// In memory, until the vault is open.
        case waiting
        case lost
    }

    package var target: ForceLogoutTarget
    package var verdict: ForceLogoutItem.Verdict
    /// Opens the account again, for 14 days: for a file of mode 0600, and never for a screen, a report or the journal.
    package var link: Secret?
    /// What became of the link; nil where none came back, and until it was given to a keeper.
    package var linkEnd: LinkEnd?
    /// Where the link was kept.
    package var linkPlace: ActivationLinks.Place?
    package var evidence: Evidence?
    /// Milliseconds from its begin to its verdict.
    package var took: Int64?

    package init(target: ForceLogoutTarget, verdict: ForceLogoutItem.Verdict, evidence: Evidence? = nil) {
        self.target = target
        self.verdict = verdict
        self.evidence = evidence
    }

    /// Whether another try may do it: not where it is done, and not where the cluster has no such user or operation.
    package var isWorthRepeating: Bool {
        switch verdict {
        case .accepted: false
        case .failed(let error): !error.comesAgain
        case .unknown, .notAttempted: true
        }
    }

    /// The verdict, and where the link is or that it is not where it was to be.
    package func told(withCode: Bool = false) -> SafeText {
        let verdict = MessageComposer.text(for: verdict, withCode: withCode)
        return switch linkEnd {
        case .waiting: "\(verdict), link not kept yet"
        case .lost: "\(verdict), link lost"
        case .kept: "\(verdict), link \(linkPlace?.words ?? "kept")"
        case nil: verdict
        }
    }

    /// As of a logout; without the link, and with what became of it: `activationLink` is `kept`, in the file or the vault,
    /// `waiting`, `lost`, or null where none came back; `activationLinkPlace` is the file, `vault` or null.
    package var json: JSONValue {
        var item = ForceLogoutItem(target: target, verdict: verdict, evidence: evidence)
        item.took = took
        guard case .object(var members) = item.json else { return item.json }
        members["activationLink"] = linkEnd.map { .string($0.rawValue) } ?? .null
        let place: JSONValue =
            switch linkPlace {
            case .file(let path)?: .outside(path)
            case .vault?: "vault"
            case nil: .null
            }
        members["activationLinkPlace"] = place
        return .object(members)
    }
}

extension EndUser.Report {
    /// Whether another try may deactivate the account: not where the cluster has refused the logout before it for good, such as
    /// for a user whom it does not know.
    package func isWorthRepeating(_ verb: DeactivateUser) -> Bool {
        let id = verb.target.profile.id
        let isRefused = sessions.contains { item in
            if case .failed(let error) = item.verdict {
                item.target.profile.id == id && item.act == .logOut && error.comesAgain
            } else {
                false
            }
        }
        return !isRefused && deactivations.first { $0.target.profile.id == id }.map(\.isWorthRepeating) ?? true
    }
}

/// Closes the account of a user. Only a plan makes one. Nothing is sent twice.
package struct DeactivateUser: Hashable, Sendable {
    package private(set) var target: ForceLogoutTarget
    /// One line for the journal.
    package var reason: String?

    fileprivate init(target: ForceLogoutTarget) {
        self.target = target
    }

    /// The same, now that the server has said who we are.
    package func knowingOurselves(_ report: SessionReport) -> DeactivateUser {
        var copy = self
        copy.target = target.knowingOurselves(report)
        return copy
    }

    /// A cancelled task tells what became of it.
    package func run(in workspace: Workspace) async -> DeactivationItem {
        let began = workspace.now()
        var item = DeactivationItem(target: target, verdict: .accepted)
        do throws(OperationError) {
            let reply = try await send(in: workspace)
            (item.link, item.evidence) = (reply.value, reply.evidence)
        } catch {
            item.verdict = .init(failing: error)
            item.evidence = error.evidence
        }
        item.took = workspace.now().milliseconds(since: began)
        return item
    }

    private func send(in workspace: Workspace) async throws(OperationError) -> Reply<Secret?> {
        let profile = target.profile
        try workspace.requireWritable(profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .deactivateUser).require()
        try target.requireOther()
        let session = try await workspace.session(of: profile)
        let change = JournaledChange(
            action: .deactivateUser, profile: profile, user: session.username, subjects: target.subjects,
            reason: reason)
        return try await change.run(in: workspace) { () async throws(SessionError) in
            let reply = try await client.deactivateUser(
                target.user, baseURL: profile.origin.description, as: session.authentication)
            return (reply, JournaledChange.Result(evidence: reply.evidence))
        }
    }
}

extension ForceLogoutTarget {
    /// An administrator who closes the account that asks has locked the door from outside.
    fileprivate func requireOther() throws(OperationError) {
        guard isOurselves else { return }
        throw .refused(
            .invalidInput(field: "The user", why: "the account that asks is not deactivated: use another administrator")
        )
    }
}
