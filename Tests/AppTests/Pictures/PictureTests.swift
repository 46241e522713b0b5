import Terminal
import Testing

/// The committed pictures are what the program draws now.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PictureTests {
    @Test("A picture of the README", arguments: Picture.allCases)
    func picture(_ picture: Picture) async throws {
        try await ProgramDriver.run(picture.setting) { program in
            try await picture.play(on: program)
            Recording.compare(
                GridSVG.picture(of: program.grid, title: picture.title), with: "\(picture.rawValue).svg",
                in: Recording.screenshots)
        }
    }

    @Test("No picture stands there that no script draws")
    func noneLeftOver() {
        let expected = Picture.allCases.map { "\($0.rawValue).svg" }.sorted()
        #expect(Recording.isOn || Recording.names(in: Recording.screenshots) == expected)
    }
}
