import ASCIIText
package import DisplayText
import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Issues a token on a profile's cluster, and records it.
package struct IssueToken: Hashable, Sendable {
    package var profile: Profile
    package var request: TokenRequest
    package var label: String?
    /// Knows that a new v1 token ends every older one of the same secret key within five minutes.
    package var acceptsSupersession: Bool
    /// Knows what ``ProvisioningPolicy/hazards`` say.
    package var acceptsProvisioning: Bool
    /// Knows that one more refusal may lock the account.
    package var acceptsLockoutRisk: Bool
    /// What ``ProtectionPolicy/consent(toChanging:)`` was answered with.
    package var consent: ConsentAnswer?

    /// The secret is the one that the vault keeps for the user, or that the secret command prints; the one of ``request``
    /// is empty.
    package var usesKeptSecret: Bool
    /// ``RunSecretCommand/confirming``.
    package var confirmingCommand: String?
    package var keeping: TokenKeeping

    package init(
        profile: Profile, request: TokenRequest, label: String?, usesKeptSecret: Bool = false,
        confirmingCommand: String? = nil, keeping: TokenKeeping = .secretSource,
        acceptsSupersession: Bool = false, acceptsProvisioning: Bool = false, acceptsLockoutRisk: Bool = false,
        consent: ConsentAnswer? = nil
    ) {
        self.profile = profile
        self.usesKeptSecret = usesKeptSecret
        self.confirmingCommand = confirmingCommand
        self.keeping = keeping
        self.request = request
        self.label = label
        self.acceptsSupersession = acceptsSupersession
        self.acceptsProvisioning = acceptsProvisioning
        self.acceptsLockoutRisk = acceptsLockoutRisk
        self.consent = consent
    }

    /// Issues, compares user and Org with what was asked for, records the token and keeps it where it is wanted.
    ///
    /// A token for another user or Org is recorded and held as well, so that it can be revoked; the error tells. A token
    /// whose file cannot be written is held, and the report tells.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenReport {
        let client = try await allowedClient(in: workspace)
        if usesKeptSecret {
            let kept = try await workspace.requireKept(
                request.credential.kind, of: profile, user: request.username, confirming: confirmingCommand)
            var attempt = self
            attempt.request.credential = kept.kind == .secretKey ? .secretKey(kept.secret) : .password(kept.secret)
            attempt.usesKeptSecret = false
            return try await attempt.run(in: workspace)
        }
        try ProtectionPolicy(profile).require(consent, toChanging: "Issuing a token")
        let keeper = try await TokenKeeper(keeping, of: profile, in: workspace)
        do throws(OperationError) {
            let request = try await requestWithOrgID(client, in: workspace)
            let issued = try await issue(request, with: client, keeper, in: workspace)
            return await keeper.keep(try await report(issued, in: workspace), in: workspace)
        } catch {
            keeper.discard()
            if case .session(let cause, _) = error, let issued = cause.issuedToken {
                await keeper.hold(issued.token, in: workspace)
            }
            throw error
        }
    }

    /// Refuses what cannot or must not be tried. Nothing is sent, and the secret does not matter: a front end asks before
    /// it reads one.
    package func requirePossible(in workspace: Workspace) async throws(OperationError) {
        _ = try await allowedClient(in: workspace)
        var request = request.withPlaceholder
        if needsOrgNumber { request.org = nil }
        do throws(PreviewError) { _ = try request.preview(in: profile.generation) } catch {
            throw .refused(.invalidInput(field: "The new token", why: error.detail))
        }
    }

    private func allowedClient(in workspace: Workspace) async throws(OperationError) -> SessionClient {
        try workspace.requireWritable(profile)
        if request.credential.kind == .secretKey { try SecretKeyPolicy(profile).require() }
        try URLSecretPolicy(profile, request.credential.kind).require()
        try request.credential.requireTypable()
        let client = try workspace.client(for: profile)
        try requireAbilities()
        if keeping == .secretSource || usesKeptSecret { try await workspace.requireUnlocked(for: profile) }
        if !acceptsLockoutRisk { try await workspace.requireNoLockout(of: request.username, on: profile) }
        return client
    }

    private func requireAbilities() throws(OperationError) {
        let issue: Ability = request.credential.kind == .password ? .issueByPassword : .issueBySecretKey
        let other = request.credential.kind == .password ? "use a secret key instead" : "use a password instead"
        try AbilityPolicy(profile, issue, alternatives: [other]).require()
        if case .object = request.kind { try AbilityPolicy(profile, .objectToken).require() }
        if case .custom = request.kind { try AbilityPolicy(profile, .customToken).require() }
        if request.provisioning != nil { try AbilityPolicy(profile, .provisioning).require() }
        if request.lifetime != nil { try AbilityPolicy(profile, .chooseLifetime).require() }
        if request.org != nil { try AbilityPolicy(profile, .chooseOrg).require() }
        if !acceptsSupersession { try SupersessionPolicy(issueOn: profile).require() }
        if !acceptsProvisioning { try ProvisioningPolicy(profile, request).require() }
    }

    /// The login that looks an Org up, where there is no open session.
    private var lookUp: LogIn {
        let credential: Credential =
            switch request.credential {
            case .password(let password): .password(username: request.username, password: password)
            case .secretKey(let key): .secretKey(username: request.username, key: key)
            }
        return LogIn(
            profile: profile, credential: credential, org: nil, isTemporary: true,
            acceptsSupersession: acceptsSupersession,
            acceptsLockoutRisk: acceptsLockoutRisk)
    }

    /// Most issues take an Org by number only: a name is looked up with the open session, or with one of its own.
    private func requestWithOrgID(
        _ client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> TokenRequest {
        guard let org = request.org, needsOrgNumber, let name = org.name else { return request }
        let match: OrgReference
        if let session = await workspace.held.session(of: profile) {
            match = try await ResolveOrg(profile: profile, name: name).run(as: session.authentication, with: client)
        } else {
            match = try await ResolveOrg(profile: profile, name: name).run(
                visitingBy: lookUp, in: workspace)
        }
        var request = request
        request.org = match
        return request
    }

    /// Whether the Org is known by a name only, and the issue takes nothing but a number: a custom token takes either
    /// (<doc:Orgs>).
    package var needsOrgNumber: Bool {
        if case .custom = request.kind { return false }
        return request.org.map { $0.id == nil } ?? false
    }

    private func issue(
        _ request: TokenRequest, with client: SessionClient, _ keeper: TokenKeeper, in workspace: Workspace
    ) async throws(OperationError) -> IssuedToken {
        let intended = TokenFacts(
            fingerprint: nil, kind: request.kind.name, objectID: request.kind.objectID, user: request.username,
            org: request.org, generation: profile.generation, label: label)
        let change = JournaledChange(
            action: .issueToken, profile: profile, user: request.username, credential: request.credential.kind,
            token: intended, subjects: request.provisioning.map { ["auto_create"] + ($0.groups ?? []) } ?? [],
            guardsLockout: !acceptsLockoutRisk)
        return try await change.run(in: workspace) { () async throws(SessionError) in
            let reply = try await client.issueToken(request)
            // What the vault keeps and has ended makes room by the clock that has just been told.
            await workspace.ledger.observe(reply.evidence, of: profile.origin.description)
            await keeper.hold(reply.value.token, expires: reply.value.expiry.instant, in: workspace)
            var facts = TokenFacts(issued: reply.value, kind: request.kind.name, profile: profile, label: label)
            facts.user = facts.user ?? request.username
            facts.org = facts.org.map { $0.named(from: request.org) } ?? request.org
            facts.objectID = facts.objectID ?? request.kind.objectID
            return (
                reply.value,
                JournaledChange.Result(token: facts, evidence: reply.evidence)
            )
        }
    }

    private func report(_ issued: IssuedToken, in workspace: Workspace) async throws(OperationError) -> TokenReport {
        let record = try await ListTokens().record(Fingerprint(of: issued.token), of: profile, in: workspace)
        return TokenReport(
            profile: profile, record: record, token: issued.token, expiryDoubt: issued.expiryDoubt, scope: issued.scope)
    }
}

extension TokenKind {
    /// The word people and the journal use.
    package var name: String {
        switch self {
        case .full: "full"
        case .object: "object"
        case .custom: "custom"
        }
    }

    /// The object the token is for.
    package var objectID: String? {
        if case .object(let id) = self { id } else { nil }
    }
}

extension OrgReference {
    /// This Org, with the name that `other` knows for the same id.
    func named(from other: OrgReference?) -> OrgReference {
        guard name == nil, let other, other.id == id else { return self }
        return OrgReference(id: id, name: other.name)
    }
}

/// A token that has just been issued or imported, and recorded.
package struct TokenReport: Hashable, Sendable {
    package var profile: Profile
    package var record: TokenRecord
    package var token: Secret
    /// Set when the server was asked about it.
    package var validation: ValidationReport?
    /// Why the end is unknown although the cluster told one.
    package var expiryDoubt: ExpiryDoubt?
    /// What the cluster told of its use, where it did.
    package var scope: TokenScope?
    package var place = Place.secretSource

    package init(
        profile: Profile, record: TokenRecord, token: Secret, validation: ValidationReport? = nil,
        expiryDoubt: ExpiryDoubt? = nil, scope: TokenScope? = nil
    ) {
        self.expiryDoubt = expiryDoubt
        self.scope = scope
        self.profile = profile
        self.record = record
        self.token = token
        self.validation = validation
    }
}

extension IssueToken {
    /// What will be sent, without the secret: the lines that the new-token form shows.
    package static func preview(profile: Profile, request: TokenRequest) -> [SafeText] {
        do throws(PreviewError) {
            let sent = try request.withPlaceholder.preview(in: profile.generation)
            return ["\(sent.method) \(sent.path)"] + sent.fields.map { "  \($0.name): \($0.value)" }
        } catch {
            return ["nothing: \(error.detail)"]
        }
    }
}

extension TokenRequest {
    /// What will be sent is checked and shown before the secret is typed; its value is never shown anyway.
    var withPlaceholder: TokenRequest {
        var request = self
        switch credential {
        case .password(let password) where password.isEmpty: request.credential = .password(Secret("not yet typed"))
        case .secretKey(let key) where key.isEmpty: request.credential = .secretKey(Secret("not yet typed"))
        case .password, .secretKey: break
        }
        return request
    }
}

/// Lifetimes as people write them: `300s`, `15m`, `24h`, `7d`.
package enum Lifetime {
    /// Why a text is no lifetime.
    package struct Malformed: Error, Hashable, Sendable {
        /// One clause for people.
        package let reason: String
    }

    /// Seconds, 1...Int32.max.
    package static func parse(_ text: String) throws(Malformed) -> Int {
        guard let unit = text.utf8.last.flatMap({ secondsPerUnit[$0] }) else {
            throw Malformed(reason: "a lifetime is a number with a unit: 300s, 15m, 24h, 7d")
        }
        let digits = text.utf8.dropLast()
        guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy(\.isASCIIDigit) else {
            throw Malformed(reason: "a lifetime is a whole number with a unit: 300s, 15m, 24h, 7d")
        }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, (1...Int(Int32.max)).contains(seconds) else {
            throw Malformed(reason: "a lifetime lies between 1s and 24855d")
        }
        return seconds
    }

    /// The shortest exact form: `15m`, `90s`.
    package static func text(seconds: Int) -> String {
        for (unit, name) in [(86_400, "d"), (3_600, "h"), (60, "m")] where seconds >= unit && seconds % unit == 0 {
            return "\(seconds / unit)\(name)"
        }
        return "\(seconds)s"
    }

    private static let secondsPerUnit: [UInt8: Int] = [
        UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3_600, UInt8(ascii: "d"): 86_400,
    ]
}
