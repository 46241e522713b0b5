import Foundation
import Testing

/// Every `import` line of every source file, held against the table of allowed arrows.
struct ImportTests {
    private struct Import: CustomStringConvertible {
        let target: String
        let file: String
        let module: String

        var description: String { "\(file) imports \(module)" }
    }

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    private static func imports() throws -> [Import] {
        var found: [Import] = []
        let manager = FileManager.default
        for target in try manager.contentsOfDirectory(atPath: sources.path).sorted() {
            let folder = sources.appending(path: target)
            let files = manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                for line in text.split(separator: "\n") {
                    let words = line.split(separator: " ")
                    guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                        words[..<place].allSatisfy({ ["public", "package", "internal", "@testable"].contains($0) })
                    else { continue }
                    // `import struct Module.Name` names a declaration; the module is its first part.
                    let last = words[words.count - 1].split(separator: ".")[0]
                    found.append(Import(target: target, file: "\(target)/\(file)", module: String(last)))
                }
            }
        }
        return found
    }

    @Test("Every target is in the table, and nothing else is")
    func everyTargetIsListed() throws {
        let folders = Set(try FileManager.default.contentsOfDirectory(atPath: Self.sources.path))
        #expect(folders == Set(AllowedArrows.ours.keys))
    }

    @Test("No import but those of the table")
    func onlyAllowedImports() throws {
        let imports = try Self.imports()
        // A reader that finds nothing would find nothing wrong either.
        #expect(imports.count > 100)
        for line in imports {
            let allowed = (AllowedArrows.ours[line.target] ?? []).union(AllowedArrows.outside[line.target] ?? [])
            #expect(
                allowed.contains(line.module) || AllowedArrows.toolchain.contains(line.module), "\(line) is forbidden")
        }
    }

    @Test("Foundation stays out of the screen's lower floors, and full Foundation out of everything")
    func foundationStaysOut() throws {
        for line in try Self.imports() where line.module.hasPrefix("Foundation") {
            #expect(line.module == "FoundationEssentials", "\(line)")
            #expect(!AllowedArrows.withoutFoundation.contains(line.target), "\(line)")
        }
    }
}
