/// Turns the bytes a terminal sends into events. Pure: time comes in as a number.
///
/// It knows the key sequences of xterm, VT, rxvt and the Linux console, Alt as an Esc before, bracketed paste, and what
/// must be dropped: mouse reports that were not asked for and late answers of the terminal are never text and never a
/// command. A sequence may be split anywhere. Emits `.key`, `.paste`, `.mouse` and `.focusLost` alone.
package struct InputDecoder: Sendable {
    /// When `expire(at:)` wants to be called; absent while nothing is half done.
    package private(set) var deadline: Int64?

    let timing: InputTiming
    /// Whether reports of the mouse mean something; they are dropped otherwise.
    package var takesMouse = false
    var state = State.ground
    /// The paste in hand, what came after its end marker, and the same as keys would have it. Not in `state`, so that
    /// they grow in place.
    var paste = PasteCollector()
    var sincePaste = PasteCollector()
    var bytesSincePaste: [UInt8] = []
    /// Until then `[` and `O` may be the rest of a sequence whose Esc was taken as a key because the line was slow.
    var lateUntil = Int64.min

    /// - Parameter timing: how long to wait for the rest of a sequence.
    package init(timing: InputTiming = InputTiming()) {
        self.timing = timing
    }

    enum State: Equatable {
        case ground
        /// After Esc; `twice` after two of them.
        case escape(twice: Bool)
        /// After a late `[` or `O`.
        case lateIntroducer(UInt8)
        /// After `ESC [` (or `ESC O`): the bytes since.
        case control([UInt8], alternate: Bool)
        case singleShift([UInt8], alternate: Bool)
        /// After `ESC ]`, `ESC P`, `ESC _`, with no byte since.
        case stringIntroducer(UInt8)
        /// In the answer to a question, `bytes` of it seen.
        case string(bytes: Int, escape: Bool)
        /// In an old mouse report: bytes to come.
        case mouse(remaining: Int)
        /// In a character of several bytes.
        case character([UInt8], needed: Int, alternate: Bool)
        case paste
        /// After an end marker: what comes may still be part of the pasted text.
        case pasteEnd
    }

    /// Takes bytes as read.
    /// - Parameters:
    ///   - bytes: any number, cut anywhere.
    ///   - now: milliseconds of a clock that never goes back.
    package mutating func feed(_ bytes: some Sequence<UInt8>, at now: Int64) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes { take(byte, now, &events) }
        setDeadline(now)
        return events
    }

    /// Decides what is half done and overdue. Does nothing before `deadline`.
    package mutating func expire(at now: Int64) -> [InputEvent] {
        guard let deadline, now >= deadline else { return [] }
        var events: [InputEvent] = []
        let overdue = state
        state = .ground
        switch overdue {
        case .ground, .control, .singleShift, .string, .mouse, .character:
            expireSequence(overdue, &events)
        case .escape(let twice):
            events += Array(repeating: .key(Key(.escape)), count: twice ? 2 : 1)
            lateUntil = now + timing.sequence
        case .lateIntroducer(let byte):
            take(byte, .max, &events)
        case .stringIntroducer(let byte):
            events.append(.key(Self.alternateKey(byte)))
        case .paste:
            events.append(paste.finish(isCut: true))
            paste = PasteCollector()
        case .pasteEnd:
            events.append(paste.finish())
            let typed = bytesSincePaste
            dropPaste()
            for byte in typed { take(byte, now, &events) }
        }
        setDeadline(now)
        return events
    }

    /// Drops what is half done.
    package mutating func reset() {
        state = .ground
        deadline = nil
        lateUntil = .min
        dropPaste()
    }

    mutating func dropPaste() {
        paste = PasteCollector()
        sincePaste = PasteCollector()
        bytesSincePaste = []
    }

    private mutating func setDeadline(_ now: Int64) {
        switch state {
        case .ground: deadline = nil
        case .escape, .lateIntroducer, .stringIntroducer: deadline = now + timing.escape
        case .control, .singleShift, .string, .mouse, .character: deadline = now + timing.sequence
        case .paste: deadline = now + timing.pasteSilence
        case .pasteEnd: deadline = now + timing.pasteEnd
        }
    }

    /// `ESC [` and `ESC O` alone are Alt with that character; any longer beginning is dropped.
    private func expireSequence(_ state: State, _ events: inout [InputEvent]) {
        switch state {
        case .control([], _): events.append(.key(Self.alternateKey(UInt8(ascii: "["))))
        case .singleShift([], _): events.append(.key(Self.alternateKey(UInt8(ascii: "O"))))
        default: break
        }
    }

    static func alternateKey(_ byte: UInt8) -> Key {
        Key(.character(Character(Unicode.Scalar(byte))), alternate: true)
    }
}

/// How long the decoder waits for the rest of a sequence. All in milliseconds.
package struct InputTiming: Equatable, Sendable {
    /// After a lone Esc byte, before it counts as the Esc key.
    package var escape: Int64
    /// After the first bytes of a longer sequence; those are not typed, so it may be long.
    package var sequence: Int64
    /// Without a byte in the middle of a paste, before the paste is taken as ended.
    package var pasteSilence: Int64
    /// After the end of a paste, to see whether it was only an end marker inside the pasted text.
    package var pasteEnd: Int64

    package init(escape: Int64 = 50, sequence: Int64 = 600, pasteSilence: Int64 = 5000, pasteEnd: Int64 = 30) {
        self.escape = escape
        self.sequence = sequence
        self.pasteSilence = pasteSilence
        self.pasteEnd = pasteEnd
    }

    /// The timing that suits a connection: `ESCDELAY` where it is set to 0...2000, 100 ms over SSH and inside tmux or
    /// screen, 50 ms else.
    /// - Parameter variable: reads an environment variable.
    package init(environment variable: (String) -> String?) {
        self.init()
        if let wished = variable("ESCDELAY").flatMap(Int64.init), (0...2000).contains(wished) {
            escape = wished
        } else if ["SSH_CONNECTION", "SSH_TTY", "TMUX", "STY"].contains(where: { variable($0)?.isEmpty == false }) {
            escape = 100
        }
        sequence = max(sequence, escape)
    }
}

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
