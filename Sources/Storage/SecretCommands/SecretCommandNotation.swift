import ASCIIText
import StrictJSON

/// The secret command in the profile file, and in front of a person.
extension ProfileNotation<[String]> {
    /// In the file an array. A person types it as one line, or as that array. One that cannot be used is refused when it
    /// is typed and when it would be run: a file with it can be read.
    static var command: Self {
        Self(
            editor: .text,
            read: { member throws(ProfileMemberError) in
                guard let elements = member.arrayValue, elements.count <= 1_000, let arguments = strings(elements)
                else {
                    throw ProfileMemberError("it is not an array of strings")
                }
                return arguments
            },
            written: { arguments, _ in arguments.isEmpty ? nil : .array(arguments.map(JSONValue.string)) },
            shown: { .text(CommandText.text(of: $0)) },
            accepted: { input throws(ProfileInputError) in
                do throws(SecretCommandProblem) { return try arguments(typed: input.text.trimmingBlanks()) } catch {
                    throw ProfileInputError(.secretCommand(error))
                }
            },
            output: { $0.isEmpty ? .null : .array($0.map(JSONValue.string)) },
            line: { $0.isEmpty ? nil : CommandText.text(of: $0) })
    }

    private static func arguments(typed text: String) throws(SecretCommandProblem) -> [String] {
        if text.isEmpty { return [] }
        let arguments: [String]
        if text.hasPrefix("[") {
            guard let listed = JSONValue.parse(text: text)?.arrayValue.flatMap(strings) else { throw .notAList }
            arguments = listed
        } else {
            arguments = try CommandText.arguments(of: text)
        }
        try SecretCommand(arguments).requireUsable()
        return arguments
    }

    /// Nil unless all are strings.
    private static func strings(_ elements: [JSONValue]) -> [String]? {
        let texts = elements.compactMap(\.stringValue)
        return texts.count == elements.count ? texts : nil
    }
}

extension ProfileNotation where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// A word of the command, left out of the file where it is the usual one.
    static func word(usual: Value) -> Self {
        let words = Value.allCases.map(\.rawValue)
        return choice(
            options: words.map { ProfileEditor.Option(name: $0) }, usual: usual,
            check: { text throws(ProfileInputError) in
                guard let value = text.isEmpty ? usual : Value(rawValue: text) else {
                    throw ProfileInputError(.oneOf(words))
                }
                return value
            })
    }
}

extension ProfileNotation<Int?> {
    /// Seconds; in the file alone.
    static var seconds: Self {
        Self(
            editor: .file,
            read: { member throws(ProfileMemberError) in try member.whole(in: 1...SecretCommand.mostSeconds) },
            written: { value, _ in value.map { .int($0) } }, shown: { _ in .text("") },
            accepted: { _ throws(ProfileInputError) in nil }, output: { $0.map { .int($0) } ?? .null },
            line: { _ in nil })
    }
}
