package import DisplayText

/// The reason that a person gives for a change, or for putting one away: one line, which the journal keeps in clear.
package enum Reason {
    /// Characters at most.
    package static let longest = 300

    /// Why a text cannot be a reason, as what is said of it; nil when it can.
    package static func fault(of text: String, atMost longest: Int = longest) -> SafeText? {
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "is more than one line"
        }
        if FindLeakedToken.isToken(in: text) { return "looks like a token" }
        return text.count > longest ? "is longer than \(longest) characters" : nil
    }
}
