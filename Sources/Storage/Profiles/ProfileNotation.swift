import ASCIIText
import HTTPExchange
import StrictJSON
import ThoughtSpotSessions

/// How values of one kind stand in the profile file, in JSON output, and in front of a person.
struct ProfileNotation<Value: Hashable & Sendable>: Sendable {
    let editor: ProfileEditor
    /// Of a member of the file; nil when it says as much as a member that is not there.
    let read: @Sendable (JSONValue) throws(ProfileMemberError) -> Value?
    /// As a member of the file, nil to leave it out. The second is the member as it stands.
    let written: @Sendable (Value, JSONValue?) -> JSONValue?
    let shown: @Sendable (Value) -> ProfileInput
    let accepted: @Sendable (ProfileInput) throws(ProfileInputError) -> Value
    /// In JSON output.
    let output: @Sendable (Value) -> JSONValue
    /// In a line of its own.
    let line: @Sendable (Value) -> String?
}

/// What is wrong with a member of the file: `tls.caFile`, `it is not a string`.
struct ProfileMemberError: Error {
    var member: String
    let reason: String

    init(_ reason: String, in member: String = "") {
        self.member = member
        self.reason = reason
    }

    /// The same of a member of the member `key`.
    func below(_ key: String) -> ProfileMemberError {
        ProfileMemberError(reason, in: key.isEmpty || member.isEmpty ? key + member : "\(key).\(member)")
    }
}

extension JSONValue {
    /// The text, nil when it is empty.
    func profileText() throws(ProfileMemberError) -> String? {
        guard let text = stringValue else { throw ProfileMemberError("it is not a string") }
        guard text.utf8.count <= 4_096 else { throw ProfileMemberError("it is too long") }
        return text.isEmpty ? nil : text
    }

    /// The member of an object, which may also be absent or null.
    func profileMember(_ key: String) throws(ProfileMemberError) -> JSONValue? {
        guard let object = objectValue else { throw ProfileMemberError("it is not an object") }
        return object.member(key)
    }

    func whole(in range: ClosedRange<Int>) throws(ProfileMemberError) -> Int {
        guard let number = intValue, range.contains(number) else {
            let bounds = range == Int.min...Int.max ? "" : " from \(range.lowerBound) to \(range.upperBound)"
            throw ProfileMemberError("it is not a whole number" + bounds)
        }
        return number
    }
}

extension JSONObject {
    /// The member, unless it is null.
    func member(_ key: String) -> JSONValue? {
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }
}

extension ProfileNotation {
    /// A text that must be there, by a rule of its own.
    fileprivate static func required(
        text: @escaping @Sendable (Value) -> String,
        check: @escaping @Sendable (String) throws(ProfileInputError) -> Value
    ) -> Self {
        Self(
            editor: .text,
            read: { member throws(ProfileMemberError) in
                guard let typed = try member.profileText() else { return nil }
                do throws(ProfileInputError) { return try check(typed) } catch {
                    throw ProfileMemberError(error.reason)
                }
            }, written: { value, _ in .string(text(value)) }, shown: { .text(text($0)) },
            accepted: { input throws(ProfileInputError) in try check(input.text) },
            output: { .string(text($0)) }, line: { text($0) })
    }
}

extension ProfileNotation<String> {
    static var name: Self {
        required(text: { $0 }, check: { text throws(ProfileInputError) in try ProfileName.checked(text) })
    }
}

extension ProfileNotation<Origin> {
    static var origin: Self {
        required(text: \.description, check: { text throws(ProfileInputError) in try ProfileURL.origin(text) })
    }
}

extension ProfileNotation<String?> {
    /// Any text; blanks around what is typed are taken off.
    static var text: Self {
        optional { text throws(ProfileInputError) in text }
    }

    static var caFile: Self {
        optional { text throws(ProfileInputError) in
            guard text.hasPrefix("/") else { throw ProfileInputError(.caFile(.relative)) }
            return text
        }
    }

    /// One that cannot be used is refused when it is typed, and where it would be used: a file with it can be read.
    static var proxy: Self {
        optional(
            checkOfFile: { text throws(ProfileMemberError) in
                if text.contains("@") {
                    throw ProfileMemberError(
                        "a user name or a password does not belong in this file, but in https_proxy of the environment")
                }
            },
            check: { text throws(ProfileInputError) in
                if text == "direct" { return text }
                let address: ProxyAddress
                do throws(ProxyAddress.Problem) { address = try ProxyAddress(text) } catch {
                    throw ProfileInputError(.proxy(.address(error)))
                }
                if address.basicAuthorization != nil { throw ProfileInputError(.proxy(.userInformation)) }
                // What stands behind the port names no proxy, and would be kept all the same: it may be a password.
                var rest = text[...]
                if rest.lowercased().hasPrefix("http://") { rest = rest.dropFirst(7) }
                if rest.hasSuffix("/") { rest.removeLast() }
                if rest.contains(where: "/?#".contains) { throw ProfileInputError(.proxy(.trailing)) }
                return text
            })
    }

    private static func optional(
        checkOfFile: @escaping @Sendable (String) throws(ProfileMemberError) -> Void = { _ in },
        check: @escaping @Sendable (String) throws(ProfileInputError) -> String
    ) -> Self {
        Self(
            editor: .text,
            read: { member throws(ProfileMemberError) in
                guard let text = try member.profileText() else { return nil }
                try checkOfFile(text)
                return text
            }, written: { value, _ in value.map(JSONValue.string) }, shown: { .text($0 ?? "") },
            accepted: { input throws(ProfileInputError) in
                let text = input.text.trimmingBlanks()
                return text.isEmpty ? nil : try check(text)
            }, output: { $0.map(JSONValue.string) ?? .null }, line: { $0 })
    }
}

extension ProfileNotation<Bool> {
    /// A flag that is off is left out, unless the file says it.
    static var flag: Self {
        Self(
            editor: .toggle,
            read: { member throws(ProfileMemberError) in
                guard let flag = member.boolValue else { throw ProfileMemberError("it is neither true nor false") }
                return flag
            }, written: { flag, old in flag || old != nil ? .bool(flag) : nil }, shown: { .toggle($0) },
            accepted: { input throws(ProfileInputError) in input.isOn }, output: { .bool($0) }, line: { _ in nil })
    }
}

extension ProfileNotation where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// - Parameters:
    ///   - options: In the order of the form.
    ///   - usual: Left out of a line, and of the file unless that says it; nil where each is told.
    ///   - check: Of what is typed.
    static func choice(
        options: [ProfileEditor.Option], usual: Value? = nil,
        check: @escaping @Sendable (String) throws(ProfileInputError) -> Value
    ) -> Self {
        Self(
            editor: .choice(options),
            read: { member throws(ProfileMemberError) in
                guard let text = try member.profileText() else { return nil }
                guard let value = Value(rawValue: text) else {
                    throw ProfileMemberError("it is none of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
                }
                return value
            },
            written: { value, old in value.rawValue != usual?.rawValue || old != nil ? .string(value.rawValue) : nil },
            shown: { .text($0.rawValue) },
            accepted: { input throws(ProfileInputError) in try check(input.text.trimmingBlanks()) },
            output: { .string($0.rawValue) }, line: { usual == nil ? $0.rawValue : nil })
    }
}

extension ProfileNotation<Generation> {
    static var generation: Self {
        choice(
            options: Generation.allCases.reversed().map { ProfileEditor.Option(name: $0.rawValue) },
            check: { text throws(ProfileInputError) in
                guard let generation = Generation(rawValue: text.lowercased()) else {
                    throw ProfileInputError(.generation)
                }
                return generation
            })
    }
}

extension ProfileNotation<Profile.SecretSource> {
    static var secretSource: Self {
        choice(
            options: Profile.SecretSource.allCases.map {
                ProfileEditor.Option(
                    name: $0.rawValue, reason: $0.problem.map { ProfileInputError(.secretSource($0)).reason })
            },
            check: { text throws(ProfileInputError) in
                if text.isEmpty { return .memory }
                guard let source = Profile.SecretSource(rawValue: text) else {
                    throw ProfileInputError(.secretSource(.unknown))
                }
                if let problem = source.problem { throw ProfileInputError(.secretSource(problem)) }
                return source
            })
    }
}

extension Profile.SecretSource {
    /// Why it cannot be chosen; nil when it can.
    fileprivate var problem: ProfileInputError.SecretSourceProblem? {
        switch self {
        case .memory, .vault, .command: nil
        case .plain: .plainText
        }
    }
}

extension ProfileNotation<OrgReference?> {
    /// In the file a number, a name, or an object with both; a person types a name or a number.
    static var org: Self {
        Self(
            editor: .text,
            read: { member throws(ProfileMemberError) in
                switch member {
                case .string(let name): return OrgReference(name: name)
                case .number(let number):
                    guard let id = number.int else { throw ProfileMemberError("it is not a whole number") }
                    return OrgReference(id: id)
                case .object:
                    let (id, name) = (try member.profileMember("id"), try member.profileMember("name"))
                    var org = OrgReference()
                    do throws(ProfileMemberError) { org.id = try id?.whole(in: Int.min...Int.max) } catch {
                        throw error.below("id")
                    }
                    do throws(ProfileMemberError) { org.name = try name?.profileText() } catch {
                        throw error.below("name")
                    }
                    return org
                default: throw ProfileMemberError("it is neither a name nor a number")
                }
            },
            written: { org, _ in
                switch (org?.id, org?.name) {
                case (let id?, nil): .int(id)
                case (nil, let name?): .string(name)
                case (let id?, let name?): ["id": .int(id), "name": .string(name)]
                case (nil, nil): nil
                }
            },
            shown: { .text($0?.name ?? $0?.id.map(String.init) ?? "") },
            accepted: { input throws(ProfileInputError) in
                let text = input.text.trimmingBlanks()
                return text.isEmpty ? nil : OrgReference(typed: text)
            },
            output: { org in
                org.map { ["id": $0.id.map { .int($0) } ?? .null, "name": $0.name.map { .string($0) } ?? .null] }
                    ?? .null
            },
            line: { $0?.wording })
    }
}

extension ProfileNotation<ConnectionSettings.Deadlines> {
    /// An object with one member a phase; phases that have the standard deadline may be left out.
    static var timeouts: Self {
        Self(
            editor: .file,
            read: { member throws(ProfileMemberError) in
                var deadlines = ConnectionSettings.Deadlines()
                for (key, path) in phases {
                    guard let phase = try member.profileMember(key) else { continue }
                    do throws(ProfileMemberError) { deadlines[keyPath: path] = try phase.whole(in: 1...600_000) } catch
                    {
                        throw error.below(key)
                    }
                }
                return deadlines
            },
            written: { deadlines, old in
                var object = old?.objectValue ?? JSONObject()
                let standard = ConnectionSettings.Deadlines()
                for (key, path) in phases
                where object[key] != nil || deadlines[keyPath: path] != standard[keyPath: path] {
                    object[key] = .int(deadlines[keyPath: path])
                }
                return object.isEmpty ? nil : .object(object)
            },
            shown: { _ in .text("") }, accepted: { _ throws(ProfileInputError) in ConnectionSettings.Deadlines() },
            output: { deadlines in .object(JSONObject(phases.map { ($0.key, .int(deadlines[keyPath: $0.path])) })) },
            line: { deadlines in
                guard deadlines != ConnectionSettings.Deadlines() else { return nil }
                return """
                    connect \(deadlines.connect) ms, first byte \(deadlines.firstByte) ms, idle \(deadlines.idle) ms, \
                    total \(deadlines.total) ms
                    """
            })
    }

    private static var phases: [(key: String, path: WritableKeyPath<ConnectionSettings.Deadlines, Int>)] {
        [("connect", \.connect), ("firstByte", \.firstByte), ("idle", \.idle), ("total", \.total)]
    }
}
