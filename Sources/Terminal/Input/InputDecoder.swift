/// Turns the bytes a terminal sends into events. Pure: time comes in as a number.
///
/// It knows the key sequences of xterm, VT, rxvt and the Linux console, Alt as an Esc before, bracketed paste, and what
/// must be dropped: mouse and focus reports and late answers of the terminal are never text and never a command. A
/// sequence may be split anywhere. Emits `.key` and `.paste` alone.
package struct InputDecoder: Sendable {
    /// When `expire(at:)` wants to be called; absent while nothing is half done.
    package private(set) var deadline: Int64?

    private let timing: InputTiming
    private var state = State.ground
    /// The paste in hand, what came after its end marker, and the same as keys would have it. Not in `state`, so that
    /// they grow in place.
    private var paste = PasteCollector()
    private var sincePaste = PasteCollector()
    private var bytesSincePaste: [UInt8] = []
    /// Until then `[` and `O` may be the rest of a sequence whose Esc was taken as a key because the line was slow.
    private var lateUntil = Int64.min

    /// - Parameter timing: how long to wait for the rest of a sequence.
    package init(timing: InputTiming = InputTiming()) {
        self.timing = timing
    }

    private enum State: Equatable {
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

    private mutating func forgetPaste() {
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

    private static func alternateKey(_ byte: UInt8) -> Key {
        Key(.character(Character(Unicode.Scalar(byte))), alternate: true)
    }

    // MARK: One byte

    private mutating func take(_ byte: UInt8, _ now: Int64, _ events: inout [InputEvent]) {
        let before = state
        // The state is put back by whoever needs it; leaving it here would copy its arrays with every byte.
        state = .ground
        switch before {
        case .ground: takeGround(byte, now, alternate: false, &events)
        case .escape(let twice): takeAfterEscape(byte, now, twice: twice, &events)
        case .lateIntroducer(let introducer): takeLate(introducer, byte, now, &events)
        case .control(let bytes, let alternate): takeControl(bytes, byte, now, alternate, &events)
        case .singleShift(let bytes, let alternate): takeSingleShift(bytes, byte, now, alternate, &events)
        case .stringIntroducer(let introducer): takeStringStart(introducer, byte, now, &events)
        case .string(let count, let escape): takeString(count, escape, byte, now, &events)
        case .mouse(let remaining): if remaining > 1 { state = .mouse(remaining: remaining - 1) }
        case .character(let bytes, let needed, let alternate):
            takeCharacter(bytes, needed, byte, now, alternate, &events)
        case .paste: state = paste.take(byte) ? .pasteEnd : .paste
        case .pasteEnd: state = takeAfterPaste(byte)
        }
    }

    private mutating func takeGround(_ byte: UInt8, _ now: Int64, alternate: Bool, _ events: inout [InputEvent]) {
        let isLate = !alternate && now <= lateUntil
        lateUntil = .min
        switch byte {
        case UInt8(ascii: "[") where isLate, UInt8(ascii: "O") where isLate:
            state = .lateIntroducer(byte)
        case 0x1B:
            state = .escape(twice: false)
        case 0x20..<0x7F:
            events.append(.key(Key(.character(Character(Unicode.Scalar(byte))), alternate: alternate)))
        case 0x00:
            break
        case 0x01..<0x20, 0x7F:
            events.append(.key(KeySequences.control(byte, alternate: alternate)))
        case 0xC2...0xF4:
            let needed = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
            state = .character([byte], needed: needed, alternate: alternate)
        case 0x9B:
            state = .control([], alternate: alternate)
        case 0x8F:
            state = .singleShift([], alternate: alternate)
        default:
            break
        }
    }

    private mutating func takeAfterEscape(_ byte: UInt8, _ now: Int64, twice: Bool, _ events: inout [InputEvent]) {
        switch byte {
        case UInt8(ascii: "["):
            state = .control([], alternate: twice)
            return
        case UInt8(ascii: "O"):
            state = .singleShift([], alternate: twice)
            return
        default:
            break
        }
        if twice { events.append(.key(Key(.escape))) }
        switch byte {
        case 0x1B: state = .escape(twice: true)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .stringIntroducer(byte)
        default: takeGround(byte, now, alternate: true, &events)
        }
    }

    private mutating func takeLate(_ introducer: UInt8, _ byte: UInt8, _ now: Int64, _ events: inout [InputEvent]) {
        if KeySequences.mayFollow(introducer, byte) {
            let isControl = introducer == UInt8(ascii: "[")
            state = isControl ? .control([], alternate: false) : .singleShift([], alternate: false)
        } else {
            take(introducer, .max, &events)
        }
        take(byte, now, &events)
    }

    private mutating func takeControl(
        _ bytes: [UInt8], _ byte: UInt8, _ now: Int64, _ alternate: Bool, _ events: inout [InputEvent]
    ) {
        switch byte {
        case UInt8(ascii: "M") where bytes.isEmpty:
            state = .mouse(remaining: 3)
        case UInt8(ascii: "[") where bytes.isEmpty:
            state = .control([byte], alternate: alternate)
        case UInt8(ascii: "$") where KeySequences.isShiftedByDollar(bytes):
            finishControl(bytes, byte, alternate, &events)
        case 0x20..<0x40:
            // No key is longer; a longer answer is swallowed up to its last byte.
            state = .control(bytes.count < 64 ? bytes + [byte] : bytes, alternate: alternate)
        case 0x40..<0x7F:
            finishControl(bytes, byte, alternate, &events)
        default:
            take(byte, now, &events)
        }
    }

    private mutating func finishControl(
        _ bytes: [UInt8], _ final: UInt8, _ alternate: Bool, _ events: inout [InputEvent]
    ) {
        if bytes == Array("200".utf8), final == UInt8(ascii: "~") {
            forgetPaste()
            state = .paste
        } else if var key = KeySequences.control(bytes, final) {
            if alternate { key.alternate = true }
            events.append(.key(key))
        }
    }

    private mutating func takeSingleShift(
        _ bytes: [UInt8], _ byte: UInt8, _ now: Int64, _ alternate: Bool, _ events: inout [InputEvent]
    ) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
            state = .singleShift(bytes.count < 16 ? bytes + [byte] : bytes, alternate: alternate)
        case 0x20..<0x7F:
            guard var key = KeySequences.singleShift(bytes, byte) else { return }
            if alternate { key.alternate = true }
            events.append(.key(key))
        default:
            take(byte, now, &events)
        }
    }

    private mutating func takeStringStart(
        _ introducer: UInt8, _ byte: UInt8, _ now: Int64, _ events: inout [InputEvent]
    ) {
        if KeySequences.beginsAnswer(introducer, byte) {
            state = .string(bytes: 1, escape: false)
        } else {
            events.append(.key(Self.alternateKey(introducer)))
            take(byte, now, &events)
        }
    }

    private mutating func takeString(
        _ count: Int, _ escape: Bool, _ byte: UInt8, _ now: Int64, _ events: inout [InputEvent]
    ) {
        switch byte {
        case UInt8(ascii: "\\") where escape, 0x07:
            break
        case 0x1B:
            state = .string(bytes: count + 1, escape: true)
        case _ where escape:
            takeAfterEscape(byte, now, twice: false, &events)
        case 0x00..<0x20:
            // No answer holds controls: this is a key, and Ctrl-C must work even while a terminal babbles.
            take(byte, now, &events)
        default:
            if count < 4096 { state = .string(bytes: count + 1, escape: false) }
        }
    }

    private mutating func takeCharacter(
        _ bytes: [UInt8], _ needed: Int, _ byte: UInt8, _ now: Int64, _ alternate: Bool, _ events: inout [InputEvent]
    ) {
        guard byte & 0xC0 == 0x80 else {
            take(byte, now, &events)
            return
        }
        let all = bytes + [byte]
        guard all.count > needed else {
            state = .character(all, needed: needed, alternate: alternate)
            return
        }
        guard let text = String(validating: all, as: UTF8.self), let scalar = text.unicodeScalars.first,
            !(0x80..<0xA0).contains(scalar.value)
        else { return }
        events.append(.key(Key(.character(Character(scalar)), alternate: alternate)))
    }

    private mutating func takeAfterPaste(_ byte: UInt8) -> State {
        if !sincePaste.take(byte) {
            bytesSincePaste.append(byte)
            // More than this cannot have been typed: all of it is still the paste.
            if bytesSincePaste.count < PasteCollector.limit { return .pasteEnd }
            paste.takeEmbedded(sincePaste)
            (sincePaste, bytesSincePaste) = (PasteCollector(), [])
            return .paste
        }
        paste.takeEmbedded(sincePaste)
        (sincePaste, bytesSincePaste) = (PasteCollector(), [])
        return .pasteEnd
    }
}
