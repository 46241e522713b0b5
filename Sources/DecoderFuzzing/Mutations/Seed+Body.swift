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
