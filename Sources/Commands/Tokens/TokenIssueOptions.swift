import ArgumentParser
import DisplayText
import Operations
import ThoughtSpotSessions

/// The rules of a custom token: a file with all of them, or some of them as options.
struct CustomTokenOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("A JSON file with the rules; see below.", valueName: "file"), completion: .file())
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "What to do with the rules of earlier tokens: replace or append.", valueName: "option"))
    var persist: String?

    @Option(help: ArgumentHelp("A formula variable (10.14+); may be repeated.", valueName: "name=value[,value]"))
    var variable: [String] = []

    @Option(
        name: .customLong("filter-rule"),
        help: ArgumentHelp(
            "Deprecated since 26.3, use --variable: show only rows like that; may be repeated.",
            valueName: "column op value[,value]"))
    var filterRule: [String] = []

    @Option(
        help: ArgumentHelp(
            "Deprecated since 26.3, use --variable: a parameter; may be repeated.", valueName: "name=value[,value]"))
    var parameter: [String] = []

    /// For the help of the command.
    static let discussion = """
        A custom token (--kind custom) carries rules. A file of them is a JSON object with the members of the request: \
        {"persist_option": "REPLACE", \
        "variable_values": [{"name": "tenant", "values": ["acme", 7, true]}], \
        "objects": [{"identifier": "Sales", "type": "LOGICAL_TABLE"}], \
        "filter_rules": [{"column_name": "Year", "operator": "GE", "values": [2024]}], \
        "parameter_values": [{"name": "Currency", "values": ["EUR"]}]}; only persist_option must be there. \
        Values are texts, numbers, true or false, and are sent as written. filter_rules and parameter_values are \
        deprecated since 26.3; variable_values replace them. \
        As options, with texts for values: --persist replace --variable tenant=acme --filter-rule 'Region IN north,south'. \
        OP is one of \(RuleNotation.operators); a part with a comma or an equals sign in it stands in double quotes.
        """

    /// The first option that was given, for the error that it has no business here.
    var given: String? {
        if rules != nil { return "--rules" }
        if persist != nil { return "--persist" }
        if !filterRule.isEmpty { return "--filter-rule" }
        if !variable.isEmpty { return "--variable" }
        return parameter.isEmpty ? nil : "--parameter"
    }

    /// Reads the rules.
    func customRules(in context: CommandContext) throws(CommandProblem) -> CustomTokenRules {
        if let rules {
            if persist != nil || !filterRule.isEmpty || !variable.isEmpty || !parameter.isEmpty {
                throw .usage("--rules stands alone: all rules are in the file", hint: "put the other rules into it")
            }
            return try customRules(fromFile: rules, in: context)
        }
        guard let persist else {
            throw .usage("--kind custom requires rules", hint: "--rules FILE, or --persist replace or append")
        }
        guard let persistence = CustomTokenRules.Persistence(rawValue: persist.uppercased()) else {
            throw .usage("--persist is replace or append", hint: "none and reset belong to older releases")
        }
        return CustomTokenRules(
            persistence: persistence, filterRules: try read(filterRule, "--filter-rule", RuleNotation.filterRules),
            parameterValues: try read(parameter, "--parameter", RuleNotation.namedValues),
            variableValues: try read(variable, "--variable", RuleNotation.namedValues))
    }

    private func customRules(
        fromFile path: String, in context: CommandContext
    ) throws(CommandProblem) -> CustomTokenRules {
        if path == "-" {
            throw .usage("--rules names a file", hint: "standard input is for the password or the key")
        }
        let bytes = try context.readFile(path, CustomRulesFile.limit).bytes
        do throws(CustomRulesFile.Malformed) { return try CustomRulesFile.rules(bytes) } catch {
            throw .file(
                path: path, why: SafeText(outside: error.reason, limit: 300),
                advice: "`tessera token issue --help` shows what a rules file looks like")
        }
    }

    private func read<Rule>(
        _ texts: [String], _ option: String, _ parse: (String) throws(RuleNotation.Malformed) -> [Rule]
    ) throws(CommandProblem) -> [Rule] {
        var rules: [Rule] = []
        for text in texts {
            do throws(RuleNotation.Malformed) { rules += try parse(text) } catch {
                throw .usage(
                    "\(option) is invalid: at character \(error.column), \(error.reason)",
                    hint: "quote it for the shell: \(option) '...'")
            }
        }
        return rules
    }
}

/// Creating or changing the user of a token at the issue.
struct ProvisioningOptions: ParsableArguments, Sendable {
    @Flag(
        name: .customLong("create-user"),
        help: "Create the user; an existing user is overwritten. Secret key only.")
    var createUser = false

    @Option(help: ArgumentHelp("The user's e-mail address.", valueName: "address"))
    var email: String?

    @Option(name: .customLong("display-name"), help: ArgumentHelp("The user's name for people.", valueName: "name"))
    var displayName: String?

    @Option(
        help: ArgumentHelp("A group of the user; may be repeated. All other groups are removed.", valueName: "name"))
    var group: [String] = []

    @Flag(name: .customLong("no-groups"), help: "Remove all groups of the user.")
    var noGroups = false

    @Flag(name: .customLong("accept-provisioning"), help: "Accept what --create-user does to an existing user.")
    var acceptProvisioning = false

    /// What was asked for; nil when no user is to be created or changed.
    func provisioning() throws(CommandProblem) -> Provisioning? {
        guard createUser else {
            if let given { throw .usage("\(given) requires --create-user", hint: nil) }
            return nil
        }
        if noGroups, !group.isEmpty { throw .usage("--no-groups and --group cannot be used together", hint: nil) }
        return Provisioning(
            email: email, displayName: displayName, groups: noGroups ? [] : group.isEmpty ? nil : group)
    }

    /// The first option that was given.
    var given: String? {
        if createUser { return "--create-user" }
        if email != nil { return "--email" }
        if displayName != nil { return "--display-name" }
        if !group.isEmpty { return "--group" }
        if noGroups { return "--no-groups" }
        return acceptProvisioning ? "--accept-provisioning" : nil
    }
}
