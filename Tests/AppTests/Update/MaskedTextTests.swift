import DisplayText
import Storage
import Testing

@testable import App

/// A secret in a field that shows what is typed.
struct MaskedTextTests {
    /// Anyone who looks at the screen could use it.
    @Test(arguments: [Command.newToken, .logIn, .importToken])
    func `a token in the place of a user is masked, refused and not in the preview`(_ command: Command) {
        let token = "dHNhZG1pbjpKSE5vYVhKdk1TUlRTRUV0TWpVMkpEVXdNREF3TUNRPUFiQ2RFZkdo"
        var bench = Bench([.test("alpha")])
        bench.press(command)
        bench.fill(.username, token)
        #expect(bench.form?[.username]?.error == "it looks like a token, and is not repeated here")
        #expect(bench.form?.preview.contains { $0.string.contains(token.prefix(8)) } == false)
        #expect(!bench.screen.contains(token.prefix(8)))
        #expect(bench.screen.contains("********"))
        bench.keys("Tab")
        #expect(bench.form?.focused == .username)
        bench.state.isPlain = true
        #expect(PlainPage(of: bench.state).prompt == "[alpha] User, not shown [as typed]: ")
        bench.fill(.username, "anna")
        #expect(bench.form?[.username]?.error == nil)
        #expect(bench.screen.contains("anna"))
    }

    @Test func `the path of a file may be as long as a token`() throws {
        var bench = Bench([.test("alpha")])
        bench.press(.newToken)
        bench.choose(.destination, "file")
        bench.fill(.path, "~/Tokens2026/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUv")
        let file = try #require(bench.form?[.path])
        #expect(file.error == nil)
        #expect(file.value.hasPrefix("~/Tokens2026/"))
        #expect(bench.screen.contains("OpQrStUv"))
    }
}
