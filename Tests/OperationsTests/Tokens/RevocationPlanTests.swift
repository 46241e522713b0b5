import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct RevocationPlanTests {
    enum Kind: String, CaseIterable, Sendable {
        case plain, tagged, protected
    }

    private func profile(_ kind: Kind) -> Profile {
        var draft = ProfileDraft()
        draft[.name] = kind.rawValue
        draft[.url] = "https://\(kind.rawValue).example"
        draft[.generation] = "v2.0"
        draft[.tag] = kind == .tagged ? "Production" : "staging"
        draft[isOn: .isProtected] = kind == .protected
        do { return try draft.profile(id: kind.rawValue) } catch { preconditionFailure("\(error)") }
    }

    private func target(_ kind: Kind, _ token: String, isOwn: Bool = true, isInUse: Bool = false) -> RevocationTarget {
        RevocationTarget(
            profile: profile(kind), token: .given(Secret(token)), user: nil, isOwn: isOwn, isInUse: isInUse)
    }

    @Test func `an empty choice never means all`() {
        let error = problem { () throws(OperationError) in try RevocationPlan([]) }
        #expect(error?.refusal?.code == "E_EMPTY_TARGET")
        #expect(error?.refusal?.exitCode == .refused)
    }

    /// The second revocation of a token is refused: what it says would stand in the place of what the first one proved.
    @Test func `a token that is named twice is revoked once`() throws {
        let plan = try RevocationPlan([target(.plain, "a"), target(.plain, "b"), target(.plain, "a")])
        #expect(plan.targets.map(\.fingerprint) == ["a", "b"].map { Fingerprint(of: Secret($0)) })
        #expect(plan.consent.expected == "2")
    }

    /// Fault D-2-2.
    @Test func `the credential in use goes last`() throws {
        let targets = [
            target(.plain, "a", isInUse: true), target(.plain, "b"), target(.plain, "c", isInUse: true),
            target(.plain, "d"),
        ]
        let expected = ["b", "d", "a", "c"].map { Fingerprint(of: Secret($0)) }
        #expect(try RevocationPlan(targets).targets.map(\.fingerprint) == expected)
    }

    @Test func `consent grows with what can go wrong`() throws {
        #expect(try RevocationPlan([target(.plain, "a")]).consent.kind == .key)
        #expect(try RevocationPlan([target(.plain, "a", isOwn: false)]).consent.kind == .count(1))
        #expect(try RevocationPlan([target(.plain, "a"), target(.plain, "b")]).consent.kind == .count(2))
        #expect(try RevocationPlan([target(.tagged, "a")]).consent.kind == .profileName("tagged"))
        #expect(try RevocationPlan([target(.protected, "a")]).consent.kind == .profileName("protected"))
        #expect(
            try RevocationPlan([target(.plain, "a"), target(.protected, "b")]).consent.kind == .profileName("protected")
        )
    }

    /// The name of one cluster would not cover the other one.
    @Test func `several guarded clusters want the number of tokens and a word`() throws {
        let second = Profile(
            id: "second", name: "prod-us", origin: Origin(scheme: .https, host: "prod-us.example"), generation: .v2,
            username: nil, tag: "production", isProtected: false, isReadOnly: false, trust: .system)
        let other = RevocationTarget(
            profile: second, token: .given(Secret("c")), user: nil, isOwn: true, isInUse: false)
        let plan = try RevocationPlan([target(.tagged, "a"), other, target(.plain, "b")])
        #expect(plan.consent.kind == .several(3, word: "production"))
        #expect(plan.consent.prompt == "Production among several clusters: type 3-production to confirm:")
        #expect(throws: Never.self) { try plan.confirmed(by: .typed(" 3-production ")) }
        #expect(throws: Never.self) { try plan.confirmed(by: .yesAndConfirm("3-production")) }
        for (answer, code) in [
            (ConsentAnswer.key, "E_CONFIRM_NEEDED"), (.yesOption, "E_CONFIRM_NEEDED"),
            (.unanswered, "E_CONFIRM_NEEDED"), (.typed("tagged"), "E_CONFIRM_MISMATCH"),
            (.typed("3"), "E_CONFIRM_MISMATCH"), (.typed("2-production"), "E_CONFIRM_MISMATCH"),
            (.yesAndConfirm("tagged"), "E_CONFIRM_MISMATCH"), (.yesAndConfirm("prod-us"), "E_CONFIRM_MISMATCH"),
        ] {
            let error = problem { () throws(OperationError) in try plan.confirmed(by: answer) }
            #expect(error?.refusal?.code == code, "\(answer)")
        }
        let twice = try RevocationPlan([target(.tagged, "a"), target(.tagged, "b")])
        #expect(twice.consent.kind == .profileName("tagged"), "one cluster wants its name")
        let guarded = try RevocationPlan([target(.protected, "a"), target(.tagged, "b")])
        #expect(guarded.consent.kind == .several(2, word: "production"))
        // Of several profiles one wants its name, and --confirm may give it.
        let mixed = try RevocationPlan([target(.plain, "a"), target(.tagged, "b")])
        #expect(throws: Never.self) { try mixed.confirmed(by: .yesAndConfirm("tagged")) }
    }

    /// Every question with every answer; `nil` is agreement, the rest is the code of the refusal.
    @Test(arguments: [
        ("one", ConsentAnswer.key, nil), ("one", .typed("1"), "E_CONFIRM_NEEDED"), ("one", .yesOption, nil),
        ("one", .yesAndConfirm("plain"), nil),
        ("two", .key, "E_CONFIRM_NEEDED"), ("two", .typed("2"), nil), ("two", .typed("3"), "E_CONFIRM_MISMATCH"),
        ("two", .typed(""), "E_CONFIRM_MISMATCH"), ("two", .typed("02"), "E_CONFIRM_MISMATCH"),
        ("two", .yesOption, nil), ("two", .yesAndConfirm("plain"), nil), ("two", .typed(" 2 "), nil),
        ("two", .yesAndConfirm("anything"), "E_CONFIRM_MISMATCH"), ("two", .unanswered, "E_CONFIRM_NEEDED"),
        ("production", .key, "E_PROTECTED"), ("production", .yesOption, "E_PROTECTED"),
        ("production", .typed("tagged"), nil), ("production", .typed("Tagged"), "E_CONFIRM_MISMATCH"),
        ("production", .typed(""), "E_CONFIRM_MISMATCH"), ("production", .typed("1"), "E_CONFIRM_MISMATCH"),
        ("production", .yesAndConfirm("tagged"), nil), ("production", .yesAndConfirm("plain"), "E_CONFIRM_MISMATCH"),
        ("protected", .key, "E_PROTECTED"), ("protected", .yesOption, "E_PROTECTED"),
        ("protected", .typed("protected"), nil), ("protected", .yesAndConfirm("protected"), nil),
        ("protected", .yesAndConfirm(""), "E_CONFIRM_MISMATCH"),
    ])
    func `answers`(_ plan: String, _ answer: ConsentAnswer, _ code: String?) throws {
        let targets =
            switch plan {
            case "one": [target(.plain, "a")]
            case "two": [target(.plain, "a"), target(.plain, "b")]
            case "production": [target(.tagged, "a")]
            default: [target(.protected, "a")]
            }
        let plan = try RevocationPlan(targets)
        do throws(OperationError) {
            #expect(try plan.confirmed(by: answer).targets == targets)
            #expect(code == nil)
        } catch {
            #expect(error.refusal?.code == code)
            #expect(error.refusal?.exitCode == .refused)
        }
    }
}
