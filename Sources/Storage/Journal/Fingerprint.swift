import ASCIIText
import EncryptedVault
package import ThoughtSpotSessions

/// Names a token without revealing it: the first 12 hexadecimal digits of SHA-256 over `tessera-token-v1` and the token.
///
/// Tokens are long and random, so the digits identify without revealing. Passwords and secret keys are neither, and get
/// no fingerprint (<doc:JournalFormat>).
package struct Fingerprint: Hashable, Comparable, Sendable {
    /// Of ``text``.
    private static let digitCount = 12

    /// The value of the digits.
    let number: UInt64

    /// The fingerprint of a token.
    package init(of token: Secret) {
        let digest = SHA256Digest(of: Array("tessera-token-v1".utf8) + Array(token.expose().utf8))
        number = digest.bytes.prefix(Self.digitCount / 2).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Takes what a journal line holds; `nil` when it is not a fingerprint.
    package init?(_ text: String) { self.init(digits: text.utf8) }

    /// Returns nil for anything but 12 hexadecimal digits in lower case.
    init?(digits: some Collection<UInt8>) {
        guard digits.count == Self.digitCount else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard let value = digit.hexadecimalValue, !digit.isUppercaseASCIILetter else { return nil }
            number = number << 4 | UInt64(value)
        }
        self.number = number
    }

    init(number: UInt64) { self.number = number & (1 << (4 * UInt64(Self.digitCount)) - 1) }

    /// 12 lower-case hexadecimal digits.
    package var text: String {
        String(unsafeUninitializedCapacity: Self.digitCount) { digits in
            for place in 0..<Self.digitCount {
                let value = UInt8(truncatingIfNeeded: number >> (4 * UInt64(Self.digitCount - 1 - place)) & 15)
                digits[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
            }
            return Self.digitCount
        }
    }

    /// In the order of the texts.
    package static func < (left: Fingerprint, right: Fingerprint) -> Bool { left.number < right.number }
}

/// Fingerprints in 8 bytes each.
struct FingerprintSet: Hashable {
    /// Sorted, each once.
    private var numbers: [UInt64] = []

    init() {}

    var isEmpty: Bool { numbers.isEmpty }

    func contains(_ fingerprint: Fingerprint) -> Bool {
        guard !numbers.isEmpty else { return false }
        let number = fingerprint.number
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number
    }

    mutating func insert(_ fingerprints: [Fingerprint]) {
        guard !fingerprints.isEmpty else { return }
        numbers = Set(numbers + fingerprints.map(\.number)).sorted()
    }

    /// Twelve digits for each, without anything between them.
    var text: String { numbers.map { Fingerprint(number: $0).text }.joined() }

    /// Returns nil for anything but what ``text`` writes.
    init?(_ text: String) {
        var text = text
        // As it stands: it is the largest part of a checkpoint.
        guard let numbers = text.withUTF8({ Self.numbers(in: $0) }) else { return nil }
        self.numbers = numbers
    }

    private static func numbers(in digits: UnsafeBufferPointer<UInt8>) -> [UInt64]? {
        guard digits.count.isMultiple(of: 12) else { return nil }
        var numbers: [UInt64] = []
        numbers.reserveCapacity(digits.count / 12)
        for start in stride(from: 0, to: digits.count, by: 12) {
            guard let number = Fingerprint(digits: digits[start..<start + 12])?.number,
                numbers.last.map({ $0 < number }) ?? true
            else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
