import DisplayText
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// A field that was answered is not asked for again, but for what is wrong with it.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainFormTests {
    private let alpha = Profile.test("alpha")

    /// A conversation about a form, without a console: answers in, the next prompt out.
    private struct Talk {
        var bench: Bench
        private var voice = PlainVoice()
        /// What was printed last.
        private(set) var lines: [SafeText] = []
        private(set) var prompt: SafeText = ""

        init(_ bench: Bench, opening command: Command) {
            self.bench = bench
            self.bench.state.isPlain = true
            self.bench.press(command)
            listen()
        }

        mutating func listen() {
            let speech = voice.speech(of: bench.state)
            if !speech.lines.isEmpty { lines = speech.lines }
            prompt = speech.prompt
        }

        /// Messages that have come since.
        mutating func hear() -> [SafeText] { voice.news(of: bench.state) }

        mutating func say(_ answers: String...) {
            for answer in answers {
                let (actions, _) = voice.answer(answer, in: bench.state)
                for action in actions { bench.send(action) }
                listen()
            }
        }

        /// Answers with the number before a line that contains the text.
        mutating func choose(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
            guard let line = lines.last(where: { $0.string.contains(text) && $0.string.first?.isNumber == true }) else {
                Issue.record("nothing to choose like \(text) in \(lines)", sourceLocation: sourceLocation)
                return
            }
            say(String(line.string.prefix { $0 != "." }))
        }

        var isWhole: Bool { prompt.string.contains("Choose 1 to ") }

        /// Leaves every field that is asked for as it is.
        mutating func goThrough() {
            for _ in 0..<40 where !isWhole { say("") }
        }
    }

    /// The name is taken: another one is asked for, and nothing else.
    private func expectNameAlone(isAskedForIn talk: inout Talk, sourceLocation: SourceLocation = #_sourceLocation) {
        talk.bench.answer(
            .profile(alpha.id),
            .failed(.storage(StorageError(.nameTaken, file: "/x/profiles.json", detail: "there is one"))))
        talk.listen()
        #expect(talk.prompt.string.contains("Name [alpha]"), sourceLocation: sourceLocation)
        talk.say("gamma")
        #expect(talk.isWhole, sourceLocation: sourceLocation)
    }

    private func edit(_ profile: Profile) -> Talk {
        Talk(Bench([profile, .test("beta")]), opening: .editProfile)
    }

    @Test func `after an error at one field the form is shown whole again`() {
        var talk = edit(alpha)
        talk.say("beta")
        #expect(talk.prompt.string.contains("Name [beta]"))
        #expect(talk.lines.contains { $0.string.hasPrefix("error: a profile with this name already exists") })
        talk.say("gamma")
        talk.goThrough()
        talk.choose("Change Name")
        talk.say("beta")
        // What is wrong is asked for until it is right.
        #expect(talk.prompt.string.contains("Name [beta]"))
        talk.say("delta")
        #expect(talk.isWhole)
        #expect(talk.lines.contains { $0.string.contains("Name: delta") })
    }

    @Test func `brackets hold what an empty line means, and an example is none`() {
        var talk = Talk(Bench([alpha]), opening: .importProfiles)
        #expect(talk.prompt.string.hasSuffix("File, e.g. ~/team.json: "))
        talk.say("")
        #expect(!talk.lines.contains { $0.string.contains("File: ~/team.json") }, "it is no value")
        var login = Talk(Bench([alpha]), opening: .editProfile)
        while !login.prompt.string.contains("Org"), !login.isWhole { login.say("") }
        #expect(login.prompt.string.hasSuffix("Org [cluster default]: "))
    }

    @Test func `what went wrong with a form is told once`() {
        var talk = Talk(Bench([alpha]), opening: .exportProfiles)
        talk.goThrough()
        talk.choose("Change File")
        talk.say("~/team.json")
        talk.choose("Export")
        let error = OperationError.storage(StorageError(.outFile, file: "/x/team.json", detail: "no space left"))
        let message = MessageComposer.message(for: error)
        talk.bench.answer(.profileFile, .failed(error))
        let told = talk.hear()
        talk.listen()
        let all = (told + talk.lines).map(\.string)
        #expect(all.count { $0.contains(message.sentence.string) } == 1, "\(all)")
        for hint in message.hints { #expect(all.count { $0.contains(hint.string) } <= 1, "\(all)") }
        #expect(talk.prompt.string.contains("File [~/team.json]"))
    }

    @Test func `a refusal by the service layer asks for its field alone`() {
        var talk = edit(alpha)
        talk.goThrough()
        talk.choose("Save")
        expectNameAlone(isAskedForIn: &talk)
    }

    @Test func `a question in between leaves the answers as they were`() {
        var talk = edit(alpha)
        talk.goThrough()
        talk.choose("Save")
        let change = AddressChange(
            profile: alpha, address: Profile.test("b").origin, user: "tsadmin", tokens: 0, canLogOut: true)
        talk.bench.answer(.profile(alpha.id), .failed(.refused(.newAddress(change))))
        talk.listen()
        #expect(talk.prompt.string.hasSuffix("Type o, y, n [n]: "))
        talk.say("y")
        expectNameAlone(isAskedForIn: &talk)
    }

    @Test func `what another program writes meanwhile asks for nothing again`() {
        var talk = edit(alpha)
        talk.goThrough()
        var there = alpha
        there.note = "written meanwhile"
        talk.bench.changeFile(to: [there, .test("beta")])
        talk.listen()
        #expect(talk.isWhole)
        #expect(talk.bench.form?.focused == nil)
        // The value that was written meanwhile is asked about, and nothing else.
        talk.choose("Save")
        #expect(talk.lines.contains { $0.string.contains("written meanwhile") })
        talk.say("k")
        #expect(talk.isWhole)
        talk.choose("Save")
        #expect(talk.bench.began(SaveProfile.self) != nil, "\(talk.lines) \(talk.prompt)")
    }

    @Test func `a choice that brings fields leads to the whole form, with them`() {
        var talk = edit(alpha)
        talk.goThrough()
        let count = talk.lines.count { $0.string.contains("Change ") }
        talk.choose("Change Secrets")
        talk.say("command")
        #expect(talk.isWhole)
        #expect(talk.lines.count { $0.string.contains("Change ") } > count)
        talk.choose("Change Secrets")
        talk.say("memory")
        #expect(talk.isWhole)
        #expect(talk.lines.count { $0.string.contains("Change ") } == count)
    }
}
