import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `POST auth/token/custom` (<doc:V2>; 10.4.0.cl, 10.7.0.sw): a full token under rules of its own.
    ///
    /// It differs from the other two issues in what hurts: the Org is a text, id or name, under another key, groups are
    /// objects, and `auto_create` is true when nothing is said, so that it is always said. Lists without an entry are
    /// not sent.
    func issueCustomToken(
        _ request: TokenRequest, _ rules: CustomTokenRules
    ) throws(Refusal) -> Call<IssuedToken> {
        var (body, secret) = try Self.issueBody(request)
        try Self.addLifetime(request, to: &body)
        if let org = request.org { body["org_identifier"] = .string(try InputChecks.orgIdentifier(org)) }
        body["persist_option"] = .string(rules.persistence.rawValue)
        try Self.add(rules, to: &body)
        try Self.addProvisioning(request, to: &body)
        if let groups = request.provisioning?.groups {
            body["groups"] = .array(groups.map { .object(["identifier": .string($0)]) })
        }
        let post = Self.request(
            "auth/token/custom", .post, body: body, purpose: .issue(request.credential.kind), safety: .change,
            secrets: [secret])
        return Call(post) { (answer) throws(SessionError) in
            let issued = try Self.accessToken(answer)
            try answer.check(issued, isFor: request.username)
            try answer.check(issued, isIn: request.org)
            return issued
        }
    }

    private static func add(_ rules: CustomTokenRules, to body: inout JSONObject) throws(Refusal) {
        if !rules.variableValues.isEmpty, [.none, .reset].contains(rules.persistence) {
            throw Refusal(
                .invalidInput,
                "the persist option \(rules.persistence.rawValue) does not go with variable values: take REPLACE or APPEND"
            )
        }
        var list: [JSONValue] = []
        for rule in rules.filterRules {
            let column = try InputChecks.line(rule.column, "the column of a filter rule")
            list.append([
                "column_name": .string(column), "operator": .string(rule.comparison.rawValue),
                "values": try values(rule.values, "the filter rule for \(column)"),
            ])
        }
        if !list.isEmpty { body["filter_rules"] = .array(list) }
        for (key, named, what) in [
            ("parameter_values", rules.parameterValues, "parameter"),
            ("variable_values", rules.variableValues, "variable"),
        ] where !named.isEmpty {
            body[key] = .array(try Self.named(named, what))
        }
        list = []
        for object in rules.objects {
            var entry: JSONObject = [:]
            if let type = object.type { entry["type"] = .string(try InputChecks.line(type, "the type of an object")) }
            entry["identifier"] = .string(try InputChecks.line(object.identifier, "the identifier of an object"))
            list.append(.object(entry))
        }
        if !list.isEmpty { body["objects"] = .array(list) }
    }

    private static func named(
        _ named: [CustomTokenRules.NamedValues], _ what: String
    ) throws(Refusal) -> [JSONValue] {
        var list: [JSONValue] = []
        for one in named {
            let name = try InputChecks.line(one.name, "the name of a \(what)")
            list.append(["name": .string(name), "values": try values(one.values, "the \(what) \(name)")])
        }
        return list
    }

    /// Values decide what a user sees: none at all might mean everything or nothing, so it is not sent.
    private static func values(_ values: [RuleValue], _ what: String) throws(Refusal) -> JSONValue {
        if values.isEmpty { throw Refusal(.invalidInput, "\(what) has no value") }
        return .array(values.map(\.json))
    }

    /// Reads an AccessToken (<doc:V2>): user and Org are objects; a scope comes with a token of several Orgs. Once the
    /// token itself is read it goes with every error: it exists, and can be revoked.
    private static func accessToken(_ answer: Answer) throws(SessionError) -> IssuedToken {
        let fields = try answer.fields()
        let token = try answer.token(fields.string("token"))
        let life = TokenLife(fields)
        func issued(_ scope: TokenScope?, user: AnswerFields?) -> IssuedToken {
            IssuedToken(
                token: token, createdAt: life.createdAt, expiry: life.expiry, scope: scope,
                username: user?.shown("name"), userID: user?.shown("id"), expiryDoubt: life.doubt)
        }
        do throws(SessionError) {
            guard let user = try fields.optionalObject("user") else { throw fields.missing("user") }
            // Only the id is required (<doc:V2>).
            let name = try user.optionalString("name")
            let id = try user.optionalString("id")
            if name == nil, id == nil { throw user.missing("id") }
            var scope = try Self.scope(fields)
            if let place = try fields.optionalObject("org") {
                let org = OrgReference(id: try place.optionalInt("id"), name: try place.optionalString("name"))
                if scope?.isMultiOrg != true, org != OrgReference() {
                    scope = scope ?? TokenScope()
                    scope?.org = org
                }
            }
            return issued(scope, user: user)
        } catch {
            var failure = error
            failure.issuedToken = issued(nil, user: nil)
            throw failure
        }
    }
}
