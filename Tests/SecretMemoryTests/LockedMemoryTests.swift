import Glibc
import SecretMemory
import Testing

/// Promise P7. The tests of this process run side by side, and none of them unlocks what is locked.
struct LockedMemoryTests {
    /// Kilobytes of this process that the system has locked.
    private func lockedSize() throws -> Int {
        let file = try #require(fopen("/proc/self/status", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmLck:") else { continue }
            return try #require(Int(text.filter(\.isNumber)))
        }
        return try #require(nil, "the system does not tell")
    }

    @Test func `the pages of what is locked are locked, and the system says so`() throws {
        let size = 8 * 4_096
        let pages = try #require(mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        let before = try lockedSize()
        // Where the limit allows no more, it is told.
        guard LockedMemory.lock(UnsafeRawBufferPointer(start: pages, count: size)) else { return }
        #expect(try lockedSize() >= before + size / 1_024)
    }

    @Test func `what cannot be locked is told, and nothing needs no lock`() {
        #expect(!LockedMemory.lock(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 4_096), count: 64)))
        #expect(LockedMemory.lock(UnsafeRawBufferPointer(start: nil, count: 0)))
    }
}
