import ASCIIText
import FoundationEssentials

/// Makes GUIDs and tokens. Seeded, it makes the same ones every time, so that tests and pictures can be compared.
package struct IdentifierSource: Sendable {
    private var generator: SplitMix64
    private let isSeeded: Bool

    /// The same identifiers for the same `seed`.
    package init(seed: UInt64) {
        generator = SplitMix64(state: seed)
        isSeeded = true
    }

    /// Identifiers nobody can guess, from the system's random numbers.
    package static func random() -> IdentifierSource { IdentifierSource() }

    private init() {
        generator = SplitMix64(state: 0)
        isSeeded = false
    }

    /// A lower-case GUID of version 4.
    mutating func guid() -> String { UUIDText.random(bytes(16)) }

    /// A token of the v2.0 shape: three parts, the first says RS256, and the others cannot be decoded
    /// (<doc:TokensCompared>).
    mutating func webToken() -> String {
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9." + Self.urlText(bytes(96)) + "." + Self.urlText(bytes(256))
    }

    /// A token of the v1 shape: base64 of the user name, a colon and an inner token (<doc:V1>).
    mutating func opaqueToken(username: String) -> String {
        let inner = Data(bytes(48)).base64EncodedString()
        return Data("\(username):\(inner)".utf8).base64EncodedString()
    }

    /// A token of the betas; their shape is described nowhere (<doc:TokensCompared>), so it is plain random text.
    mutating func betaToken() -> String { Self.urlText(bytes(48)) }

    /// 32 bytes in base64, as v1's session information shows them.
    mutating func sessionSecret() -> String { Data(bytes(32)).base64EncodedString() }

    private static func urlText(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    private mutating func next() -> UInt64 {
        isSeeded ? generator.next() : UInt64.random(in: .min ... .max)
    }
}

/// Small, quick random numbers, the same ones for the same start.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
