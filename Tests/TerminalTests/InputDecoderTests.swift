import Terminal
import TestSupport
import Testing

struct InputDecoderTests {
    /// What a whole sequence means. One that no key answers to means nothing.
    static let sequences: [(String, [InputEvent])] = [
        ("a", [.key(.character("a"))]), ("é", [.key(.character("é"))]), ("漢", [.key(.character("漢"))]),
        ("👍", [.key(.character("👍"))]), ("\r", [.key(Key(.enter))]), ("\n", [.key(Key(.enter))]),
        ("\t", [.key(Key(.tab))]), ("\u{7F}", [.key(Key(.backspace))]), ("\u{8}", [.key(Key(.backspace))]),
        ("\u{0}", []), ("\u{1}", [.key(.control("a"))]), ("\u{3}", [.key(.control("c"))]),
        ("\u{1A}", [.key(.control("z"))]), ("\u{1C}", [.key(.control("\\"))]), ("\u{1F}", [.key(.control("_"))]),
        ("\u{1B}[A", [.key(Key(.up))]), ("\u{1B}OB", [.key(Key(.down))]), ("\u{1B}[C", [.key(Key(.right))]),
        ("\u{1B}[1;5D", [.key(Key(.left, control: true))]), ("\u{1B}[1;3A", [.key(Key(.up, alternate: true))]),
        ("\u{1B}[1;2A", [.key(Key(.up))]), ("\u{1B}\u{1B}[A", [.key(Key(.up, alternate: true))]),
        ("\u{1B}[H", [.key(Key(.home))]), ("\u{1B}OF", [.key(Key(.end))]), ("\u{1B}[1~", [.key(Key(.home))]),
        ("\u{1B}[7~", [.key(Key(.home))]), ("\u{1B}[4~", [.key(Key(.end))]), ("\u{1B}[2~", [.key(Key(.insert))]),
        ("\u{1B}[3~", [.key(Key(.delete))]), ("\u{1B}[3;5~", [.key(Key(.delete, control: true))]),
        ("\u{1B}[5~", [.key(Key(.pageUp))]), ("\u{1B}[6~", [.key(Key(.pageDown))]),
        ("\u{1B}[Z", [.key(Key(.backTab))]), ("\u{1B}OP", [.key(Key(.function(1)))]),
        ("\u{1B}OS", [.key(Key(.function(4)))]), ("\u{1B}[[A", [.key(Key(.function(1)))]),
        ("\u{1B}[[E", [.key(Key(.function(5)))]), ("\u{1B}[11~", [.key(Key(.function(1)))]),
        ("\u{1B}[15~", [.key(Key(.function(5)))]), ("\u{1B}[21~", [.key(Key(.function(10)))]),
        ("\u{1B}[24~", [.key(Key(.function(12)))]), ("\u{1B}[1;2P", [.key(Key(.function(13)))]),
        ("\u{1B}[24;2~", [.key(Key(.function(24)))]), ("\u{1B}[34~", [.key(Key(.function(20)))]),
        ("\u{1B}[15;5~", [.key(Key(.function(5), control: true))]),
        ("\u{1B}O5P", [.key(Key(.function(1), control: true))]),
        ("\u{1B}[3$", [.key(Key(.delete))]), ("\u{1B}[3^", [.key(Key(.delete, control: true))]),
        ("\u{1B}Oa", [.key(Key(.up, control: true))]), ("\u{1B}OM", [.key(Key(.enter))]),
        ("\u{1B}Op", [.key(.character("0"))]), ("\u{1B}Ok", [.key(.character("+"))]),
        ("\u{1B}x", [.key(Key(.character("x"), alternate: true))]),
        ("\u{1B}é", [.key(Key(.character("é"), alternate: true))]),
        ("\u{1B}\r", [.key(Key(.enter, alternate: true))]), ("\u{1B}[97;5u", [.key(.control("a"))]),
        ("\u{1B}[27u", [.key(Key(.escape))]), ("\u{1B}[13;3u", [.key(Key(.enter, alternate: true))]),
        ("\u{1B}[27;5;97~", [.key(.control("a"))]), ("\u{1B}[97;1:3u", []), ("\u{1B}[32;5u", []),
        ("\u{1B}[O", [.focusLost]),
        // Mouse, focus that came, answers to questions: nothing.
        ("\u{1B}[M !!", []), ("\u{1B}[<0;12;7M", []), ("\u{1B}[<0;12;7m", []), ("\u{1B}[32;12;7M", []),
        ("\u{1B}[I", []), ("\u{1B}[?62;1;4c", []), ("\u{1B}[>41;354;0c", []), ("\u{1B}[0n", []),
        ("\u{1B}[24;80R", []), ("\u{1B}[1;2R", []), ("\u{1B}[?2004;1$y", []), ("\u{1B}[8;24;80t", []),
        ("\u{1B}[?1u", []),
        ("\u{1B}]11;rgb:0000/0000/0000\u{7}", []), ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", []),
        ("\u{1B}]lq\u{1B}\\", []),
        ("\u{1B}P>|xterm(390)\u{1B}\\", []), ("\u{1B}P1+r436f=323536\u{1B}\\", []), ("\u{1B}_Gi=1;OK\u{1B}\\", []),
        ("\u{1B}[201~", []), ("\u{1B}[200~q\r\u{1B}[201~", [.paste("q\r", truncated: false)]),
        ("\u{1B}[200~\u{1B}[201~", [.paste("", truncated: false)]),
        ("\u{1B}[200~a\u{1B}[Ab\u{1B}\u{1B}[20é\u{1B}[201~", [.paste("a\u{1B}[Ab\u{1B}\u{1B}[20é", truncated: false)]),
        ("\u{1B}[200~a\u{1B}[201~q\r\u{1B}[201~", [.paste("a\u{1B}[201~q\r", truncated: false)]),
    ]

    private func settle(_ decoder: inout InputDecoder, at time: Int64) -> [InputEvent] {
        var events: [InputEvent] = []
        var time = time
        for _ in 0..<10 {
            guard let deadline = decoder.deadline else { return events }
            time = max(time, deadline)
            events += decoder.expire(at: time)
        }
        return events
    }

    @Test(arguments: sequences)
    func `whole and split everywhere`(sequence: String, expected: [InputEvent]) {
        let bytes = Array(sequence.utf8)
        for cut in 0..<bytes.count {
            var decoder = InputDecoder()
            var events = decoder.feed(bytes[..<cut], at: 0)
            // Just in time for the shortest wait there is.
            events += decoder.expire(at: 20)
            events += decoder.feed(bytes[cut...], at: 20)
            events += settle(&decoder, at: 20)
            #expect(events == expected, "cut after \(cut) bytes")
            // Nothing stays behind.
            #expect(decoder.feed("z".utf8, at: 10_000) == [.key(.character("z"))])
        }
    }

    @Test(arguments: sequences.filter { $0.0.first != "\u{1B}" || !$0.1.isEmpty })
    func `one byte at a time`(sequence: String, expected: [InputEvent]) {
        var decoder = InputDecoder()
        var events: [InputEvent] = []
        for byte in sequence.utf8 { events += decoder.feed([byte], at: 0) }
        events += settle(&decoder, at: 0)
        #expect(events == expected)
    }

    @Test func `all sequences in a row`() {
        var decoder = InputDecoder()
        var events: [InputEvent] = []
        var time: Int64 = 0
        for (sequence, _) in Self.sequences {
            events += decoder.feed(sequence.utf8, at: time)
            time += 10_000
            events += decoder.expire(at: time)
        }
        #expect(events == Self.sequences.flatMap(\.1))
    }

    @Test(arguments: [
        ("\u{1B}[<0;12;7M", [InputEvent.mouse(MouseEvent(.press, at: Position(row: 6, column: 11)))]),
        ("\u{1B}[<64;1;1M", [.mouse(MouseEvent(.wheelUp, at: Position(row: 0, column: 0)))]),
        ("\u{1B}[<65;300;99M", [.mouse(MouseEvent(.wheelDown, at: Position(row: 98, column: 299)))]),
        // A button that goes up, other buttons, movement, modifiers, other forms of a report, and what nothing sends.
        ("\u{1B}[<0;12;7m", []), ("\u{1B}[<1;2;3M", []), ("\u{1B}[<2;2;3M", []), ("\u{1B}[<35;2;3M", []),
        ("\u{1B}[<4;2;3M", []), ("\u{1B}[<16;2;3M", []), ("\u{1B}[M !!", []), ("\u{1B}[32;12;7M", []),
        ("\u{1B}[<0;0;7M", []), ("\u{1B}[<0;7;0M", []), ("\u{1B}[<0;7M", []), ("\u{1B}[<0;7;7;7M", []),
        ("\u{1B}[<;;M", []), ("\u{1B}[<0;-1;7M", []), ("\u{1B}[<0;999999999999999999999;7M", []),
        ("\u{1B}[<0;1:2;7M", []), ("\u{1B}[<M", []), ("\u{1B}[<0;12;7A", []),
        ("\u{1B}[200~\u{1B}[<0;12;7M\u{1B}[201~", [.paste("\u{1B}[<0;12;7M", truncated: false)]),
    ])
    func `the mouse, where it was asked for, whole and split everywhere`(sequence: String, expected: [InputEvent]) {
        let bytes = Array(sequence.utf8)
        for cut in 0..<bytes.count {
            var decoder = InputDecoder()
            decoder.takesMouse = true
            var events = decoder.feed(bytes[..<cut], at: 0)
            events += decoder.expire(at: 20)
            events += decoder.feed(bytes[cut...], at: 20)
            events += settle(&decoder, at: 20)
            #expect(events == expected, "cut after \(cut) bytes")
            #expect(decoder.feed("z".utf8, at: 10_000) == [.key(.character("z"))])
        }
    }

    @Test func `a click whose escape was taken as a key means nothing`() {
        var decoder = InputDecoder(timing: InputTiming(escape: 50))
        decoder.takesMouse = true
        var events = decoder.feed([0x1B], at: 0)
        events += decoder.expire(at: 50)
        events += decoder.feed("[<0;12;7M".utf8, at: 100)
        events += settle(&decoder, at: 100)
        #expect(events == [.key(Key(.escape))])
    }

    @Test func `a lone escape is a key when the wait is over`() {
        var decoder = InputDecoder(timing: InputTiming(escape: 50))
        #expect(decoder.feed([0x1B], at: 100) == [])
        #expect(decoder.deadline == 150)
        #expect(decoder.expire(at: 149) == [])
        #expect(decoder.expire(at: 150) == [.key(Key(.escape))])
        #expect(decoder.deadline == nil)
    }

    @Test func `two escapes are two keys`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B, 0x1B], at: 0) == [])
        #expect(settle(&decoder, at: 0) == [.key(Key(.escape)), .key(Key(.escape))])
    }

    @Test(arguments: [Int64(60), 100, 300, 600])
    func `a sequence torn by a slow line is never text`(pause: Int64) {
        for (rest, code) in [("[B", Key.Code.down), ("OB", .down), ("[3~", .delete), ("[1;5B", .down)] {
            var decoder = InputDecoder(timing: InputTiming(escape: 50))
            var events = decoder.feed([0x1B], at: 0)
            events += decoder.expire(at: 50)
            events += decoder.feed(rest.utf8, at: pause)
            events += settle(&decoder, at: pause)
            #expect(events.count == 2)
            #expect(events.first == .key(Key(.escape)))
            guard case .key(let key)? = events.last else { continue }
            #expect(key.code == code)
        }
    }

    @Test func `a bracket typed after escape is text`() {
        var decoder = InputDecoder()
        _ = decoder.feed([0x1B], at: 0)
        _ = decoder.expire(at: 50)
        #expect(decoder.feed("[".utf8, at: 300) == [])
        #expect(settle(&decoder, at: 300) == [.key(.character("["))])
        #expect(decoder.feed("[x".utf8, at: 5000) == [.key(.character("[")), .key(.character("x"))])
    }

    @Test func `a beginning that never ends is dropped`() {
        for beginning in ["\u{1B}[1;", "\u{1B}O5", "\u{1B}]11;rgb", "\u{1B}P1$", "\u{1B}[M!"] {
            var decoder = InputDecoder()
            #expect(decoder.feed(beginning.utf8, at: 0) == [])
            #expect(settle(&decoder, at: 0) == [])
            #expect(decoder.deadline == nil)
        }
        var decoder = InputDecoder()
        #expect(
            decoder.feed("\u{1B}[".utf8, at: 0) + settle(&decoder, at: 0) == [
                .key(Key(.character("["), alternate: true))
            ])
        #expect(
            decoder.feed("\u{1B}O".utf8, at: 9000) + settle(&decoder, at: 9000) == [
                .key(Key(.character("O"), alternate: true))
            ])
        #expect(
            decoder.feed("\u{1B}P".utf8, at: 18000) + settle(&decoder, at: 18000) == [
                .key(Key(.character("P"), alternate: true))
            ])
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xE9], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xC2, 0x9B],
            [0xE2, 0x82],
        ] as [[UInt8]])
    func `invalid text is dropped`(bytes: [UInt8]) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes, at: 0) == [])
        #expect(settle(&decoder, at: 0) == [])
        #expect(decoder.feed(bytes + [0x61], at: 9000) == [.key(.character("a"))])
    }

    @Test func `ctrl c works in the middle of anything`() {
        for beginning in ["\u{1B}]11;rgb", "\u{1B}[1;", "\u{1B}O", "\u{1B}P1$", "é".first.map { String($0) } ?? ""] {
            var decoder = InputDecoder()
            _ = decoder.feed(beginning.utf8, at: 0)
            #expect(decoder.feed([0x03], at: 0).last == .key(.control("c")))
        }
    }

    @Test func `a long paste is cut`() {
        var decoder = InputDecoder()
        var events = decoder.feed("\u{1B}[200~".utf8, at: 0)
        for _ in 0..<100 { events += decoder.feed(String(repeating: "é\r", count: 1000).utf8, at: 0) }
        events += decoder.feed("\u{1B}[201~".utf8, at: 0)
        events += settle(&decoder, at: 0)
        #expect(events.count == 1)
        guard case .paste(let text, truncated: true)? = events.first else {
            Issue.record("not a cut paste")
            return
        }
        #expect((65530...65536).contains(text.utf8.count))
        #expect(!text.contains("\u{FFFD}"))
    }

    @Test func `a paste without end ends in silence`() {
        var decoder = InputDecoder(timing: InputTiming(pasteSilence: 1000))
        #expect(decoder.feed("\u{1B}[200~abc".utf8, at: 0) == [])
        #expect(decoder.feed("d".utf8, at: 900) == [])
        #expect(decoder.deadline == 1900)
        #expect(decoder.expire(at: 1900) == [.paste("abcd", truncated: true)])
    }

    @Test func `keys after a paste are keys`() {
        var decoder = InputDecoder()
        #expect(decoder.feed("\u{1B}[200~a\u{1B}[201~".utf8, at: 0) == [])
        #expect(decoder.feed("j\u{1B}[A".utf8, at: 10) == [])
        #expect(settle(&decoder, at: 10) == [.paste("a", truncated: false), .key(.character("j")), .key(Key(.up))])
    }

    @Test func `reset drops what was read`() {
        var decoder = InputDecoder()
        _ = decoder.feed("\u{1B}[200~secret".utf8, at: 0)
        decoder.reset()
        #expect(decoder.deadline == nil)
        #expect(decoder.feed("x".utf8, at: 1) == [.key(.character("x"))])
    }

    /// Whatever bytes come: no trap, and silence ends everything.
    @Test func `any bytes settle`() {
        var random = SeededGenerator(seed: 1)
        let favourites: [UInt8] = [
            0x1B, 0x5B, 0x4F, 0x50, 0x5D, 0x3B, 0x32, 0x30, 0x31, 0x7E, 0x4D, 0x24, 0x75, 0x3A, 0xE2, 0x82,
        ]
        for _ in 0..<3000 {
            var decoder = InputDecoder()
            let bytes = (0..<Int.random(in: 1...24, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? favourites.randomElement(using: &random) ?? 0x1B : UInt8.random(in: 0...255, using: &random)
            }
            _ = decoder.feed(bytes, at: 0)
            _ = settle(&decoder, at: 0)
            #expect(decoder.deadline == nil, "\(bytes)")
        }
    }

    @Test func `timing follows the connection`() {
        #expect(InputTiming(environment: { _ in nil }).escape == 50)
        #expect(InputTiming(environment: { $0 == "SSH_CONNECTION" ? "x" : nil }).escape == 100)
        #expect(InputTiming(environment: { $0 == "TMUX" ? "" : nil }).escape == 50)
        #expect(InputTiming(environment: { $0 == "ESCDELAY" ? "10" : "x" }).escape == 10)
        #expect(InputTiming(environment: { $0 == "ESCDELAY" ? "soon" : "x" }).escape == 100)
    }
}
