import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// Reads the security audit log of a cluster, with the session that is held, in windows of 24 hours, newest first.
/// Changes nothing (<doc:V1>, <doc:V2>, <doc:AuditLog>).
package struct ReadAuditLog: Hashable, Sendable {
    /// Days that may be asked for at once, one request a day.
    package static let mostDays = 31

    package var profile: Profile
    package var since: Instant
    package var until: Instant
    package var selection: AuditSelection
    /// The Orgs asked for; always told to the cluster.
    package var coverage: AuditCoverage

    package init(
        profile: Profile, since: Instant, until: Instant, selection: AuditSelection = AuditSelection(),
        coverage: AuditCoverage = .allOrgs
    ) {
        self.coverage = coverage
        self.profile = profile
        self.since = since
        self.until = until
        self.selection = selection
    }

    /// Reads one window after the other. A failure after the first window is told in the report, beside what came.
    ///
    /// - Parameter progress: told of each window's report as it comes.
    /// - Throws: `.refused` with `.notLoggedIn` or `.invalidInput`, and what the first window met.
    package func run(
        in workspace: Workspace, progress: @Sendable (AuditReport) async -> Void = { _ in }
    ) async throws(OperationError) -> AuditReport {
        let windows = try windows()
        let session = try await workspace.session(of: profile)
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, .auditLog).require()
        let origin = profile.origin.description
        var ours: OwnActs?
        var report = emptyReport(of: client, at: workspace.now())
        var border: Set<AuditEvent> = []
        var known: [OrgReference]?
        for window in windows {
            let reply: Reply<[AuditEvent]>
            do throws(SessionError) {
                reply = try await client.auditLog(window, covering: coverage, as: session.authentication)
            } catch {
                await workspace.drop(session, of: profile, after: error)
                let failure = OperationError.session(error, profile: profile.name)
                if report.windows.isEmpty { throw failure }
                report.stopped = failure
                return report
            }
            // Both ends belong to a window, so an event on the border of two is told twice.
            let events = reply.value.filter { !border.contains($0) }
            border = Set(events.filter { $0.at == window.start })
            var part = emptyReport(of: client, at: workspace.now())
            part.windows = [window]
            part.told = events.count
            part.orgs = Set(events.compactMap(\.orgID))
            if known == nil, !part.orgs.isSubset(of: [0]) { known = await orgs(in: workspace) }
            part.knownOrgs = known ?? []
            part.unread = events.count { $0.unreadText != nil }
            let wanted = events.filter(selection.wants)
            // Read only where there is something to compare with it.
            if !wanted.isEmpty, ours == nil {
                ours = try? await workspace.ledger.reduce(since: earliestLine, into: OwnActs()) {
                    $0.add($1, at: origin, since: since)
                }
            }
            part.entries = entries(of: wanted, in: window, skew: reply.clockSkew ?? 0, ours: &ours)
            await progress(part)
            report.add(part)
        }
        return report
    }

    /// Lines of the journal that were written before it are about nothing that the log tells: the clocks may differ.
    var earliestLine: Instant { Instant(milliseconds: since.milliseconds - AuditWindow.longest) }

    /// The Orgs that the profiles and the tokens of the cluster name, also those that ended long ago.
    private func orgs(in workspace: Workspace) async -> [OrgReference] {
        let profiles = (try? await workspace.profiles.load().profiles) ?? []
        let list = (try? await ListTokens(.everyToken).run(in: workspace)) ?? TokenList()
        return list.orgs(at: profile.origin.description, profiles: [profile] + profiles)
    }

    private func windows() throws(OperationError) -> [AuditWindow] {
        let span = until.milliseconds(since: since)
        if span <= 0 {
            throw .refused(.invalidInput(field: "The time range", why: "the end is not after the start"))
        }
        if span > Int64(Self.mostDays) * AuditWindow.longest {
            throw .refused(
                .invalidInput(
                    field: "The time range",
                    why: "longer than \(Self.mostDays) days (one request a day): choose a shorter one"))
        }
        return AuditWindow.covering(from: since, to: until)
    }

    private func emptyReport(of client: SessionClient, at now: Instant) -> AuditReport {
        var report = AuditReport(profile: profile, coverage: coverage, readAt: now)
        let late = Instant(milliseconds: now.milliseconds - AuditWindow.lag)
        if until > late { report.incompleteFrom = max(late, since) }
        if case .neighbour(let operation) = client.capability(.auditLog) { report.neighbour = operation }
        return report
    }

    /// The wanted events, newest first; one without a time stands where its window ends, so that it is seen.
    private func entries(
        of wanted: [AuditEvent], in window: AuditWindow, skew: Int64, ours: inout OwnActs?
    ) -> [AuditEntry] {
        let times = wanted.map { ($0.at ?? window.end).milliseconds }
        let order = wanted.indices.sorted { times[$0] == times[$1] ? $0 > $1 : times[$0] > times[$1] }
        // A header counts whole seconds: what differs by less than one may be no difference at all.
        let likelyOurs = ours?.take(wanted, skew: (-1_000...0).contains(skew) ? 0 : skew + 500) ?? []
        return order.map { AuditEntry(wanted[$0], isLikelyOurs: likelyOurs.contains($0)) }
    }
}

extension AuditReport {
    /// Takes in the report of the window before.
    fileprivate mutating func add(_ part: AuditReport) {
        windows += part.windows
        entries += part.entries
        told += part.told
        unread += part.unread
        orgs.formUnion(part.orgs)
        if !part.knownOrgs.isEmpty { knownOrgs = part.knownOrgs }
        readAt = part.readAt
    }
}

/// The logins, logouts and issues of our own journal, to be found again in a cluster's audit log.
///
/// The log names no session and no token, so all that can be compared is who, what and when: a match is likely, and no
/// more. Each line of the journal stands for one event of a type at most.
struct OwnActs {
    /// How far the two clocks may differ after the skew is taken out, and the request has taken its time: milliseconds.
    private static let tolerance: Int64 = 10_000

    private struct Act {
        /// What the log has not told of it yet.
        var types: [AuditEventType]
        let at: Int64
    }

    /// By user, in lower case.
    private var acts: [String: [Act]] = [:]

    /// Looks at a line, unless it is of another address, or from well before `since`.
    mutating func add(_ event: JournalEvent, at origin: String, since: Instant) {
        guard event.origin == origin, event.phase == .result else { return }
        let types = Self.types(of: event)
        guard let user = event.token?.user ?? event.user, !types.isEmpty,
            event.at.milliseconds(since: since) > -AuditWindow.longest
        else { return }
        acts[user.lowercased(), default: []].append(Act(types: types, at: event.at.milliseconds))
    }

    /// Which events lines of ours tell of, by their places: a line tells of the one that is nearest to it in time, and of no
    /// other one of that type.
    ///
    /// - Parameter skew: the server's clock less ours, in milliseconds.
    mutating func take(_ events: [AuditEvent], skew: Int64) -> Set<Int> {
        struct Pair {
            let distance: Int64
            let event: Int
            let act: Int
            let user: String
            let type: AuditEventType
        }
        var pairs: [Pair] = []
        for (place, event) in events.enumerated() {
            guard let user = event.username?.lowercased(), let at = event.at,
                let type = event.type.flatMap(AuditEventType.init(rawValue:)), let own = acts[user]
            else { continue }
            let ourTime = at.milliseconds - skew
            for (index, act) in own.enumerated() where act.types.contains(type) {
                let distance = abs(act.at - ourTime)
                if distance > Self.tolerance { continue }
                pairs.append(Pair(distance: distance, event: place, act: index, user: user, type: type))
            }
        }
        pairs.sort { ($0.distance, $0.event, $0.act) < ($1.distance, $1.event, $1.act) }
        var taken: Set<Int> = []
        for pair in pairs where !taken.contains(pair.event) {
            guard acts[pair.user]?[pair.act].types.contains(pair.type) == true else { continue }
            acts[pair.user]?[pair.act].types.removeAll { $0 == pair.type }
            taken.insert(pair.event)
        }
        return taken
    }

    /// What a cluster may write for a line of ours. A login by secret key is an issue, and on v1 a login behind it.
    private static func types(of event: JournalEvent) -> [AuditEventType] {
        let isDone = event.outcome == .ok || event.outcome == .verified
        let isByKey = event.credential == .secretKey
        return switch event.action {
        case .logIn where isDone: isByKey ? [.tokenCreated, .loginSuccessful] : [.loginSuccessful]
        case .logIn: isByKey ? [.tokenRefused] : [.loginFailed]
        case .logOut: isDone ? [.logoutSuccessful] : [.logoutFailed]
        case .issueToken: isDone ? [.tokenCreated] : [.tokenRefused]
        default: []
        }
    }
}
