/// The scripts whose letters are taken for one another.
private enum LookalikeScript: String, CaseIterable {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case armenian = "Armenian"
    case cherokee = "Cherokee"

    /// Where its letters stand, whole blocks: what else stands there is no letter, or of the same script.
    private var ranges: [ClosedRange<UInt32>] {
        switch self {
        case .latin: [0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF3A, 0xFF41...0xFF5A]
        case .greek: [0x370...0x3FF, 0x1F00...0x1FFF]
        case .cyrillic: [0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F]
        case .armenian: [0x530...0x58F]
        case .cherokee: [0x13A0...0x13FF, 0xAB70...0xABBF]
        }
    }

    func holds(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && ranges.contains { $0.contains(scalar.value) }
    }
}

extension SafeText {
    /// A name with a mark behind it when its letters are of several scripts that look alike: an `аdmin` with a Cyrillic
    /// first letter is not the `admin` that it seems to be (promise P47).
    package var markingMixedScripts: SafeText {
        let found = LookalikeScript.allCases.filter { script in string.unicodeScalars.contains(where: script.holds) }
        guard found.count > 1 else { return self }
        let names = found.map(\.rawValue).joined(separator: " and ")
        return SafeText(alreadySafe: "\(string) (mixes \(names) letters)")
    }
}
