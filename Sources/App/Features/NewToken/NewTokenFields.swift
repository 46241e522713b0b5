import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The fields of the token itself.
extension NewTokenForm {
    static func tokenFields(
        _ profile: Profile, _ user: String?, isLoggedIn: Bool, kept: KeptSecret?, fromSession: Bool
    ) -> [FormField<FormPart<Field>>] {
        let kinds = Choice(
            [
                Choice.Answer(Kind.full, "full"),
                Choice.Answer(.object, "one object", unavailable: AbilityPolicy(profile, .objectToken).reason),
                Choice.Answer(.custom, "custom", unavailable: AbilityPolicy(profile, .customToken).reason),
                Choice.Answer(
                    .session, "session (24 h)",
                    unavailable: AbilityPolicy(profile, .sessionToken).reason
                        ?? (isLoggedIn ? nil : "not logged in; a session issues this kind")),
            ], selected: fromSession ? .session : .full)
        let credentials = Choice.credentials(
            on: profile, [.password: .issueByPassword, .secretKey: .issueBySecretKey], selected: kept?.kind)
        let org = profile.org?.id.map(String.init) ?? profile.org?.name ?? ""
        return [
            .choice(
                .field(.kind), "Kind", kinds,
                help: kindHelp(of: kinds)),
            .text(.field(.user), "User", value: user ?? "", help: "The user the token logs in as.", isRequired: true),
            .choice(.field(.credential), "Credential", credentials),
            .secret(.field(.password), "Password", .password, kept: kept),
            .secret(.field(.secretKey), "Secret key", .secretKey, kept: kept),
            .text(.field(.objectID), "Object", help: "The GUID of the Liveboard or answer.", isRequired: true),
            .text(
                .field(.lifetime), "Lifetime", placeholder: profile.generation.lifetimePlaceholder,
                help: "300s, 15m, 24h, 7d."),
            .text(
                .field(.org), "Org", value: org, placeholder: "cluster default",
                help: "A number or a name; empty means the cluster default."),
        ]
    }

    /// What the kinds are that can be chosen.
    private static func kindHelp(of kinds: Choice) -> SafeText {
        let words = kinds.options.filter { $0.reason == nil }.compactMap { Kind(rawValue: $0.name)?.help }
        guard let last = words.last, words.count > 1 else { return words.first.map { "\($0)." } ?? "" }
        return "\(words.dropLast().joined(separator: ", "))\(words.count > 2 ? ", or" : " or") \(last)."
    }

    static func lastFields(_ profile: Profile) -> [FormField<FormPart<Field>>] {
        let isInVault = profile.secretSource == .vault
        var fields: [FormField<FormPart<Field>>] = [
            .text(.field(.label), "Label", help: "Free-text label; kept here, never sent."),
            .choice(
                .field(.destination), "Destination",
                Choice(
                    [
                        Choice.Answer(Destination.memory, "memory until exit"),
                        Choice.Answer(
                            .vault, "vault",
                            unavailable: isInVault ? nil : "the vault is not the secret source of \(profile.name)"),
                        Choice.Answer(.file, "new file"),
                    ], selected: isInVault ? .vault : .memory),
                help: "Where the token is kept. In a file it is nowhere else."),
            .text(
                .field(.file), "File", example: "~/token.txt",
                help: "A new file, readable only by you; an existing file is never overwritten.", isRequired: true),
        ]
        if ProtectionPolicy(profile).consent(toChanging: "Issuing a token") != nil {
            fields.append(
                .text(
                    .field(.confirmation), "Confirm", help: "\(profile.name) is protected: type its name.",
                    isRequired: true))
        }
        return fields
    }
}

extension NewTokenForm.Kind {
    fileprivate var help: SafeText {
        switch self {
        case .full: "Full access"
        case .object: "one object"
        case .custom: "full access under rules"
        case .session: "the access of the open session for 24 hours"
        }
    }
}

extension Generation {
    /// The documents of v2.0 state the default; those of the betas do not.
    var lifetimePlaceholder: SafeText { self == .v2 ? "cluster default, 300s" : "cluster default" }
}

/// Where the token goes.
extension NewTokenForm {
    var destination: Destination { form.choice(.field(.destination), as: Destination.self) ?? .memory }

    var keeping: TokenKeeping {
        switch destination {
        case .file: .file(text(.file))
        case .memory where target.secretSource == .vault: .memory
        case .memory, .vault: .secretSource
        }
    }
}

/// The rules of a custom token, each kind of them on one line.
extension NewTokenForm {
    static let ruleFields: [FormField<FormPart<Field>>] = [
        .choice(
            .field(.persistence), "Persist",
            Choice([
                Choice.Answer(CustomTokenRules.Persistence.replace, "replace"), Choice.Answer(.append, "append"),
            ]),
            help: "What happens to the rules of this user's earlier tokens."),
        .text(
            .field(.variables), "Variables", example: "tenant=acme",
            help: "NAME=VALUE,VALUE; more after a ;. From 10.14.0.cl."),
        .text(
            .field(.ruleObjects), "For objects", placeholder: "all objects",
            help: "GUIDs or names of tables, with commas; empty means all."),
        .text(
            .field(.filterRules), "Filter rules", example: "Region IN north,south; Year GE 2024",
            help: """
                Deprecated since 26.3: use variables. COLUMN OP VALUE,VALUE; more after a ;. OP: EQ NE LT LE GT GE IN \
                NOT_IN BW LIKE ...
                """),
        .text(
            .field(.parameters), "Parameters", example: "Currency=EUR",
            help: "Deprecated since 26.3: use variables. NAME=VALUE; more after a ;."),
    ]

    mutating func settleRules() {
        let reason: SafeText? = kind == .custom ? nil : "only for a custom token"
        for field in [Field.persistence, .filterRules, .variables, .parameters, .ruleObjects] { hide(field, reason) }
    }

    /// What can be read of the rules; a line that cannot is refused by ``ruleProblem(_:)`` before anything is sent.
    var customRules: CustomTokenRules {
        CustomTokenRules(
            persistence: form.choice(.field(.persistence), as: CustomTokenRules.Persistence.self) ?? .replace,
            filterRules: (try? RuleNotation.filterRules(text(.filterRules))) ?? [],
            parameterValues: (try? RuleNotation.namedValues(text(.parameters))) ?? [],
            variableValues: (try? RuleNotation.namedValues(text(.variables))) ?? [],
            objects: (try? RuleNotation.objects(text(.ruleObjects))) ?? [])
    }

    /// Why a line of rules or names cannot be read; `nil` for every other field.
    func ruleProblem(_ field: Field) -> SafeText? {
        do throws(RuleNotation.Malformed) {
            switch field {
            case .filterRules: _ = try RuleNotation.filterRules(text(field))
            case .parameters, .variables: _ = try RuleNotation.namedValues(text(field))
            case .ruleObjects: _ = try RuleNotation.objects(text(field))
            case .groups: _ = try RuleNotation.list(text(field))
            default: break
            }
            return nil
        } catch {
            return "character \(error.column): \(error.reason)"
        }
    }
}

/// Creating or changing the user of a new token.
extension NewTokenForm {
    static let userFields: [FormField<FormPart<Field>>] = [
        .toggle(
            .field(.createsUser), "Create user", isOn: false,
            help: "Creates the user with the token; an existing user may be overwritten. Asks before sending."),
        .text(.field(.email), "E-mail", help: "Empty keeps the current one; required for a new user."),
        .text(.field(.displayName), "Display name", help: "Empty keeps the current one; required for a new user."),
        .choice(
            .field(.membership), "Groups",
            Choice([
                Choice.Answer(Membership.keep, "keep"), Choice.Answer(.replace, "replace by"),
                Choice.Answer(.none, "remove all"),
            ]),
            help: "What happens to the groups of an existing user."),
        .text(
            .field(.groups), "Named", help: "Group names with commas; unknown ones are created.", isRequired: true),
    ]

    var membership: Membership { form.choice(.field(.membership), as: Membership.self) ?? .keep }

    mutating func settleUser(_ bySession: SafeText?) {
        let byKey: SafeText? = credential == .secretKey ? nil : "needs a secret key"
        hide(.createsUser, bySession ?? AbilityPolicy(target, .provisioning).reason ?? byKey)
        let idle: SafeText? = isOn(.createsUser) ? nil : "only when a user is created"
        for field in [Field.email, .displayName, .membership] { hide(field, idle) }
        hide(.groups, idle ?? (membership == .replace ? nil : "only to replace the groups"))
    }

    var provisioning: Provisioning? {
        guard isOn(.createsUser) else { return nil }
        let groups: [String]? =
            switch membership {
            case .replace: (try? RuleNotation.list(text(.groups))) ?? []
            case .none: []
            case .keep: nil
            }
        return Provisioning(email: filled(.email), displayName: filled(.displayName), groups: groups)
    }
}
