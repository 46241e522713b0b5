import ASCIIText

/// Readings of texts that `beta-tspublic` has in bodies and `beta-query` in the query (<doc:BetaTspublic> and
/// <doc:BetaQuery>).
enum BetaValues {
    /// `true` or `false`, in lower case.
    static func boolean(_ text: String, of name: String) throws(Refusal) -> Bool {
        switch text {
        case "true": true
        case "false": false
        default: throw .badParameter("\(name) must be true or false.")
        }
    }

    /// A length of life: whole positive seconds in decimal digits.
    static func seconds(_ text: String) throws(Refusal) -> Int {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int32(text), number > 0 else {
            throw .badParameter("tokenExpiryDuration must be a positive number of seconds.")
        }
        return Int(number)
    }

    /// The id of an Org as text.
    static func orgID(_ text: String, of name: String) throws(Refusal) -> Int {
        guard let id = Int(text) else { throw .badParameter("\(name) must be the id of an Org.") }
        return id
    }

    /// An instant in ms since the epoch.
    static func milliseconds(_ text: String, of name: String) throws(Refusal) -> Int64 {
        guard let number = Int64(text), number >= 0 else { throw .badParameter("\(name) must be a time in ms.") }
        return number
    }

    /// `true` or `false`, or Python's `True` and `False`, which the SDK of `beta-query` puts into the query
    /// (<doc:BetaQuery>).
    static func booleanOfQuery(_ text: String, of name: String) throws(Refusal) -> Bool {
        try boolean(["True": "true", "False": "false"][text] ?? text, of: name)
    }

    /// What a token gives access to: everything, or one object named by its GUID.
    /// - Parameter needsObject: whether `REPORT_BOOK_VIEW` cannot do without an object. The field came late in
    ///   `beta-tspublic`, whose older SDKs send none (<doc:BetaTspublic>).
    static func kind(
        accessLevel: String?, objectID: String?, needsObject: Bool
    ) throws(Refusal) -> DemoToken.Kind {
        if let objectID, !UUIDText.isWellFormed(objectID) { throw .badParameter("tsObjectId must be a GUID.") }
        switch accessLevel {
        case nil, "FULL": return .full
        case "REPORT_BOOK_VIEW":
            guard objectID != nil || !needsObject else {
                throw .badParameter("tsObjectId is required with REPORT_BOOK_VIEW.")
            }
            return .object(objectID)
        default: throw .badParameter("accessLevel must be one of FULL, REPORT_BOOK_VIEW.")
        }
    }
}
