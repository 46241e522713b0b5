import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct RefusalMessageTests {
    private static let fingerprint = Fingerprint(of: Secret("some-token"))

    /// Each refusal: its code, what is read, and what the process ends with.
    static let table: [(Operations.Refusal, String, String, ExitCode)] = [
        (
            .noSuchProfile(name: "prod", similar: []), "E_PROFILE_UNKNOWN",
            "There is no profile named \u{201C}prod\u{201D}", .notFound
        ),
        (
            .noSuchToken(typed: "abcd"), "E_TOKEN_UNKNOWN",
            "No token in the journal begins with \u{201C}abcd\u{201D}", .notFound
        ),
        (
            .ambiguousToken(typed: "abcd", count: 3), "E_TOKEN_AMBIGUOUS",
            "\u{201C}abcd\u{201D} stands for 3 tokens", .usage
        ),
        (
            .tokenNotHeld(fingerprint), "E_TOKEN_NOT_HELD",
            "The token \(fingerprint.text) itself is not stored here \u{2013} the journal keeps fingerprints only",
            .notFound
        ),
        (.notLoggedIn(profile: "prod-eu"), "E_NOT_LOGGED_IN", "Not logged in to prod-eu", .notLoggedIn),
        (
            .readOnly(profile: nil), "E_READ_ONLY", "Nothing was changed \u{2013} read-only mode", .refused
        ),
        (
            .readOnly(profile: "prod-eu"), "E_READ_ONLY",
            "Nothing was changed \u{2013} the profile prod-eu is read-only", .refused
        ),
        (
            .protected(profile: "prod-eu"), "E_PROTECTED",
            "prod-eu requires its name to confirm \u{2013} the profile is protected or in production; --yes alone is not enough",
            .refused
        ),
        (
            .confirmationNeeded(what: "Revoking a token"), "E_CONFIRM_NEEDED",
            "Revoking a token needs confirmation \u{2013} there is no terminal to ask on", .refused
        ),
        (
            .confirmationMismatch(expected: "prod-eu"), "E_CONFIRM_MISMATCH",
            "Does not match. Nothing was changed.", .refused
        ),
        (
            .notInGeneration(
                profile: "old", generation: .v1, reason: "v1 has no revoke", alternatives: ["issue another"]),
            "E_NOT_IN_GENERATION", "old uses v1, which does not support this \u{2013} v1 has no revoke", .notFound
        ),
        (
            .supersedesTokens(profile: "old"), "E_SUPERSEDES",
            "A new v1 token on old ends every older token of the same secret key within 5 minutes", .refused
        ),
        (
            .insecureForSecretKey(profile: "lab"), "E_INSECURE_SECRET_KEY",
            "No secret key is sent to or read from lab \u{2013} its connection is not encrypted or not verified, and the key"
                + " can log in as any user", .refused
        ),
        (
            .nameNeeded(what: "Disabling trusted authentication", profile: "lab"), "E_CONFIRM_NEEDED",
            "Disabling trusted authentication on lab requires the profile's name to confirm \u{2013} it affects every"
                + " login by secret key; --yes alone is not enough", .refused
        ),
        (
            .noSecretKey(place: "Org Sales (1)", profile: "lab"), "E_NO_KEY",
            "lab has no secret key for Org Sales (1) \u{2013} trusted authentication is off there, or is not"
                + " configured for this Org", .notFound
        ),
        (
            .urlSecrets(profile: "old"), "E_URL_SECRETS",
            "Nothing was sent to old: the password or key would be in the URL \u{2013} beta-query has no other way, and"
                + " proxies and access logs keep URLs", .refused
        ),
        (
            .insecureForURLSecrets(profile: "old"), "E_URL_SECRETS",
            "A password or key in a URL is not sent to old \u{2013} its connection is not encrypted or not verified",
            .refused
        ),
        (
            .invalidProfile(ProfileInputError(.name(.empty))), "E_PROFILE_NAME",
            "Invalid name \u{2013} the name is empty", .usage
        ),
        (
            .invalidProfile(ProfileInputError(.url(.path))), "E_URL",
            "Invalid URL \u{2013} the URL has a path; write only https://HOST", .usage
        ),
        (
            .newAddress(
                AddressChange(
                    profile: Profile(
                        id: "a", name: "lab", origin: Origin(scheme: .https, host: "a.example"), generation: .v2),
                    address: Origin(scheme: .https, host: "b.example"), user: "anna", tokens: 2, canLogOut: true)),
            "E_NEW_ADDRESS",
            "The address of lab was not changed \u{2013} the session of anna and 2 tokens may be valid at the old address",
            .refused
        ),
        (
            .invalidInput(field: "The Org", why: "it is no number"), "E_INVALID_INPUT",
            "The Org is invalid \u{2013} it is no number", .usage
        ),
        (
            .secretCharacters(what: "The password", SecretFault(.byteOrderMark, position: 1)), "E_SECRET_CHARS",
            "The password has a byte order mark at position 1 \u{2013} nothing was sent", .usage
        ),
        (
            .caFile(reason: "/etc/ca.pem is empty"), "E_CA_FILE",
            "The CA file cannot be used \u{2013} /etc/ca.pem is empty", .localFile
        ),
        (
            .nothingSelected(what: "token"), "E_EMPTY_TARGET",
            "No token selected \u{2013} name at least one token", .refused
        ),
    ]

    @Test(arguments: table)
    func `every refusal has its sentence`(
        _ refusal: Operations.Refusal, _ code: String, _ sentence: String, _ exitCode: ExitCode
    ) {
        let message = MessageComposer.message(for: .refused(refusal))
        #expect(message.code == code)
        #expect(message.sentence.string == sentence)
        #expect(message.exitCode == exitCode)
        #expect(refusal.code == code && refusal.exitCode == exitCode)
        #expect(message.hints.count <= 2)
    }

    @Test func `the option that agrees is named`() {
        let hints = [nil, "prod-eu"].map { name in
            MessageComposer.message(for: Operations.Refusal.confirmationNeeded(what: "It", name: name)).hints
        }
        #expect(
            hints.map { $0.map(\.string) } == [
                ["add --yes"], ["add --confirm prod-eu"],
            ])
    }

    @Test func `similar names are offered`() {
        let refusal = Operations.Refusal.noSuchProfile(name: "prod", similar: ["prod-eu", "prod-us"])
        #expect(MessageComposer.message(for: refusal).hints.map(\.string) == ["did you mean prod-eu, prod-us?"])
    }

    /// What was typed is text from outside.
    @Test func `what was typed stays one line`() {
        let typed = "a\u{1B}[2J\r\n\u{202E}" + String(repeating: "x", count: 1_000)
        let refusals: [Operations.Refusal] = [
            .noSuchProfile(name: typed, similar: [typed]), .noSuchToken(typed: typed),
            .ambiguousToken(typed: typed, count: 2), .confirmationMismatch(expected: typed),
        ]
        for refusal in refusals {
            let message = MessageComposer.message(for: refusal)
            for text in [message.sentence.string] + message.hints.map(\.string) {
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
            }
            #expect(message.what.string.count < 200)
        }
    }
}
