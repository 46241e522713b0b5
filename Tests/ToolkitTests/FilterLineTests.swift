import DisplayText
import Terminal
import Testing
import Toolkit

struct FilterLineTests {
    private static func typed(_ text: String) -> FilterLine {
        var line = FilterLine()
        line.open()
        for key in keys(text) { _ = line.handle(key) }
        return line
    }

    @Test func typesClosesReopensAndClears() {
        var line = FilterLine()
        #expect(line.handle(.character("a")) == .ignored)
        line.open()
        #expect(line.handle(.character("a")) == .changed)
        #expect(line.handle(Key(.left)) == .handled)
        #expect(line.handle(Key(.down)) == .ignored)
        #expect(line.handle(Key(.enter)) == .closed)
        #expect((line.text, line.isShown, line.isEditing) == ("a", true, false))
        line.open()
        #expect(line.paste("b\nc") == .changed)
        #expect(line.text == "bca")
        #expect(line.handle(Key(.escape)) == .cleared)
        #expect((line.text, line.isShown) == ("", false))
        #expect(line.paste("x") == .ignored)
    }

    @Test func pictures() {
        expectPicture(1, 40, is: " / user:anna                    4 of 11") {
            Self.typed("user:anna").draw(shown: 4, total: 11, in: $0.area, on: &$0, theme: .mono)
            #expect($0.cursor == Position(row: 0, column: 12))
        }
        expectPicture(1, 12, is: " / <er:anna") {
            Self.typed("user:anna").draw(shown: 4, total: 11, in: $0.area, on: &$0, theme: .mono)
        }
    }

    @Test func anAreaInTheMiddle() {
        let screen = Area(row: 2, column: 4, rows: 10, columns: 40)
        #expect(screen.centred(Size(rows: 4, columns: 20)) == Area(row: 5, column: 14, rows: 4, columns: 20))
        #expect(screen.centred(Size(rows: 99, columns: 99)) == screen)
    }
}
