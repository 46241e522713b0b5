import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// What became of the users whose sessions were to end, as output and exit code.
struct ForceLogoutOutcome {
    let profile: Profile
    let items: [ForceLogoutItem]

    func finish(_ farewell: Farewell, in run: CommandRun) -> ExitCode {
        let code = ExitCode.combined(items.map(\.exitCode))
        let via = profile.generation.capability(.forceLogout).neighbour
        if let note = MessageComposer.neighbourNote(.forceLogout, on: profile) { run.output.note(note) }
        let json: JSONObject = [
            "items": .array(items.map(\.json)), "via": .outside(via),
        ]
        let result = farewell.finish(lines(isUTF8: run.output.isUTF8), json: json, code: code, in: run)
        let message = items.failure(code) { undone in
            "The sessions of \(undone) of \(items.count) users may live on"
        }
        if let message { run.output.fail(message) }
        return result
    }

    private func lines(isUTF8: Bool) -> [SafeText] {
        var table = TextTable("USER", "PROFILE", "VERDICT")
        for item in items {
            table.add(
                SafeText(outside: item.target.user.text, limit: 60), "\(item.target.profile.name)",
                item.told)
        }
        return table.lines(isUTF8: isUTF8)
    }
}

extension ForceLogoutItem: VerdictItem {
    var subject: String { target.user.text }

    var told: SafeText { MessageComposer.text(for: verdict) }

    /// What went wrong, where something did.
    var error: OperationError? {
        switch verdict {
        case .failed(let error), .unknown(let error): error
        case .accepted, .notAttempted: nil
        }
    }

    var exitCode: ExitCode {
        switch verdict {
        case .accepted: .done
        case .notAttempted: .someFailed
        case .unknown: .outcomeUnknown
        case .failed(let error): MessageComposer.message(for: error).exitCode
        }
    }

    /// See ``UserLogout/run(in:)``.
    var json: JSONValue {
        let name =
            switch verdict {
            case .accepted: "accepted"
            case .unknown: "unknown"
            case .failed: "failed"
            case .notAttempted: "not-attempted"
            }
        return [
            "user": .outside(target.user.text), "profile": .string(target.profile.name),
            "isOurselves": .bool(target.isOurselves), "verdict": .string(name),
            "error": error.map { .object(MessageComposer.message(for: $0).json) } ?? .null,
        ]
    }
}
