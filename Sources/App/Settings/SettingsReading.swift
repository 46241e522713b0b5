import ASCIIText
import DisplayText
import Operations
import Storage
import StrictJSON
import Toolkit

/// Reads the members of the file one by one. A mistake costs its own member and nothing else.
struct SettingsReading {
    let document: SettingsDocument
    var settings = Settings()
    private(set) var places: [String: JSONPlace] = [:]
    private(set) var problems: [SettingsProblem] = []

    init(_ document: SettingsDocument) { self.document = document }

    /// In the order of the table: what a member needs of another one stands before it there.
    mutating func readAll() {
        for member in SettingsMember.all {
            guard let found = document.members.first(where: { $0.key == member.name }) else { continue }
            let before = problems.count
            member.read(found.value, &self)
            // Of a list with a mistake in it the rest counts.
            if problems.count == before || member.json(settings) != member.json(Settings()) {
                places[member.name] = found.place
            }
        }
        let known = SettingsMember.all.map(\.name)
        for member in document.members where !known.contains(member.key) {
            unknown(member.key, at: member.place, path: Self.name(member.key), of: known, called: "member")
        }
    }

    mutating func refuse(_ place: JSONPlace, _ path: SafeText, _ what: SafeText, advice: SafeText? = nil) {
        problems.append(SettingsProblem(place: place, path: path, what: what, advice: advice))
    }

    /// Refuses a word that is none of `known`, and offers the nearest one.
    mutating func unknown(
        _ word: String, at place: JSONPlace, path: SafeText, of known: [String], called what: SafeText
    ) {
        let nearest = SimilarText.nearest(to: word, of: known).map { [$0] } ?? Self.names(of: known, by: word)
        let advice: SafeText =
            nearest.map { "did you mean \(SafeText(outside: $0.joined(separator: ", ")))?" }
            ?? (known.count <= 12
                ? "known: \(SafeText(outside: known.joined(separator: ", ")))" : "`tessera help settings` lists them")
        refuse(place, path, "there is no \(what) \(Self.shown(word))", advice: advice)
    }

    /// The names that have every word of another one, in whatever order: `revoke`, `revoke-token`. Nil for none, and for
    /// more than anybody wants to read.
    private static func names(of known: [String], by typed: String) -> [String]? {
        let words = { (text: String) in
            Set(text.lowercased().utf8.split { !$0.isASCIIAlphanumeric }.map { String(decoding: $0, as: UTF8.self) })
        }
        let wanted = words(typed)
        guard !wanted.isEmpty, typed.utf8.count <= 64 else { return nil }
        let names = known.filter { wanted.isSubset(of: words($0)) }
        return (1...3).contains(names.count) ? names : nil
    }

    /// One of several words.
    mutating func choice(_ value: PlacedJSON, _ path: SafeText, of known: [String], called what: SafeText) -> String? {
        guard let text = value.stringValue else {
            refuse(value.place, path, "it is not a text", advice: "write \"\(SafeText(outside: known[0]))\"")
            return nil
        }
        guard known.contains(text) else {
            unknown(text, at: value.place, path: path, of: known, called: what)
            return nil
        }
        return text
    }

    /// A length of time in seconds, or `off`: the inner nil.
    mutating func durationOrOff(_ value: PlacedJSON, _ path: SafeText, in range: ClosedRange<Int>) -> Int?? {
        if value.stringValue == "off" { return .some(nil) }
        guard let seconds = duration(value, path, in: range, orElse: ", or \"off\"") else { return nil }
        return .some(seconds)
    }

    /// A length of time, in seconds.
    ///
    /// - Parameter others: what else may be written, for the advice.
    mutating func duration(
        _ value: PlacedJSON, _ path: SafeText, in range: ClosedRange<Int>, orElse others: SafeText = ""
    ) -> Int? {
        let (least, most) = (Lifetime.text(seconds: range.lowerBound), Lifetime.text(seconds: range.upperBound))
        let advice: SafeText = "write a number with a unit, from \"\(least)\" to \"\(most)\"\(others)"
        guard let text = value.stringValue, let seconds = try? Lifetime.parse(text) else {
            refuse(value.place, path, "it is not a length of time", advice: advice)
            return nil
        }
        guard range.contains(seconds) else {
            refuse(value.place, path, "\(Lifetime.text(seconds: seconds)) is out of range", advice: advice)
            return nil
        }
        return seconds
    }

    /// A list of words, each once.
    mutating func words(
        _ value: PlacedJSON, _ path: SafeText, of known: [String], called what: SafeText
    ) -> [String]? {
        guard let elements = value.arrayValue else {
            refuse(value.place, path, "it is not a list", advice: "write [\"\(SafeText(outside: known[0]))\"]")
            return nil
        }
        let before = problems.count
        var words: [String] = []
        for (index, element) in elements.enumerated() {
            guard let word = choice(element, "\(path)[\(index)]", of: known, called: what) else { continue }
            if words.contains(word) {
                refuse(element.place, "\(path)[\(index)]", "\(Self.shown(word)) stands here twice")
            }
            words.append(word)
        }
        return problems.count == before ? words : nil
    }

    /// A name as a part of a path: quoted unless it is a plain word.
    static func name(_ name: String) -> SafeText {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy(\.isASCIIAlphanumeric)
        return isPlain ? SafeText(outside: name, limit: 60) : "\"\(shown(name))\""
    }

    /// A word of the file within a sentence.
    static func shown(_ word: String) -> SafeText { word.isEmpty ? "\"\"" : SafeText(outside: word, limit: 60) }
}
