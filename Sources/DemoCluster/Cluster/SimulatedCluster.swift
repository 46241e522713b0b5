import ASCIIText
import FoundationEssentials
package import HTTPExchange
import HTTPTypes
import Moments

/// A simulated ThoughtSpot cluster: users, Orgs, sessions, tokens and keys, with its own clock and its own reading
/// of the wire.
///
/// It is strict: an unknown path, a wrong content type, a missing field or a wrong type gets the error of that
/// generation (<doc:ErrorAnswers>). It behaves: tokens expire by its clock, revoked tokens are refused, cookies are
/// required where the documents say so, four wrong passwords lock an account for an hour.
package actor SimulatedCluster {
    /// The name the cluster was configured with.
    package nonisolated let name: String
    private let wallClock: @Sendable () -> Int64
    /// How far the fault plan has set the clock off, in ms.
    var clockOffset: Int64 = 0
    var configuration: DemoClusterConfiguration
    var identifiers: IdentifierSource
    /// By GUID.
    var accounts: [String: DemoAccount] = [:]
    /// By the value of `JSESSIONID`.
    var sessions: [String: DemoSession] = [:]
    /// By value.
    var tokens: [String: DemoToken] = [:]
    /// Of this run, oldest first; what was before is the configuration's ``AuditHistory``.
    var auditEvents: [AuditEvent] = []
    /// How often each rule of the fault plan matched, by its place.
    var faultMatches: [Int: Int] = [:]
    /// The password, key or token that was last shown, for the fault plan's echo.
    var lastSecret: String?
    /// By the address of the client.
    var allowances: [String: RequestAllowance] = [:]
    /// What requests really changed, oldest first.
    package internal(set) var executedChanges: [ExecutedChange] = []
    /// The token that the request at hand issued or revoked.
    var changedToken: String?
    private var ledger: (@Sendable (LedgerEntry) -> Void)?

    /// - Parameters:
    ///   - now: the cluster's clock, ms since the epoch.
    ///   - identifiers: where GUIDs and tokens come from.
    package init(
        _ configuration: DemoClusterConfiguration, now: @escaping @Sendable () -> Int64, identifiers: IdentifierSource
    ) {
        name = configuration.name
        self.configuration = configuration
        wallClock = now
        self.identifiers = identifiers
        for user in configuration.users { accounts[user.guid] = DemoAccount(user) }
    }

    /// Hands every request from now on to `ledger`, before it is answered.
    package func keepLedger(_ ledger: @escaping @Sendable (LedgerEntry) -> Void) { self.ledger = ledger }

    /// Tells the ledger of `request`, which changed what came after the first `known` changes.
    func enter(_ request: ExchangeRequest, status: Int, since known: Int) {
        ledger?(
            LedgerEntry(
                time: now(), method: request.method.rawValue, path: request.path, status: status,
                changes: Array(executedChanges[known...]), token: changedToken ?? Self.token(in: request)))
    }

    /// The cluster's time, ms since the epoch.
    package func now() -> Int64 { wallClock() + clockOffset }

    /// Executes `request` and answers it, without the latency and the faults of the configuration.
    package func respond(to request: ExchangeRequest) -> ExchangeResponse {
        dated(route(request))
    }

    private func route(_ request: ExchangeRequest) -> ExchangeResponse {
        if configuration.generations.contains(.v2), let path = localPath(of: request, below: "/api/rest/2.0") {
            return respondV2(ReceivedRequest(request: request, generation: .v2, localPath: path))
        }
        if configuration.generations.contains(.v1), let path = localPath(of: request, below: "/callosum/v1") {
            return respondV1(ReceivedRequest(request: request, generation: .v1, localPath: path))
        }
        if let answer = routeBeta(request) { return answer }
        if request.path == "/", request.method == .get {
            return .html(200, title: "ThoughtSpot", text: "\(name): sign in")
        }
        return .html(404, title: "404 Not Found", text: "The requested URL was not found on this server.")
    }

    /// The path below `base`; `nil` when it is not below it.
    func localPath(of request: ExchangeRequest, below base: String) -> String? {
        request.path.hasPrefix(base + "/") ? String(request.path.dropFirst(base.count)) : nil
    }

    /// Every answer carries the cluster's time, from which a client learns how far its own clock is off.
    func dated(_ response: ExchangeResponse) -> ExchangeResponse {
        var copy = response
        copy.headers[.date] = HTTPDate.text(Instant(milliseconds: now()))
        return copy
    }

    /// The release of the software; unknown texts count as the newest.
    var release: DemoRelease { DemoRelease(configuration.release) ?? DemoRelease(99, 0) }

    /// Notes a change in `executedChanges`.
    func record(_ action: ExecutedChange.Action, of user: DemoUser) {
        executedChanges.append(ExecutedChange(time: now(), action: action, user: user.name))
    }

    /// Writes a line of the security log; `name` is for attempts in the name of an unknown user.
    func audit(_ kind: AuditEvent.Kind, user: DemoUser?, name: String? = nil, org: Int = 0) {
        auditEvents.append(
            AuditEvent(
                id: identifiers.guid(), time: now(), kind: kind, userGUID: user?.guid, userName: user?.name ?? name,
                orgID: org, address: kind == .accountLocked ? nil : "127.0.0.1"))
    }
}

/// Something a request really changed on the cluster. Tests read these to see what was executed, and how often.
package struct ExecutedChange: Hashable, Sendable {
    /// What was changed.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case loggedIn
        case loggedOut
        case issuedToken
        case revokedToken
        case forcedLogout
        case provisionedUser
        case switchedOrg
        case lockedAccount
        case deactivatedUser
        case activatedUser
        case configuredTrustedAuthentication
    }

    /// ms since the epoch, by the cluster's clock.
    package let time: Int64
    package let action: Action
    /// The name of the user it happened to.
    package let user: String
}

/// One request that the cluster received: what a program may say it did can be compared with it.
package struct LedgerEntry: Sendable {
    /// ms since the epoch, by the cluster's clock.
    package let time: Int64
    package let method: String
    package let path: String
    /// Of the answer, which the client need not have got.
    package let status: Int
    /// What the request really changed, oldest first.
    package let changes: [ExecutedChange]
    /// The token that was issued or revoked, else the one that was presented; a secret.
    package let token: String?
}

/// Makes GUIDs and tokens. Seeded, it makes the same ones every time, so that tests and pictures can be compared.
package struct IdentifierSource: Sendable {
    private var generator: SplitMix64
    private let isSeeded: Bool

    /// The same identifiers for the same `seed`.
    package init(seed: UInt64) {
        generator = SplitMix64(state: seed)
        isSeeded = true
    }

    /// Identifiers that cannot be guessed, from the system's random numbers.
    package static func random() -> IdentifierSource { IdentifierSource() }

    private init() {
        generator = SplitMix64(state: 0)
        isSeeded = false
    }

    /// A lower-case GUID of version 4.
    mutating func guid() -> String { UUIDText.random(bytes(16)) }

    /// A token of the v2.0 shape: three parts, the first says RS256, and the others cannot be decoded
    /// (<doc:TokensCompared>).
    mutating func webToken() -> String {
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9." + Self.urlText(bytes(96)) + "." + Self.urlText(bytes(256))
    }

    /// A token of the v1 shape: base64 of the user name, a colon and an inner token (<doc:V1>).
    mutating func opaqueToken(username: String) -> String {
        let inner = Data(bytes(48)).base64EncodedString()
        return Data("\(username):\(inner)".utf8).base64EncodedString()
    }

    /// A token of the betas; their shape is described nowhere (<doc:TokensCompared>), so it is plain random text.
    mutating func betaToken() -> String { Self.urlText(bytes(48)) }

    /// 32 bytes in base64, as v1's session information shows them.
    mutating func sessionSecret() -> String { Data(bytes(32)).base64EncodedString() }

    private static func urlText(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    private mutating func next() -> UInt64 {
        isSeeded ? generator.next() : UInt64.random(in: .min ... .max)
    }
}

/// Small, quick random numbers, the same ones for the same start.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
