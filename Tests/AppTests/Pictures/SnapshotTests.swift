import Terminal
import Testing
import Toolkit

@testable import App

/// The screens as text, in several sizes; with a map of their styles where colours are not what carries the meaning.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct SnapshotTests {
    /// Columns and rows.
    private static let sizes = [(80, 24), (60, 18), (100, 30), (120, 44), (200, 50), (40, 10)]

    @Test(arguments: Scene.allCases)
    func `Every screen in every size`(_ scene: Scene) async throws {
        var setting = scene.setting
        setting.size = Size(rows: 24, columns: 80)
        try await ProgramDriver.run(setting) { program in
            try await scene.play(on: program)
            for (columns, rows) in Self.sizes {
                await program.resize(columns: columns, rows: rows)
                let layer = program.runtime.state.top.map { type(of: $0).layer } ?? .panes
                if columns >= 80, KeyTable.bindings.contains(where: { $0.action == .help && $0.layer == layer }) {
                    #expect(program.screen.split(separator: "\n").last?.contains(" help") == true)
                }
                Recording.compare(
                    program.screen, with: "\(scene.rawValue).\(columns)x\(rows).txt", in: Recording.snapshots)
            }
            program.wire.release()
        }
    }

    @Test(arguments: Scene.allCases)
    func `Every screen in ASCII and without colours, with its styles`(_ scene: Scene) async throws {
        var setting = scene.setting
        setting.size = Size(rows: 30, columns: 100)
        setting.glyphs = .ascii
        setting.theme = .mono
        try await ProgramDriver.run(setting) { program in
            try await scene.play(on: program)
            let picture = GridText(program.grid)
            let isASCII = picture.text.unicodeScalars.allSatisfy { $0.isASCII }
            #expect(isASCII)
            Recording.compare(
                picture.snapshot, with: "\(scene.rawValue).ascii-mono.txt", in: Recording.snapshots)
            program.wire.release()
        }
    }

    @Test(arguments: [Scene.clusters, .session, .revoke, .revoked])
    func `The colours of the standard theme`(_ scene: Scene) async throws {
        try await ProgramDriver.run(scene.setting) { program in
            try await scene.play(on: program)
            Recording.compare(
                GridText(program.grid).snapshot, with: "\(scene.rawValue).standard.txt", in: Recording.snapshots)
        }
    }

    @Test func `No snapshot stands here that no screen belongs to`() {
        var expected = Scene.allCases.flatMap { scene in
            Self.sizes.map { "\(scene.rawValue).\($0)x\($1).txt" } + ["\(scene.rawValue).ascii-mono.txt"]
        }
        expected += [Scene.clusters, .session, .revoke, .revoked].map { "\($0.rawValue).standard.txt" }
        #expect(Recording.isOn || Recording.names(in: Recording.snapshots) == expected.sorted())
    }
}
