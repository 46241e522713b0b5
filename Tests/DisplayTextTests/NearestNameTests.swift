import DisplayText
import Testing

struct NearestNameTests {
    @Test(arguments: [
        ("prod-uss", "prod-us"), ("pord-eu", "prod-eu"), ("stagin", "staging"), ("STAGING", "staging"), ("quit", nil),
        ("", nil), ("pr", nil), ("prod-e", "prod-eu"),
    ])
    func `the nearest name is found, and none that is far`(_ text: String, _ name: String?) {
        #expect(NearestName.of(text, among: ["prod-eu", "prod-us", "staging", "ab"]) == name)
    }
}
