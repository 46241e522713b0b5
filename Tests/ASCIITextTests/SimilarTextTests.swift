import ASCIIText
import Testing

struct SimilarTextTests {
    @Test(arguments: [
        ("theme", "theme", 0), ("thme", "theme", 1), ("Theme", "tHEME", 0), ("", "abc", 3), ("kitten", "sitting", 3),
    ])
    func `counts edits without regard to case`(left: String, right: String, edits: Int) {
        #expect(SimilarText.edits(left, right) == edits)
        #expect(SimilarText.edits(right, left) == edits)
    }

    @Test(arguments: [
        ("thme", "theme"), ("clipbord", "clipboard"), ("tokenColums", "tokenColumns"), ("idle", "idleLock"),
        ("THEME", "theme"), ("colour", nil), ("", nil), ("x", nil), (String(repeating: "theme", count: 20), nil),
    ])
    func `offers the nearest word, and none that is far`(word: String, nearest: String?) {
        let known = ["theme", "themes", "keys", "tokenColumns", "clipboard", "idleLock"]
        #expect(SimilarText.nearest(to: word, of: known) == nearest)
    }

    @Test func `offers nothing of nothing`() { #expect(SimilarText.nearest(to: "a", of: []) == nil) }
}
