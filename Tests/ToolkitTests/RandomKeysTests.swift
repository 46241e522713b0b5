import DisplayText
import Terminal
import Testing
import Toolkit

/// A fixed sequence of numbers, the same on every machine.
struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

/// No sequence of keys on a screen of any size may trap, draw outside or lose the cursor.
struct RandomKeysTests {
    private static let codes: [Key.Code] =
        [
            .enter, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .function(1),
        ] + "abdefhkuwsyn19 éä日\u{301}\u{202E}\u{1B}".map(Key.Code.character)

    private static func key(_ numbers: inout Numbers) -> Key {
        Key(
            codes.randomElement(using: &numbers) ?? .enter, control: Int.random(in: 0..<5, using: &numbers) == 0,
            alternate: Int.random(in: 0..<8, using: &numbers) == 0)
    }

    private static func grid(_ numbers: inout Numbers) -> CellGrid {
        CellGrid(
            Size(rows: Int.random(in: 0..<26, using: &numbers), columns: Int.random(in: 0..<90, using: &numbers)),
            glyphs: Bool.random(using: &numbers) ? .ascii : .unicode)
    }

    private static func checkCursor(_ grid: CellGrid) {
        if let cursor = grid.cursor {
            #expect((0..<grid.size.rows).contains(cursor.row) && (0..<grid.size.columns).contains(cursor.column))
        }
    }

    @Test(arguments: 1...8)
    func forms(seed: UInt64) {
        var numbers = Numbers(state: seed)
        var form = loginForm()
        for _ in 0..<150 {
            let key = Self.key(&numbers)
            if case .left(let id) = form.handle(key), Int.random(in: 0..<4, using: &numbers) == 0 {
                form.refuse(id, "This is wrong. Write something else, in other words, at more length.")
            }
            if Int.random(in: 0..<10, using: &numbers) == 0 {
                _ = form.paste("日本\r\ne\u{301}\u{301}x", truncated: false)
            }
            var grid = Self.grid(&numbers)
            form.draw(in: grid.area, on: &grid, theme: .standard)
            Self.checkCursor(grid)
        }
        #expect(form.focused != nil)
    }

    @Test(arguments: 1...8)
    func menusAndDialogs(seed: UInt64) {
        var numbers = Numbers(state: seed)
        var menu = Menu(
            "Actions", (0..<30).map { MenuItem($0, name: "action.\($0)", label: "action \($0)") }, verb: "run")
        var dialog = Dialog(
            "Title", [TextRun("one"), TextRun("two")], prompt: "Type abc", safeAnswer: 0)
        for _ in 0..<150 {
            let key = Self.key(&numbers)
            var grid = Self.grid(&numbers)
            _ = menu.handle(key, on: grid.area)
            menu.draw(in: grid.area, on: &grid, theme: .standard)
            Self.checkCursor(grid)
            let outcome = dialog.handle(key, on: grid.area, glyphs: grid.glyphs)
            if case .entered(let text) = outcome {
                dialog.refuse(
                    "\(SafeText(outside: text)) is not what was asked for, which is said at some length here.")
            }
            #expect(outcome != .answered(0), "only Esc leaves")
            dialog.draw(in: grid.area, on: &grid, theme: .standard)
            Self.checkCursor(grid)
        }
        #expect(menu.items.count == 30)
    }

    @Test(arguments: 1...8)
    func lists(seed: UInt64) {
        var numbers = Numbers(state: seed)
        var state = ListState<Int>()
        for _ in 0..<300 {
            let count = Int.random(in: 0..<50, using: &numbers)
            let height = Int.random(in: 0..<20, using: &numbers)
            let shift = Int.random(in: 0..<3, using: &numbers)
            state.refresh(count: count, height: height) { $0 + shift }
            if let move = ListMove.allCases.randomElement(using: &numbers) {
                state.move(move, count: count, height: height) { $0 + shift }
            }
            #expect(state.selected == (count == 0 ? nil : state.position + shift))
            let first = state.firstVisible(count: count, height: height)
            #expect(first >= 0 && first <= state.position)
            #expect(count == 0 || height == 0 || state.position < first + height)
        }
    }
}
