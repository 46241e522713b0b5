import ASCIIText
import DisplayText
import Moments
import Storage
import StrictJSON
import ThoughtSpotSessions

/// What a secret command printed, read as strictly as an answer from outside (faults B16, B21).
enum CommandOutput {
    /// Bytes of standard output.
    static let limit = SecretLine.limit

    /// The one secret in it.
    ///
    /// - Throws: `.failed` for output that is no secret, `.output` for a JSON object that is not as it must be. Nothing of
    ///   the output is in either.
    static func secret(
        in bytes: [UInt8], format: SecretCommand.Format, now: Instant
    ) throws(SecretCommandFailure) -> Secret {
        switch format {
        case .raw: try raw(bytes)
        case .json: try json(bytes, now: now)
        }
    }

    private static func raw(_ bytes: [UInt8]) throws(SecretCommandFailure) -> Secret {
        do throws(SecretLine.Problem) { return try SecretLine.secret(in: bytes) } catch {
            switch error {
            case .empty: throw .failed(why: "it printed nothing")
            case .fault(let fault) where fault.kind == .lineBreak: throw .failed(why: "it printed more than one line")
            case .fault(let fault): throw .failed(why: "what it printed has \(fault.wording)")
            }
        }
    }

    private static func json(_ bytes: [UInt8], now: Instant) throws(SecretCommandFailure) -> Secret {
        let document: JSONValue
        do throws(JSONSyntaxError) { document = try JSONValue.parse(bytes) } catch {
            throw .output(member: "the output", why: SafeText(outside: words(of: error.reason)))
        }
        guard document.objectValue != nil else { throw .output(member: "the output", why: "it is not a JSON object") }
        guard document["version"]?.intValue == 1 else { throw .output(member: "version", why: "it must be 1") }
        guard let text = document["secret"]?.stringValue, !text.isEmpty else {
            throw .output(member: "secret", why: "it must be a string that is not empty")
        }
        if let fault = SecretFault(in: text) { throw .output(member: "secret", why: "it has \(fault.wording)") }
        if let end = document["expires_at"], !end.isNull {
            guard let moment = end.stringValue.flatMap({ CalendarText($0) }), moment.hasZone else {
                throw .output(member: "expires_at", why: "it must be a time like 2026-11-21T08:52:45Z")
            }
            guard moment.instant > now else { throw .output(member: "expires_at", why: "the secret has expired") }
        }
        return Secret(text)
    }

    /// Without the place: it could tell how long a secret is.
    private static func words(of reason: JSONSyntaxError.Reason) -> String {
        switch reason {
        case .empty: "it is empty"
        case .duplicateKey: "a member stands in it twice"
        case .trailing: "there is text behind the object"
        case .encoding: "it is not UTF-8"
        default: "it is not valid JSON"
        }
    }
}

/// What a secret command wrote to standard error, for people.
enum CommandComplaint {
    /// Shorter ones are in every text.
    private static let shortest = 4

    /// The beginning of it in one line. Whatever was printed to standard output is taken out, and so is every word that
    /// may be a secret.
    ///
    /// - Returns: nil when there is nothing to tell.
    static func text(of error: [UInt8], output: [UInt8]) -> SafeText? {
        var text = String(decoding: error, as: UTF8.self)
        let printed = String(decoding: output, as: UTF8.self)
        let json = JSONValue.parse(text: printed)?["secret"]?.stringValue
        for secret in [json, printed].compactMap(\.self) + printed.split(whereSeparator: \.isNewline).map(String.init) {
            let value = secret.trimmingBlanks()
            if value.utf8.count >= shortest { text = text.replacing(value, with: "(hidden)") }
        }
        let words = text.split(whereSeparator: \.isWhitespace).map { word -> String in
            word.contains("(hidden)") || isHarmless(word) ? String(word) : "(hidden)"
        }
        guard !words.isEmpty else { return nil }
        return SafeText(outside: words.joined(separator: " "), limit: 300)
    }

    /// Words with their punctuation, and paths of such words.
    private static func isHarmless(_ word: Substring) -> Bool {
        let core = word.drop(while: isPunctuation).reversed().drop(while: isPunctuation).reversed()
        let parts = String(core).split(separator: "/")
        return parts.allSatisfy { SecretLook.isHarmless(String($0)) }
    }

    private static func isPunctuation(_ character: Character) -> Bool { ".,:;!?()[]{}<>'\"`-=*#".contains(character) }
}
