import ASCIIText

/// The reports of the mouse in the form that has no bounds (mode 1006): `ESC [ < button ; column ; row M`.
enum MouseReport {
    /// What a report means; nil for what means nothing here: other buttons, Shift, Alt or Ctrl with the mouse, a button
    /// that goes up, movement, and what no terminal sends.
    static func event(_ bytes: some Collection<UInt8>, _ final: UInt8) -> MouseEvent? {
        guard final == UInt8(ascii: "M") else { return nil }
        let fields = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard fields.count == 3,
            fields.allSatisfy({ (1...5).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        let numbers = fields.map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard numbers[1] > 0, numbers[2] > 0 else { return nil }
        let position = Position(row: numbers[2] - 1, column: numbers[1] - 1)
        return switch numbers[0] {
        case 0: MouseEvent(.press, at: position)
        case 64: MouseEvent(.wheelUp, at: position)
        case 65: MouseEvent(.wheelDown, at: position)
        default: nil
        }
    }
}
