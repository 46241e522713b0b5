import ASCIIText
package import ThoughtSpotSessions

/// The rules of a custom token as people write them on one line.
///
/// - Filter rules: `Region IN north,south; Order Date GE 2024-01-01`.
/// - Parameters and variables: `tenant=acme,beta; currency=EUR`.
/// - Lists: `admins, sales team`.
///
/// Blanks around a part count for nothing, those within it count as one. Quotes take a part as it stands, with `\"` and
/// `\\` in it: `"Sales, net" GT 5`, `note="a; b"`.
package enum RuleNotation {
    /// Why a line cannot be read.
    package struct Malformed: Error, Hashable, Sendable {
        /// One clause for people.
        package let reason: String
        /// Characters from the start, counted from 1.
        package let column: Int
    }

    /// `COLUMN OP VALUE[,VALUE]`, with `;` between rules; empty text is no rule.
    package static func filterRules(_ text: String) throws(Malformed) -> [CustomTokenRules.FilterRule] {
        var rules: [CustomTokenRules.FilterRule] = []
        for part in try NotationReader.read(text, marks: [",", ";"]).split(at: ";") {
            guard let place = part.firstIndex(where: { $0.comparison != nil }), place > 0,
                let comparison = part[place].comparison
            else {
                throw Malformed(
                    reason: "a rule is COLUMN OP VALUE, with blanks between and OP one of \(operators)",
                    column: part[0].column)
            }
            rules.append(
                .init(
                    column: try NotationReader.phrase(part[..<place], "the column"), comparison: comparison,
                    values: try NotationReader.values(part[(place + 1)...], after: part[place]).map(RuleValue.text)))
        }
        return rules
    }

    /// `NAME=VALUE[,VALUE]`, with `;` between them.
    package static func namedValues(_ text: String) throws(Malformed) -> [CustomTokenRules.NamedValues] {
        var named: [CustomTokenRules.NamedValues] = []
        for part in try NotationReader.read(text, marks: [",", ";", "="]).split(at: ";") {
            guard let place = part.firstIndex(where: { $0.kind == .mark("=") }), place > 0 else {
                throw Malformed(reason: "a value is given as NAME=VALUE", column: part[0].column)
            }
            let name = try NotationReader.phrase(part[..<place], "the name")
            let values = try NotationReader.values(part[(place + 1)...], after: part[place])
            named.append(.init(name: name, values: values.map(RuleValue.text)))
        }
        return named
    }

    /// Names with commas between them; empty text is an empty list.
    package static func list(_ text: String) throws(Malformed) -> [String] {
        let words = try NotationReader.read(text, marks: [","])
        guard let first = words.first else { return [] }
        return try NotationReader.values(words[...], after: first)
    }

    /// Objects by GUID or by name: a name is that of a logical table, the only type there is.
    package static func objects(_ text: String) throws(Malformed) -> [CustomTokenRules.Object] {
        try list(text).map {
            CustomTokenRules.Object(identifier: $0, type: UUIDText.isWellFormed($0) ? nil : "LOGICAL_TABLE")
        }
    }

    /// The words for OP, for help texts and errors.
    package static let operators =
        CustomTokenRules.FilterRule.Comparison.allCases.map(\.rawValue).joined(separator: " ") + " = != < <= > >="
}

/// A line in words and marks.
private struct NotationReader {
    enum Kind: Hashable {
        case word(String, isQuoted: Bool)
        /// `,`, `;` or `=`.
        case mark(Character)
    }

    struct Piece {
        let kind: Kind
        let column: Int

        /// The operator a word stands for; a quoted one is never an operator.
        var comparison: CustomTokenRules.FilterRule.Comparison? {
            guard case .word(let word, isQuoted: false) = kind else { return nil }
            let signs = ["=": "EQ", "!=": "NE", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE"]
            return .init(rawValue: signs[word] ?? word)
        }
    }

    static func read(_ text: String, marks: Set<Character>) throws(RuleNotation.Malformed) -> [Piece] {
        let characters = Array(text)
        var pieces: [Piece] = []
        var index = 0
        func isEnd(_ index: Int) -> Bool {
            index == characters.count || characters[index].isWhitespace || marks.contains(characters[index])
        }
        while index < characters.count {
            let start = index
            if characters[index].isWhitespace {
                index += 1
            } else if marks.contains(characters[index]) {
                pieces.append(Piece(kind: .mark(characters[index]), column: start + 1))
                index += 1
            } else if characters[index] == "\"" {
                let word = try quoted(characters, &index)
                guard isEnd(index) else {
                    throw .init(reason: "a blank or a mark has to follow a closing quote", column: index + 1)
                }
                pieces.append(Piece(kind: .word(word, isQuoted: true), column: start + 1))
            } else {
                while !isEnd(index) { index += 1 }
                pieces.append(Piece(kind: .word(String(characters[start..<index]), isQuoted: false), column: start + 1))
            }
        }
        return pieces
    }

    private static func quoted(
        _ characters: [Character], _ index: inout Int
    ) throws(RuleNotation.Malformed) -> String {
        let start = index
        var word = ""
        index += 1
        while index < characters.count {
            switch characters[index] {
            case "\"":
                index += 1
                return word
            case "\\" where index + 1 < characters.count && "\"\\".contains(characters[index + 1]):
                word.append(characters[index + 1])
                index += 2
            default:
                word.append(characters[index])
                index += 1
            }
        }
        throw .init(reason: "this quote is not closed", column: start + 1)
    }

    /// Words as one text, with one blank between them.
    static func phrase(_ pieces: ArraySlice<Piece>, _ what: String) throws(RuleNotation.Malformed) -> String {
        var words: [String] = []
        for piece in pieces {
            guard case .word(let word, _) = piece.kind else {
                throw .init(reason: "\(what) has a mark in it: put it in quotes", column: piece.column)
            }
            words.append(word)
        }
        return words.joined(separator: " ")
    }

    /// Phrases with commas between them, at least one.
    static func values(
        _ pieces: ArraySlice<Piece>, after previous: Piece
    ) throws(RuleNotation.Malformed) -> [String] {
        var values: [String] = []
        var column = pieces.first?.column ?? previous.column
        for part in pieces.split(
            maxSplits: .max, omittingEmptySubsequences: false, whereSeparator: { $0.kind == .mark(",") })
        {
            guard let first = part.first else { throw .init(reason: "a value is missing here", column: column) }
            values.append(try phrase(part, "a value"))
            column = first.column
        }
        return values
    }
}

extension [NotationReader.Piece] {
    /// The parts between marks; empty ones are left out.
    fileprivate func split(at mark: Character) -> [[NotationReader.Piece]] {
        split { $0.kind == .mark(mark) }.map { Array($0) }
    }
}
