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
                guard let elements = member.arrayValue, elements.count <= 1_000 else {
                    throw ProfileMemberError("it is not an array of strings")
                }
                var arguments: [String] = []
                for element in elements {
                    guard let text = element.stringValue else {
                        throw ProfileMemberError("it is not an array of strings")
                    }
                    arguments.append(text)
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
        var arguments: [String] = []
        if text.hasPrefix("[") {
            guard let elements = JSONValue.parse(text: text)?.arrayValue else { throw .notAList }
            for element in elements {
                guard let argument = element.stringValue else { throw .notAList }
                arguments.append(argument)
            }
        } else {
            arguments = try CommandText.arguments(of: text)
        }
        try SecretCommand(arguments).requireUsable()
        return arguments
    }
}

extension ProfileNotation where Value: RawRepresentable<String> & CaseIterable & Hashable {
    /// A word of the command, left out of the file where it is the usual one.
    static func word(usual: Value) -> Self {
        let words = Value.allCases.map(\.rawValue)
        return Self(
            editor: .choice(words.map { ProfileEditor.Option(name: $0) }),
            read: { member throws(ProfileMemberError) in
                guard let text = try member.profileText() else { return nil }
                guard let value = Value(rawValue: text) else {
                    throw ProfileMemberError("it is none of " + words.joined(separator: ", "))
                }
                return value
            }, written: { value, old in value != usual || old != nil ? .string(value.rawValue) : nil },
            shown: { .text($0.rawValue) },
            accepted: { input throws(ProfileInputError) in
                let text = input.text.trimmingBlanks()
                guard let value = text.isEmpty ? usual : Value(rawValue: text) else {
                    throw ProfileInputError(.oneOf(words))
                }
                return value
            }, output: { .string($0.rawValue) }, line: { _ in nil })
    }
}

extension ProfileNotation<Int?> {
    /// Seconds; in the file alone.
    static var seconds: Self {
        Self(
            editor: .file,
            read: { member throws(ProfileMemberError) in
                guard let number = member.intValue, (1...SecretCommand.mostSeconds).contains(number) else {
                    throw ProfileMemberError("it is not a whole number from 1 to \(SecretCommand.mostSeconds)")
                }
                return number
            }, written: { value, _ in value.map { .int($0) } }, shown: { _ in .text("") },
            accepted: { _ throws(ProfileInputError) in nil }, output: { $0.map { .int($0) } ?? .null },
            line: { _ in nil })
    }
}
