import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The form for a report on tokens.
extension FormDraft {
    static func report(
        _ tokens: [TokenRecord.ID], acts: [SafeText], about: SafeText, at now: Instant, serial: Int
    ) -> FormDraft {
        let fields = [
            DraftField(
                .path, "File", .text("tessera-report-\(now.milliseconds / 1_000).txt"),
                help: "A new file, readable by you alone; JSON if its name ends in .json.", isRequired: true)
        ]
        return FormDraft(
            serial: serial, purpose: .report(tokens, acts: acts), title: "Report on \(about)",
            facts: ["holds fingerprints, verdicts and what proves them; no token"], fields: fields, focused: .path)
    }
}
