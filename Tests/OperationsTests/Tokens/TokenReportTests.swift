import Operations
import Storage
import TestSupport
import Testing

/// Where a report goes.
struct TokenReportTests {
    @Test func `a tilde is the user's own directory, and an existing file stays`() async throws {
        let world = try await World()
        let token = try await world.issued().record.id
        let report = WriteTokenReport(tokens: [token], acts: [], paths: ["~/report.txt", "~/report.json"])
        #expect(
            try await report.run(in: world.workspace) == ["report.txt", "report.json"].map { world.home.file($0) })
        let text = try world.home.text(of: "report.txt")
        #expect(text.hasPrefix("Report, written "))
        try world.home.write("precious", to: "other.txt")
        let second = WriteTokenReport(tokens: [token], acts: [], paths: ["~/new.txt", "~/other.txt"])
        let error = await failure { () async throws(OperationError) in try await second.run(in: world.workspace) }
        #expect(error?.storage?.code == .fileExists)
        #expect(try world.home.text(of: "other.txt") == "precious")
        #expect(!world.home.names().contains("new.txt"))
    }
}
