import ASCIIText
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Which tokens a command is about: those that are given, or those that fingerprints name.
struct TokenChoice: Sendable {
    /// As they were typed.
    let fingerprints: [String]
    let input: TokenInputOptions
    let passphrase: PassphraseOptions
    let run: CommandRun

    /// One chosen token.
    struct Chosen: Sendable {
        var selector: TokenSelector
        /// What the journal knows of it.
        var record: TokenRecord?
    }

    /// Reads the tokens that are given and looks up those that are named. Never empty.
    ///
    /// A fingerprint is enough only for a token that this run holds. Fingerprints beside given tokens are a check:
    /// each must name one of them.
    func chosen(on profile: Profile) async throws -> [Chosen] {
        for typed in fingerprints { try Self.check(typed) }
        let list = try await ListTokens().run(in: run.workspace)
        let records = list.records(of: profile)
        let given = try secrets(on: profile)
        if given.isEmpty { return try await named(in: list, on: profile) }
        for typed in fingerprints
        where !given.contains(where: { Fingerprint(of: $0).text.hasPrefix(typed.lowercased()) }) {
            throw CommandProblem.fingerprintMismatch(expected: typed.lowercased())
        }
        return given.map { token in
            let fingerprint = Fingerprint(of: token)
            return Chosen(selector: .given(token), record: records.first { $0.fingerprint == fingerprint })
        }
    }

    private func secrets(on profile: Profile) throws(CommandProblem) -> [Secret] {
        var sources = input.sources
        if sources.isEmpty, fingerprints.isEmpty {
            sources = [try TokenInputOptions.question(on: profile, in: run)]
        }
        var secrets: [Secret] = []
        for source in sources {
            let secret = try run.secret("The bearer token", from: source)
            if !secrets.contains(secret) { secrets.append(secret) }
        }
        return secrets
    }

    /// A token of another cluster is said to be one, not to be unknown.
    private func named(in list: TokenList, on profile: Profile) async throws -> [Chosen] {
        var chosen: [Chosen] = []
        let records = list.records(of: profile)
        for typed in fingerprints {
            let isHere = records.contains { $0.fingerprint.text.hasPrefix(typed.lowercased()) }
            let record = try FindToken.find(typed: typed, in: isHere ? records : list.records)
            guard isHere else {
                throw OperationError.refused(
                    .originBound(
                        record.fingerprint, origin: record.origin, owner: record.profileName,
                        asked: profile.origin.description, profile: profile.name))
            }
            try await run.openVault(for: profile, passphrase)
            guard await run.workspace.held.token(record.fingerprint, of: profile) != nil else {
                throw OperationError.refused(
                    .tokenNotHeld(record.fingerprint, list.standing(of: record, at: run.now)))
            }
            chosen.append(Chosen(selector: .held(record.fingerprint), record: record))
        }
        return chosen
    }

    /// Anything but a fingerprint may be the token itself, and is not repeated.
    static func check(_ typed: String) throws(CommandProblem) {
        let isHexadecimal = typed.utf8.allSatisfy { $0.hexadecimalValue != nil }
        guard isHexadecimal, (4...12).contains(typed.utf8.count) else { throw .fingerprintMalformed }
    }
}
