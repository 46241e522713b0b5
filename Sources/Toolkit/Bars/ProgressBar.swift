package import DisplayText

/// A share of a whole as a bar of text: `[#####---]`.
package enum ProgressBar {
    /// - Parameters:
    ///   - done: the part that is there; below 0 counts as 0, above `total` as `total`.
    ///   - total: the whole; 0 or less gives an empty bar.
    ///   - width: columns with the brackets; below 3 gives an empty text.
    package static func text(_ done: Int64, of total: Int64, width: Int) -> SafeText {
        guard width >= 3 else { return "" }
        let room = width - 2
        let part = min(max(0, done), max(0, total))
        var filled = total > 0 ? Int((Double(part) / Double(total) * Double(room)).rounded()) : 0
        // Something is never drawn as nothing, nor a part as the whole.
        if part > 0 { filled = max(1, filled) }
        if part < total { filled = min(room - 1, filled) }
        let bar = String(repeating: "#", count: max(0, filled)) + String(repeating: "-", count: room - max(0, filled))
        return "[\(bar)]"
    }
}
