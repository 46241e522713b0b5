import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension Profile {
    /// How the other end proves who it is: `system`, `ca-file`, `insecure`.
    var trustName: String {
        switch trust {
        case .system: "system"
        case .additional: "ca-file"
        case .insecure: "insecure"
        }
    }

    /// What is special about it, for a column: `production, protected, INSECURE`.
    var marks: SafeText {
        var marks: [String] = tag.map { [$0] } ?? []
        if isProtected { marks.append("protected") }
        if isReadOnly { marks.append("read-only") }
        if trust == .insecure { marks.append("INSECURE") }
        if acceptsURLSecrets { marks.append("URL secrets") }
        return SafeText(outside: marks.joined(separator: ", "), limit: 80)
    }

    /// All members of a profile in JSON output: `id`, `name`, `url`, `generation`, `username`, `org`, `tag`,
    /// `protected`, `readOnly`, `trust`, `caFile`, `proxy`, `timeouts` (milliseconds: `connect`, `firstByte`, `idle`,
    /// `total`), `secretSource`, `note`, `acceptUrlSecrets`, `default`.
    func json(isDefault: Bool) -> JSONValue {
        var caFile: String?
        if case .additional(let file) = trust { caFile = file }
        return [
            "id": .string(id), "name": .string(name), "url": .string(origin.description),
            "generation": .string(generation.rawValue), "username": .outside(username), "org": .org(org),
            "tag": .outside(tag), "protected": .bool(isProtected), "readOnly": .bool(isReadOnly),
            "trust": .string(trustName), "caFile": .outside(caFile), "proxy": .outside(proxy),
            "timeouts": [
                "connect": .int(deadlines.connect), "firstByte": .int(deadlines.firstByte),
                "idle": .int(deadlines.idle), "total": .int(deadlines.total),
            ],
            "secretSource": .string(secretSource.rawValue), "note": .outside(note),
            "acceptUrlSecrets": .bool(acceptsURLSecrets), "default": .bool(isDefault),
        ]
    }

    /// One field a line.
    func lines(isDefault: Bool) -> [SafeText] {
        var fields = FieldList()
        fields.add("Profile", isDefault ? "\(name) (default)" : "\(name)")
        fields.add("URL", outside: origin.description)
        fields.add("Generation", "\(generation.rawValue)")
        fields.add("User", outside: username)
        fields.add("Org", outside: org?.wording)
        fields.add("Marks", marks)
        switch trust {
        case .system: fields.add("Certificate", "verified by the system's authorities")
        case .additional(let file): fields.add("Certificate", "verified, also by \(file)")
        case .insecure: fields.add("Certificate", "NOT VERIFIED")
        }
        fields.add("Proxy", outside: proxy)
        if deadlines != ConnectionSettings.Deadlines() {
            fields.add(
                "Timeouts",
                """
                connect \(deadlines.connect) ms, first byte \(deadlines.firstByte) ms, idle \(deadlines.idle) ms, \
                total \(deadlines.total) ms
                """)
        }
        fields.add("Secrets", "\(secretSource.rawValue)")
        fields.add("Note", outside: note)
        return fields.lines
    }
}
