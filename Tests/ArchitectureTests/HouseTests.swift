import Testing

/// The shape of the files: an idea in each, named for a thing, with its state to itself.
struct HouseTests {
    private static let sources = Result { try SourceTree.files(under: "Sources", endingIn: ["swift"]) }

    private static func declarations(in file: SourceTree.File, of kinds: String...) -> [String] {
        file.lines.compactMap { line in
            let words = line.split { " :<{(".contains($0) }.map(String.init)
            guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.count,
                words[..<kind].allSatisfy({ $0.first?.isLetter == true || $0.hasPrefix("@") }), !line.contains("//")
            else { return nil }
            return words[kind + 1]
        }
    }

    @Test func `No source file is longer than 320 lines`() throws {
        for file in try Self.sources.get() {
            #expect(file.lines.count <= 321, "\(file.path) has \(file.lines.count - 1) lines")
        }
    }

    @Test func `No type has the name of a module, and nothing is called a utility, helper or manager`() throws {
        let modules = Set(AllowedArrows.ours.keys)
        for file in try Self.sources.get() {
            let types = Self.declarations(
                in: file, of: "struct", "enum", "class", "actor", "protocol", "typealias")
            for type in types where modules.contains(type) {
                #expect(Exceptions.namedAsModules[type] != nil, "\(file.path): \(type)")
            }
            for name in types + file.path.split(separator: "/").map(String.init) {
                #expect(!name.contains(/Util(s|ity|ities)?\b|Helpers?\b|Managers?\b/), "\(file.path): \(name)")
            }
        }
    }

    /// Splitting a type over files opens its state: an extension in a file of its own has to be worth that.
    @Test func `An extension of a type of the same target stands in the file of its type, unless both are long`() throws
    {
        let files = try Self.sources.get()
        for file in files where file.name.contains("+") {
            let type = String(file.name.prefix { $0 != "+" && $0 != "." })
            guard
                let home = files.first(where: { other in
                    other.target == file.target && !other.name.contains("+")
                        && Self.declarations(in: other, of: "struct", "enum", "class", "actor", "protocol")
                            .contains(type)
                })
            else { continue }
            let isWorthIt = file.lines.count >= 150 || file.lines.count + home.lines.count > 250
            #expect(isWorthIt, "\(file.path) belongs into \(home.path)")
        }
    }

    @Test func `The variables of an actor or a class are private`() throws {
        for file in try Self.sources.get() {
            for (type, variable) in Self.openVariables(of: file) {
                #expect(Exceptions.openState[type] != nil, "\(file.path): \(type).\(variable)")
            }
        }
    }

    /// Between a look at the state and the call of a continuation others may run, also on the same actor: under a task's
    /// own executor the call goes by the actor's queue. Who waits looks inside the call.
    @Test func `Whoever waits for a turn looks and waits in one step`() throws {
        for file in try Self.sources.get() where Exceptions.waitsWithoutALook[file.name] == nil {
            for line in file.lines where line.contains("Continuation {") {
                #expect(!line.contains(".append("), "\(file.path): \(line)")
            }
        }
    }

    /// Keys are chosen in the settings: a text that names one asks `ProgramState.key(_:in:)` for it. Esc always leads back.
    /// Without a screen, answers are words of their own.
    @Test func `No text of the screen names a key that can be chosen`() throws {
        let named = /"([^"]*[ ;.,(])?(F\d+|Ctrl-[A-Z]|[b-zB-HJ-Z]) [a-z]+s[ .,"]|\([a-zA-Z]\)[^"]*"/
        for file in try Self.sources.get()
        where file.path.hasPrefix("Sources/App/") && !file.path.hasPrefix("Sources/App/Plain/") {
            for line in file.lines where !line.contains("//") {
                #expect(line.firstMatch(of: named) == nil, "\(file.path): \(line)")
            }
        }
    }

    /// Stored variables that others can set, with their type.
    private static func openVariables(of file: SourceTree.File) -> [(type: String, variable: String)] {
        var found: [(String, String)] = []
        var owner: (name: String, indentation: Int)?
        for line in file.lines {
            let indentation = line.prefix { $0 == " " }.count
            if let current = owner, line.hasPrefix(String(repeating: " ", count: current.indentation) + "}") {
                owner = nil
            }
            let words = line.split { " :<{(=".contains($0) }.map(String.init)
            if !line.contains("//"), line.hasSuffix("{"),
                let kind = words.firstIndex(where: ["actor", "class"].contains), kind + 1 < words.count
            {
                owner = (words[kind + 1], indentation)
            } else if let current = owner, indentation == current.indentation + 4,
                let keyword = words.firstIndex(of: "var"), keyword + 1 < words.count,
                !line.contains("private"), !line.contains("static"), !line.contains("{")
            {
                found.append((current.name, words[keyword + 1]))
            }
        }
        return found
    }
}
