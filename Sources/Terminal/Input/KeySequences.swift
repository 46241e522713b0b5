import ASCIIText

/// Which key a complete sequence means. What is no key (mouse, focus, answers) is absent.
enum KeySequences {
    /// A control byte: 0x01...0x1F and DEL.
    static func control(_ byte: UInt8, alternate: Bool) -> Key {
        switch byte {
        case 0x08, 0x7F: Key(.backspace, alternate: alternate)
        case 0x09: Key(.tab, alternate: alternate)
        case 0x0A, 0x0D: Key(.enter, alternate: alternate)
        case 0x1B: Key(.escape, alternate: alternate)
        case 0x01...0x1A:
            Key(.character(Character(Unicode.Scalar(byte + 0x60))), control: true, alternate: alternate)
        default: Key(.character(Character(Unicode.Scalar(byte + 0x40))), control: true, alternate: alternate)
        }
    }

    /// A sequence `ESC [ bytes final`.
    static func control(_ bytes: [UInt8], _ final: UInt8) -> Key? {
        // The Linux console: ESC [ [ A to E are F1 to F5.
        if bytes == [UInt8(ascii: "[")] {
            return (0x41...0x45).contains(final) ? Key(.function(Int(final) - 0x40)) : nil
        }
        guard let parameters = Parameters(bytes) else { return nil }
        switch final {
        case UInt8(ascii: "~"):
            return tilde(parameters)
        case UInt8(ascii: "u"):
            return coded(parameters.first, parameters.modifiers)
        case UInt8(ascii: "$"), UInt8(ascii: "^"), UInt8(ascii: "@"):
            return rxvt(parameters, final)
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            // rxvt: arrows with Shift.
            return bytes.isEmpty ? cursor(final - 0x20).map { Key($0) } : nil
        case UInt8(ascii: "R") where !bytes.isEmpty:
            // A cursor position report, far likelier than F3 with a modifier.
            return nil
        case UInt8(ascii: "Z"):
            return modified(.backTab, parameters.modifiers)
        default:
            guard parameters.count < 2 || parameters.first == 1 else { return nil }
            return cursor(final).flatMap { modified($0, parameters.modifiers) }
        }
    }

    /// A sequence `ESC O bytes final`.
    static func singleShift(_ bytes: [UInt8], _ final: UInt8) -> Key? {
        guard let parameters = Parameters(bytes) else { return nil }
        // ESC O 5 P: the modifier stands alone; ESC O 1 ; 5 P: it is the second.
        let modifiers = parameters.count == 1 ? Modifiers(parameter: parameters.first) : parameters.modifiers
        if let code = cursor(final) { return modified(code, modifiers) }
        switch final {
        case UInt8(ascii: "M"): return modified(.enter, modifiers)
        case UInt8(ascii: "I"): return modified(.tab, modifiers)
        case UInt8(ascii: " "): return .character(" ")
        case UInt8(ascii: "X"): return .character("=")
        case UInt8(ascii: "j")...UInt8(ascii: "y"):
            // The number pad in application mode: * + , - . / 0 to 9.
            return .character(Character(Unicode.Scalar(final - 0x40)))
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            // rxvt: arrows with Ctrl.
            return cursor(final - 0x20).map { Key($0, control: true) }
        default: return nil
        }
    }

    /// Whether a byte can stand after a `[` or `O` whose Esc came long before: decides between key and text.
    static func mayFollow(_ introducer: UInt8, _ byte: UInt8) -> Bool {
        let isArrow = cursor(byte) != nil
        return introducer == UInt8(ascii: "O")
            ? isArrow
            : isArrow || byte == UInt8(ascii: "Z") || (0x30..<0x40).contains(byte)
    }

    /// Whether a byte after `ESC ]`, `ESC P`, `ESC _` begins a terminal's answer, and is not typed after Alt.
    static func beginsAnswer(_ introducer: UInt8, _ byte: UInt8) -> Bool {
        switch introducer {
        case UInt8(ascii: "]"): byte.isASCIIDigit || byte == 0x6C || byte == 0x4C
        case UInt8(ascii: "P"): byte.isASCIIDigit || [0x21, 0x24, 0x2B, 0x3E].contains(byte)
        default: byte == UInt8(ascii: "G")
        }
    }

    /// Whether these bytes and `$` are rxvt's Shift with an editing or function key.
    static func isShiftedByDollar(_ bytes: [UInt8]) -> Bool {
        (1...2).contains(bytes.count) && bytes.allSatisfy(\.isASCIIDigit)
    }

    private static func cursor(_ final: UInt8) -> Key.Code? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "R"), UInt8(ascii: "S"): .function(Int(final) - 0x4F)
        default: nil
        }
    }

    private static func tilde(_ parameters: Parameters) -> Key? {
        if parameters.first == 27, parameters.count == 3 {
            return coded(parameters.third, parameters.modifiers)
        }
        return numbered(parameters.first).flatMap { modified($0, parameters.modifiers) }
    }

    private static func numbered(_ number: Int) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    private static func rxvt(_ parameters: Parameters, _ final: UInt8) -> Key? {
        guard parameters.count == 1, let code = numbered(parameters.first) else { return nil }
        let isShifted = final != UInt8(ascii: "^")
        return modified(code, Modifiers(shift: isShifted, alternate: false, control: final != UInt8(ascii: "$")))
    }

    /// A key sent as the number of its character (xterm's modifyOtherKeys, kitty's protocol).
    private static func coded(_ code: Int, _ modifiers: Modifiers?) -> Key? {
        guard let modifiers else { return nil }
        switch code {
        case 9: return modified(.tab, modifiers)
        case 13, 57414: return modified(.enter, modifiers)
        case 27: return modified(.escape, modifiers)
        case 8, 127: return modified(.backspace, modifiers)
        case 32 where modifiers.control: return nil
        default:
            guard code >= 32, !(57344...63743).contains(code), let value = UInt32(exactly: code),
                let scalar = Unicode.Scalar(value), !(0x7F..<0xA0).contains(value)
            else { return nil }
            let isLetter = (0x41...0x5A).contains(code) || (0x61...0x7A).contains(code)
            var character = Character(scalar)
            if modifiers.control, isLetter {
                character = Character(Unicode.Scalar(UInt8(code) | 0x20))
            } else if modifiers.shift, isLetter {
                character = Character(Unicode.Scalar(UInt8(code) & 0xDF))
            }
            return Key(.character(character), control: modifiers.control, alternate: modifiers.alternate)
        }
    }

    private static func modified(_ code: Key.Code, _ modifiers: Modifiers?) -> Key? {
        guard let modifiers else { return nil }
        var code = code
        if modifiers.shift {
            if code == .tab { code = .backTab }
            // As terminfo names them: F13 is Shift with F1.
            if case .function(let number) = code, number <= 12 { code = .function(number + 12) }
        }
        return Key(code, control: modifiers.control, alternate: modifiers.alternate)
    }

    /// Shift, Alt, Ctrl as sequences tell them.
    private struct Modifiers {
        var shift = false
        var alternate = false
        var control = false

        init(shift: Bool, alternate: Bool, control: Bool) {
            (self.shift, self.alternate, self.control) = (shift, alternate, control)
        }

        /// - Parameter parameter: 1 and a bit each for Shift, Alt, Ctrl, Super, Hyper, Meta; a meta key counts as Alt.
        init?(parameter: Int) {
            guard (0...256).contains(parameter) else { return nil }
            let bits = max(0, parameter - 1)
            self.init(shift: bits & 1 != 0, alternate: bits & (2 | 32) != 0, control: bits & 4 != 0)
        }
    }

    /// The numbers of a sequence. Absent when there is anything but digits, `;` and `:`, or when a key was released.
    private struct Parameters {
        private var numbers: [Int] = []

        var count: Int { numbers.count }
        var first: Int { numbers.first ?? 1 }
        var third: Int { numbers.count > 2 ? numbers[2] : 0 }
        var modifiers: Modifiers? { Modifiers(parameter: numbers.count > 1 ? numbers[1] : 1) }

        init?(_ bytes: [UInt8]) {
            var released = false
            for (index, field) in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
                .enumerated()
            where !bytes.isEmpty {
                let parts = field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
                guard parts.allSatisfy({ $0.count <= 6 && $0.allSatisfy(\.isASCIIDigit) }) else {
                    return nil
                }
                let values = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
                if index == 1, values.count > 1, values[1] == 3 { released = true }
                numbers.append(parts.first?.isEmpty == false ? values[0] : 1)
            }
            if released { return nil }
        }
    }
}
