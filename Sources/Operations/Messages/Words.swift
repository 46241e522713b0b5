package import DisplayText
package import Moments
package import Storage
package import ThoughtSpotSessions

extension MessageComposer {
    /// Where the secrets of a profile come from: `in the vault`.
    package static func text(for source: Profile.SecretSource) -> SafeText {
        switch source {
        case .memory: "in memory"
        case .vault: "in the vault"
        case .command: "by command"
        case .plain: "not available"
        }
    }

    /// One or two words for a row of the cluster list.
    package static func text(for state: ClusterStatus.State) -> SafeText {
        switch state {
        case .loggedIn: "logged in"
        case .reachable: "logged out"
        case .sessionEnded: "ended"
        case .failed(let error): shortText(for: error)
        }
    }

    private static func shortText(for error: OperationError) -> SafeText {
        guard case .session(let error, _) = error else { return "error" }
        return switch error.code {
        case .dns: "DNS error"
        case .connect, .unreachable, .connectTimeout, .connectionLost, .proxy: "unreachable"
        case .timeout: "timed out"
        case .tlsExpired, .tlsNotYetValid, .tlsName, .tlsChain, .tlsWeak, .tlsClientCertificate, .tls, .caFile:
            "TLS error"
        case .maintenance: "maintenance"
        case .busy: "busy"
        case .notThoughtSpot, .redirect: "not ThoughtSpot"
        case .notOnThisRelease: "unsupported"
        default: error.status.map { "\($0)" } ?? "error"
        }
    }

    /// What a logout did, on the server and here.
    package static func text(for report: LogoutReport) -> SafeText {
        switch report.onServer {
        case .ended: "Logged out of \(report.profile.name)"
        case .hadEnded: "The session on \(report.profile.name) had already ended"
        case .unknown:
            "The session on \(report.profile.name) was removed here, but may still be open there: the server did not confirm"
        }
    }

    /// `12m 04s`, `until replaced`: the time left of a token; `~` marks an estimate.
    package static func text(for expiry: Expiry, at now: Instant) -> SafeText {
        switch expiry {
        case .at(let instant): DurationText.expiry(instant.milliseconds, now: now.milliseconds)
        case .estimated(let instant):
            DurationText.expiry(instant.milliseconds, now: now.milliseconds, isEstimate: true)
        case .untilNextIssue: "until replaced"
        case .unknown: "not reported"
        }
    }

    /// `in 29m`, `in ~29m` for an estimate, `ended`, `not reported`: the end of a session.
    package static func text(forSession expiry: Expiry, at now: Instant) -> SafeText {
        guard let end = expiry.instant, InstantText.isKnown(end.milliseconds) else { return text(for: expiry, at: now) }
        let isEstimate = expiry == .estimated(end)
        let left = end.milliseconds(since: now)
        guard left > 0 else { return isEstimate ? "~ended" : "ended" }
        return "in \(isEstimate ? "~" : "")\(DurationText.rough(milliseconds: left))"
    }

    /// Why an end that a server told is not shown as one.
    package static func text(for doubt: ExpiryDoubt) -> SafeText {
        let told = InstantText.utc(doubt.told.milliseconds)
        return switch doubt {
        case .beforeCreation: "the cluster reports an expiry (\(told)) before the creation: expiry unknown"
        case .inThePast: "the cluster reports that it expired at \(told), but has just accepted it: expiry unknown"
        }
    }

    /// The Orgs of a token, all of them: `Sales (1), Ops (2)`, `all Orgs of its user`; nil when nothing is told.
    package static func orgs(of facts: TokenFacts) -> SafeText? {
        let listed = facts.use.orgs.isEmpty ? [facts.org].compactMap(\.self) : facts.use.orgs
        let names = SafeText(outside: listed.map(\.wording).joined(separator: ", "), limit: 1_000)
        let more = facts.use.orgCount - facts.use.orgs.count
        let all: SafeText = more > 0 ? "\(names), and \(more) more" : names
        if facts.use.orgScope == TokenScope.allMemberOrgs {
            return listed.isEmpty ? "all Orgs of its user" : "all Orgs of its user: \(all)"
        }
        return listed.isEmpty ? nil : all
    }

    /// The access of a token, where it says more than its kind: a full token has full access.
    package static func access(of facts: TokenFacts) -> SafeText? {
        guard let access = facts.use.accessType, access != "FULL" || facts.kind == "object" else { return nil }
        return SafeText(outside: access, limit: 60)
    }

    /// `password`, `secret key`, `bearer token`.
    package static func text(for credential: CredentialKind) -> SafeText {
        switch credential {
        case .password: "password"
        case .secretKey: "secret key"
        case .bearer: "bearer token"
        }
    }
}

extension MessageComposer {
    /// What a switch of the Org came to.
    package static func text(for report: SwitchReport) -> SafeText {
        let org = SafeText(outside: report.org.wording, limit: 80)
        let name = report.session.profile.name
        return report.isConfirmed
            ? "The session on \(name) is in the Org \(org) now"
            : "\(name) accepted the switch to the Org \(org); it does not report the Org of a session"
    }
}

extension MessageComposer {
    /// Names the numbers that a list of Orgs has more than once; nil for a list as it should be.
    package static func warning(about orgs: [OrgReference]) -> SafeText? {
        let parts = orgs.repeatedIDs.map { id -> SafeText in
            let names = orgs.filter { $0.id == id }.map { $0.name ?? "no name" }
            return "\(id) (\(SafeText(outside: names.joined(separator: ", "), limit: 200)))"
        }
        if parts.isEmpty { return nil }
        return "the cluster lists the same number more than once: Org \(parts.joined(separator: ", "))"
    }

    /// What was wrong with the journal when it was read, a sentence each.
    package static func notices(of list: TokenList) -> [SafeText] {
        var notices: [SafeText] = []
        if list.repairedTornLine {
            notices.append("the journal's last line was incomplete after a crash; it was repaired")
        }
        switch list.unreadableLines {
        case 0: break
        case 1: notices.append("1 line of the journal cannot be read; it is kept in the file")
        case let count: notices.append("\(count) lines of the journal cannot be read; they are kept in the file")
        }
        return notices
    }

    /// Says that the journal is not what was written, and what follows; nil for a sound one.
    package static func damage(of list: TokenList) -> SafeText? {
        guard let first = list.damage.first else { return nil }
        let more: SafeText = list.damage.count > 1 ? " and elsewhere" : ""
        let doubtful = list.records.count(where: \.isInDoubt)
        return """
            the journal is damaged at \(SafeText(outside: first.place, limit: 60))\(more): no change but a logout is made on a cluster; \
            in doubt: \(doubtful) \(doubtful == 1 ? "token" : "tokens"); `tessera journal check` shows them
            """
    }

    /// How a token stands, where damage of the journal has put that in doubt.
    package static func inDoubt(_ state: SafeText) -> SafeText { "\(state) (in doubt: the journal is damaged)" }

    /// Says that activation links came, and are kept nowhere.
    package static func linksLost(_ message: Message) -> SafeText {
        "the activation links are lost: \(message.sentence); an administrator can activate the account"
    }

    /// `2 entries are not as documented; their text is shown`.
    /// - Parameter count: entries of an audit log, at least 1.
    package static func unread(_ count: Int) -> SafeText {
        count == 1
            ? "1 entry is not as documented; its text is shown"
            : "\(count) entries are not as documented; their text is shown"
    }

    /// Says that a neighbour generation does it, and which operation that is; nothing where none is needed.
    package static func neighbourNote(_ ability: Ability, on profile: Profile) -> SafeText? {
        profile.generation.capability(ability).neighbour.map { operation in
            "\(profile.name) uses \(profile.generation.rawValue), which has no operation for this: \(operation) is used instead"
        }
    }
}

extension Capability {
    /// The operation of the neighbour, where one is used.
    package var neighbour: String? {
        if case .neighbour(let operation) = self { operation } else { nil }
    }
}

extension MessageComposer {
    /// Why an answer tells nothing about a generation: one clause.
    package static func text(for doubt: ProbeDoubt) -> SafeText {
        switch doubt {
        case .economyMode(let state): "the cluster is in economy mode\(state.map { ": \($0)" } ?? "")"
        case .maintenance: "a maintenance page was returned"
        case .signIn: "a sign-in page was returned (single sign-on or a gateway)"
        case .proxy: "a page of a proxy or gateway was returned"
        case .webPage: "a web page was returned instead of a ThoughtSpot error"
        case .redirect(let target):
            target.map { "redirected to \(SafeText(outside: $0, limit: 120))" } ?? "redirected"
        case .busy: "too many requests"
        case .serverFailure(let status), .otherStatus(let status): "answered with HTTP status \(status)"
        case .unreadable: "returned success with unexpected content"
        case .failed(let code): "no answer (\(code.rawValue))"
        case .notAsked: "not checked"
        case .samePath(let other):
            "shares its path with \(other.rawValue); only a login can tell them apart"
        }
    }

    /// What a probe detected: `detected v2.0 (also v1)`.
    package static func text(for proposal: Generation, in report: ProbeReport) -> SafeText {
        let others = Generation.byPreference.filter { $0 != proposal && report.finding(for: $0) == .speaks }
        let also: SafeText =
            others.isEmpty ? "" : " (also \(others.map(\.rawValue).joined(separator: ", ")))"
        let unheard = Generation.allCases.first { $0.traits.heardAs == proposal }
        let query: SafeText = unheard.map { "; \($0.rawValue) shares its path and cannot be told apart" } ?? ""
        return "detected \(proposal.rawValue)\(also)\(query)"
    }
}
