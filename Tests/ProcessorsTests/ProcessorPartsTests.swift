import Dispatch
import Glibc
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

    @Test(arguments: [0, 1, 255, 256, 1_000])
    func `what was begun is done by the time its results are asked for`(count: Int) {
        let begun = ProcessorParts.begin(count) { Array($0) }
        #expect(begun.results().flatMap(\.self) == Array(0..<count))
    }

    @Test(.enabled(if: sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1))
    func `who begins a long work goes on beside it`() {
        let goneOn = DispatchSemaphore(value: 0)
        let begun = ProcessorParts.begin(1_000) { numbers in
            goneOn.wait()
            goneOn.signal()
            return numbers.count
        }
        goneOn.signal()
        #expect(begun.results().reduce(0, +) == 1_000)
    }
}
