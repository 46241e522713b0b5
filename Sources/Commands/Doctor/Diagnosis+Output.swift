import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension DoctorFinding {
    /// Members: `step` (`dns`, `tcp`, `tls`, `http`, `generation`, `release`, `clock`, `session`, `org`), `verdict`
    /// (`ok`, `warning`, `failed`, `skipped`), `text`, `code`, `hints`, `exitCode`.
    var json: JSONValue {
        [
            "step": .string(step.rawValue), "verdict": .string(verdict.rawValue), "text": .string(seen.string),
            "code": .outside(code), "hints": .texts(hints), "exitCode": .int(Int(exitCode.rawValue)),
        ]
    }
}

extension Diagnosis {
    /// Members: `profile`, `url`, `generation`, `trust`, `startedAt`, `findings`, `speaks`, `exitCode`.
    var json: JSONValue {
        [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "generation": .string(profile.generation.rawValue), "trust": .string(profile.trust.name),
            "startedAt": .instant(startedAt), "findings": .array(findings.map(\.json)),
            "speaks": probe.map(\.json) ?? .null, "exitCode": .int(Int(exitCode.rawValue)),
        ]
    }
}

extension ProbeReport {
    /// Members: `proposal` (a generation or `null`), `v2.0` and the other generations, each `yes`, `no` or `unknown`.
    fileprivate var json: JSONValue {
        var members: JSONObject = ["proposal": .outside(proposal?.rawValue)]
        for generation in Generation.byPreference {
            members[generation.rawValue] =
                switch finding(for: generation) {
                case .speaks: "yes"
                case .doesNot: "no"
                case .undecided: "unknown"
                }
        }
        return .object(members)
    }
}
