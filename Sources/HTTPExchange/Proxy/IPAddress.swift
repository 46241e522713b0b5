import Glibc

/// A literal address of four or sixteen bytes.
public struct IPAddress: Hashable, Sendable {
    /// In network order.
    public let bytes: [UInt8]

    /// Reads `10.1.2.3` or `fe80::1`, without brackets, zone or port; anything else gives nil.
    public init?(_ text: String) {
        var four = in_addr()
        var sixteen = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
            bytes = withUnsafeBytes(of: sixteen) { Array($0) }
        } else {
            return nil
        }
    }

    /// Four or sixteen bytes in network order, as certificates hold them; anything else gives nil.
    public init?(bytes: [UInt8]) {
        guard [4, 16].contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Whether it is localhost: `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }

    /// Whether the first `prefix` bits are those of `network`; never for different families.
    ///
    /// - Parameters:
    ///   - network: any address of the network.
    ///   - prefix: 0...32 or 0...128.
    public func isInside(_ network: IPAddress, prefix: Int) -> Bool {
        guard bytes.count == network.bytes.count, prefix <= bytes.count * 8 else { return false }
        return bytes.indices.allSatisfy { index in
            let bits = min(8, max(0, prefix - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
            return bytes[index] & mask == network.bytes[index] & mask
        }
    }
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
