import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

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
        bench.answer(.keys(profile.id), report(profile))
        return bench
    }

    private func view(_ bench: Bench) -> SecretKeysView? { bench.state.top as? SecretKeysView }

    private func isAsking(_ bench: Bench) -> Bool { bench.state.top is KeyChangeQuestion }

    private func shows(_ bench: Bench, _ text: some StringProtocol) -> Bool {
        bench.drawn.contains { $0.contains(text) }
    }

    /// The keys of the rows, from the first to the last, as the cursor reaches them; nil for a place without one.
    private func keys(_ bench: Bench) -> [Secret?] {
        var bench = bench
        var keys: [Secret?] = []
        bench.press(.moveFirst)
        while let view = view(bench), [.cluster, sales].contains(where: { view.shows($0, of: alpha) }) {
            bench.press(.reveal)
            keys.append(bench.began(RevealSecretKey.self)?.key)
            bench.press(.moveDown)
            if self.view(bench) == view { break }
        }
        return keys
    }

    @Test func `opening reads once and says so`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.keys)
        #expect(bench.work == [.readKeys(alpha)])
        #expect(keys(bench) == [])
        #expect(shows(bench, "Reading the secret keys of alpha"))
        bench.answer(.keys(alpha.id), report())
        // What is under way is told while it is, and not after.
        #expect(bench.said == "read the secret keys of alpha")
        // The view shows what was read, and says once that the journal records it.
        #expect(bench.drawn.count { $0.contains("keys in clear text") } == 1)
        #expect(bench.drawn.count { $0.contains("read the secret keys of alpha") } <= 1)
        #expect(!shows(bench, "Reading"))
        #expect(keys(bench) == [Secret("key-1"), nil])
        #expect(bench.effects.isEmpty)
        #expect(!"\(bench.state)".contains("key-1"))
        #expect(!shows(bench, "key-1"))
    }

    /// An answer that comes too late is not kept.
    @Test func `closing lets go of the keys`() throws {
        var bench = opened()
        bench.press(.cancel)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.parked.isEmpty)
        bench.press(.keys)
        #expect(keys(bench) == [])
        let stamp = try #require(bench.state.inFlight[.keys(alpha.id)]?.stamp)
        #expect(bench.press(.cancel) == [.cancel(.keys(alpha.id))])
        let work = ReadTrustedAuthentication(profile: alpha)
        bench.send(.news(News(WorkEnd(work: work, stamp: stamp, outcome: .answer(report())))))
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `what stands against it is said`() {
        let reasons: [(Bench, String)] = [
            (Bench([]), "no profile"), (Bench([alpha]), "not logged in"),
            (Bench([.test("old", generation: .v1)]), "v2.0 only"),
            (Bench([.test("plain", scheme: .http)]), "plain http"),
            (Bench([.test("lab", trust: .insecure)]), "unverified"),
        ]
        for (bench, reason) in reasons {
            #expect(bench.reason(against: .keys)?.string.contains(reason) == true, "\(reason)")
        }
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.keys)
        #expect(bench.reason(against: .disableKey) == "the keys are being read")
        bench = opened()
        #expect(bench.reason(against: .enableKey) == "already enabled; r rotates the key")
        #expect(bench.reason(against: .rotateKey) == nil)
        bench.press(.moveDown)
        #expect(bench.reason(against: .enableKey) == nil)
        for command: Command in [.disableKey, .rotateKey] {
            #expect(bench.reason(against: command) == "disabled: no key")
        }
        for command: Command in [.reveal, .copy] {
            #expect(bench.reason(against: command) == "no key here")
        }
        bench = opened(isReadOnly: true)
        for command: Command in [.enableKey, .disableKey, .rotateKey] {
            #expect(bench.reason(against: command)?.string.contains("read-only") == true)
        }
    }

    @Test func `the end of a key takes the name of the profile, typed`() throws {
        var bench = opened()
        #expect(bench.press(.disableKey) == [.flushTypeAhead])
        #expect(bench.question?.prompt == "Type alpha to confirm:")
        bench.keys("y")
        #expect(isAsking(bench))
        #expect(bench.confirm("alpah") == [.bell])
        #expect(bench.question?.refusal != nil)
        bench.confirm(" alpha ")
        let plan = try #require(bench.began(ChangeTrustedAuthentication.self)?.confirmed.plan)
        #expect(plan.place == .cluster)
        #expect(plan.action == .disable)
        #expect(!plan.isOwnSessionByKey)
        #expect(bench.state.inFlight.values.contains { $0.isChange })
        #expect(bench.reason(against: .rotateKey) == "a change is in progress")
    }

    @Test func `enabling takes a yes, and the name on production`() throws {
        var bench = opened()
        bench.press(.moveDown, .enableKey)
        #expect(bench.question?.title == "Enable trusted authentication of Org Sales (1)?")
        // Enter is No.
        bench.keys("Enter")
        #expect(!isAsking(bench))
        #expect(bench.work.isEmpty)
        bench.press(.enableKey)
        bench.keys("y")
        #expect(bench.work.count == 1)
        #expect(bench.began(ChangeTrustedAuthentication.self)?.confirmed.plan.place == sales)
        var production = opened(.test("alpha", tag: "production"))
        production.press(.moveDown, .enableKey)
        production.keys("y")
        #expect(isAsking(production))
        #expect(production.question?.prompt == "Type alpha to confirm:")
    }

    private func changed(_ action: KeyAction, _ outcome: KeyChangeReport.Outcome, keys: [String]?) -> KeyChangeReport {
        KeyChangeReport(
            profile: alpha, place: .cluster, action: action, outcome: outcome,
            seen: keys.map { .init(place: .cluster, isEnabled: !$0.isEmpty, keys: $0.map { Secret($0) }) })
    }

    @Test func `the row shows what was seen afterwards`() {
        var bench = opened()
        bench.press(.rotateKey)
        bench.confirm("alpha")
        bench.answer(.keys(alpha.id), changed(.rotate, .verified, keys: ["key-2"]))
        #expect(keys(bench) == [Secret("key-2"), nil])
        #expect(!shows(bench, "Next: "), "no alarm")
        #expect(bench.said.contains("has a new key"))
        // The session may have gone with the key.
        #expect(bench.work == [.checkCluster(alpha)])
    }

    @Test func `half a rotation stays on the screen`() {
        var bench = opened()
        bench.press(.rotateKey)
        bench.confirm("alpha")
        let error = OperationError.test(.forbidden, on: alpha)
        bench.answer(.keys(alpha.id), changed(.rotate, .leftOff(error), keys: []))
        #expect(bench.state.activity.latest?.message?.code == "E_KEY_LEFT_OFF")
        #expect(bench.said.contains("now OFF"))
        #expect(bench.reason(against: .enableKey) == nil)
        // Another message does not take its place.
        bench.press(.reveal)
        #expect(bench.said == "no key here")
        #expect(shows(bench, "now OFF"))
        #expect(shows(bench, "Next: "))
        bench.press(.refresh)
        bench.answer(.keys(alpha.id), report())
        #expect(!shows(bench, "now OFF"))
    }

    /// It happened, whether or not the view is still open.
    @Test func `a change tells its end after the view was closed`() {
        var bench = opened()
        bench.press(.disableKey)
        bench.confirm("alpha")
        #expect(bench.press(.cancel).isEmpty)
        #expect(bench.state.stack.isEmpty)
        bench.answer(.keys(alpha.id), changed(.disable, .verified, keys: []))
        #expect(bench.said.hasPrefix("Trusted authentication of the cluster on alpha is off"))
    }

    @Test func `a failure is shown where the keys would be`() throws {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.keys)
        bench.answer(.keys(alpha.id), .failed(.test(.notOnThisRelease, on: alpha)))
        let failure = try #require(bench.state.activity.latest?.message)
        #expect(failure.code == "E_NOT_ON_RELEASE")
        bench.state.activity.latest = nil
        #expect(shows(bench, failure.what.string.prefix(40)))
        bench.press(.refresh)
        #expect(bench.work == [.readKeys(alpha)])
        bench.answer(.keys(alpha.id), .failed(.test(.sessionEnded, on: alpha)))
        #expect(!bench.state.isLoggedIn(alpha.id))
    }

    @Test func `a key is shown for twenty seconds at most`() {
        var bench = opened()
        bench.press(.reveal)
        #expect(bench.work == [.revealKey(alpha, .cluster, Secret("key-1"))])
        #expect(bench.state.feature(RevealedSecret.self) == nil)
        bench.answer(.reveal, CopyOutcome?.none)
        #expect(bench.effects == [.wake(at: start.advanced(seconds: 20))])
        #expect(bench.state.feature(RevealedSecret.self)?.what == "secret key")
        bench.state.size = Size(rows: 18, columns: 50)
        #expect(bench.drawn.contains { $0.contains("keeps it.") }, "the warning goes on in a second row")
        #expect(bench.state.top?.hints(in: bench.state) == [Hint(keys: "any key", label: "hides")])
        // The next key hides it, and nothing else.
        bench.keys("Esc")
        #expect(bench.state.feature(RevealedSecret.self) == nil)
        #expect(view(bench) != nil)
        bench.press(.reveal)
        bench.answer(.reveal, CopyOutcome?.none)
        bench.state.now = start.advanced(seconds: 20)
        bench.send(.tick)
        #expect(bench.state.feature(RevealedSecret.self) == nil)
        #expect(view(bench) != nil)
        bench.press(.reveal, .moveDown)
        bench.answer(.reveal, CopyOutcome?.none)
        #expect(bench.state.feature(RevealedSecret.self) == nil, "another row is under the cursor")
    }

    @Test func `copying is work of its own`() {
        var bench = opened()
        bench.press(.copy)
        #expect(bench.work == [.copyKey(alpha, .cluster, Secret("key-1"))])
        bench.answer(.copy, CopyOutcome.tmux)
        #expect(bench.said.contains("copied the secret key of the cluster"))
    }

    @Test func `a session by key is warned`() {
        var bench = opened()
        bench.state.clusters[alpha.id]?.session?.credential = .secretKey
        bench.press(.rotateKey)
        #expect(bench.question?.lines.contains { $0.string.contains("session was opened by a secret key") } == true)
        bench.confirm("alpha")
        #expect(bench.began(ChangeTrustedAuthentication.self)?.confirmed.plan.isOwnSessionByKey == true)
    }

    /// Promise P68: nothing but opening the view asks for keys.
    @Test(arguments: Command.allCases.filter { $0 != .keys && $0 != .rotateKey && $0 != .refresh })
    func `nothing else reads keys`(_ command: Command) {
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
