/// How long the decoder waits for the rest of a sequence. All in milliseconds.
package struct InputTiming: Equatable, Sendable {
    /// After a lone Esc byte, before it counts as the Esc key.
    package var escape: Int64
    /// After the first bytes of a longer sequence; nobody types those, so it may be long.
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
