import DisplayText
import Terminal
import Testing
import Toolkit

struct FormPictureTests {
    @Test func atTheStart() {
        expectPicture(
            14, 60,
            is: """
                > User *        tsadmin
                  Credential    (*) password  ( ) bearer token
                  Password *
                  Org           Primary
                  Keep session  [ ] no

                  The name ThoughtSpot knows.






                  [ Log in ]  ( Test: no network )  [ Cancel ]
                """
        ) { loginForm().draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func `what cannot be filled in is not marked as required`() {
        var form = loginForm()
        form.setDisabled(.secret, "not used with this credential")
        var grid = CellGrid(Size(rows: 14, columns: 60))
        form.draw(in: grid.area, on: &grid, theme: .mono)
        #expect(GridText(grid).text.contains("  Password      - (not used with this credential)"))
        #expect(GridText(grid).text.contains("> User *        tsadmin"))
    }

    @Test func filledInWithAnErrorANoteAndAMessage() {
        var form = loginForm()
        for key in keys("anna") { _ = form.handle(key) }
        form.setError(.user, "The cluster does not know this user. Check the spelling, or the cluster.")
        form.setDisabled(.org, "one Org only")
        form.message = TextRun("prod-eu refused the login.", .danger)
        form.setFocus(.secret)
        _ = form.paste("secret\n")
        expectPicture(
            18, 60,
            is: """
                  User *        anna
                                ! The cluster does not know this user.
                                Check the spelling, or the cluster.
                  Credential    (*) password  ( ) bearer token
                > Password *    ********
                                Left out 1 line break of the pasted text.
                  Org           - (one Org only)
                  Keep session  [ ] no

                  prod-eu refused the login.

                  Sent to prod-eu only. Kept in memory.





                  [ Log in ]  ( Test: no network )  [ Cancel ]
                """
        ) { grid in
            form.draw(in: grid.area, on: &grid, theme: .mono)
            #expect(grid.cursor == Position(row: 4, column: 24))
        }
    }

    @Test func tooLowItScrollsWithTheFocus() {
        var form = loginForm()
        form.setFocus(.keep)
        expectPicture(
            5, 40,
            is: """
                  Credential    < password >  (1 more) ^
                  Password *
                  Org           Primary
                > Keep session  [ ] no
                  [ Log in ]  ( Test )  [ Cancel ]
                """
        ) { form.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test(arguments: [(80, "fields 2-5 of 5 (Tab)"), (60, " 2-5 of 5"), (40, "[ Cancel ]")])
    func `too low it says which fields are in sight, where there is room`(columns: Int, end: String) {
        var form = loginForm()
        form.setFocus(.keep)
        for (rows, isCut) in [(5, true), (14, false)] {
            var grid = CellGrid(Size(rows: rows, columns: columns))
            form.draw(in: grid.area, on: &grid, theme: .mono)
            let buttons = GridText(grid).text.split(separator: "\n").last { $0.contains("[ Log in ]") } ?? ""
            #expect(buttons.contains(end) == (isCut || columns == 40), "\(buttons)")
        }
    }

    @Test func `what is wrong never moves the buttons out of sight`() {
        var form = loginForm()
        form.setError(.user, "The cluster does not know this user. Check the spelling, or the cluster.")
        form.setError(.secret, "The cluster refused this password. Check the keyboard layout before the next attempt.")
        form.message = TextRun("1 refused login. After 2 within an hour Tessera asks before trying again.", .warning)
        form.setFocus(.secret)
        for rows in 9...24 {
            var grid = CellGrid(Size(rows: rows, columns: 60))
            form.draw(in: grid.area, on: &grid, theme: .mono)
            let text = GridText(grid).text
            for part in ["[ Log in ]", "[ Cancel ]", "> Password", "! The cluster refused this password", "1 refused"] {
                #expect(text.contains(part), "\(part) in \(rows) rows")
            }
        }
    }

    @Test func `what is cut of a help says so`() {
        let help: SafeText = "A new file that only you can read; an existing file stays as it is, whatever it holds"
        let form = Form([FormField.text(1, "File", help: help)], buttons: [FormButton(2, "Write")])
        for (rows, isCut) in [(4, true), (5, false), (12, false)] {
            var grid = CellGrid(Size(rows: rows, columns: 40))
            form.draw(in: grid.area, on: &grid, theme: .mono)
            #expect(GridText(grid).text.contains("…") == isCut, "\(rows) rows")
            #expect(GridText(grid).text.contains("it holds") != isCut, "\(rows) rows")
        }
    }

    @Test func `a row that is left over parts the fields from the help`() {
        let long: SafeText = "A new file that only you can read; an existing file stays as it is, whatever it holds"
        let form = Form(
            [FormField.text(1, "Name", help: "Short."), .text(2, "File", help: long)], buttons: [FormButton(3, "Write")]
        )
        expectPicture(
            7, 40,
            is: """
                > Name
                  File

                  Short.


                  [ Write ]
                """
        ) { form.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test func choiceOnANarrowScreen() {
        var form = loginForm()
        form.setFocus(.how)
        expectPicture(
            12, 44,
            is: """
                  User *        tsadmin
                > Credential    < password >  (1 more)
                  Password *
                  Org           Primary
                  Keep session  [ ] no

                  Not available: secret key (v1 has none).




                  [ Log in ]  ( Test )  [ Cancel ]
                """
        ) { form.draw(in: $0.area, on: &$0, theme: .mono) }
    }

    @Test(arguments: 0...12)
    func everySizeDraws(rows: Int) {
        for columns in [0, 1, 5, 9, 13, 20, 33] {
            for focus in [LoginField.user, .secret, .keep, .leave] {
                var form = loginForm()
                form.setFocus(focus)
                var grid = CellGrid(Size(rows: rows, columns: columns))
                form.draw(in: grid.area, on: &grid, theme: .standard)
                if let cursor = grid.cursor {
                    #expect(cursor.row < rows && cursor.column < columns)
                }
            }
        }
    }
}
