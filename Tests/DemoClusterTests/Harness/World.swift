import HTTPExchange
import HTTPTypes
import Moments
import TestSupport

@testable import DemoCluster

/// A cluster with a clock that the test moves, and short ways to talk to it.
struct World {
    static let password = "pa55-Word"
    static let key = "11111111-2222-4333-8444-555555555555"
    static let salesKey = "22222222-2222-4333-8444-555555555555"
    static let object = "33333333-2222-4333-8444-555555555555"

    let clock = TestClock(1_790_000_000_000)
    let cluster: SimulatedCluster
    let origin: Origin

    init(
        release: String = "26.8.0.cl", generations: Set<DemoGeneration> = [.v1, .v2], scheme: Origin.Scheme = .https,
        nesting: DemoClusterConfiguration.ErrorNesting = .observed, keys: [DemoSecretKey]? = nil,
        latency: Int = 0, faults: [DemoFaultRule] = [],
        acceptsV1TokensEverywhere: Bool = true
    ) {
        let clock = clock
        let configuration = DemoClusterConfiguration(
            name: "test", release: release, generations: generations, users: Self.users,
            orgs: [DemoOrg(id: 0, name: "Primary"), DemoOrg(id: 1, name: "Sales"), DemoOrg(id: 2, name: "Finance")],
            secretKeys: keys ?? [DemoSecretKey(key: Self.key), DemoSecretKey(key: Self.salesKey, orgID: 1)],
            latencyMilliseconds: latency, errorNesting: nesting, faults: DemoFaultPlan(rules: faults),
            acceptsV1TokensEverywhere: acceptsV1TokensEverywhere)
        cluster = SimulatedCluster(configuration, now: { clock.milliseconds }, identifiers: IdentifierSource(seed: 7))
        origin = Origin(scheme: scheme, host: "test.example")
    }

    private static let users = [
        user("root", 1, privileges: ["ADMINISTRATION"], orgs: [0, 1, 2]),
        user("anna", 2, orgs: [0, 1]),
        user("keeper", 3, privileges: ["CONTROL_TRUSTED_AUTH"]),
        user("mfa", 4, usesMultiFactor: true),
        user("sso", 5, hasPassword: false, type: .saml),
        user("locked", 6, status: .locked),
        user("gone", 7, status: .inactive),
    ]

    static func guid(_ number: Int) -> String { "00000000-0000-4000-8000-00000000000\(number)" }

    private static func user(
        _ name: String, _ number: Int, privileges: [String] = [], orgs: [Int] = [0], usesMultiFactor: Bool = false,
        hasPassword: Bool = true, type: DemoUser.AccountType = .local, status: DemoUser.AccountStatus = .active
    ) -> DemoUser {
        DemoUser(
            name: name, guid: guid(number), displayName: name.capitalizedFirst, password: hasPassword ? password : nil,
            privileges: privileges, orgs: orgs, accountType: type, accountStatus: status,
            usesMultiFactor: usesMultiFactor)
    }

    // MARK: Talking

    func request(
        _ method: HTTPRequest.Method, _ path: String, query: String? = nil, body: String = "",
        headers: [String: String] = [:]
    ) -> ExchangeRequest {
        var fields: HTTPFields = [.userAgent: "tests", .accept: "application/json"]
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value.isEmpty ? nil : value
        }
        return ExchangeRequest(
            method: method, origin: origin, path: path, query: query, headers: fields, body: [UInt8](body.utf8),
            safety: .change)
    }

    /// A request to v2.0 with a JSON body.
    func v2(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", bearer: String? = nil,
        cookies: String? = nil, headers: [String: String] = [:]
    ) async -> Answer {
        var all = headers
        if !body.isEmpty, all["Content-Type"] == nil { all["Content-Type"] = "application/json" }
        if let bearer { all["Authorization"] = "Bearer \(bearer)" }
        if let cookies { all["Cookie"] = cookies }
        return Answer(
            response: await cluster.respond(to: request(method, "/api/rest/2.0" + path, body: body, headers: all)))
    }

    /// A request to v1 with a form body; the path is below `/callosum/v1/tspublic/v1` unless it begins with `private:`.
    func v1(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", query: String? = nil,
        bearer: String? = nil, cookies: String? = nil, headers: [String: String] = [:]
    ) async -> Answer {
        var all = ["X-Requested-By": "ThoughtSpot"].merging(headers) { _, own in own }
        if !body.isEmpty, all["Content-Type"] == nil { all["Content-Type"] = "application/x-www-form-urlencoded" }
        if let bearer { all["Authorization"] = "Bearer \(bearer)" }
        if let cookies { all["Cookie"] = cookies }
        let full =
            path.hasPrefix("private:")
            ? "/callosum/v1" + path.dropFirst("private:".count) : "/callosum/v1/tspublic/v1" + path
        return Answer(
            response: await cluster.respond(to: request(method, full, query: query, body: body, headers: all)))
    }

    // MARK: Shortcuts

    /// The cookies of a fresh v2.0 session.
    func logIn(_ user: String = "root", more: String = "") async -> String {
        await v2(
            .post, "/auth/session/login", #"{"username":"\#(user)","password":"\#(Self.password)"\#(more)}"#
        ).cookies
    }

    /// A full token of v2.0.
    func token(_ user: String = "root", more: String = "") async -> String {
        await v2(
            .post, "/auth/token/full", #"{"username":"\#(user)","secret_key":"\#(Self.key)"\#(more)}"#
        ).string("token") ?? ""
    }

    func actions() async -> [ExecutedChange.Action] { await cluster.executedChanges.map(\.action) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
