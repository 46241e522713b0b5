import Testing
import Toolkit

struct ListStateTests {
    static func state(_ count: Int, at index: Int, height: Int = 10) -> ListState<Int> {
        var state = ListState<Int>()
        state.select(index, count: count, height: height) { $0 }
        return state
    }

    @Test(arguments: [
        (ListMove.up, 49), (.down, 51), (.pageUp, 41), (.pageDown, 59), (.halfPageUp, 45), (.halfPageDown, 55),
        (.first, 0), (.last, 99), (.row(7), 7),
    ])
    func `each move goes where it says`(move: ListMove, expected: Int) {
        var state = Self.state(100, at: 50)
        state.move(move, count: 100, height: 10) { $0 }
        #expect(state.selected == expected)
    }

    @Test func stopsAtBothEnds() {
        var state = Self.state(3, at: 0)
        let movedUp = state.move(.up, count: 3, height: 10) { $0 }
        #expect(!movedUp)
        state.move(.last, count: 3, height: 10) { $0 }
        let movedDown = state.move(.pageDown, count: 3, height: 10) { $0 }
        #expect(!movedDown)
        #expect(state.selected == 2)
    }

    @Test func theWindowFollowsOnlyWhenItMust() {
        var state = Self.state(100, at: 0)
        for _ in 0..<12 { state.move(.down, count: 100, height: 10) { $0 } }
        #expect((state.selected, state.top) == (12, 3))
        for _ in 0..<5 { state.move(.up, count: 100, height: 10) { $0 } }
        #expect((state.selected, state.top) == (7, 3))
        #expect(state.firstVisible(count: 100, height: 3) == 5)
        #expect(state.firstVisible(count: 100, height: 200) == 0)
        #expect(state.firstVisible(count: 100, height: 0) == 7)
    }

    @Test func theSelectionStaysOnItsRowOverRefreshAndSort() {
        var state = Self.state(100, at: 50)
        let reversed = Array((0..<100).reversed())
        state.refresh(count: 100, height: 10) { reversed[$0] }
        #expect(state.selected == 50)
        #expect(state.position == 49)
        state.refresh(count: 40, height: 10) { 50 - $0 }
        #expect((state.selected, state.position) == (50, 0))
    }

    @Test func aVanishedRowLeavesTheSelectionOnItsNeighbour() {
        var state = Self.state(5, at: 4)
        state.refresh(count: 3, height: 10) { $0 }
        #expect(state.selected == 2)
        state.refresh(count: 0, height: 10) { $0 }
        #expect(state.selected == nil)
        let moved = state.move(.down, count: 0, height: 10) { $0 }
        #expect(!moved)
        state.refresh(count: 2, height: 10) { $0 + 7 }
        #expect(state.selected == 7)
    }

    @Test func aKeyAsksForOneRowOfAHundredThousand() {
        var asked = 0
        var state = Self.state(100_000, at: 50_000)
        for move in ListMove.allCases {
            state.move(move, count: 100_000, height: 40) { index in
                asked += 1
                return index
            }
        }
        #expect(asked == ListMove.allCases.count)
    }

    @Test func marks() {
        var state = Self.state(5, at: 1)
        state.toggleMark()
        #expect(state.marks == [1])
        state.toggleMarks(shown: 0..<3)
        #expect(state.marks == [0, 1, 2])
        state.toggleMarks(shown: 1..<3)
        #expect(state.marks == [0])
        state.keepMarks { $0 != 0 }
        #expect(state.marks.isEmpty)
        state.toggleMark()
        state.clearMarks()
        #expect(state.marks.isEmpty)
    }

    @Test func scrollNeverLeavesTheText() {
        var scroll = Scroll()
        let moved = scroll.move(.up, count: 30, height: 10)
        #expect(!moved)
        scroll.move(.last, count: 30, height: 10)
        #expect(scroll.first(count: 30, height: 10) == 20)
        #expect(scroll.first(count: 12, height: 10) == 2)
        scroll.move(.up, count: 12, height: 10)
        #expect(scroll.top == 1)
        scroll.move(.down, count: 5, height: 10)
        #expect(scroll.top == 0)
    }
}
