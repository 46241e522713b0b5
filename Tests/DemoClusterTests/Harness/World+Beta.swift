import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

extension World {
    /// A world whose cluster speaks one beta beside v1.
    static func beta(_ generation: DemoGeneration, scheme: Origin.Scheme = .https) -> World {
        World(release: "8.10.0.cl", generations: [.v1, generation], scheme: scheme)
    }

    /// A request to `beta-api`.
    func betaAPI(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", bearer: String? = nil,
        cookies: String? = nil, headers: [String: String] = [:]
    ) async -> Answer {
        await beta(method, "/api/rest/v2" + path, body, bearer: bearer, cookies: cookies, headers: headers)
    }

    /// A request to the base that `beta-tspublic` and `beta-query` share.
    func tspublic(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", query: String? = nil,
        bearer: String? = nil, cookies: String? = nil, headers: [String: String] = [:]
    ) async -> Answer {
        await beta(
            method, "/tspublic/rest/v2" + path, body, query: query, bearer: bearer, cookies: cookies, headers: headers)
    }

    private func beta(
        _ method: HTTPRequest.Method, _ path: String, _ body: String, query: String? = nil, bearer: String?,
        cookies: String?, headers: [String: String]
    ) async -> Answer {
        var all = headers
        if !body.isEmpty, all["Content-Type"] == nil { all["Content-Type"] = "application/json" }
        if let bearer { all["Authorization"] = "Bearer \(bearer)" }
        if let cookies { all["Cookie"] = cookies }
        return Answer(
            response: await cluster.respond(to: request(method, path, query: query, body: body, headers: all)))
    }

    /// `{"userName":..., "password":...` and `more`, which begins with a comma, and the end of the object.
    static func betaCredentials(_ user: String = "anna", _ more: String = "") -> String {
        #"{"userName":"\#(user)","password":"\#(password)"\#(more)}"#
    }
}

/// The three betas behind one face, for what they share.
struct BetaDialect: Sendable, CustomTestStringConvertible {
    let generation: DemoGeneration

    static let all: [BetaDialect] = [.betaAPI, .betaTspublic, .betaQuery].map { BetaDialect(generation: $0) }

    var testDescription: String { generation.rawValue }
    var world: World { .beta(generation) }
    func world(scheme: Origin.Scheme) -> World { .beta(generation, scheme: scheme) }

    /// A call of `path`, which the betas name alike.
    func call(
        _ method: HTTPRequest.Method, _ path: String, bearer: String? = nil, cookies: String? = nil, in world: World
    ) async -> Answer {
        generation == .betaAPI
            ? await world.betaAPI(method, path, bearer: bearer, cookies: cookies)
            : await world.tspublic(method, path, bearer: bearer, cookies: cookies)
    }

    /// Login; `rememberMe` in the type of the generation.
    func logIn(
        _ user: String = "anna", _ password: String = World.password, isRemembered: Bool? = nil, in world: World
    ) async -> Answer {
        let quote = generation == .betaTspublic ? "\"" : ""
        let remember = isRemembered.map { #","rememberMe":\#(quote)\#($0)\#(quote)"# } ?? ""
        let body = #"{"userName":"\#(user)","password":"\#(password)"\#(remember)}"#
        switch generation {
        case .betaAPI: return await world.betaAPI(.post, "/session/login", body)
        case .betaQuery:
            let query = "userName=\(user)&password=\(password)" + (isRemembered.map { "&rememberMe=\($0)" } ?? "")
            return await world.tspublic(.get, "/session/login", query: query)
        default: return await world.tspublic(.post, "/session/login", body)
        }
    }

    /// gettoken by password, with a life time as text.
    func getToken(
        _ user: String = "anna", _ password: String = World.password, seconds: String? = nil, in world: World
    ) async -> Answer {
        let life = seconds.map { #","tokenExpiryDuration":"\#($0)""# } ?? ""
        let body = #"{"userName":"\#(user)","password":"\#(password)"\#(life)}"#
        switch generation {
        case .betaAPI: return await world.betaAPI(.post, "/session/gettoken", body)
        case .betaQuery:
            let query = "userName=\(user)&password=\(password)" + (seconds.map { "&tokenExpiryDuration=\($0)" } ?? "")
            return await world.tspublic(.get, "/session/gettoken", query: query)
        default: return await world.tspublic(.post, "/session/gettoken", body)
        }
    }
}
