import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct FormTests {
    let alpha = Profile.test("alpha")

    @Test func escNeverLosesTypedWorkWithoutAsking() {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        bench.fill(.name, "gamma")
        bench.press(.cancel)
        #expect(bench.state.topLayer == .discardQuestion)
        #expect(bench.effects == [.flushTypeAhead])
        for command: AppCommand in [.no, .cancel, .submit] {
            bench.press(command)
            #expect(bench.form?.text(.name) == "gamma")
            bench.press(.cancel)
        }
        bench.press(.yes)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func anUntouchedFormJustCloses() {
        var bench = Bench([alpha])
        bench.press(.logIn, .cancel)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func textThatIsBackAsItWasIsNoWork() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "x")
        #expect(bench.state.hasUnsavedWork)
        bench.fill(.note, "")
        #expect(!bench.state.hasUnsavedWork)
    }

    @Test func escInAFormCancelsItsRequestFirst() throws {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, secret: "p")
        bench.press(.submit, .cancel)
        #expect(bench.effects == [.cancel(.session(alpha.id))])
        #expect(bench.form?.isSubmitting == true)
        // The change tells what became of it: here nothing, so the form is open again with what was typed.
        bench.answer(.session(alpha.id), .failed(.test(.cancelled, on: alpha)))
        #expect(bench.form?.isSubmitting == false)
        #expect(bench.form?.secret(.password) == Secret("p"))
        // The other way: it succeeded before it could be cancelled, and that counts.
        bench.press(.submit, .cancel)
        bench.answer(.session(alpha.id), .loggedIn(.test(alpha)))
        #expect(bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.layers.isEmpty)
    }

    /// The form shows less than the file may hold; what was not touched comes back as it was.
    @Test(arguments: [
        Profile.SecretSource.memory, .vault, .plain,
    ])
    func aProfileFormSavesWhatWasNotTouchedAsItWas(_ source: Profile.SecretSource) throws {
        for org in [OrgReference(id: 1, name: "Sales"), OrgReference(name: "2024"), OrgReference(id: 2024), nil] {
            for generation in Generation.allCases {
                var profile = Profile.test("alpha", generation: generation)
                profile.org = org
                profile.username = " anna"
                profile.secretSource = source
                profile.acceptsURLSecrets = true
                profile.deadlines.total = 1_234
                profile.trust = .additional(caFile: "relative.pem")
                var form = FormDraft.profile(profile, serial: 1)
                form.checkAll()
                #expect(form.fields.allSatisfy { $0.error == nil })
                #expect(try form.profileDraft.profile(id: profile.id) == profile)
            }
        }
    }

    /// The place is told on the field, and the secret does not leave.
    @Test(arguments: [FieldID.password, .secretKey])
    func aSecretWithACharacterThatNobodySeesStaysInTheForm(_ id: FieldID) {
        var bench = Bench([alpha])
        bench.press(.logIn)
        if id == .secretKey { bench.send(.setField(.credential, .choice("secret-key"))) }
        bench.fill(id, secret: "\u{FEFF}hunter2")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?.focused == id)
        #expect(bench.form?[id]?.error?.string.hasPrefix("a byte order mark at position 1") == true)
        bench.fill(id, secret: "hunter2")
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    @Test func leavingAFieldChecksIt() {
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
        #expect(bench.form?[.url]?.error != nil)
        #expect(bench.form?.focused == .generation)
    }

    @Test func fieldsThatDoNotCountAreSkipped() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.send(.focusField(.password))
        bench.press(.nextField)
        #expect(bench.form?.focused == .org)
        bench.press(.previousField)
        #expect(bench.form?.focused == .password)
    }

    @Test func aLifetimeMustBeOne() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.lifetime, "15")
        #expect(bench.form?[.lifetime]?.note == nil)
        bench.send(.focusField(.lifetime))
        bench.send(.focusField(.label))
        #expect(bench.form?[.lifetime]?.error?.string.contains("300s, 15m, 24h, 7d") == true)
    }

    @Test func aChoiceThatIsNotPossibleIsRefusedWithItsReason() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.password, secret: "p")
        bench.send(.setField(.kind, .choice("session")))
        bench.press(.submit)
        #expect(bench.form?[.kind]?.error == "nobody is logged in; the session mints it")
        #expect(bench.work.isEmpty)
    }

    @Test func everyGenerationCanBeChosen() {
        for generation in Generation.allCases {
            var bench = Bench([alpha])
            bench.press(.addProfile)
            bench.fill(.name, "gamma")
            bench.fill(.url, "https://gamma.example")
            bench.send(.setField(.generation, .choice(generation.rawValue)))
            bench.press(.submit)
            #expect(bench.form?.fields.allSatisfy { $0.error == nil } == true)
            #expect(bench.work.count == 1)
        }
    }

    @Test func onlyBetaQueryAsksAboutSecretsInURLs() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        #expect(bench.form?[.acceptsURLSecrets] == nil)
        bench.send(.setField(.generation, .choice("beta-query")))
        bench.send(.setField(.acceptsURLSecrets, .toggle(true)))
        #expect(bench.form?.profileDraft[isOn: .acceptsURLSecrets] == true)
        bench.send(.setField(.generation, .choice("beta-api")))
        #expect(bench.form?[.acceptsURLSecrets] == nil)
        #expect(bench.form?.profileDraft[isOn: .acceptsURLSecrets] == false)
    }

    @Test func betaQueryOffersWhatTheProfileAccepts() {
        var profile = Profile.test("old", generation: .betaQuery)
        for accepts in [false, true] {
            profile.acceptsURLSecrets = accepts
            var bench = Bench([profile])
            bench.press(.editProfile)
            #expect(bench.form?[.acceptsURLSecrets]?.value == .toggle(accepts))
            bench.press(.cancel)
            bench.press(.logIn)
            let login = bench.form?[.credential]?.options.map { $0.reason == nil }
            #expect(login == [accepts, accepts, true])
            bench.press(.cancel)
            bench.press(.newToken)
            #expect(bench.form?[.credential]?.options.map { $0.reason == nil } == [accepts, accepts])
        }
    }

    @Test func testingLooksAtTheClusterAsFilledIn() throws {
        var bench = Bench([alpha])
        bench.press(.addProfile)
        #expect(bench.press(.test) == [.bell])
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.test)
        guard case .testProfile(let profile)? = bench.work.first else {
            Issue.record("nothing is tested")
            return
        }
        #expect(profile.origin.host == "gamma.example")
        #expect(availability(of: .test, in: bench.state) == .disabled("the test is under way"))
        bench.answer(
            .formTest, .tested(ClusterStatus(profile: profile, state: .reachable, checkedAt: start, duration: 83), nil))
        #expect(bench.form?.test == "it answers as ThoughtSpot, in 83 ms")
        #expect(bench.state.clusters.isEmpty)
    }
}
