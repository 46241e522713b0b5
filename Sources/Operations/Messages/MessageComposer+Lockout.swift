package import DisplayText
package import Storage
import ThoughtSpotSessions

/// Words about credentials that were refused lately (promise P72).
extension MessageComposer {
    /// One line for whoever is about to try again; nothing while nothing was refused.
    package static func warning(about risk: LockoutRisk, on profile: String) -> SafeText? {
        guard let last = risk.refusals.last else { return nil }
        let time = InstantText.utc(last.milliseconds)
        switch risk.level {
        case .none:
            return nil
        case .warned:
            return """
                A credential of \(user(of: risk)) was refused on \(profile) at \(time): after a second one the next \
                try is held back, for about four lock an account
                """
        case .guarded:
            return """
                \(risk.refusals.count) attempts of \(user(of: risk)) were refused or interrupted on \(profile) within \
                an hour, the last at \(time): about four lock an account, so the next try needs your word
                """
        }
    }

    /// The guard's refusal: how many, when, when it is free again, and the way past it.
    static func wording(
        of risk: LockoutRisk, on profile: String
    ) -> (what: SafeText, why: SafeText?, hints: [SafeText]) {
        let count = risk.refusals.count
        let times = SafeText(
            outside: risk.refusals.map { InstantText.utc($0.milliseconds).string }.joined(separator: ", "), limit: 300)
        let free: SafeText = risk.freeAt.map { "the next free try is at \(InstantText.utc($0.milliseconds)); " } ?? ""
        return (
            """
            Nothing is sent to \(profile): \(count) attempts of \(user(of: risk)) were refused or interrupted within an hour
            """,
            "at \(times); about four lock an account for about an hour, and wrong keys and tokens count too",
            [
                "\(free)check the credential elsewhere meanwhile",
                "when you know that it is right now: --i-know-lockout, or y on the screen",
            ]
        )
    }

    private static func user(of risk: LockoutRisk) -> SafeText {
        risk.user.map { SafeText(outside: $0, limit: 80) } ?? "an unknown user"
    }
}
