import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct ForceLogoutPlanTests {
    private func profile(_ name: String, tag: String? = nil, isProtected: Bool = false) throws -> Profile {
        var draft = ProfileDraft()
        draft[.name] = name
        draft[.url] = "https://\(name).example"
        draft[.generation] = "v2.0"
        draft[.tag] = tag ?? ""
        draft[isOn: .isProtected] = isProtected
        return try draft.profile(id: name)
    }

    private func target(_ profile: Profile, _ user: String, isOurselves: Bool = false) -> ForceLogoutTarget {
        ForceLogoutTarget(profile: profile, user: UserIdentifier(typed: user), isOurselves: isOurselves)
    }

    @Test func `an empty choice never means all users`() {
        let error = problem { () throws(OperationError) in try ForceLogoutPlan([]) }
        #expect(error?.refusal == .nothingSelected(what: "user"))
        #expect(error?.refusal?.code == "E_EMPTY_TARGET")
        #expect(error?.refusal?.exitCode == .refused)
    }

    @Test func `we go last and no user twice`() throws {
        let lab = try profile("lab")
        let plan = try ForceLogoutPlan([
            target(lab, "me", isOurselves: true), target(lab, "anna"), target(lab, "ANNA"), target(lab, "bot"),
        ])
        #expect(plan.targets.map(\.user.text) == ["anna", "bot", "me"])
    }

    @Test func `the server may tell who we are`() throws {
        let lab = try profile("lab")
        let guid = "59481331-ee53-42be-a548-bd87be6ddd4a"
        let plan = try ForceLogoutPlan([target(lab, guid), target(lab, "anna"), target(lab, "TSAdmin")])
        var info = SessionInfo(userName: "tsadmin")
        info.userID = guid
        let report = SessionReport(
            profile: lab, info: info, credential: .password, openedAt: Instant(milliseconds: 0), expiry: .unknown,
            isCookieSession: true, checkedAt: Instant(milliseconds: 0), clockSkew: nil, duration: 0)
        let confirmed = try plan.confirmed(by: .typed("3")).knowingOurselves(report)
        #expect(confirmed.targets.map(\.user.text) == ["anna", guid, "TSAdmin"])
        #expect(confirmed.targets.map(\.isOurselves) == [false, true, true])
    }

    @Test func `consent grows with the blast radius`() throws {
        let lab = try profile("lab")
        #expect(try ForceLogoutPlan([target(lab, "me", isOurselves: true)]).consent.kind == .key)
        #expect(try ForceLogoutPlan([target(lab, "anna")]).consent.kind == .count(1))
        #expect(
            try ForceLogoutPlan([target(lab, "anna"), target(lab, "me", isOurselves: true)]).consent.kind == .count(2))
        let production = try profile("prod", tag: "production")
        #expect(try ForceLogoutPlan([target(production, "me", isOurselves: true)]).consent.kind == .profileName("prod"))
        let guarded = try profile("guarded", isProtected: true)
        #expect(
            try ForceLogoutPlan([target(lab, "anna"), target(guarded, "bot")]).consent.kind == .profileName("guarded"))
    }

    @Test(
        arguments: [
            (ConsentAnswer.key, "E_CONFIRM_NEEDED"), (.typed("2"), "E_CONFIRM_MISMATCH"), (.typed("1"), nil),
            (.yesOption, nil),
        ] as [(ConsentAnswer, String?)])
    func `answers`(_ answer: ConsentAnswer, _ code: String?) throws {
        let plan = try ForceLogoutPlan([target(try profile("lab"), "anna")])
        do throws(OperationError) {
            #expect(try plan.confirmed(by: answer).targets == plan.targets)
            #expect(code == nil)
        } catch {
            #expect(error.refusal?.code == code)
        }
    }

    @Test func `everything of a user is one question`() throws {
        let lab = try profile("lab")
        func token(_ text: String, isInUse: Bool = false) -> RevocationTarget {
            RevocationTarget(profile: lab, token: .given(Secret(text)), user: "anna", isOwn: false, isInUse: isInUse)
        }
        let plan = try EndUserPlan([
            .init(target(lab, "anna"), tokens: [token("a", isInUse: true), token("b")])
        ])
        #expect(plan.consent.kind == .count(3))
        let confirmed = try plan.confirmed(by: .typed("3"))
        #expect(confirmed.parts.map(\.target) == [target(lab, "anna")])
        #expect(confirmed.parts[0].tokens.map(\.isInUse) == [false, true])
        let alone = try EndUserPlan([.init(target(lab, "me", isOurselves: true), tokens: [])])
        #expect(alone.consent.kind == .key)
        #expect(try alone.confirmed(by: .key).parts[0].tokens.isEmpty)
        let mismatch = problem { () throws(OperationError) in try plan.confirmed(by: .typed("2")) }
        #expect(mismatch?.refusal?.code == "E_CONFIRM_MISMATCH")
    }
}
