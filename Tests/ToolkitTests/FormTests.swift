import DisplayText
import Terminal
import Testing
import Toolkit

enum LoginField: Hashable, Sendable { case user, secret, how, org, keep, logIn, test, leave }

func loginForm() -> Form<LoginField> {
    Form(
        [
            .text(.user, "User", placeholder: "tsadmin", help: "The name ThoughtSpot knows.", isRequired: true),
            .choice(
                .how, "Credential",
                Choice([
                    .init("password", "password"), .init("key", "secret key", unavailable: "v1 has none"),
                    .init("bearer", "bearer token"),
                ])),
            .secret(.secret, "Password", help: "Sent to prod-eu only. Kept in memory.", isRequired: true),
            .text(.org, "Org", value: "Primary"),
            .toggle(.keep, "Keep session", isOn: false),
        ],
        buttons: [
            FormButton(.logIn, "Log in"), FormButton(.test, "Test", disabled: "no network"),
            FormButton(.leave, "Cancel"),
        ])
}

struct FormTests {
    func form(typing keys: [Key]) -> Form<LoginField> {
        var form = loginForm()
        for key in keys { _ = form.handle(key) }
        return form
    }

    @Test func tabAndArrowsGoThroughFieldsAndButtonsAndRound() {
        var form = loginForm()
        var seen: [LoginField?] = [form.focused]
        for _ in 0..<7 {
            _ = form.handle(Key(.tab))
            seen.append(form.focused)
        }
        #expect(seen == [.user, .how, .secret, .org, .keep, .logIn, .leave, .user])
        _ = form.handle(Key(.backTab))
        #expect(form.focused == .leave)
        _ = form.handle(Key(.up))
        #expect(form.focused == .logIn)
    }

    @Test func leavingAFieldTellsTheApplicationWhichMayBringTheFocusBack() {
        var form = form(typing: keys("x y"))
        #expect(form.handle(Key(.tab)) == .left(.user))
        #expect(form.focused == .how)
        form.refuse(.user, "A user name has no blanks. Take out the blank.")
        #expect(form.focused == .user)
        #expect(form.field(.user)?.error == "A user name has no blanks. Take out the blank.")
        #expect(form.handle(Key(.backspace)) == .changed(.user))
        #expect(form.field(.user)?.error == nil)
    }

    @Test func enterGoesOnAndPressesTheFirstButtonInTheLastField() {
        var form = form(typing: keys("anna"))
        #expect(form.handle(Key(.enter)) == .left(.user))
        form.setFocus(.secret)
        #expect(form.paste("geheim") == .changed(.secret))
        form.setFocus(.keep)
        #expect(form.handle(Key(.enter)) == .pressed(.logIn))
        form.setFocus(.user)
        #expect(form.handle(.control("s")) == .pressed(.logIn))
    }

    @Test func aMissingRequiredFieldGetsTheFocus() {
        var form = form(typing: keys("anna"))
        #expect(form.handle(.control("s")) == .incomplete(.secret))
        #expect(form.focused == .secret)
        #expect(form.field(.secret)?.error == "Fill this in: it is required.")
    }

    @Test func theHelpOfAShortFormIsWhole() {
        let help: SafeText = "A new file, readable by you alone; JSON if its name ends so."
        let form = Form<LoginField>([.text(.user, "File", help: help)], buttons: [FormButton(.logIn, "Write")])
        let rows = form.height(width: 40, on: CellGrid(Size(rows: 1, columns: 40)))
        var grid = CellGrid(Size(rows: rows, columns: 40))
        form.draw(in: grid.area, on: &grid, theme: .mono)
        #expect(GridText(grid).text.contains("JSON if its name"))
        #expect(GridText(grid).text.contains("ends so."))
    }

    @Test func disabledButtonsAndFieldsAreSkippedAndSayWhy() {
        var form = form(typing: keys("anna"))
        form.setFocus(.test)
        #expect(form.focused == .user)
        form.setDisabled(.user, "the bearer names its user")
        #expect(form.focused == .how)
        form.setDisabled(.secret, "not needed")
        _ = form.handle(Key(.tab))
        #expect(form.focused == .org)
        #expect(form.handle(.control("s")) == .pressed(.logIn))
    }

    @Test func escTellsWhetherTypedWorkWouldBeLost() {
        var form = loginForm()
        #expect(form.handle(Key(.escape)) == .cancelled(isDirty: false))
        _ = form.handle(.character("a"))
        #expect(form.handle(Key(.escape)) == .cancelled(isDirty: true))
        _ = form.handle(Key(.backspace))
        #expect(form.handle(Key(.escape)) == .cancelled(isDirty: false))
        form.setFocus(.secret)
        _ = form.handle(.character("s"))
        #expect(form.isDirty)
        form.wipeSecrets()
        #expect(!form.isDirty)
        form.setFocus(.keep)
        _ = form.handle(.character(" "))
        #expect(form.isDirty && form.isOn(.keep))
    }

    @Test func choicesOfferOnlyWhatIsPossible() {
        var form = loginForm()
        form.setFocus(.how)
        #expect(form.choice(.how) == "password")
        #expect(form.handle(Key(.right)) == .changed(.how))
        #expect(form.choice(.how) == "bearer")
        #expect(form.handle(.character(" ")) == .changed(.how))
        #expect(form.choice(.how) == "password")
        #expect(form.handle(.character("s")) == .handled)
        #expect(form.choice(.how) == "password")
        #expect(form.handle(.character("b")) == .changed(.how))
        #expect(form.handle(Key(.left)) == .changed(.how))
        #expect(form.choice(.how) == "password")
        form.setChoice(.how, Choice([.init("a", "A", unavailable: "no")]))
        #expect(form.choice(.how) == nil)
        #expect(form.handle(Key(.right)) == .handled)
    }

    @Test func noLetterGetsPastAFormButControlKeysDo() {
        for id in [LoginField.user, .how, .secret, .keep, .logIn] {
            var form = loginForm()
            form.setFocus(id)
            for key in keys("q?1:") { #expect(form.handle(key) != .ignored, "\(id)") }
            for key in [Key.control("l"), .control("z"), Key(.function(1)), Key(.pageUp)] {
                #expect(form.handle(key) == .ignored, "\(id)")
            }
        }
    }

    @Test func pasteLeavesOutLineBreaksSaysSoAndNeverSubmits() {
        var form = loginForm()
        #expect(form.paste("an\r\nna\n") == .changed(.user))
        #expect(form.text(.user) == "anna")
        #expect(form.focused == .user)
        #expect(form.field(.user)?.note == "Left out 2 line breaks of the pasted text.")
        form.setFocus(.secret)
        #expect(form.paste("s3cret\n") == .changed(.secret))
        #expect(form.secret(.secret)?.expose() == "s3cret")
        #expect(form.field(.secret)?.note == "Left out 1 line break of the pasted text.")
        form.setFocus(.how)
        #expect(form.paste("bearer") == .ignored)
    }

    @Test(arguments: [LoginField.user, .secret])
    func pasteWithControlCharactersIsRefusedWithoutRepeatingIt(field: LoginField) {
        var form = loginForm()
        form.setFocus(field)
        #expect(form.paste("hunter2\u{1B}[A") == .handled)
        #expect(form.field(field)?.isEmpty == true)
        #expect(
            form.field(field)?.error
                == "Nothing was pasted: character 8 is a control character. Copy the value again, without it.")
        #expect(form.paste("x", truncated: true) == .handled)
        #expect(form.field(field)?.isEmpty == true)
        #expect(form.field(field)?.error?.string.contains("longer than") == true)
    }

    @Test func nothingPrintsTheSecret() {
        var form = loginForm()
        form.setFocus(.secret)
        _ = form.paste("hunter2")
        var dumped = "\(form) \(String(reflecting: form))"
        dump(form, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(!dumped.contains("104, 117, 110"), "the bytes")
        var grid = CellGrid(Size(rows: 20, columns: 60))
        form.draw(in: grid.area, on: &grid, theme: .standard)
        #expect(!GridText(grid).text.contains("hunter2"))
    }

    @Test func theMaskIsTheSameForEveryContent() {
        func picture(_ secret: String) -> CellGrid {
            var form = loginForm()
            form.setFocus(.secret)
            _ = form.paste(secret)
            var grid = CellGrid(Size(rows: 20, columns: 60))
            form.draw(in: grid.area, on: &grid, theme: .standard)
            return grid
        }
        #expect(picture("a") == picture(String(repeating: "long", count: 100)))
        #expect(picture("") != picture("a"))
    }
}

struct FormPictureTests {
    @Test func atTheStart() {
        expectPicture(
            14, 60,
            is: """
                > User *        tsadmin
                  Credential    < password >  1 of 2
                  Password *
                  Org           Primary
                  Keep session  [ ] no

                  [ Log in ]  ( Test: no network )  [ Cancel ]






                  Required. The name ThoughtSpot knows.
                """
        ) { loginForm().draw(in: $0.area, on: &$0, theme: .mono) }
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
                  Credential    < password >  1 of 2
                > Password *    ********
                                Left out 1 line break of the pasted text.
                  Org           - (one Org only)
                  Keep session  [ ] no

                  prod-eu refused the login.

                  [ Log in ]  ( Test: no network )  [ Cancel ]





                  Required. Sent to prod-eu only. Kept in memory.
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
            6, 40,
            is: """
                  Password *                           ^
                  Org           Primary
                > Keep session  [ ] no
                                                       v
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
                > Credential    < password >  1 of 2
                  Password *
                  Org           Primary
                  Keep session  [ ] no

                  [ Log in ]  ( Test )  [ Cancel ]



                  Not offered: secret key (v1 has none)
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
