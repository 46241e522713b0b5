import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct KeysTests {
    private let alpha = Profile.test("alpha")
    private let sales = TrustedAuthenticationPlace.org(OrgReference(id: 1, name: "Sales"))

    private func report(_ profile: Profile? = nil, salesKeys: [String] = []) -> TrustedAuthenticationReport {
        TrustedAuthenticationReport(
            profile: profile ?? alpha,
            state: TrustedAuthenticationState(settings: [
                .init(place: .cluster, isEnabled: true, keys: [Secret("key-1")]),
                .init(place: sales, isEnabled: !salesKeys.isEmpty, keys: salesKeys.map { Secret($0) }),
            ]), checkedAt: start, duration: 5)
    }

    /// The keys of alpha have been read.
    private func opened(_ profile: Profile? = nil, isReadOnly: Bool = false) -> Bench {
        let profile = profile ?? alpha
        var bench = Bench([profile], isReadOnly: isReadOnly)
        bench.logIn(on: profile)
        bench.press(.keys)
        bench.answer(.keys(profile.id), .keys(report(profile)))
        return bench
    }

    private func view(_ bench: Bench) -> KeysView? { bench.state.topKeys }
    private func question(_ bench: Bench) -> KeyQuestion? {
        if case .keyChange(let question)? = bench.state.topLayer { question } else { nil }
    }

    @Test func openingReadsOnceAndSaysSo() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.keys)
        #expect(bench.work == [.readKeys(alpha)])
        #expect(bench.said == "reading the secret keys of alpha; the journal keeps that")
        #expect(view(bench)?.report == nil)
        bench.answer(.keys(alpha.id), .keys(report()))
        #expect(view(bench)?.rows.map(\.key) == [Secret("key-1"), nil])
        #expect(bench.effects.isEmpty)
        #expect(!"\(bench.state)".contains("key-1"))
    }

    /// Closing lets go of the keys; an answer that comes too late is not kept.
    @Test func closingForgetsThem() {
        var bench = opened()
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
        bench.press(.keys)
        let stamp = bench.state.inFlight[.keys(alpha.id)]?.stamp ?? 0
        #expect(bench.press(.cancel) == [.cancel(.keys(alpha.id))])
        bench.send(.finished(.keys(alpha.id), stamp: stamp, .keys(report())))
        #expect(bench.state.layers.isEmpty)
    }

    @Test func whatStandsAgainstItIsSaid() {
        let reasons: [(Bench, String)] = [
            (Bench([]), "no profile"), (Bench([alpha]), "nobody is logged in"),
            (Bench([.test("old", generation: .v1)]), "v2.0 only"),
            (Bench([.test("plain", scheme: .http)]), "plain http"),
            (Bench([.test("lab", trust: .insecure)]), "unverified"),
        ]
        for (bench, reason) in reasons {
            #expect(availability(of: .keys, in: bench.state).reason?.string.contains(reason) == true, "\(reason)")
        }
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(availability(of: .disableKey, in: bench.state).reason?.string.contains("look at the keys") == true)
        bench = opened()
        #expect(availability(of: .enableKey, in: bench.state).reason?.string.contains("on already") == true)
        #expect(availability(of: .rotateKey, in: bench.state) == .enabled)
        bench.press(.moveDown)
        #expect(availability(of: .enableKey, in: bench.state) == .enabled)
        for command: AppCommand in [.disableKey, .rotateKey] {
            #expect(availability(of: command, in: bench.state).reason?.string.contains("no key") == true)
        }
        for command: AppCommand in [.reveal, .copy] {
            #expect(availability(of: command, in: bench.state) == .disabled("there is no key here"))
        }
        bench = opened(isReadOnly: true)
        for command: AppCommand in [.enableKey, .disableKey, .rotateKey] {
            #expect(availability(of: command, in: bench.state) == .disabled("read-only mode"))
        }
    }

    @Test func theEndOfAKeyWantsTheNameTyped() {
        var bench = opened()
        #expect(bench.press(.disableKey) == [.flushTypeAhead])
        #expect(question(bench)?.plan.consent.kind == .profileName("alpha"))
        bench.press(.yes)
        #expect(question(bench) != nil)
        bench.send(.setConfirmation("alpah"))
        #expect(bench.press(.submit) == [.bell])
        #expect(question(bench)?.mismatch != nil)
        bench.send(.setConfirmation(" alpha "))
        bench.press(.submit)
        guard case .changeKeys(let confirmed)? = bench.work.first else {
            Issue.record("nothing was begun")
            return
        }
        #expect(confirmed.plan.place == .cluster)
        #expect(confirmed.plan.action == .disable)
        #expect(!confirmed.plan.isOwnSessionByKey)
        #expect(bench.state.hasChangesInFlight)
        #expect(availability(of: .rotateKey, in: bench.state) == .disabled("a change is under way"))
    }

    @Test func enablingIsAYesElsewhereAndANameOnProduction() {
        var bench = opened()
        bench.press(.moveDown, .enableKey)
        #expect(question(bench)?.plan.place == sales)
        // Enter is No.
        bench.press(.submit)
        #expect(question(bench) == nil)
        bench.press(.enableKey, .yes)
        #expect(bench.work.count == 1)
        var production = opened(.test("alpha", tag: "production"))
        production.press(.moveDown, .enableKey, .yes)
        #expect(question(production)?.plan.consent.kind == .profileName("alpha"))
    }

    private func changed(_ action: KeyAction, _ outcome: KeyChangeReport.Outcome, keys: [String]?) -> KeyChangeReport {
        KeyChangeReport(
            profile: alpha, place: .cluster, action: action, outcome: outcome,
            seen: keys.map { .init(place: .cluster, isEnabled: !$0.isEmpty, keys: $0.map { Secret($0) }) })
    }

    @Test func theRowShowsWhatWasSeenAfterwards() {
        var bench = opened()
        bench.press(.rotateKey)
        bench.send(.setConfirmation("alpha"))
        bench.press(.submit)
        bench.answer(.keys(alpha.id), .keyChanged(changed(.rotate, .verified, keys: ["key-2"])))
        #expect(view(bench)?.rows.map(\.key) == [Secret("key-2"), nil])
        #expect(view(bench)?.alarm == nil)
        #expect(bench.said.contains("has a new key"))
        // The session may have gone with the key.
        #expect(bench.work == [.checkCluster(alpha)])
    }

    @Test func halfARotationStaysOnTheScreen() {
        var bench = opened()
        bench.press(.rotateKey)
        bench.send(.setConfirmation("alpha"))
        bench.press(.submit)
        let error = OperationError.test(.forbidden, on: alpha)
        bench.answer(.keys(alpha.id), .keyChanged(changed(.rotate, .leftOff(error), keys: [])))
        #expect(view(bench)?.alarm?.code == "E_KEY_LEFT_OFF")
        #expect(bench.said.contains("now OFF"))
        #expect(availability(of: .enableKey, in: bench.state) == .enabled)
    }

    /// It happened whether or not somebody still looks.
    @Test func aChangeTellsItsEndAfterTheViewWasClosed() {
        var bench = opened()
        bench.press(.disableKey)
        bench.send(.setConfirmation("alpha"))
        bench.press(.submit)
        #expect(bench.press(.cancel).isEmpty)
        #expect(bench.state.layers.isEmpty)
        bench.answer(.keys(alpha.id), .keyChanged(changed(.disable, .verified, keys: [])))
        #expect(bench.said.contains("its key is revoked"))
    }

    @Test func aFailureIsShownWhereTheKeysWouldBe() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.keys)
        bench.answer(.keys(alpha.id), .failed(.test(.notOnThisRelease, on: alpha)))
        #expect(view(bench)?.error?.code == "E_NOT_ON_RELEASE")
        bench.press(.refresh)
        #expect(bench.work == [.readKeys(alpha)])
        bench.answer(.keys(alpha.id), .failed(.test(.sessionEnded, on: alpha)))
        #expect(!bench.state.isLoggedIn(alpha.id))
    }

    @Test func aKeyIsShownForTwentySecondsAtMost() {
        var bench = opened()
        bench.press(.reveal)
        #expect(bench.work == [.revealKey(alpha, .cluster, Secret("key-1"))])
        #expect(bench.state.revealed == nil)
        bench.answer(.reveal, .revealedKey(alpha.id, .cluster, Secret("key-1")))
        #expect(bench.effects == [.wake(at: start.advanced(seconds: 20))])
        #expect(bench.state.revealed?.what == "secret key")
        // The next key hides it, and nothing else.
        bench.press(.cancel)
        #expect(bench.state.revealed == nil)
        #expect(view(bench) != nil)
        bench.press(.reveal)
        bench.answer(.reveal, .revealedKey(alpha.id, .cluster, Secret("key-1")))
        bench.state.now = start.advanced(seconds: 20)
        bench.send(.tick)
        #expect(bench.state.revealed == nil)
        bench.press(.reveal, .moveDown)
        bench.answer(.reveal, .revealedKey(alpha.id, .cluster, Secret("key-1")))
        #expect(bench.state.revealed == nil)
    }

    @Test func copyingIsWorkOfItsOwn() {
        var bench = opened()
        bench.press(.copy)
        #expect(bench.work == [.copyKey(alpha, .cluster, Secret("key-1"))])
        bench.answer(.copy, .copied(what: "the secret key of the cluster", .tmux))
        #expect(bench.said.contains("copied the secret key of the cluster"))
    }

    @Test func aSessionByKeyIsWarned() {
        var bench = opened()
        bench.state.clusters[alpha.id]?.session?.credential = .secretKey
        bench.press(.rotateKey)
        #expect(question(bench)?.plan.isOwnSessionByKey == true)
    }

    /// Promise P68: nothing but opening the view asks for keys.
    @Test(arguments: AppCommand.allCases.filter { $0 != .keys && $0 != .refresh })
    func nothingElseReadsKeys(_ command: AppCommand) {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(command)
        #expect(!bench.work.contains(.readKeys(alpha)))
        bench.press(.refresh)
        bench.send(.started)
        bench.send(.tick)
        #expect(!bench.work.contains(.readKeys(alpha)))
    }
}
