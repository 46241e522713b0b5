extension Dialog {
    /// Columns of the frame; a line of prose reads badly when it is longer.
    static var widest: Int { 76 }

    /// Columns of a line that is not to go on in the next row.
    package static func textColumns(onScreenOf columns: Int) -> Int { min(columns, widest) - 4 }
}
