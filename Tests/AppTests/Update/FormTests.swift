import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct FormTests {
    private let alpha = Profile.test("alpha")

    private func draft(_ bench: Bench) -> ProfileDraft? { (bench.state.top as? ProfileForm)?.draft }

    private func options(_ bench: Bench, _ name: FieldName) -> [Bool]? {
        bench.form?[name]?.options.map { $0.reason == nil }
    }

    @Test func `Esc never loses typed work without asking`() {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "gamma")
        bench.press(.cancel)
        #expect(bench.question?.title == "Discard changes?")
        #expect(bench.effects == [.flushTypeAhead])
        for key in ["n", "Esc", "Enter"] {
            bench.keys(key)
            #expect(bench.form?.text(.name) == "gamma")
            bench.press(.cancel)
        }
        bench.keys("y")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `the help of a form tells what chooses an option and a check box`() {
        var bench = Bench([alpha])
        bench.state.size = Size(rows: 50, columns: 120)
        bench.press(.addProfile)
        bench.keys("F1")
        #expect(bench.drawn.contains { $0.contains("Left Right") && $0.contains("Choose another option") })
        #expect(bench.drawn.contains { $0.contains("Space") && $0.contains("The same with the next") })
        bench.keys("Esc", "Esc")
        bench.press(.help)
        #expect(!bench.drawn.contains { $0.contains("Left Right") })
    }

    @Test func `what a form is about is not cut where there is room for it`() {
        var bench = Bench([alpha])
        bench.press(.importToken)
        #expect(bench.drawn.contains { $0.contains("The journal stores") })
        #expect(bench.drawn.contains { $0.contains("fingerprint") })
    }

    @Test func `the smallest screen keeps the word for production above a form`() throws {
        var bench = Bench([.test("alpha", tag: "production")])
        bench.press(.logIn)
        bench.state.size = Size(rows: 10, columns: 40)
        #expect(bench.drawn.contains { $0.contains("PRODUCTION") })
        bench.state.size = Size(rows: 24, columns: 80)
        let rows = bench.drawn
        let address = try #require(rows.firstIndex { $0.contains("generation v2.0") })
        #expect(rows[address + 1].contains("PRODUCTION"), "in its place where there is room")
    }

    @Test(arguments: [(80, 24), (100, 30), (120, 44), (200, 50)])
    func `an error below a field moves nothing above it`(columns: Int, rows: Int) throws {
        var bench = Bench([alpha])
        bench.state.size = Size(rows: rows, columns: columns)
        bench.press(.logIn)
        bench.choose(.credential, "bearer")
        let place = { (bench: Bench) in
            bench.screen.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("Token *") }
        }
        let before = try #require(place(bench))
        bench.press(.submit)
        #expect(bench.form?[.token]?.error?.string == "Token is required")
        #expect(bench.screen.contains("! Token is required"))
        #expect(place(bench) == before)
        bench.fill(.token, "demo-Passw0rd!")
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.refused(.notAToken(why: "contains '!' at position 14"))))
        #expect(place(bench) == before)
    }

    @Test func `an empty field is missed when the form is sent, or when its text was removed, and not in passing`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.choose(.credential, "bearer")
        bench.focus(.token)
        bench.keys("Tab")
        #expect(bench.form?[.token]?.error == nil)
        bench.fill(.token, "x")
        bench.keys("End", "Ctrl-U", "Tab")
        #expect(bench.form?[.token]?.error?.string == "Token is required")
        bench.press(.submit)
        #expect(bench.form?[.token]?.error?.string == "Token is required")
    }

    @Test func `what cannot be a token is refused at its field`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.choose(.credential, "bearer")
        bench.fill(.token, "demo-Passw0rd!")
        bench.press(.submit)
        bench.answer(.session(alpha.id), .failed(.refused(.notAToken(why: "contains '!' at position 14"))))
        #expect(bench.form?[.token]?.error == "Not a bearer token: contains '!' at position 14")
    }

    @Test func `an untouched form just closes`() {
        var bench = Bench([alpha])
        bench.press(.logIn, .cancel)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `text that is back as it was is no work`() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "x")
        #expect(bench.state.unsavedWork.map(\.string) == ["a form has unsaved text"])
        bench.fill(.note, "")
        #expect(bench.state.unsavedWork.isEmpty)
    }

    @Test func `Esc in a form cancels its request first`() throws {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, "p")
        bench.press(.submit, .cancel)
        #expect(bench.effects == [.cancel(.session(alpha.id))])
        #expect(bench.form?.isSubmitting == true)
        // The change tells what became of it: here nothing, so the form is open again with what was typed.
        bench.answer(.session(alpha.id), .failed(.test(.cancelled, on: alpha)))
        #expect(bench.form?.isSubmitting == false)
        #expect(bench.form?.typedSecret(.password) == "p")
        // The other way: it succeeded before it could be cancelled, and that counts.
        bench.press(.submit, .cancel)
        bench.answer(.session(alpha.id), SessionReport.test(alpha))
        #expect(bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.stack.isEmpty)
    }

    /// The form shows less than the file may hold; what was not touched comes back as it was.
    @Test(arguments: [Profile.SecretSource.memory, .vault, .plain])
    func `a profile form saves what was not touched as it was`(_ source: Profile.SecretSource) throws {
        for org in [OrgReference(id: 1, name: "Sales"), OrgReference(name: "2024"), OrgReference(id: 2024), nil] {
            for generation in Generation.allCases {
                var profile = Profile.test("alpha", generation: generation)
                profile.org = org
                profile.username = " anna"
                profile.secretSource = source
                profile.acceptsURLSecrets = true
                profile.deadlines.total = 1_234
                profile.trust = .additional(caFile: "relative.pem")
                var bench = Bench([profile])
                bench.press(.editProfile, .submit)
                #expect(bench.form?.fields.allSatisfy { $0.error == nil } == true)
                let saved = try #require(bench.began(SaveProfile.self))
                #expect(try saved.draft.profile(id: profile.id) == profile)
            }
        }
    }

    /// The place is told on the field, and the secret does not leave.
    @Test(arguments: [FieldName.password, .secretKey])
    func `a secret with an invisible character stays in the form`(_ name: FieldName) {
        var bench = Bench([alpha])
        bench.press(.logIn)
        if name == .secretKey { bench.choose(.credential, "secret-key") }
        bench.fill(name, "\u{FEFF}hunter2")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?.focused == name)
        #expect(bench.form?[name]?.error?.string.hasPrefix("a byte order mark at position 1") == true)
        bench.fill(name, "hunter2")
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    @Test func `leaving a field checks it`() {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "no blanks please")
        #expect(bench.form?[.name]?.error == nil)
        bench.press(.nextField)
        #expect(bench.form?[.name]?.error != nil)
        // A wrong value keeps the focus; what is missing is asked for later.
        #expect(bench.form?.focused == .name)
        bench.fill(.name, "fine")
        #expect(bench.form?[.name]?.error == nil)
        bench.press(.nextField)
        #expect(bench.form?.focused == .url)
        bench.press(.nextField)
        #expect(bench.form?[.url]?.error == nil)
        #expect(bench.form?.focused == .generation)
        bench.press(.submit)
        #expect(bench.form?[.url]?.error != nil)
        #expect(bench.form?.focused == .url)
    }

    @Test func `fields that do not count are skipped`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.focus(.password)
        bench.press(.nextField)
        #expect(bench.form?.focused == .org)
        bench.press(.previousField)
        #expect(bench.form?.focused == .password)
    }

    @Test func `a lifetime must be one`() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.lifetime, "15")
        #expect(bench.form?[.lifetime]?.note == nil)
        bench.press(.nextField)
        #expect(bench.form?[.lifetime]?.error?.string.contains("300s, 15m, 24h, 7d") == true)
        #expect(bench.form?.focused == .lifetime)
    }

    @Test func `what cannot be chosen is skipped and says why`() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.focus(.kind)
        let kinds = bench.form?[.kind]?.options
        #expect(kinds?.first { $0.name == "session" }?.reason == "not logged in; a session issues this kind")
        for _ in kinds ?? [] {
            bench.keys("Right")
            #expect(bench.form?.choice(.kind) != "session")
        }
        #expect(bench.form?.choice(.kind) != "")
    }

    @Test func `every generation can be chosen`() {
        for generation in Generation.allCases {
            var bench = Bench([alpha])
            bench.press(.addProfile)
            bench.fill(.name, "gamma")
            bench.fill(.url, "https://gamma.example")
            bench.choose(.generation, generation.rawValue)
            bench.press(.submit)
            #expect(bench.form?.fields.allSatisfy { $0.error == nil } == true)
            #expect(bench.work.count == 1)
        }
    }

    @Test func `only the query beta asks about secrets in URLs`() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        #expect(bench.form?[.acceptsURLSecrets] == nil)
        bench.choose(.generation, "beta-query")
        bench.toggle(.acceptsURLSecrets, true)
        #expect(draft(bench)?[isOn: .acceptsURLSecrets] == true)
        bench.choose(.generation, "beta-api")
        #expect(bench.form?[.acceptsURLSecrets] == nil)
        #expect(draft(bench)?[isOn: .acceptsURLSecrets] == false)
    }

    @Test func `the query beta offers what the profile accepts`() {
        var profile = Profile.test("old", generation: .betaQuery)
        for accepts in [false, true] {
            profile.acceptsURLSecrets = accepts
            var bench = Bench([profile])
            bench.press(.editProfile)
            #expect(bench.form?[.acceptsURLSecrets]?.value == (accepts ? "on" : "off"))
            bench.press(.cancel)
            bench.press(.logIn)
            #expect(options(bench, .credential) == [accepts, accepts, true])
            bench.press(.cancel)
            bench.press(.newToken)
            #expect(options(bench, .credential) == [accepts, accepts])
        }
    }

    @Test func `testing checks the cluster as filled in`() throws {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        #expect(bench.press(.test) == [.bell])
        #expect(bench.form?[.name]?.error == "the name is empty")
        #expect(bench.form?.test == nil)
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.test)
        let profile = try #require(bench.began(TestProfile.self)?.profile)
        #expect(profile.origin.host == "gamma.example")
        #expect(bench.reason(against: .test) == "the test is in progress")
        bench.answer(
            .formTest,
            ProfileTestReport(
                status: ClusterStatus(profile: profile, state: .reachable, checkedAt: start, duration: 83), probe: nil))
        #expect(bench.form?.test == "ThoughtSpot answered in 83 ms")
        #expect(bench.state.clusters.isEmpty)
        // What is under way is told as long as it is.
        bench.press(.test)
        #expect(bench.form?.test?.string.contains("testing") == true)
        bench.keys("Esc")
        #expect(bench.effects == [.cancel(.formTest)])
        #expect(bench.form?.test == nil)
    }

    @Test func `a form whose reading was cancelled can be sent again`() {
        var bench = Bench([alpha])
        bench.press(.importProfiles)
        bench.type("team.json")
        bench.keys("Enter")
        #expect(bench.form?.isSubmitting == true)
        #expect(bench.state.top?.hints(in: bench.state).map(\.label) == ["cancel", "help"])
        #expect(bench.keys("Esc") == [.cancel(.profileFile)])
        #expect(bench.form?.isSubmitting == false)
        #expect(bench.form?.text("File") == "team.json")
        bench.keys("Enter")
        #expect(bench.began(ReadProfileFile.self)?.path == "team.json")
    }
}
