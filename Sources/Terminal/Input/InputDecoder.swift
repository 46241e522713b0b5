/// Turns the bytes a terminal sends into events. Pure: time comes in as a number.
///
/// It knows the key sequences of xterm, VT, rxvt and the Linux console, Alt as an Esc before, bracketed paste, and what
/// must be dropped: mouse and focus reports and late answers of the terminal are never text and never a command. A
/// sequence may be split anywhere. Emits `.key` and `.paste` alone.
package struct InputDecoder: Sendable {
    /// When `expire(at:)` wants to be called; absent while nothing is half done.
    package private(set) var deadline: Int64?

    let timing: InputTiming
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
            forgetPaste()
            for byte in typed { take(byte, now, &events) }
        }
        setDeadline(now)
        return events
    }

    /// Forgets what is half done.
    package mutating func reset() {
        state = .ground
        deadline = nil
        lateUntil = .min
        forgetPaste()
    }

    mutating func forgetPaste() {
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
