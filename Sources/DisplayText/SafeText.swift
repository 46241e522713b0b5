/// Text that may be put on a screen, into a pipe or onto the clipboard: one line, no control character, nothing that
/// moves, hides or reorders its neighbours.
///
/// Text from outside (a server, a file, the environment, a person) becomes `SafeText` once, where it enters
/// (promises P40 to P43). Widgets accept nothing else. What was replaced stays visible as a mark such as `<U+202E>`.
package struct SafeText: Hashable, Sendable {
    /// The text, safe to show.
    package let string: String

    /// Text of our own, known at compile time to be safe.
    package init(_ literal: StaticString) {
        string = literal.description
    }

    /// Takes what is already safe: only this module builds text this way.
    init(alreadySafe string: String) {
        self.string = string
    }
}

extension SafeText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral value: String) {
        string = value
    }

    package var description: String { string }

    package static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(alreadySafe: left.string + right.string)
    }

    /// Interpolation takes safe text and numbers as they are; a plain `String` is made safe on the way in.
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ value: SafeText) { text += value.string }
        package mutating func appendInterpolation(_ value: some BinaryInteger) { text += String(value) }
        package mutating func appendInterpolation(_ value: String) { text += SafeText(outside: value).string }
    }

    package init(stringInterpolation: StringInterpolation) {
        string = stringInterpolation.text
    }
}
