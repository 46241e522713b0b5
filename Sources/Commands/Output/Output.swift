import DisplayText
import HTTPExchange
import Operations
import Processors
import StrictJSON
import Synchronization
import ThoughtSpotSessions

/// How a command speaks: results to standard output, everything else to standard error; for people, or as JSON with one
/// object a line.
struct Output: Sendable {
    let context: CommandContext
    let isJSON: Bool
    /// Whether people's text may go beyond ASCII (promise P43). JSON is UTF-8 everywhere.
    let isUTF8: Bool

    /// What people are told to type next.
    private let commands: NamedCommands
    private let warnings = TextsOnce()

    /// Elements of a long list that are made at once: enough for all processors, and little memory.
    private static let piece = 512

    /// - Parameter home: `--home`, which the commands that are named get, too.
    init(context: CommandContext, isJSON: Bool, home: String? = nil) {
        self.context = context
        self.isJSON = isJSON
        commands = NamedCommands(home: home)
        isUTF8 = Self.isUTF8(context.environment())
    }

    /// Lines for people.
    func print(_ lines: [SafeText]) {
        if lines.isEmpty { return }
        context.write(.output, lines.map { shown($0) + "\n" }.joined())
    }

    /// The result of a command, in the form that was asked for. The object gets `"version":1` in front.
    func print(_ lines: [SafeText], json members: JSONObject) {
        if isJSON { printJSON(members) } else { print(lines) }
    }

    func printJSON(_ members: JSONObject) {
        context.write(.output, Self.document(members) + "\n")
    }

    /// The same for a list that may be long: it is written piece by piece, each made on all processors at once, while the one
    /// before is taken by the reader.
    ///
    /// - Parameters:
    ///   - name: the member that is the list, the first one.
    ///   - count: of its elements.
    ///   - members: what follows.
    ///   - element: adds the members of the one with a number to an empty object. One that stays empty is left out.
    func printJSON(
        list name: String, count: Int, _ members: JSONObject, _ element: @Sendable (Int, inout JSONObject) -> Void
    ) {
        let start = "{\"version\":1,\(JSONValue.string(name).serialized()):["
        var isFirst = true
        var made: [String] = []
        for first in stride(from: 0, to: count, by: Self.piece) {
            let write: @Sendable () -> Void = { [context, made] in
                for text in made { context.write(.output, text) }
            }
            let parts = ProcessorParts.map(min(Self.piece, count - first), beside: write) { numbers in
                var bytes: [UInt8] = []
                var object = JSONObject()
                for number in numbers {
                    object.removeAll()
                    element(first + number, &object)
                    if object.isEmpty { continue }
                    bytes.append(UInt8(ascii: ","))
                    JSONValue.object(object).append(to: &bytes)
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            made = parts.filter { !$0.isEmpty }
            if isFirst, !made.isEmpty {
                made[0] = start + made[0].dropFirst()
                isFirst = false
            }
        }
        for text in made { context.write(.output, text) }
        var text = (isFirst ? start : "") + "]"
        for member in members.members {
            text += ",\(JSONValue.string(member.key).serialized()):\(member.value.serialized())"
        }
        context.write(.output, text + "}\n")
    }

    /// A secret, by explicit request only: standard output gets it as it is.
    func printSecret(_ secret: Secret) {
        context.write(.output, secret.expose() + "\n")
    }

    /// Beside the result: a line on standard error, once in a run however often the same is found. Scripts get
    /// `{"version":1,"warning":{"code","text"}}`.
    func warn(_ code: String, _ text: SafeText) {
        guard warnings.isNew("\(code) \(text)") else { return }
        if isJSON {
            context.write(
                .error, Self.document(["warning": ["code": .string(code), "text": .string(text.string)]]) + "\n")
        } else {
            context.write(.error, shown("tessera: warning: \(text)") + "\n")
        }
    }

    /// A remark that scripts need not hear.
    func note(_ text: SafeText) {
        if !isJSON { context.write(.error, shown(text) + "\n") }
    }

    /// `-v`: one line for each exchange, names and numbers only.
    func tell(_ record: ExchangeRecord) {
        let ending: SafeText =
            switch record.ending {
            case .status(let status): "\(status)"
            case .failed(let code): "\(String(describing: code))"
            }
        note(
            """
            tessera: \(record.method) \(record.origin.description)\(record.path) -> \(ending), \(record.duration) ms, \
            \(record.responseBytes) bytes, attempt \(record.attempt)
            """)
    }

    /// What went wrong: `tessera: error E_CODE: what – why` and at most two hints, or one JSON object
    /// `{"version":1,"error":{"code","message","why","hints","serverText","incident","exitCode"}}`.
    func fail(_ message: Message) {
        if isJSON {
            context.write(.error, Self.document(["error": .object(message.json)]) + "\n")
            return
        }
        var first: SafeText = "tessera: error \(message.code): \(message.sentence)"
        if let quoted = message.quoted { first = "\(first) (the server said: \(quoted))" }
        if let incident = message.incident { first = "\(first) (incident ID \(incident))" }
        let lines = [first] + message.hints.prefix(2).map { "hint: \($0)" }
        context.write(.error, lines.map { shown($0) + "\n" }.joined())
    }

    private func shown(_ text: SafeText) -> String {
        let named = commands(text)
        return isUTF8 ? named.string : named.ascii.string
    }

    private static func document(_ members: JSONObject) -> String {
        var document: JSONObject = ["version": 1]
        for member in members.members { document[member.key] = member.value }
        return JSONValue.object(document).serialized()
    }

    /// As the C library decides it: the first of the three that is set.
    private static func isUTF8(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let folded = locale.lowercased()
        return folded.contains("utf-8") || folded.contains("utf8")
    }
}

/// Texts of which each is told once.
private final class TextsOnce: Sendable {
    private let told = Mutex<Set<SafeText>>([])

    func isNew(_ text: SafeText) -> Bool { told.withLock { $0.insert(text).inserted } }
}

/// One of several things that a command was to end, with a verdict of its own.
protocol VerdictItem {
    /// What people know it by. From outside: made safe where it is shown.
    var subject: String { get }
    /// The verdict in words.
    var told: SafeText { get }
    /// What went wrong, where something did.
    var error: OperationError? { get }
    /// How a command ends that had nothing but this to do.
    var exitCode: ExitCode { get }
}

extension Array where Element: VerdictItem {
    /// Of one item its own error; of several their number and each reason. Nothing when all are done.
    ///
    /// - Parameter what: the sentence about so many that are not done.
    func failure(_ code: ExitCode, what: (_ undone: Int) -> SafeText) -> Message? {
        let undone = filter { $0.exitCode != .done }
        guard !undone.isEmpty else { return nil }
        if count == 1, let error = self[0].error { return MessageComposer.message(for: error) }
        let reasons = undone.map { "\($0.subject): \($0.told)" }
        return CommandProblem.someFailed(
            what: what(undone.count), which: SafeText(outside: reasons.joined(separator: ", "), limit: 1_000),
            exitCode: code
        ).message
    }
}
