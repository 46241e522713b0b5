import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How a cluster is told on the screen: one row, its session, and all about its profile.
struct ClusterWords {
    let profile: Profile
    let program: ProgramState

    var row: ClusterRow? { program.clusters[profile.id] }

    /// Columns of a status, and of its short form.
    static func statusWidth(isShort: Bool) -> Int { isShort ? 11 : 15 }

    /// A status for a column of that width.
    func short(_ status: TextRun, isShort: Bool) -> TextRun {
        guard isShort else { return status }
        return switch status.text {
        case "not ThoughtSpot": TextRun("not TS", status.role)
        case "locked account": TextRun("locked", status.role)
        case "vault locked": TextRun("\(program.key(.unlockVault)) unlocks", status.role)
        default: status
        }
    }

    /// The status beside a column of its own for the time left.
    var state: TextRun { timeLeft == nil ? status : TextRun("logged in", .success) }

    /// What is left of the session, while that is counted: `in 29m`.
    private var timeLeft: SafeText? {
        guard program.inFlight[.session(profile.id)] == nil, let session = row?.session,
            session.remaining(at: program.now) ?? 0 > 0
        else { return nil }
        return MessageComposer.text(forSession: session.expiry, at: session.time(at: program.now))
    }

    /// `in 29m`, `logged out`, `unreachable`, `checking`.
    var status: TextRun {
        if let busy = program.inFlight[.session(profile.id)] {
            return TextRun(busy.isCancelling || busy.isStopping ? "stopping" : busy.work.base.stateOfCluster, .accent)
        }
        if let timeLeft { return TextRun(timeLeft, .success) }
        if let session = row?.session {
            guard let left = session.remaining(at: program.now) else { return TextRun("logged in", .success) }
            // An estimate may be wrong: the server that still answered after it knows better.
            if left <= 0, let left = session.remaining(at: session.checkedAt), left < 0 {
                return TextRun("logged in", .success)
            }
            return TextRun(
                MessageComposer.text(forSession: session.expiry, at: session.time(at: program.now)), .warning)
        }
        if row?.doubt != nil { return TextRun("unknown", .warning) }
        if program.isChecking(profile.id) { return TextRun("checking", .dim) }
        if row?.isLocked(at: program.now) ?? false { return TextRun("locked account", .danger) }
        guard let status = row?.status else { return TextRun("-", .dim) }
        let text = MessageComposer.text(for: status.state)
        return switch status.state {
        case .reachable where profile.secretSource == .vault && program.vault.state == .locked:
            // Whether there is a session, the vault alone knows.
            TextRun("vault locked", .warning)
        case .loggedIn: TextRun(text, .success)
        case .reachable: TextRun(text, .text)
        case .sessionEnded: TextRun(text, .warning)
        case .failed: TextRun(text, .danger)
        }
    }

    /// What is to be known of the connection: never a colour alone.
    var security: TextRun {
        if profile.trust == .insecure { return TextRun("INSECURE", .danger) }
        if profile.origin.scheme == .http { return TextRun("plain http", .warning) }
        // Of a cluster that has not answered only the scheme is known.
        guard hasAnswered else { return TextRun("https", .dim) }
        if case .additional = profile.trust { return TextRun("TLS own CA", .success) }
        return TextRun("TLS", .success)
    }

    /// Whether the cluster answered the last look: its certificate was verified for that.
    private var hasAnswered: Bool {
        if row?.session != nil { return true }
        return switch row?.status?.state {
        case .loggedIn?, .reachable?, .sessionEnded?: true
        case .failed(.session(let error, _))?: error.status != nil
        case .failed?, nil: false
        }
    }

    /// How the cluster's clock stands to ours: `in sync`, `3s ahead`, `2m behind`.
    var skew: SafeText? {
        row?.clockSkew.map { milliseconds in
            // The header counts whole seconds, so that the server is half a second ahead of it on average.
            let seconds = Int64((Double(milliseconds + 500) / 1_000).rounded())
            if seconds == 0 { return "in sync" }
            return DurationText.lead(seconds * 1_000)
        }
    }

    /// `as of 10:41:07`: when the newest of the facts was learnt.
    var age: SafeText {
        row?.checkedAt.map { "as of \(InstantWords(program).clock($0))" } ?? ""
    }

    /// When the session ends. An estimate that has passed says nothing about a session that still answers.
    fileprivate func end(of session: SessionReport) -> SafeText {
        if case .estimated = session.expiry, (session.remaining(at: program.now) ?? 0) < 0 {
            return "estimate passed (\(program.key(.refresh)) refreshes)"
        }
        return MessageComposer.text(forSession: session.expiry, at: session.time(at: program.now))
    }

    /// The session in a few lines, for the pane.
    func sessionLines(_ session: SessionReport) -> [[TextRun]] {
        let facts = SessionFacts(session, words: self)
        return [
            [facts.user, facts.org, facts.credential],
            [facts.generation, facts.release, facts.security, facts.skew, facts.secrets],
            [facts.openedAt, facts.kind, facts.end], [facts.privileges],
        ].map(SessionFacts.line)
    }

    /// The same lines where they fit; else whole facts in as few lines as they need, what is asked for most first.
    func sessionLines(_ session: SessionReport, width: Int) -> [[TextRun]] {
        let lines = sessionLines(session)
        if lines.dropLast().allSatisfy({ SessionFacts.columns($0) <= width }) { return lines }
        let facts = SessionFacts(session, words: self)
        var packed: [[[TextRun]]] = []
        for fact in [
            facts.user, facts.org, facts.credential, facts.kind, facts.end, facts.privileges, facts.generation,
            facts.release, facts.security, facts.skew, facts.secrets, facts.openedAt,
        ] where !fact.isEmpty {
            let line = (packed.last ?? []) + [fact]
            if packed.isEmpty || SessionFacts.columns(SessionFacts.line(line)) > width {
                packed.append([fact])
            } else {
                packed[packed.count - 1] = line
            }
        }
        return packed.map(SessionFacts.line)
    }

    /// All about the session.
    var sessionRows: [DetailRow] {
        guard let session = row?.session else { return [] }
        let info = session.info
        let times = InstantWords(program)
        var rows: [DetailRow] = [
            .value("user", TextRun("\(info.userName)", .accent)),
            .value("display name", TextRun(text(info.displayName))),
            .value("user GUID", TextRun(text(info.userID))),
            .value("e-mail", TextRun(text(info.email))),
            .value("account", TextRun(text(info.accountType, info.accountStatus))),
            .value("Org", TextRun(info.currentOrg.map { "\($0.wording)" } ?? "not reported")),
            .value("user's Orgs", orgs(of: info)),
            .value("groups", TextRun(info.groups.isEmpty ? "not reported" : "\(info.groups.joined(separator: ", "))")),
            .value(
                "privileges",
                TextRun(info.privileges.isEmpty ? "not reported" : "\(info.privileges.joined(separator: " "))")),
            .blank,
            .value("logged in", TextRun(times.whole(session.openedAt))),
            .value("credential", TextRun(MessageComposer.text(for: session.credential))),
            .value(
                "session",
                TextRun(
                    """
                    \(session.isCookieSession ? "session cookies" : "bearer token"), \
                    \(program.tokens.isKept(sessionOf: profile.id) ? "in the vault" : "in memory until exit")
                    """)),
            .value("secrets", TextRun(MessageComposer.text(for: profile.secretSource))),
            .value("expires", TextRun(end(of: session))),
            .value(
                "checked",
                TextRun(
                    "\(times.whole(session.checkedAt)), in \(DurationText.elapsed(milliseconds: Int64(session.duration)))"
                )),
            .value("clock", TextRun(skew ?? "not reported")),
            .blank,
            .value("release", TextRun(text(info.releaseVersion))),
            .value("cluster", TextRun(text(info.clusterName, info.clusterID))),
            .value("time zone", TextRun(text(info.timeZone, info.locale))),
        ]
        // What later releases tell; only custom tokens leave anything here.
        let later: [(SafeText, String?)] = [
            ("inherited groups", info.inheritedGroups.isEmpty ? nil : info.inheritedGroups.joined(separator: ", ")),
            ("Org privileges", info.orgPrivileges), ("variables", info.variableValues),
            ("parameters", info.userParameters), ("access control", info.accessControlProperties),
        ]
        for case (let name, let value?) in later {
            rows.append(.value(name, TextRun(SafeText(outside: value, limit: 400), .quoted)))
        }
        if let banner = info.banner { rows.append(.value("banner", TextRun("\(banner)", .quoted))) }
        return rows
    }

    /// The Orgs that the record of the user names. Of an administrator it often names the Primary Org alone, whatever the
    /// session can be switched to (<doc:Orgs>).
    private func orgs(of info: SessionInfo) -> TextRun {
        if info.orgs.isEmpty { return TextRun("not reported") }
        let names = info.orgs.map(\.wording).joined(separator: ", ")
        let isPart = info.privileges.contains("ADMINISTRATION") && AbilityPolicy(profile, .searchOrgs).reason == nil
        return TextRun(
            isPart ? "\(names) (user record; \(program.key(.switchOrg)) lists those of the cluster)" : "\(names)")
    }

    /// The fields of the profile.
    var fieldRows: [DetailRow] {
        ProfileField.all.filter { !$0.isOfSecretCommand || profile.secretSource == .command }
            .map { DetailRow.value(SafeText(outside: $0.label), value(of: $0)) }
    }

    /// All about the profile: its fields, and how its cluster is reached.
    var profileRows: [DetailRow] {
        var rows = fieldRows
        let state = timeLeft.map { TextRun("logged in, ends \($0)", .success) } ?? status
        rows += [.blank, .value("State", state), .value("Connection", security)]
        if let error = row?.error { rows += [.blank] + MessageWords.rows(error) }
        return rows
    }

    private func value(of field: ProfileField) -> TextRun {
        if field.editor == .toggle {
            let isOn = field.input(of: profile).isOn
            return TextRun(isOn ? "yes: \(SafeText(outside: field.help))" : "no", isOn ? .warning : .text)
        }
        guard let text = field.text(of: profile) else {
            return TextRun(field.placeholder.isEmpty ? "-" : SafeText(outside: field.placeholder), .dim)
        }
        let role: Role =
            switch field.id {
            case .name: .accent
            case .tag where profile.isProduction: .production
            default: .text
            }
        return TextRun(SafeText(outside: text), role)
    }

    /// What is reported of the two.
    private func text(_ first: String?, _ second: String?) -> SafeText {
        let values = [first, second].compactMap(\.self)
        return values.isEmpty ? "not reported" : SafeText(outside: values.joined(separator: " "))
    }

    private func text(_ value: String?) -> SafeText { value.map { SafeText(outside: $0) } ?? "not reported" }
}

/// What the pane tells of a session; a fact that is not known is empty.
private struct SessionFacts {
    let user, org, credential, generation, release, security, skew, secrets, openedAt, kind, end, privileges: [TextRun]

    init(_ session: SessionReport, words: ClusterWords) {
        let (info, profile) = (session.info, words.profile)
        user = [TextRun("user ", .dim), TextRun("\(info.userName)", .accent)]
        org = [TextRun("Org ", .dim), TextRun(info.currentOrg.map { "\($0.wording)" } ?? "not reported")]
        credential = [TextRun("credential ", .dim), TextRun(MessageComposer.text(for: session.credential))]
        generation = [TextRun("generation ", .dim), TextRun("\(profile.generation.rawValue)")]
        release = info.releaseVersion.map { [TextRun("release ", .dim), TextRun("\($0)")] } ?? []
        security = [words.security]
        let isOff = ServerClocks.isNotable(session.clockSkew)
        skew = words.skew.map { [TextRun("clock \($0)", isOff ? .warning : .dim)] } ?? []
        // A vault that was locked during the login has not taken the session.
        let isUnkept =
            profile.secretSource == .vault && words.program.vault.state == .locked
            && !words.program.tokens.isKept(sessionOf: profile.id)
        secrets =
            isUnkept
            ? [TextRun("session ", .dim), TextRun("in memory only", .warning)]
            : [TextRun("secrets ", .dim), TextRun(MessageComposer.text(for: profile.secretSource))]
        openedAt = [
            TextRun("logged in ", .dim), TextRun(InstantWords(words.program).timeOfDay(session.openedAt)),
        ]
        kind = [TextRun("session ", .dim), TextRun(session.isCookieSession ? "cookies" : "bearer token")]
        end = [TextRun("expires ", .dim), TextRun(words.end(of: session))]
        privileges = [
            TextRun("privileges ", .dim),
            TextRun(info.privileges.isEmpty ? "not reported" : "\(info.privileges.joined(separator: " "))"),
        ]
    }

    /// Three blanks stand between two facts.
    static func line(_ facts: [[TextRun]]) -> [TextRun] {
        Array(facts.filter { !$0.isEmpty }.joined(separator: [TextRun("   ", .dim)]))
    }

    static func columns(_ line: [TextRun]) -> Int { line.reduce(0) { $0 + $1.text.columns } }
}

/// In a line of its own.
extension ClusterWords {
    /// `PRODUCTION`, or the team's own word.
    var plainTag: SafeText { profile.isProduction ? "PRODUCTION" : "\(profile.tag ?? "")" }

    /// `prod-eu, PRODUCTION, v2.0, logged in as tsadmin, in ~29m`.
    var plainRow: SafeText {
        var cells: [SafeText] = ["\(profile.name)", plainTag, "\(profile.generation.rawValue)"]
        if profile.trust == .insecure { cells.append("INSECURE") }
        if let user = row?.session?.info.userName { cells.append("logged in as \(user)") }
        if profile.isReadOnly { cells.append("read-only") }
        return SafeText(cells: cells + [timeLeft.map { "ends \($0)" } ?? status.text])
    }
}

extension Profile {
    /// `PROD`, or the team's own word; the usual ones as short as the column.
    var environment: TextRun {
        if isProduction { return TextRun("PROD", .production) }
        return switch tag?.lowercased() {
        case nil: TextRun("", .dim)
        case "staging": TextRun("stag", .dim)
        case "development": TextRun("dev", .dim)
        case .some: TextRun("\(tag ?? "")", .dim)
        }
    }
}
