import Glibc
import Operations
import TestSupport
import Testing

@testable import Commands
@testable import Storage

/// Child processes as they really run: by the shell of the system, which is a program like another (promise P26).
struct ChildProcessTests {
    private let home: TemporaryHome
    private let shell: TrustedProgram

    init() throws {
        home = try TemporaryHome()
        shell = try TrustedProgram(at: "/bin/sh")
    }

    /// Long enough for every child that ends by itself.
    private static let patient = 600_000

    private func run(
        _ script: String, arguments: [String] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        limit: Int = Self.patient, outputLimit: Int = 64 * 1024, input: String? = nil
    ) async -> ChildEnding {
        await ChildProcess.run(
            ChildCall(
                program: shell, name: "/bin/sh", arguments: ["-c", script] + arguments, environment: environment,
                limit: limit, outputLimit: outputLimit), input: input)
    }

    private func text(_ ending: ChildEnding) -> String { String(decoding: ending.output, as: UTF8.self) }

    /// A pipe with a name in the home. Whoever has it open for writing is not gone yet.
    private func pipe(_ name: String) throws -> String {
        try #require(mkfifo(home.file(name), 0o600) == 0)
        return home.file(name)
    }

    /// Reads a pipe to its end: until no process has it open any more.
    private func rest(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        close(descriptor)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `Output, exit status and the beginning of the complaints come back`() async {
        let ending = await run("printf secret; printf 'sorry\\n' >&2; exit 3")
        #expect(ending == ChildEnding(.exited(3), output: Array("secret".utf8), error: Array("sorry\n".utf8)))
        #expect(await run("kill -SEGV $$").cause == .signal(SIGSEGV))
        #expect(await run("exit 0").output.isEmpty)
    }

    @Test func `Arguments arrive as they are`() async {
        let arguments = ["a b", "$HOME", "`id`", "*", "'", "\"", "", "\n", "-x", "\u{E4}"]
        let ending = await run("printf '%s|' \"$@\"", arguments: ["sh"] + arguments)
        #expect(text(ending) == arguments.map { $0 + "|" }.joined())
    }

    @Test func `The environment is what is given, and the directory is the root`() async {
        let ending = await run(
            "env | grep -v -e ^_= -e ^PWD= -e ^SHLVL= -e ^OLDPWD= | sort; pwd",
            environment: [
                "PATH": "/usr/bin:/bin", "TZ": "UTC",
            ])
        #expect(text(ending) == "PATH=/usr/bin:/bin\nTZ=UTC\n/\n")
    }

    @Test func `It reads nothing of ours, or what it is given`() async {
        #expect(text(await run("cat; echo end")) == "end\n")
        #expect(text(await run("cat; echo end", input: "given ")) == "given end\n")
    }

    /// P27: with a session of its own it has no controlling terminal, so that nothing in it can ask.
    @Test func `It leads a session of its own, without a terminal`() async {
        let ending = await run(
            "read -r pid name state parent group session terminal rest < /proc/$$/stat; "
                + "[ $pid = $group ] && [ $pid = $session ] && echo own $terminal; "
                + "(exec 3<>/dev/tty) 2>/dev/null || echo none")
        #expect(text(ending) == "own 0\nnone\n")
    }

    @Test func `A child that never ends is ended, and what it started with it`() async throws {
        let held = try pipe("held")
        let reader = open(held, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0 && fcntl(reader, F_SETFL, 0) == 0)
        let never = try pipe("never")
        // The shell, deaf to every polite signal, and a child of it have the pipe open.
        let ending = await run(
            "trap '' TERM INT HUP; exec 5>\(held); (read x <\(never)) & printf part; echo no >&2; read x <\(never)",
            limit: 300)
        #expect(ending.cause == .overTime)
        #expect(ending.output.isEmpty)
        #expect(rest(of: reader) == "")
    }

    @Test func `A child that goes on after it has closed its output is ended`() async throws {
        let never = try pipe("never")
        #expect(await run("exec >&- 2>&-; read x <\(never)", limit: 300).cause == .overTime)
    }

    @Test func `What a child leaves behind in its group ends with it, and holds up nothing`() async throws {
        let held = try pipe("held")
        let reader = open(held, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0 && fcntl(reader, F_SETFL, 0) == 0)
        let never = try pipe("never")
        // The grandchild keeps standard output and the pipe open.
        let ending = await run("exec 5>\(held); (read x <\(never)) & printf secret")
        #expect(ending.cause == .exited(0))
        #expect(text(ending) == "secret")
        #expect(rest(of: reader) == "")
    }

    @Test func `Too much output ends it at once; many complaints do not`() async {
        let much = await run("yes secret", outputLimit: 1_000)
        #expect(much == ChildEnding(.overSize))
        let exact = await run("printf %1000s x", outputLimit: 1_000)
        #expect(exact.cause == .exited(0) && exact.output.count == 1_000)
        let loud = await run("head -c 1000000 /dev/zero >&2; printf secret")
        #expect(text(loud) == "secret")
        #expect(loud.error.count == 4_096)
    }

    @Test func `A cancelled task ends its child`() async throws {
        let held = try pipe("held")
        let reader = open(held, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0 && fcntl(reader, F_SETFL, 0) == 0)
        let never = try pipe("never")
        let task = Task { await run("exec 5>\(held); read x <\(never)") }
        // However far the child has come.
        task.cancel()
        #expect(await task.value.cause == .cancelled)
        #expect(rest(of: reader) == "")
    }

    @Test func `What cannot be started says so`() async throws {
        try home.write("#!/no/such/interpreter\n", to: "script", mode: 0o700)
        // Built past the check, for the system to refuse.
        let program = try TrustedProgram(at: home.file("script"), userID: geteuid(), mayPassShared: true)
        let ending = await ChildProcess.run(
            ChildCall(
                program: program, name: program.path, arguments: [], environment: [:], limit: Self.patient,
                outputLimit: 10))
        guard case .notStarted = ending.cause else {
            Issue.record("\(ending.cause)")
            return
        }
    }
}
