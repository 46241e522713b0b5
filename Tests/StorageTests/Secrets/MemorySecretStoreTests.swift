import HTTPExchange
import Storage
import Testing
import ThoughtSpotSessions

struct MemorySecretStoreTests {
    private let store = MemorySecretStore()
    private let origin = Origin(scheme: .https, host: "h")

    @Test func `releases what it stored`() async throws {
        try await store.store(Secret("a"), as: .password, for: "p", origin: origin)
        try await store.store(Secret("b"), as: .password, for: "p", origin: origin)
        #expect(try await store.release(.password, for: "p", origin: origin) == Secret("b"))
        #expect(try await store.release(.bearer, for: "p", origin: origin) == nil)
        #expect(try await store.release(.password, for: "q", origin: origin) == nil)
        try await store.forget("p")
        #expect(try await store.release(.password, for: "p", origin: origin) == nil)
    }

    @Test(arguments: [
        Origin(scheme: .http, host: "h"), Origin(scheme: .https, host: "h", port: 8_443),
        Origin(scheme: .https, host: "h.x"),
    ])
    func `releases for no other origin`(other: Origin) async throws {
        try await store.store(Secret("hunter2"), as: .password, for: "p", origin: origin)
        do {
            _ = try await store.release(.password, for: "p", origin: other)
            Issue.record("it was released")
        } catch {
            #expect(error.code == .originBound)
            #expect(!error.detail.contains("hunter2"))
        }
    }
}
