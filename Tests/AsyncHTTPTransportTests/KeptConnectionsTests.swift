import HTTPExchange
import NIOCore
import Testing

@testable import AsyncHTTPTransport

struct KeptConnectionsTests {
    private static func origin(_ number: Int) -> Origin { Origin(scheme: .https, host: "h\(number).example") }

    @Test func `a few dozen origins keep their connections, the next ones do not until some have been idle`() {
        let kept = KeptConnections()
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        let first = (0..<48).map { kept.mayKeep(Self.origin($0), now: start) }
        #expect(first.allSatisfy { $0 })
        #expect(!kept.mayKeep(Self.origin(48), now: start))
        let later = start + .seconds(3)
        #expect(kept.mayKeep(Self.origin(0), now: later))
        #expect(!kept.mayKeep(Self.origin(48), now: later))
        let idle = start + kept.idleTime
        #expect(kept.mayKeep(Self.origin(48), now: idle))
        // The one that was used again meanwhile is still among them, with room for 46 more.
        let next = (100..<146).map { kept.mayKeep(Self.origin($0), now: idle) }
        #expect(next.allSatisfy { $0 })
        #expect(!kept.mayKeep(Self.origin(200), now: idle))
    }

    @Test func `who may keep no connection asks for its end, and uses each for one request`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        try await ScriptedServer.serving([.send(answer)]) { server in
            let transport = AsyncHTTPTransport(unhurriedBy: .live, kept: 0)
            for number in 1...2 { _ = try await transport.send(.local(port: server.port, path: "/\(number)")) }
            await transport.shutdown()
            #expect(server.requests.count == 2)
            #expect(server.requests.allSatisfy { $0.lowercased().contains("\r\nconnection: close\r\n") })
            #expect(server.connections == 2)
        }
    }
}
