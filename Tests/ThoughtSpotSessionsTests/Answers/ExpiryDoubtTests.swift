import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// An end that cannot be right is not shown as one (fault D17): judged by the server's clock, never by ours alone.
struct ExpiryDoubtTests {
    /// Of the server, whatever ours says: 2035-06-01 00:00:00 UTC.
    private static let serverNow = Instant(milliseconds: 2_064_268_800_000)
    private static let date = "Fri, 01 Jun 2035 00:00:00 GMT"

    private func issued(
        created: Instant?, end: Instant, date: String? = date, age: String? = nil
    ) async throws -> IssuedToken {
        let created = created.map { "\"creation_time_in_millis\":\($0.milliseconds)," } ?? ""
        let body = """
            {"token":"a.b-c",\(created)"expiration_time_in_millis":\(end.milliseconds),"scope":null,\
            "valid_for_user_id":"g","valid_for_username":"anna"}
            """
        var headers = HTTPFields()
        headers[.date] = date
        headers[.age] = age
        let request = TokenRequest(kind: .full, username: "anna", credential: .secretKey(Secret("a-long-key")))
        return try await Script(.v2, .json(body, headers)).client.issueToken(request).value
    }

    @Test func `an end after the server's own moment is certain, however far our clock is`() async throws {
        let end = Self.serverNow.advanced(seconds: 600)
        let issued = try await issued(created: Self.serverNow, end: end)
        #expect(issued.expiry == .at(end))
        #expect(issued.expiryDoubt == nil)
    }

    @Test func `an end in the past of the server`() async throws {
        let end = Self.serverNow.advanced(seconds: -600)
        let issued = try await issued(created: Self.serverNow.advanced(seconds: -1_200), end: end)
        #expect(issued.expiry == .unknown)
        #expect(issued.expiryDoubt == .inThePast(end))
        #expect(issued.expiryDoubt?.told == end)
    }

    @Test(arguments: [0 as Int64, -1, -86_400])
    func `an end that is not after the creation`(seconds: Int64) async throws {
        let end = Self.serverNow.advanced(seconds: 3_600 + seconds)
        let issued = try await issued(created: Self.serverNow.advanced(seconds: 3_600), end: end)
        #expect(issued.expiry == .unknown)
        #expect(issued.expiryDoubt == .beforeCreation(end))
        #expect(issued.createdAt == Self.serverNow.advanced(seconds: 3_600))
    }

    /// Without a `Date`, or with an old one out of a cache, nothing tells the server's time, and ours is not taken for it.
    @Test(arguments: [(nil as String?, nil as String?), (date, "60"), ("soon", nil)])
    func `our own clock alone judges nothing`(date: String?, age: String?) async throws {
        let end = Script.now.advanced(seconds: -600)
        let issued = try await issued(created: Script.now.advanced(seconds: -1_200), end: end, date: date, age: age)
        #expect(issued.expiry == .at(end))
        #expect(issued.expiryDoubt == nil)
    }

    @Test(arguments: Betas.all)
    func `a beta's end by creation and duration`(generation: Generation) async throws {
        var headers = HTTPFields()
        headers[.date] = Self.date
        let issued = try await Script(generation, .json(Betas.login, headers)).client.issueToken(Betas.issue).value
        #expect(issued.expiry == .unknown)
        #expect(issued.expiryDoubt == .inThePast(Script.now.advanced(seconds: 600)))
    }

    @Test func `a token that is accepted has not ended`() async throws {
        var headers = HTTPFields()
        headers[.date] = Self.date
        let body = """
            {"creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000,"valid_for_user_id":"g"}
            """
        let validation = try await Script(.v2, .json(body, headers)).client.validateToken(Secret("t"), as: .none).value
        #expect(validation.verdict == .valid)
        #expect(validation.expiry == .unknown)
        #expect(validation.expiryDoubt == .inThePast(Instant(milliseconds: 1_748_736_300_000)))
    }
}
