import DisplayText
import Operations
import ThoughtSpotSessions

/// The rules of a custom token in the new-token form, each kind of them on one line.
extension FormDraft {
    static var ruleFields: [DraftField] {
        [
            DraftField(
                .persistence, "Persist", .choice(CustomTokenRules.Persistence.replace.rawValue),
                options: [
                    DraftField.Option(CustomTokenRules.Persistence.replace.rawValue, "replace"),
                    DraftField.Option(CustomTokenRules.Persistence.append.rawValue, "append"),
                ], help: "What becomes of the rules of earlier tokens of this user."),
            DraftField(
                .variables, "Variables", .text(""), help: "NAME=VALUE,VALUE; more after a ;. From 10.14.0.cl.",
                placeholder: "tenant=acme"),
            DraftField(
                .ruleObjects, "For objects", .text(""),
                help: "GUIDs or names of tables, with commas; empty means all.", placeholder: "all objects"),
            DraftField(
                .filterRules, "Filter rules", .text(""),
                help: """
                    Deprecated since 26.3: use variables. COLUMN OP VALUE,VALUE; more after a ;. OP: EQ NE LT LE GT GE IN \
                    NOT_IN BW LIKE ...
                    """,
                placeholder: "Region IN north,south; Year GE 2024"),
            DraftField(
                .parameters, "Parameters", .text(""),
                help: "Deprecated since 26.3: use variables. NAME=VALUE; more after a ;.", placeholder: "Currency=EUR"),
        ]
    }

    mutating func settleRules() {
        let reason: SafeText? = choice(.kind) == "custom" ? nil : "only for a custom token"
        for field in [FieldID.persistence, .filterRules, .variables, .parameters, .ruleObjects] { hide(field, reason) }
    }

    /// What can be read of the rules; a line that cannot is refused by ``ruleProblem(_:)`` before anything is sent.
    var customRules: CustomTokenRules {
        CustomTokenRules(
            persistence: CustomTokenRules.Persistence(rawValue: choice(.persistence)) ?? .replace,
            filterRules: (try? RuleNotation.filterRules(text(.filterRules))) ?? [],
            parameterValues: (try? RuleNotation.namedValues(text(.parameters))) ?? [],
            variableValues: (try? RuleNotation.namedValues(text(.variables))) ?? [],
            objects: (try? RuleNotation.objects(text(.ruleObjects))) ?? [])
    }

    /// Why a line of rules or names cannot be read; nothing for every other field.
    func ruleProblem(_ id: FieldID) -> SafeText? {
        do throws(RuleNotation.Malformed) {
            switch id {
            case .filterRules: _ = try RuleNotation.filterRules(text(id))
            case .parameters, .variables: _ = try RuleNotation.namedValues(text(id))
            case .ruleObjects: _ = try RuleNotation.objects(text(id))
            case .groups: _ = try RuleNotation.list(text(id))
            default: break
            }
            return nil
        } catch {
            return "character \(error.column): \(error.reason)"
        }
    }
}
