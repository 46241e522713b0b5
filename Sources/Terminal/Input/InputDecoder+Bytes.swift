/// What each byte does, by what came before it.
extension InputDecoder {
    mutating func take(_ byte: UInt8, _ now: Int64, _ events: inout [InputEvent]) {
        let before = state
        // The state is put back where it is needed; leaving it here would copy its arrays with every byte.
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
        // A report of the mouse whose Esc was a key comes after what that key did: it means nothing any more.
        take(byte == UInt8(ascii: "<") && introducer == UInt8(ascii: "[") ? UInt8(ascii: "?") : byte, now, &events)
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
            dropPaste()
            state = .paste
        } else if bytes.isEmpty, final == UInt8(ascii: "O") {
            events.append(.focusLost)
        } else if bytes.first == UInt8(ascii: "<") {
            if takesMouse, let mouse = MouseReport.event(bytes.dropFirst(), final) { events.append(.mouse(mouse)) }
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
