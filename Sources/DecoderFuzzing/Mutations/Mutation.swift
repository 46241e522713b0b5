import ThoughtSpotSessions

extension Seed {
    /// Changes the status, or one header field.
    mutating func damageHead(_ random: inout Randomness) {
        switch random.number(below: 4) {
        case 0: status = random.element(of: Self.statuses)
        case 1: status = 100 + random.number(below: 500)
        case 2 where !headers.isEmpty: headers.remove(at: random.number(below: headers.count))
        default: headers.append(Self.field(&random))
        }
    }

    private static let statuses = [
        200, 200, 201, 204, 206, 299, 301, 302, 303, 307, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 413,
        415, 422, 425, 429, 431, 451, 500, 500, 501, 502, 503, 504, 511, 599,
    ]

    private static func field(_ random: inout Randomness) -> (name: String, value: String) {
        let field = fields[random.number(below: fields.count)]
        return (field.key, random.element(of: field.value))
    }

    private static let secret = Canaries.cookie.expose()

    private static let fields: KeyValuePairs<String, [String]> = [
        "Content-Type": [
            "application/json", "text/html", "text/plain", "application/json; charset=utf-16", "image/png", "", ";",
            "application/xhtml+xml", "a/b; charset", "application/json; charset=\"UTF-8\"", "x/\(secret)", "/+json",
        ],
        "Cluster-State": ["Stopped", "starting", "Unknown", "Running", "", "\u{1B}[2J"],
        "Date": [
            "Sun, 01 Jun 2025 00:00:32 GMT", "Fri, 31 Dec 9999 23:59:60 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
            "Sun, 29 Feb 2025 00:00:00 GMT", "yesterday", "", "Sun, 00 Jun 2025 00:00:00 GMT",
        ],
        "Age": ["5", "-1", "x"],
        "Retry-After": [
            "0", "3", "1000000000", "-1", "9223372036854775807", "99999999999999999999", "x", "",
            "Fri, 31 Dec 9999 23:59:60 GMT", "Sun, 01 Jun 2025 00:00:32 GMT",
        ],
        "Location": [
            "/", "//evil.example/x", "https://ts.example.com/x?token=\(secret)", "https://u:p@evil.example/",
            "https://TS.example.com:443#x", "\\\\evil", "", "?", "#", "javascript:x", "/\(secret)",
            "https://ts.example.com@evil.example/", "http://ts.example.com/", String(repeating: "/a", count: 5_000),
        ],
        "Set-Cookie": [
            "JSESSIONID=session-1; Path=/; HttpOnly", "clientId=client-1; Path=/; Secure; HttpOnly", "=x", "x", "",
            "JSESSIONID=\(secret); Max-Age=-1", "JSESSIONID=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "JSESSIONID=a; Domain=evil.example", "JSESSIONID=b; Domain=.ts.example.com; Path=x",
            "a=b; Path=/a; path=",
            "JSESSIONID=c; Max-Age=9223372036854775807", "JSESSIONID=d; Max-Age=99999999999999999999",
            "JSESSIONID=e; Expires=01-Jun-25 0:0:0 GMT", "x=\(String(repeating: "y", count: 4_200))", "ü=ä",
            "a=b;;;=;",
            "JSESSIONID=f; Expires=99 99 99 99:99:99 Jan 9999", "JSESSIONID=\"g\"; Secure", ";JSESSIONID=h",
        ],
        "X-Other": ["", "x", "\u{0}\u{1}", String(repeating: "z", count: 70_000)],
    ]
}

extension Seed {
    /// Damages the body once: as JSON where there is some, as bytes otherwise.
    mutating func damageBody(_ random: inout Randomness, donor: Seed) {
        // A large body is damaged as bytes: to look for its values each time would only be slow.
        let spans = body.count < 32 * 1024 ? JSONSpans(body) : JSONSpans([])
        guard !spans.values.isEmpty, !random.isOneIn(3) else { return damageBytes(&random) }
        let value = random.element(of: spans.values)
        switch random.number(below: 8) {
        case 0, 1, 2:
            body.replaceSubrange(value, with: HostileValues.pick(&random))
        case 3:
            repeatMember(spans, &random)
        case 4:
            if !spans.members.isEmpty { removeMember(random.element(of: spans.members)) }
        case 5:
            let other = JSONSpans(donor.body).values
            if !other.isEmpty { body.replaceSubrange(value, with: donor.body[random.element(of: other)]) }
        case 6:
            let depth = random.element(of: [1, 2, 16, 63, 64])
            body.insert(contentsOf: Array(repeating: UInt8(ascii: "]"), count: depth), at: value.upperBound)
            body.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: depth), at: value.lowerBound)
        default:
            body.replaceSubrange(value, with: body[random.element(of: spans.values)])
        }
    }

    /// The same key twice in one object, with the same value or with another one.
    private mutating func repeatMember(_ spans: JSONSpans, _ random: inout Randomness) {
        guard !spans.members.isEmpty else { return }
        let member = random.element(of: spans.members)
        let copy = Array(body[random.isOneIn(2) ? member : random.element(of: spans.members)])
        body.insert(contentsOf: [UInt8(ascii: ",")] + copy, at: member.upperBound)
    }

    private mutating func removeMember(_ member: Range<Int>) {
        let comma = UInt8(ascii: ",")
        var range = member
        if range.upperBound < body.count, body[range.upperBound] == comma {
            range = range.lowerBound..<range.upperBound + 1
        } else if range.lowerBound > 0, body[range.lowerBound - 1] == comma {
            range = range.lowerBound - 1..<range.upperBound
        }
        body.removeSubrange(range)
    }

    private mutating func damageBytes(_ random: inout Randomness) {
        guard !body.isEmpty else {
            body = HostileValues.pick(&random)
            return
        }
        let place = random.number(below: body.count)
        switch random.number(below: 8) {
        case 0: body[place] = random.byte()
        case 1: body[place] ^= 1 << UInt8(random.number(below: 8))
        case 2: body.remove(at: place)
        case 3: body.insert(random.byte(), at: place)
        case 4: body.removeLast(body.count - place)
        case 5: body.insert(contentsOf: body[place...].prefix(40), at: place)
        case 6: body.insert(contentsOf: HostileValues.pick(&random), at: place)
        default: wrap(&random)
        }
    }

    private mutating func wrap(_ random: inout Randomness) {
        switch random.number(below: 5) {
        case 0: body.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
        case 1: body = body.flatMap { [$0, 0] }
        case 2: body += body
        case 3: body = Array("<html><body>maintenance ".utf8) + body
        default: body = Array("\u{0}".utf8) + body
        }
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct Randomness {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The numbers of one trial, unlike those of its neighbours.
    init(seed: UInt64, trial: Int) {
        var mixed = Randomness(seed: seed ^ UInt64(truncatingIfNeeded: trial) &* 0xD134_2543_DE82_EF95)
        state = mixed.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0..<limit; 0 when there is nothing to choose from.
    mutating func number(below limit: Int) -> Int { limit < 1 ? 0 : Int(next() % UInt64(limit)) }

    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

    mutating func isOneIn(_ count: Int) -> Bool { number(below: count) == 0 }

    /// - Parameter list: not empty.
    mutating func element<Element>(of list: [Element]) -> Element { list[number(below: list.count)] }
}

/// Where the values and members of a JSON text stand. Made for damaged texts too: it takes what looks like a value, and
/// shares nothing with the parser that is put to the test.
struct JSONSpans {
    /// From the first byte of a value to behind its last.
    private(set) var values: [Range<Int>] = []
    /// From the opening quote of a key to behind its value.
    private(set) var members: [Range<Int>] = []

    init(_ bytes: [UInt8]) {
        var open: [(start: Int, key: Int?)] = []
        var key: Int?
        var index = 0
        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append((start, key))
                key = nil
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                index += 1
                if let container = open.popLast() { add(container.start..<index, key: container.key) }
                key = nil
            case UInt8(ascii: "\""):
                index = Self.endOfString(bytes, from: index)
                if Self.isColon(bytes, after: index) {
                    key = start
                } else {
                    add(start..<index, key: key)
                    key = nil
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                index += 1
            default:
                while index < bytes.count, !Self.ends.contains(bytes[index]) { index += 1 }
                add(start..<index, key: key)
                key = nil
            }
        }
    }

    private static let ends = Array(",:[]{}\" \n\r\t".utf8)

    private mutating func add(_ range: Range<Int>, key: Int?) {
        values.append(range)
        if let key { members.append(key..<range.upperBound) }
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    private static func isColon(_ bytes: [UInt8], after index: Int) -> Bool {
        bytes[index...].first { $0 != 0x20 } == UInt8(ascii: ":")
    }
}
