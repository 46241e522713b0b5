import Terminal
import Testing

/// The committed pictures are what the program draws now.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PictureTests {
    @Test(arguments: Picture.allCases)
    func `A picture of the README`(_ picture: Picture) async throws {
        Recording.compare(try await picture.draw(), with: "\(picture.rawValue).svg", in: Recording.screenshots)
    }

    @Test func `No picture stands there that no script draws`() {
        let expected = Picture.allCases.map { "\($0.rawValue).svg" }.sorted()
        #expect(Recording.isOn || Recording.names(in: Recording.screenshots) == expected)
    }
}
