import DisplayText
import Testing

struct SafeTextTests {
    @Test func plainTextStaysAsItIs() {
        #expect(SafeText(outside: "prod-eu 12").string == "prod-eu 12")
    }
}
