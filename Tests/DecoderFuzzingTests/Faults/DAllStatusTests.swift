import HTTPExchange
import Operations
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// Rows D19 to D24 of <doc:Faults>: what a status means, for every operation of every generation, in the shape in which
/// its server says it.
@Suite(.serialized) struct DAllStatusTests {
    private typealias Row = (
        status: Int, code: Int, debug: String, means: SessionError.Code, exit: Operations.ExitCode, words: [String]
    )

    private func presentsCredential(_ golden: Golden) -> Bool {
        switch golden.purpose {
        case .login, .issue: true
        case .session, .open: false
        }
    }

    private func check(
        _ golden: Golden, _ rows: [Row], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for row in rows {
            let error = golden.refused(row.status, code: row.code, debug: row.debug, sourceLocation: sourceLocation)
            let note = "\(golden.seed.name) \(row.status) \(row.code) \(row.debug)"
            #expect(error?.code == row.means, "\(note)", sourceLocation: sourceLocation)
            #expect(error?.exit == row.exit, "\(note)", sourceLocation: sourceLocation)
            #expect(error?.execution == .notExecuted, "\(note)", sourceLocation: sourceLocation)
            #expect(error?.status == row.status, "\(note)", sourceLocation: sourceLocation)
            #expect(error?.serverCode == row.code, "\(note)", sourceLocation: sourceLocation)
            #expect(error?.incident == "inc-1", "\(note)", sourceLocation: sourceLocation)
            for word in row.words {
                #expect(
                    error?.told.contains(word) == true, "\(note): \(error?.told ?? "")", sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: Golden.names)
    func `D19 D20 401 ends a session, or refuses a credential`(name: String) throws {
        let golden = try Golden.named(name)
        if presentsCredential(golden) {
            let words = ["refused the credentials", "about 4 refused logins lock a local account"]
            check(golden, [(401, 10_097, "no", .credentialsRefused, .notLoggedIn, words)])
        } else if !golden.recovers {
            check(golden, [(401, 10_097, "no", .sessionEnded, .notLoggedIn, ["has ended", "log in again"])])
        } else {
            // A dead session is what was asked about; only v2.0's validate speaks of the caller's.
            let error = golden.refused(401, code: 10_097, debug: "no")
            let isOfCaller = golden.generation == .v2 && golden.decoder.verb == "validate-token"
            #expect(error?.code == (isOfCaller ? .sessionEnded : nil))
        }
    }

    @Test(arguments: Golden.names)
    func `D21 forbidden, and a refused Org`(name: String) throws {
        let golden = try Golden.named(name)
        check(
            golden,
            [
                (403, 10_023, "no right", .forbidden, .forbidden, ["does not allow", "privilege"]),
                (
                    400, 13_090, "no access to it", .orgRefused, .forbidden,
                    ["credentials accepted, Org refused", "another Org"]
                ),
                (403, 10_023, "Embedding is not licensed", .licence, .forbidden, ["licence", "v2.0"]),
                (403, 10_023, "The account is locked", .accountLocked, .forbidden, ["locked", "wait an hour"]),
                (403, 10_023, "MFA is required", .multiFactor, .notLoggedIn, ["requires MFA", "secret key"]),
            ])
        // Who presents a session has shown no key that could be refused: there the words are those of a privilege.
        let words = "Trusted authentication is not enabled"
        check(
            golden,
            presentsCredential(golden)
                ? [
                    (
                        403, 10_023, words, .trustedAuthentication, .notLoggedIn,
                        ["trusted authentication", "check user and key"]
                    )
                ] : [(403, 10_023, words, .forbidden, .forbidden, ["does not allow", "privilege"])])
    }

    @Test(arguments: Golden.names)
    func `D22 D-b-10 an operation that is not there, or speaks another style`(name: String) throws {
        let golden = try Golden.named(name)
        // Login and issue of two betas share a path, and differ in the method.
        let isShared =
            golden.decoder.request.path.hasPrefix("/tspublic/rest/v2/session/") && presentsCredential(golden)
        for (status, isDialect) in [(404, isShared), (405, true)] {
            let row: Row =
                isDialect
                ? (
                    status, 1, "no", .dialect, .unusableAnswer,
                    ["a different API generation than its profile", "tessera doctor prod"]
                )
                : (status, 1, "no", .notOnThisRelease, .notFound, ["does not support", "tessera profile test prod"])
            check(golden, [row])
            // And as a gateway says it, without a word.
            #expect(golden.error(status: status)?.code == row.means)
        }
        let spring = golden.error(status: 500, type: "text/plain", body: "Request method 'GET' not supported")
        if golden.decoder.request.meaningOf500 == nil {
            #expect(spring?.code == .dialect)
            #expect(spring?.execution == .notExecuted)
        }
    }

    @Test(arguments: Golden.names)
    func `D23 too many requests, and when to come back`(name: String) throws {
        let golden = try Golden.named(name)
        for (text, wait) in [
            (nil, nil), ("0", 0), ("3", 3_000), ("1000000000", nil), ("-1", nil), ("garbage", nil), ("", nil),
            ("Sun, 01 Jun 2025 00:00:31 GMT", 30_000), ("Sun, 01 Jun 1980 00:00:31 GMT", 0),
        ] as [(String?, Int?)] {
            let error = golden.error(
                status: 429, body: "{}", headers: (text.map { [("Retry-After", $0)] } ?? []))
            #expect(error?.code == .busy)
            #expect(error?.exit == .busy)
            #expect(error?.execution == .notExecuted)
            #expect(error?.retryAfter == wait, "\(text ?? "none")")
            #expect(error?.told.contains("too many requests") == true)
            #expect(error?.told.contains("retry after") == (wait != nil))
        }
        #expect(golden.refused(429, code: 1, debug: "no")?.code == .busy)
    }

    @Test(arguments: Golden.names)
    func `D24 D-v1-4 a server or a gateway that fails`(name: String) throws {
        let golden = try Golden.named(name)
        for status in [500, 502, 503, 504] {
            guard let error = golden.error(status: status, body: #"{"code":10000,"debug":"boom"}"#) else {
                Issue.record("\(status) was read as an answer")
                continue
            }
            if status == 500, golden.decoder.request.meaningOf500 != nil {
                #expect(error.code == .trustedAuthentication)
                #expect(error.exit == .notLoggedIn)
                #expect(error.told.contains("trusted authentication is switched off"))
                #expect(error.told.contains("wrong secret key"))
            } else {
                #expect(error.code == (golden.isChange ? .outcomeUnknown : .server))
                #expect(error.exit == (golden.isChange ? .outcomeUnknown : .unusableAnswer))
                #expect(error.execution == (golden.isChange ? .unknown : .notExecuted))
            }
        }
        let busy = golden.error(status: 503, headers: [("Retry-After", "2")])
        #expect(busy?.code == .busy)
        #expect(busy?.execution == .notExecuted)
    }
}
