import DisplayText
import Testing

/// Promise P47: a name that is not what it seems to be says so.
struct MixedScriptsTests {
    @Test(arguments: [
        ("\u{430}dmin", "\u{430}dmin (mixes Latin and Cyrillic letters)"),
        ("\u{3BF}ps-b\u{3BF}t", "\u{3BF}ps-b\u{3BF}t (mixes Latin and Greek letters)"),
        ("t\u{435}\u{3BD}a", "t\u{435}\u{3BD}a (mixes Latin and Greek and Cyrillic letters)"),
        ("\u{13AA}opy", "\u{13AA}opy (mixes Latin and Cherokee letters)"),
    ])
    func `letters of two scripts are told`(name: String, shown: String) {
        #expect(SafeText(outside: name).markingMixedScripts.string == shown)
    }

    @Test(arguments: [
        "anna", "j\u{F6}rg", "\u{430}\u{43D}\u{43D}\u{430}", "\u{3B1}\u{3BD}\u{3BD}\u{3B1}", "\u{65E5}\u{672C} anna",
        "bot-7", "", "\u{B5}", "a\u{301}",
    ])
    func `one script, digits, marks and others are not`(name: String) {
        #expect(SafeText(outside: name).markingMixedScripts == SafeText(outside: name))
    }
}
