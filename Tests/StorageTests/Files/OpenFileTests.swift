import Glibc
import TestSupport
import Testing

@testable import Storage

struct OpenFileTests {
    private let home: TemporaryHome
    /// More than is read at once behind the end.
    private let text = String(repeating: "0123456789abcdef", count: 4_096)

    init() throws { home = try TemporaryHome() }

    @Test(arguments: [0, 1, 40_000, 65_536, 70_000], [1, 8_192, 65_535, 65_536, 65_537, 1 << 40])
    func `reads from a place up to a limit`(offset: Int, limit: Int) throws {
        try home.write(text, to: "file")
        let file = try OpenFile(home.file("file"), flags: O_RDONLY)
        let bytes = try file.read(from: offset, limit: limit)
        #expect(bytes == Array(text.utf8.dropFirst(offset).prefix(limit)))
    }

    @Test func `a file takes no more room than it needs`() throws {
        try home.write(text, to: "file")
        let file = try OpenFile(home.file("file"), flags: O_RDONLY)
        #expect(try file.read(limit: 1 << 24).capacity < text.utf8.count + 4_096)
    }

    @Test func `reads a file whose size the system does not tell`() throws {
        let file = try OpenFile("/proc/self/status", flags: O_RDONLY)
        #expect(try file.status().st_size == 0)
        #expect(String(decoding: try file.read(limit: 1 << 20), as: UTF8.self).contains("VmRSS:"))
    }
}
