import Processors
import Synchronization
import Testing

struct ProcessorPartsTests {
    @Test(arguments: [1, 2, 255, 256, 257, 1_000, 99_999])
    func `every piece is done once, in order, whatever their number`(count: Int) {
        let parts = ProcessorParts.map(count) { Array($0) }
        #expect(parts.flatMap(\.self) == Array(0..<count))
    }

    @Test func `no pieces are no parts, and nothing is called`() {
        let parts = ProcessorParts.map(0) { (_: Range<Int>) -> Int in
            Issue.record("there is nothing to do")
            return 0
        }
        #expect(parts.isEmpty)
    }

    @Test(arguments: [0, 1, 255, 256, 99_999]) func `what is done beside them is done once`(count: Int) {
        let times = Mutex(0)
        let parts = ProcessorParts.map(count, beside: { times.withLock { $0 += 1 } }) { Array($0) }
        #expect(parts.flatMap(\.self) == Array(0..<count))
        #expect(times.withLock(\.self) == 1)
    }

    @Test func `few pieces stay together`() {
        #expect(ProcessorParts.map(255) { $0 } == [0..<255])
    }
}
