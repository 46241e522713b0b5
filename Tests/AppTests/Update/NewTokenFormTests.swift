import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The new-token form: which fields count for which kind, and what is asked before it is sent.
struct NewTokenFormTests {
    let alpha = Profile.test("alpha")

    private func shown(_ bench: Bench) -> [FieldName] { bench.form?.fields.filter { !$0.isHidden }.map(\.name) ?? [] }

    private func option(_ bench: Bench, _ name: String) -> (name: String, reason: SafeText?)? {
        bench.form?[.kind]?.options.first { $0.name == name }
    }

    @Test func `fields that do not count are not there`() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        #expect(
            shown(bench) == [
                .kind, .username, .credential, .password, .lifetime, .org, .label, .destination,
            ])
        #expect(bench.form?[.createsUser]?.disabled == "needs a secret key")
        bench.choose(.kind, "custom")
        bench.choose(.credential, "secret-key")
        #expect(
            shown(bench) == [
                .kind, .username, .credential, .secretKey, .lifetime, .org, .persistence, .variables, .ruleObjects,
                .filterRules, .parameters, .createsUser, .label, .destination,
            ])
        bench.toggle(.createsUser, true)
        #expect(
            shown(bench).suffix(6) == [.createsUser, .email, .displayName, .membership, .label, .destination])
        bench.choose(.membership, "replace")
        #expect(shown(bench).contains(.groups))
    }

    @Test func `a custom token is asked for as filled in`() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.choose(.kind, "custom")
        bench.fill(.password, "p")
        bench.choose(.persistence, "APPEND")
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
        (FieldName.filterRules, "Region north", "character 1: a rule is COLUMN OP VALUE"),
        (.variables, "tenant", "character 1: a value is given as NAME=VALUE"),
        (.parameters, "a=", "character 2: a value is missing here"),
        (.ruleObjects, "a,,b", "a value is missing here"),
    ])
    func `a rule that cannot be read is not sent`(field: FieldName, text: String, words: String) {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.choose(.kind, "custom")
        bench.fill(.password, "p")
        bench.fill(field, text)
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?.focused == field)
        #expect(bench.form?[field]?.error?.string.contains(words) == true)
    }

    @Test func `what is hidden is not sent`() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.choose(.kind, "custom")
        bench.fill(.filterRules, "nonsense")
        // No key leads out of a field with a wrong value.
        var form = try #require(bench.state.top as? NewTokenForm)
        form.form.setFocus(.field(.kind))
        bench.state.stack[0].feature = form
        bench.choose(.kind, "full")
        bench.fill(.password, "p")
        bench.press(.submit)
        guard let verb = bench.began(IssueToken.self) else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.request.kind == .full)
    }

    // MARK: Where the token goes

    private func issued(_ place: TokenReport.Place, on profile: Profile) throws -> Bench {
        var bench = Bench([profile])
        bench.press(.newToken)
        bench.fill(.password, "p")
        bench.press(.submit)
        let record = try TokenRecord.test(7, of: profile)
        var report = TokenReport(profile: profile, record: record, token: Secret("t0ken"))
        report.place = place
        bench.answer(.issue(profile.id), report)
        return bench
    }

    @Test func `a new file is asked for by its path`() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.password, "p")
        #expect(!shown(bench).contains(.path))
        bench.choose(.destination, "file")
        #expect(shown(bench).last == .path)
        bench.press(.submit)
        #expect(bench.form?[.path]?.error?.string == "File is required")
        bench.fill(.path, " ~/token.txt ")
        bench.press(.submit)
        #expect(bench.began(IssueToken.self)?.keeping == .file("~/token.txt"))
    }

    @Test func `the token of a session goes the same ways`() throws {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.newSessionToken)
        bench.choose(.destination, "file")
        bench.fill(.path, "/tmp/t")
        bench.press(.submit)
        #expect(
            bench.work == [
                .issueSessionToken(IssueSessionToken(profile: alpha, label: nil, keeping: .file("/tmp/t")))
            ])
    }

    @Test func `the vault is a way where it is the secret source, and the first one there`() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        #expect(bench.form?.choice(.destination) == "memory")
        #expect(
            bench.form?[.destination]?.options.first { $0.name == "vault" }?.reason?.string
                == "the vault is not the secret source of alpha")
        var profile = alpha
        profile.secretSource = .vault
        bench = Bench([profile])
        bench.press(.newToken)
        #expect(bench.form?.choice(.destination) == "vault")
        bench.fill(.password, "p")
        bench.press(.submit)
        #expect(bench.began(IssueToken.self)?.keeping == .secretSource)
        bench = Bench([profile])
        bench.press(.newToken)
        bench.fill(.password, "p")
        bench.choose(.destination, "memory")
        bench.press(.submit)
        #expect(bench.began(IssueToken.self)?.keeping == .memory)
    }

    @Test func `a file that exists is said at its field, and the password is back`() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.password, "p")
        bench.choose(.destination, "file")
        bench.fill(.path, "/tmp/t")
        bench.press(.submit)
        bench.answer(.issue(alpha.id), .failed(.storage(StorageError(.fileExists, file: "/tmp/t", detail: ""))))
        #expect(bench.form?.focused == .path)
        #expect(bench.form?[.path]?.error?.string.contains("/tmp/t already exists; it was not overwritten") == true)
        #expect(bench.form?.typedSecret(.password) == "p")
    }

    @Test func `it is told where the token is`() throws {
        #expect(try issued(.secretSource, on: alpha).said.contains("it is in memory until exit"))
        let filed = try issued(.file("/home/anna/token.txt"), on: alpha)
        #expect(filed.said.contains("it is in /home/anna/token.txt, readable only by you, and nowhere else"))
        #expect(filed.state.stack.isEmpty)
    }

    @Test func `a token that did not get into its file is in memory, with what to do next`() throws {
        let full = StorageError(.outFile, file: "/full/t", detail: "no space left on device")
        let bench = try issued(.memoryInsteadOf(file: "/full/t", .storage(full)), on: alpha)
        for words in [
            "issued token", "not into the file: /full/t cannot be written", "no space left on device",
            "The token is in memory until exit: \(bench.state.key(.copy)) copies it",
            "\(bench.state.key(.revoke)) revokes it",
        ] { #expect(bench.said.contains(words), "\(bench.said)") }
        #expect(bench.state.activity.latest?.weight == .failure)
        #expect(bench.state.stack.isEmpty)
    }

    // MARK: Users that are created with a token

    private func provisioning() -> Bench {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.choose(.credential, "secret-key")
        bench.fill(.secretKey, "k")
        bench.toggle(.createsUser, true)
        bench.fill(.email, "t@example.com")
        bench.choose(.membership, "none")
        return bench
    }

    @Test func `what it does to the user is asked about`() {
        var bench = provisioning()
        #expect(bench.press(.submit) == [.flushTypeAhead])
        #expect(bench.state.top is FormRiskQuestion)
        #expect(bench.question?.title == "Create or change a user on alpha?")
        #expect(bench.question?.lines.contains { $0.string.contains(alpha.origin.description) } == true)
        #expect(
            bench.question?.lines.contains { $0.string.contains("ALL groups of tsadmin are removed") } == true)
        // Enter is No.
        bench.keys("Enter")
        #expect(bench.work.isEmpty && bench.form?.isSubmitting == false)
        bench.press(.submit)
        bench.keys("y")
        guard let verb = bench.began(IssueToken.self) else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.acceptsProvisioning)
        #expect(verb.request.provisioning == Provisioning(email: "t@example.com", groups: []))
    }

    @Test func `consent is to what stands there`() {
        var bench = provisioning()
        bench.press(.submit)
        bench.keys("y")
        bench.answer(.issue(alpha.id), .failed(.refused(.invalidInput(field: "x", why: "y"))))
        #expect(bench.form?.status.agreed.contains(.provisioning) == true)
        bench.choose(.membership, "keep")
        #expect(bench.form?.status.agreed.contains(.provisioning) == false)
        bench.press(.submit)
        #expect(bench.state.top is FormRiskQuestion)
        #expect(bench.work.isEmpty)
    }

    @Test func `named groups are a list`() throws {
        var bench = provisioning()
        bench.choose(.membership, "replace")
        bench.press(.submit)
        #expect(bench.form?[.groups]?.error != nil)
        bench.fill(.groups, "admins, sales team")
        var asked = bench
        asked.press(.submit)
        asked.keys("y")
        #expect(asked.began(IssueToken.self)?.request.provisioning?.groups == ["admins", "sales team"])
        bench.choose(.credential, "password")
        bench.fill(.password, "p")
        bench.press(.submit)
        let request = try #require(bench.began(IssueToken.self)).request
        #expect(request.provisioning == nil, "a password creates no user")
    }

    @Test func `what a generation lacks is not on the form`() {
        var bench = Bench([.test("old", generation: .v1)])
        bench.press(.newToken)
        let lacking = bench.form?.fields.filter { $0.disabled != nil } ?? []
        #expect(lacking.contains { $0.name == .lifetime })
        #expect(lacking.filter { !$0.isHidden }.isEmpty)
        bench.keys("Esc")
        bench.press(.addProfile)
        bench.fill(.caFile, "/etc/ca.pem")
        bench.toggle(.isInsecure)
        #expect(bench.form?[.caFile]?.isHidden == true)
        #expect(bench.form?[.secretSource]?.options.map(\.name) == ["memory", "vault", "command"])
        #expect((bench.state.top as? ProfileForm)?.draft.withoutDisabled()[.caFile] == "")
    }

    @Test func `a beta creates no user`() {
        var bench = Bench([.test("beta", generation: .betaTspublic)])
        bench.press(.newToken)
        #expect(bench.form?[.createsUser]?.disabled?.string.contains("only v1 and v2.0") == true)
        #expect(option(bench, "custom")?.reason?.string.contains("v2.0 only") == true)
        #expect(option(bench, "session")?.reason?.string.contains("only v2.0") == true)
    }

    // MARK: The token of the session

    @Test func `the session issues when there is one`() throws {
        var bench = Bench([alpha])
        #expect(bench.reason(against: .newSessionToken) == "not logged in to alpha; log in first (l)")
        bench.press(.newToken)
        #expect(option(bench, "session")?.reason != nil)
        bench.press(.cancel)
        bench.logIn(on: alpha)
        bench.press(.newSessionToken)
        #expect(shown(bench) == [.kind, .label, .destination])
        #expect(bench.form?.preview.first?.string == "GET /api/rest/2.0/auth/session/token")
        bench.fill(.label, "night")
        #expect(bench.work.isEmpty, "opening the form asks for nothing")
        bench.press(.submit)
        #expect(bench.work == [.issueSessionToken(IssueSessionToken(profile: alpha, label: "night"))])
        let record = try TokenRecord.test(7, of: alpha)
        bench.answer(.issue(alpha.id), TokenReport(profile: alpha, record: record, token: Secret("t")))
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a session token that is not possible has its reason`() {
        for (profile, words) in [
            (Profile.test("old", generation: .v1), "only v2.0"), (.test("kept", isReadOnly: true), "read-only"),
        ] {
            var bench = Bench([profile])
            bench.logIn(on: profile)
            let reason = bench.reason(against: .newSessionToken)?.string
            #expect(reason?.contains(words) == true, "\(reason ?? "enabled")")
            bench.press(.newSessionToken)
            #expect(bench.form == nil)
        }
    }
}
