import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// The new-token form: which fields count for which kind, and what is asked before it is sent.
struct NewTokenFormTests {
    let alpha = Profile.test("alpha")

    private func shown(_ bench: Bench) -> [FieldID] { bench.form?.fields.filter { !$0.isHidden }.map(\.id) ?? [] }

    private func option(_ bench: Bench, _ name: String) -> DraftField.Option? {
        bench.form?[.kind]?.options.first { $0.name == name }
    }

    @Test func fieldsThatDoNotCountAreNotThere() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        #expect(shown(bench) == [.kind, .username, .credential, .password, .lifetime, .org, .createsUser, .label])
        #expect(bench.form?[.createsUser]?.disabled == "by a secret key only")
        bench.send(.setField(.kind, .choice("custom")))
        bench.send(.setField(.credential, .choice("secret-key")))
        #expect(
            shown(bench) == [
                .kind, .username, .credential, .secretKey, .lifetime, .org, .persistence, .variables, .ruleObjects,
                .filterRules, .parameters, .createsUser, .label,
            ])
        bench.send(.setField(.createsUser, .toggle(true)))
        #expect(shown(bench).suffix(5) == [.createsUser, .email, .displayName, .membership, .label])
        bench.send(.setField(.membership, .choice("replace")))
        #expect(shown(bench).contains(.groups))
    }

    @Test func aCustomTokenIsAskedForAsFilledIn() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.send(.setField(.kind, .choice("custom")))
        bench.fill(.password, secret: "p")
        bench.send(.setField(.persistence, .choice("APPEND")))
        bench.fill(.filterRules, "Region IN north,south; Year >= 2024")
        bench.fill(.variables, "tenant=acme")
        bench.fill(.ruleObjects, "Sales")
        bench.fill(.org, "Sales")
        #expect(bench.form?.preview.first?.string == "POST /api/rest/2.0/auth/token/custom")
        #expect(bench.form?.preview.contains { $0.string.contains(#""operator":"IN""#) } == true)
        bench.press(.submit)
        let rules = CustomTokenRules(
            persistence: .append,
            filterRules: [
                .init(column: "Region", comparison: .isIn, values: ["north", "south"]),
                .init(column: "Year", comparison: .greaterOrEqual, values: ["2024"]),
            ], variableValues: [.init(name: "tenant", values: ["acme"])],
            objects: [.init(identifier: "Sales", type: "LOGICAL_TABLE")])
        let request = TokenRequest(
            kind: .custom(rules), username: "tsadmin", credential: .password(Secret("p")),
            org: OrgReference(name: "Sales"))
        #expect(bench.work == [.issueToken(IssueToken(profile: alpha, request: request, label: nil))])
    }

    @Test(arguments: [
        (FieldID.filterRules, "Region north", "character 1: a rule is COLUMN OP VALUE"),
        (.variables, "tenant", "character 1: a value is given as NAME=VALUE"),
        (.parameters, "a=", "character 2: a value is missing here"),
        (.ruleObjects, "a,,b", "a value is missing here"),
    ])
    func aRuleThatCannotBeReadIsNotSent(field: FieldID, text: String, words: String) {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.send(.setField(.kind, .choice("custom")))
        bench.fill(.password, secret: "p")
        bench.fill(field, text)
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?.focused == field)
        #expect(bench.form?[field]?.error?.string.contains(words) == true)
    }

    @Test func whatIsHiddenIsNotSent() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.send(.setField(.kind, .choice("custom")))
        bench.fill(.filterRules, "nonsense")
        bench.send(.setField(.kind, .choice("full")))
        bench.fill(.password, secret: "p")
        bench.press(.submit)
        guard case .issueToken(let verb)? = bench.work.first else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.request.kind == .full)
    }

    // MARK: Users at mint

    private func provisioning() -> Bench {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.send(.setField(.credential, .choice("secret-key")))
        bench.fill(.secretKey, secret: "k")
        bench.send(.setField(.createsUser, .toggle(true)))
        bench.fill(.email, "t@example.com")
        bench.send(.setField(.membership, .choice("none")))
        return bench
    }

    @Test func whatItDoesToTheUserIsAskedAbout() {
        var bench = provisioning()
        #expect(bench.press(.submit) == [.flushTypeAhead])
        guard case .provisioning(let profile, let hazards)? = bench.state.topLayer else {
            Issue.record("nothing was asked")
            return
        }
        #expect(profile == alpha)
        #expect(hazards.contains { $0.string.contains("ALL groups of tsadmin are removed") })
        // Enter is No.
        bench.press(.submit)
        #expect(bench.work.isEmpty && bench.form?.isSubmitting == false)
        bench.press(.submit, .yes)
        guard case .issueToken(let verb)? = bench.work.first else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.acceptsProvisioning)
        #expect(verb.request.provisioning == Provisioning(email: "t@example.com", groups: []))
    }

    @Test func consentIsToWhatStandsThere() {
        var bench = provisioning()
        bench.press(.submit, .yes)
        bench.answer(
            .issue(alpha.id),
            .failed(.refused(.invalidInput(field: "x", why: "y"))))
        #expect(bench.form?.acceptsProvisioning == true)
        bench.send(.setField(.membership, .choice("keep")))
        #expect(bench.form?.acceptsProvisioning == false)
        bench.press(.submit)
        #expect(bench.work.isEmpty)
    }

    @Test func namedGroupsAreAList() {
        var bench = provisioning()
        bench.send(.setField(.membership, .choice("replace")))
        bench.press(.submit)
        #expect(bench.form?[.groups]?.error != nil)
        bench.fill(.groups, "admins, sales team")
        #expect(bench.form?.provisioning?.groups == ["admins", "sales team"])
        bench.send(.setField(.credential, .choice("password")))
        #expect(bench.form?.provisioning == nil, "a password creates nobody")
    }

    @Test func aBetaCreatesNobody() {
        var bench = Bench([.test("beta", generation: .betaTspublic)])
        bench.press(.newToken)
        #expect(bench.form?[.createsUser]?.disabled?.string.contains("v1 and v2.0 only") == true)
        #expect(option(bench, "custom")?.reason?.string.contains("v2.0 only") == true)
        #expect(option(bench, "session")?.reason?.string.contains("only v2.0") == true)
    }

    // MARK: The token of the session

    @Test func theSessionMintsWhenThereIsOne() throws {
        var bench = Bench([alpha])
        #expect(
            availability(of: .newSessionToken, in: bench.state).reason?.string.contains("nobody is logged in") == true)
        bench.press(.newToken)
        #expect(option(bench, "session")?.reason != nil)
        bench.press(.cancel)
        bench.logIn(on: alpha)
        bench.press(.newSessionToken)
        #expect(shown(bench) == [.kind, .label])
        #expect(bench.form?.preview.first?.string == "GET /api/rest/2.0/auth/session/token")
        bench.fill(.label, "night")
        #expect(bench.work.isEmpty, "opening the form asks for nothing")
        bench.press(.submit)
        #expect(bench.work == [.issueSessionToken(IssueSessionToken(profile: alpha, label: "night"))])
        let record = try TokenRecord.test(7, of: alpha)
        bench.answer(.issue(alpha.id), .issued(TokenReport(profile: alpha, record: record, token: Secret("t"))))
        #expect(bench.state.layers.isEmpty)
    }

    @Test func whyThereIsNoTokenOfASession() {
        for (profile, words) in [
            (Profile.test("old", generation: .v1), "only v2.0"), (.test("kept", isReadOnly: true), "read-only"),
        ] {
            var bench = Bench([profile])
            bench.logIn(on: profile)
            let reason = availability(of: .newSessionToken, in: bench.state).reason?.string
            #expect(reason?.contains(words) == true, "\(reason ?? "enabled")")
            bench.press(.newSessionToken)
            #expect(bench.form == nil)
        }
    }
}
