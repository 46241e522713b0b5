import Processors
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

    @Test func `few pieces stay together`() {
        #expect(ProcessorParts.map(255) { $0 } == [0..<255])
    }
}
