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
}
