import DisplayText
import Terminal
import Testing

@MainActor
struct InMemoryTerminalTests {
    @Test func `keeps what was presented`() {
        let terminal = InMemoryTerminal(size: Size(rows: 1, columns: 5))
        var grid = CellGrid(terminal.size)
        terminal.present(grid)
        terminal.present(grid)
        grid.write("hi", at: Position(row: 0, column: 0))
        terminal.present(grid)
        #expect(terminal.history.count == 2)
        #expect(terminal.text == "hi\n")
    }

    @Test func `delivers events in order and ends`() async {
        let terminal = InMemoryTerminal()
        terminal.type("ab")
        terminal.resize(to: Size(rows: 3, columns: 4))
        terminal.resize(to: Size(rows: 5, columns: 6))
        terminal.hangUp()
        var events: [InputEvent] = []
        for await event in terminal.events { events.append(event) }
        #expect(
            events == [
                .key(.character("a")), .key(.character("b")), .resize(Size(rows: 5, columns: 6)), .hangUp,
            ])
    }

    @Test func `type ahead can be dropped`() async {
        let terminal = InMemoryTerminal()
        terminal.press(.character("y"))
        terminal.resize(to: Size(rows: 3, columns: 4))
        terminal.flushInput()
        terminal.press(.character("n"))
        terminal.close()
        var events: [InputEvent] = []
        for await event in terminal.events { events.append(event) }
        #expect(events == [.resize(Size(rows: 3, columns: 4)), .key(.character("n"))])
    }

    @Test func `a waiting reader gets the event`() async {
        let terminal = InMemoryTerminal()
        let events = terminal.events
        async let first: InputEvent? = {
            for await event in events { return event }
            return nil
        }()
        terminal.press(.character("x"))
        #expect(await first == .key(.character("x")))
    }

    @Test func `a cancelled reader ends`() async {
        let terminal = InMemoryTerminal()
        let events = terminal.events
        let ended = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in events {}
                return true
            }
            group.cancelAll()
            return await group.next()
        }
        #expect(ended == true)
    }
}
