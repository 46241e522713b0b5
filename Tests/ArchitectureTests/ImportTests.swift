import Testing

/// Every `import` line of every source file, held against the table of allowed arrows.
struct ImportTests {
    private struct Import: CustomStringConvertible {
        let target: String
        let file: String
        let module: String

        var description: String { "\(file) imports \(module)" }
    }

    private static func imports() throws -> [Import] {
        try SourceTree.files(under: "Sources", endingIn: ["swift"]).flatMap { file in
            file.lines.compactMap { line -> Import? in
                guard line.contains("import ") else { return nil }
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                    words[..<place].allSatisfy({ ["public", "package", "internal", "@testable"].contains($0) })
                else { return nil }
                // `import struct Module.Name` names a declaration; the module is its first part.
                let module = words[words.count - 1].split(separator: ".")[0]
                return Import(target: file.target, file: file.path, module: String(module))
            }
        }
    }

    @Test func `Every target is in the table, and nothing else is`() throws {
        #expect(try SourceTree.names(in: "Sources") == Set(AllowedArrows.ours.keys))
    }

    @Test func `No import but those of the table`() throws {
        let imports = try Self.imports()
        // A reader that finds nothing would find nothing wrong either.
        #expect(imports.count > 100)
        for line in imports {
            let allowed = (AllowedArrows.ours[line.target] ?? []).union(AllowedArrows.outside[line.target] ?? [])
            #expect(
                allowed.contains(line.module) || AllowedArrows.toolchain.contains(line.module), "\(line) is forbidden")
        }
    }

    @Test func `Foundation stays out of the screen's lower floors, and full Foundation out of everything`() throws {
        for line in try Self.imports() where line.module.hasPrefix("Foundation") {
            #expect(line.module == "FoundationEssentials", "\(line)")
            #expect(!AllowedArrows.withoutFoundation.contains(line.target), "\(line)")
        }
    }
}
