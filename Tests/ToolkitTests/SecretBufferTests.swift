import Terminal
import Testing
import Toolkit

extension SecretBuffer {
    /// A copy of the content; the buffer keeps its own.
    var text: String { look { String(decoding: copy $0, as: UTF8.self) } }
}

struct SecretBufferTests {
    @Test func edits() {
        let secret = SecretBuffer()
        for key in keys("pä日") { #expect(secret.handle(key) == .edited) }
        #expect(secret.text == "pä日")
        #expect(secret.handle(Key(.backspace)) == .edited)
        #expect(secret.text == "pä")
        #expect(secret.handle(Key(.backspace)) == .edited)
        #expect(secret.text == "p")
        #expect(secret.handle(.character("\u{7}")) == .moved)
        #expect(secret.handle(Key(.left)) == .ignored)
        #expect(secret.handle(.control("u")) == .edited)
        #expect(secret.isEmpty)
        #expect(secret.handle(Key(.backspace)) == .moved)
    }

    @Test func cannotBePrinted() {
        let secret = SecretBuffer()
        _ = secret.paste("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: Optional(secret)), dumped] {
            #expect(!text.contains("hunter2") && !text.contains("104"), "\(text.count) characters")
        }
    }

    @Test func theLimitHoldsForKeysAndPaste() {
        let secret = SecretBuffer(limit: 3)
        #expect(secret.paste("abcd") == .tooLong(limit: 3))
        #expect(secret.paste("abc") == .taken(lineBreaksRemoved: 0))
        #expect(secret.handle(.character("d")) == .moved)
        #expect(secret.text == "abc")
    }

    @Test func takingEmptiesAndPuttingBackReplaces() {
        let secret = SecretBuffer()
        _ = secret.paste("hunter2")
        #expect(secret.take() == "hunter2")
        #expect(secret.isEmpty)
        #expect(secret.take() == "")
        _ = secret.paste("typed meanwhile")
        secret.putBack("hunter2")
        #expect(secret.take() == "hunter2")
    }

    @Test func itGrowsPastItsFirstMemory() {
        let secret = SecretBuffer()
        let long = String(repeating: "tökens ", count: 2_000)
        for _ in 0..<4 { _ = secret.paste(long) }
        #expect(secret.text == String(repeating: long, count: 4))
        secret.wipe()
        #expect(secret.isEmpty)
    }
}

/// The state of the program is copied around: for snapshots, for comparing, into effects. None of the copies may keep
/// what was typed so far.
struct TypedSecretTests {
    /// A form in which a secret was typed, and a copy of it after each key.
    private static func typing(_ text: String) -> (form: Form<LoginField>, copies: [Form<LoginField>]) {
        var form = loginForm()
        form.setFocus(.secret)
        var copies = [form]
        for key in keys(text) {
            #expect(form.handle(key) == .changed(.secret))
            copies.append(form)
        }
        return (form, copies)
    }

    private static func contents(_ copies: [Form<LoginField>]) -> Set<String> {
        Set(copies.map { $0.secret(.secret)?.text ?? "no secret" })
    }

    @Test func noCopyOfTheFormHoldsAPrefixOfTheSecret() {
        let (form, copies) = Self.typing("hunter2")
        #expect(copies.count == 8)
        #expect(Self.contents(copies) == ["hunter2"])
        let shared = copies.allSatisfy { $0.secret(.secret) === form.secret(.secret) }
        #expect(shared)
    }

    @Test func takingTheSecretEmptiesEveryCopy() {
        let (form, copies) = Self.typing("hunter2")
        #expect(form.secret(.secret)?.take() == "hunter2")
        #expect(Self.contents(copies) == [""])
        form.secret(.secret)?.putBack("hunter2")
        #expect(Self.contents(copies) == ["hunter2"])
    }

    @Test func closingTheFormWipesEveryCopy() {
        let (form, copies) = Self.typing("hunter2")
        form.wipeSecrets()
        #expect(Self.contents(copies) == [""])
    }

    @Test func removingTheFieldWipesEveryCopy() {
        let (typed, copies) = Self.typing("hunter2")
        var form = typed
        form.setFields(form.fields.filter { $0.id != .secret })
        #expect(form.secret(.secret) == nil)
        #expect(Self.contents(copies) == [""])
        form.setFields(loginForm().fields)
        #expect(form.secret(.secret)?.isEmpty == true, "back again, it starts anew")
    }

    @Test func aFormThatTakesOverSharesTheOneBuffer() {
        let (form, copies) = Self.typing("hunter2")
        var fresh = loginForm()
        fresh.takeOver(.secret, from: form)
        #expect(fresh.secret(.secret)?.take() == "hunter2")
        #expect(Self.contents(copies) == [""])
    }
}
