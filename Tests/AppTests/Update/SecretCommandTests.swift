import DisplayText
import HTTPExchange
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App
@testable import Operations
@testable import Storage

/// Profiles whose secret comes from a command, on the screen.
struct SecretCommandTests {
    private let alpha: Profile

    init() {
        var alpha = Profile.test("alpha")
        alpha.secretSource = .command
        alpha.secretCommand = SecretCommand(["/usr/bin/pass", "show", "alpha"], kind: .secretKey)
        self.alpha = alpha
    }

    @Test func `the login form names the command, and runs it when nothing is typed`() throws {
        var bench = Bench([alpha])
        bench.press(.focusSession)
        #expect(bench.screen.contains("secrets by command"))
        bench.press(.logIn)
        #expect(bench.screen.contains("secret by command: /usr/bin/pass show alpha"))
        #expect(bench.screen.contains("Empty runs the secret command."))
        bench.press(.submit)
        let login = try #require(bench.began(LogIn.self))
        #expect(login.usesKeptSecret)
        #expect(login.credential.kind == .secretKey)
        #expect(login.confirmingCommand == nil)
    }

    @Test func `a credential of the other kind has to be typed`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.choose(.credential, "password")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        bench.fill(.password, "typed")
        bench.press(.submit)
        #expect(bench.began(LogIn.self)?.usesKeptSecret == false)
    }

    @Test(arguments: [Command.logIn, .newToken])
    func `an unconfirmed command is shown, and runs only after a yes to this one`(_ command: Command) throws {
        var bench = Bench([alpha])
        bench.press(command)
        if command == .newToken { bench.choose(.credential, "secret-key") }
        bench.press(.submit)
        let view = SecretCommandView(alpha, isChanged: true)
        let id: WorkID = command == .logIn ? .session(alpha.id) : .issue(alpha.id)
        bench.answer(id, .failed(.refused(.secretCommand(profile: "alpha", .unconfirmed(view)))))
        #expect(bench.question?.title == "Run the secret command of alpha?")
        #expect(bench.screen.contains("/usr/bin/pass show alpha"))
        #expect(bench.screen.contains("changed since it was confirmed"))
        #expect(bench.screen.contains(alpha.origin.description))
        bench.keys("n")
        #expect(bench.work.isEmpty)
        bench.press(.submit)
        bench.answer(id, .failed(.refused(.secretCommand(profile: "alpha", .unconfirmed(view)))))
        bench.keys("y")
        let confirming =
            command == .logIn
            ? bench.began(LogIn.self)?.confirmingCommand : bench.began(IssueToken.self)?.confirmingCommand
        #expect(confirming == view.digest)
    }

    @Test func `a command that fails is told in the form, which stays`() {
        var bench = Bench([alpha])
        bench.press(.logIn, .submit)
        bench.answer(
            .session(alpha.id), .failed(.refused(.secretCommand(profile: "alpha", .failed(why: "it printed nothing")))))
        #expect(bench.screen.contains("it printed nothing"))
        #expect(bench.form?.isSubmitting == false)
    }

    @Test func `the profile form has the fields of a command only for that source`() throws {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        #expect(bench.form?["Command"] != nil)
        bench.choose(.secretSource, "memory")
        #expect(bench.form?["Command"] == nil)
        bench.choose(.secretSource, "command")
        bench.fill("Command", "pass show alpha")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.screen.contains("full path"))
        bench.fill("Command", "/usr/bin/pass show 'two words'")
        bench.press(.submit)
        let saved = try #require(bench.began(SaveProfile.self))
        let profile = try saved.draft.profile(id: alpha.id)
        #expect(profile.secretCommand.arguments == ["/usr/bin/pass", "show", "two words"])
        #expect(profile.secretCommand.kind == .secretKey)
    }
}
