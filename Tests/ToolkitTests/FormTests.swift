import DisplayText
import Terminal
import Testing
import Toolkit

enum LoginField: Hashable, Sendable { case user, secret, how, org, keep, logIn, test, leave }

enum Credential: String { case password, key, bearer }

func loginForm() -> Form<LoginField> {
    Form(
        [
            .text(.user, "User", placeholder: "tsadmin", help: "The name ThoughtSpot knows.", isRequired: true),
            .choice(
                .how, "Credential",
                Choice([
                    Choice.Answer(Credential.password, "password"),
                    Choice.Answer(Credential.key, "secret key", unavailable: "v1 has none"),
                    Choice.Answer(Credential.bearer, "bearer token"),
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
        form.refuse(.user, "A user name has no blanks. Remove the blank.")
        #expect(form.focused == .user)
        #expect(form.field(.user)?.error == "A user name has no blanks. Remove the blank.")
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
        form.setFocus(.logIn)
        #expect(form.handle(Key(.enter)) == .pressed(.logIn))
    }

    @Test func aMissingRequiredFieldGetsTheFocus() {
        var form = form(typing: keys("anna"))
        form.setFocus(.logIn)
        #expect(form.handle(Key(.enter)) == .incomplete(.secret))
        #expect(form.focused == .secret)
        #expect(form.field(.secret)?.error == "Fill this in: it is required.")
    }

    @Test func theHelpOfAShortFormIsWhole() {
        let help: SafeText = "A new file, readable only by you; JSON if its name ends so."
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
        form.setFocus(.logIn)
        #expect(form.handle(Key(.enter)) == .pressed(.logIn))
    }

    @Test func escTellsWhetherTypedWorkWouldBeLost() {
        var form = loginForm()
        #expect(form.handle(Key(.escape)) == .cancelled)
        #expect(!form.isDirty)
        _ = form.handle(.character("a"))
        #expect(form.handle(Key(.escape)) == .cancelled)
        #expect(form.isDirty)
        _ = form.handle(Key(.backspace))
        #expect(form.handle(Key(.escape)) == .cancelled)
        #expect(!form.isDirty)
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
        #expect(form.choice(.how, as: Credential.self) == .password)
        #expect(form.handle(Key(.right)) == .changed(.how))
        #expect(form.choice(.how, as: Credential.self) == .bearer)
        #expect(form.handle(.character(" ")) == .changed(.how))
        #expect(form.choice(.how, as: Credential.self) == .password)
        #expect(form.handle(.character("s")) == .handled)
        #expect(form.choice(.how, as: Credential.self) == .password)
        #expect(form.handle(.character("b")) == .changed(.how))
        #expect(form.handle(Key(.left)) == .changed(.how))
        #expect(form.choice(.how, as: Credential.self) == .password)
        let none = [Choice.Answer(Credential.key, "A", unavailable: "no")]
        form = Form([.choice(.how, "Credential", Choice(none))], buttons: [])
        #expect(form.choice(.how, as: Credential.self) == nil)
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
        #expect(form.secret(.secret)?.text == "s3cret")
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

    @Test func takesOverWhatAnotherFormHolds() {
        var old = form(typing: keys("anna") + [Key(.left)])
        old.setFocus(.how)
        _ = old.handle(Key(.right))
        old.setFocus(.keep)
        _ = old.handle(.character(" "))
        var fresh = loginForm()
        for id in [LoginField.user, .how, .keep, .logIn] { fresh.takeOver(id, from: old) }
        #expect(fresh.text(.user) == "anna")
        #expect(fresh.choice(.how, as: Credential.self) == .bearer)
        #expect(fresh.isOn(.keep))
        #expect(fresh.isDirty, "against what the fresh one began with")
        #expect(fresh.focused == .user, "the focus is its own")
        #expect(fresh.handle(.character("x")) == .changed(.user))
        #expect(fresh.text(.user) == "annxa", "with the cursor")
    }

    @Test func takesOverNoChoiceThatHasBecomeImpossibleAndNoFieldOfAnotherKind() {
        var old = loginForm()
        old.setFocus(.how)
        _ = old.handle(Key(.right))
        let answers = [
            Choice.Answer(Credential.password, "password"),
            Choice.Answer(Credential.bearer, "bearer token", unavailable: "read-only"),
        ]
        var fresh = Form<LoginField>(
            [.choice(.how, "Credential", Choice(answers)), .toggle(.org, "Org", isOn: true)], buttons: [])
        fresh.takeOver(.how, from: old)
        #expect(fresh.choice(.how, as: Credential.self) == .password)
        let before = fresh
        for id in [LoginField.org, .user] { fresh.takeOver(id, from: old) }
        #expect(fresh == before)
    }

    @Test func fieldsThatStayKeepTheirContentAndTheFocus() {
        var form = form(typing: keys("anna"))
        form.setFocus(.org)
        let all = form.fields
        form.setFields(all.filter { $0.id != .how } + [.text(.test, "Label", value: "new")])
        #expect(form.fields.map(\.id) == [.user, .secret, .org, .keep, .test])
        #expect((form.text(.user), form.text(.test)) == ("anna", "new"))
        #expect(form.focused == .org)
        form.setFields(loginForm().fields)
        #expect((form.text(.user), form.focused) == ("anna", .org))
        form.setFocus(.leave)
        form.setFields(all.filter { $0.id != .how })
        #expect(form.focused == .leave, "on its button still")
    }

    @Test func theFocusOfARemovedFieldGoesToTheNextThatCanBeFilledIn() {
        var form = loginForm()
        form.setFocus(.how)
        form.setDisabled(.secret, "not needed")
        form.setFields(form.fields.filter { $0.id != .how })
        #expect(form.focused == .org)
        form.setFields([])
        #expect(form.focused == .logIn)
        var empty = Form<LoginField>([.text(.user, "User")], buttons: [])
        empty.setFields([])
        #expect(empty.focused == nil)
        #expect(empty.handle(Key(.tab)) == .handled)
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
