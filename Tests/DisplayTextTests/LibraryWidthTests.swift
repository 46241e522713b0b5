import DisplayText
import Glibc
import Testing

/// ncurses moves its cursor by the C library's count of columns, so ours must be the same.
struct LibraryWidthTests {
    @Test func `our columns are those of the library`() throws {
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil), "no UTF-8 locale here")
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        // Found by name: the headers as Swift reads them leave it out.
        let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
        var compared = 0
        var different: [String] = []
        for value in UInt32(0xA1)...0x323AF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = SafeText(outside: "x" + String(scalar))
            // What becomes a mark is never counted by the library, and what it does not know yet we draw as `?`.
            guard text.string.unicodeScalars.count == 2 else { continue }
            let columns = wcwidth(wchar_t(value))
            guard columns >= 0 else { continue }
            compared += 1
            if Int(columns) != text.columns - 1 { different.append(String(value, radix: 16)) }
        }
        #expect(compared > 100_000)
        // Libraries of other years count a few characters differently; those are drawn as `?`.
        #expect(different.count < 200, "\(different.prefix(20))")
        #expect(!different.contains { ["2500", "2502", "2026", "2713", "25b2", "2588", "2591"].contains($0) })
    }
}
