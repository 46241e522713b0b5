import DisplayText
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// The end of a key hits everybody: only the profile's typed name agrees to it (fault D-2-13, promise P65).
struct KeyChangePlanTests {
    private func plan(_ action: KeyAction, tag: String? = nil, isProtected: Bool = false) async throws -> KeyChangePlan
    {
        var profile = try await World().profile
        profile.name = "lab"
        profile.tag = tag
        profile.isProtected = isProtected
        return KeyChangePlan(profile: profile, place: .cluster, action: action, isOwnSessionByKey: false)
    }

    private static let answers: [(ConsentAnswer, String?)] = [
        (.typed("lab"), nil), (.yesAndConfirm("lab"), nil), (.typed("Lab"), "E_CONFIRM_MISMATCH"),
        (.typed(""), "E_CONFIRM_MISMATCH"), (.yesAndConfirm("prod"), "E_CONFIRM_MISMATCH"),
        (.yesOption, "E_CONFIRM_NEEDED"), (.key, "E_CONFIRM_NEEDED"),
    ]

    /// Fault D-2-13.
    @Test(arguments: [KeyAction.disable, .rotate], answers)
    func `the end of a key wants the name`(_ action: KeyAction, _ answer: (answer: ConsentAnswer, code: String?))
        async throws
    {
        let plan = try await plan(action)
        expect(answer.answer, to: plan, fails: answer.code)
    }

    @Test(arguments: answers)
    func `so does any change of a protected or production profile`(
        _ answer: (answer: ConsentAnswer, code: String?)
    ) async throws {
        expect(answer.answer, to: try await plan(.enable, isProtected: true), fails: answer.code)
        expect(answer.answer, to: try await plan(.enable, tag: "production"), fails: answer.code)
    }

    @Test(arguments: [
        (ConsentAnswer.key, nil as String?), (.yesOption, nil), (.yesAndConfirm("lab"), nil),
        (.yesAndConfirm("other"), "E_CONFIRM_MISMATCH"), (.typed("lab"), "E_CONFIRM_NEEDED"),
        (.typed(""), "E_CONFIRM_NEEDED"),
    ])
    func `enabling elsewhere is a plain question`(_ answer: ConsentAnswer, _ code: String?) async throws {
        expect(answer, to: try await plan(.enable), fails: code)
    }

    private func expect(
        _ answer: ConsentAnswer, to plan: KeyChangePlan, fails code: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(OperationError) {
            #expect(try plan.confirmed(by: answer).plan == plan, sourceLocation: sourceLocation)
            #expect(code == nil, "\(answer)", sourceLocation: sourceLocation)
        } catch {
            #expect(error.refusal?.code == code, "\(answer)", sourceLocation: sourceLocation)
        }
    }

    @Test func `the consequences name who is hit`() async throws {
        for action in [KeyAction.disable, .rotate] {
            var plan = try await plan(action)
            let text = MessageComposer.consequences(of: plan).map(\.string).joined(separator: " ")
            for part in ["Every login and token request", "v1 tokens", "v2.0 tokens"] { #expect(text.contains(part)) }
            #expect(!text.contains("Your own session"))
            plan = KeyChangePlan(profile: plan.profile, place: plan.place, action: action, isOwnSessionByKey: true)
            let own = MessageComposer.consequences(of: plan).map(\.string).joined(separator: " ")
            #expect(own.contains("Your own session"))
        }
    }
}
