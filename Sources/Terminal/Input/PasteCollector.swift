/// Collects what a bracketed paste brings, up to its end marker.
struct PasteCollector: Equatable, Sendable {
    /// The most bytes of one paste that are kept.
    static let limit = 64 * 1024
    static let endMarker: [UInt8] = Array("\u{1B}[201~".utf8)

    private(set) var isTruncated = false
    private var bytes: [UInt8] = []
    /// How many bytes of the end marker have just been seen.
    private var matched = 0

    /// Takes one byte.
    /// - Returns: true when it was the last of an end marker.
    mutating func take(_ byte: UInt8) -> Bool {
        if byte == Self.endMarker[matched] {
            matched += 1
            if matched < Self.endMarker.count { return false }
            matched = 0
            return true
        }
        flushMatched()
        if byte == Self.endMarker[0] { matched = 1 } else { keep(byte) }
        return false
    }

    /// Goes on after an end marker that turned out to be part of the pasted text.
    mutating func takeEmbedded(_ more: PasteCollector) {
        for byte in Self.endMarker { keep(byte) }
        for byte in more.bytes { keep(byte) }
        matched = more.matched
        if more.isTruncated { isTruncated = true }
    }

    /// The paste as it is now; invalid UTF-8 becomes U+FFFD, a character cut by the limit is left out.
    mutating func finish(isCut: Bool = false) -> InputEvent {
        flushMatched()
        var kept = bytes[...]
        if isTruncated {
            while let last = kept.last, last & 0xC0 == 0x80 { kept = kept.dropLast() }
            if let last = kept.last, last >= 0xC0 { kept = kept.dropLast() }
        }
        return .paste(String(decoding: kept, as: UTF8.self), truncated: isTruncated || isCut)
    }

    private mutating func flushMatched() {
        for byte in Self.endMarker.prefix(matched) { keep(byte) }
        matched = 0
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < Self.limit { bytes.append(byte) } else { isTruncated = true }
    }
}
