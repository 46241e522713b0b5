import DemoCluster
import Operations
import TestSupport
import Testing

@testable import Commands

/// Fault B1; promise P1.
struct SecretArgumentsTests {
    static let spellings: [[String]] = [
        ["--password", "C4nary!"], ["--password=C4nary!"], ["--PASSWORD=C4nary!"], ["--Password", "C4nary!"],
        ["-p", "C4nary!"], ["-pC4nary!"], ["-p=C4nary!"], ["-password", "C4nary!"], ["-password=C4nary!"],
        ["--passwd", "C4nary!"], ["--passwd=C4nary!"], ["--pass", "C4nary!"], ["--pwd=C4nary!"], ["--pw", "C4nary!"],
        ["--passphrase", "C4nary!"], ["--passphrase=C4nary!"], ["--token", "C4nary!"], ["--token=C4nary!"],
        ["-token", "C4nary!"], ["--TOKEN", "C4nary!"], ["--bearer", "C4nary!"], ["--bearer=C4nary!"],
        ["--bearer-token", "C4nary!"], ["--bearer_token=C4nary!"], ["--auth-token=C4nary!"],
        ["--access-token", "C4nary!"], ["--api-token", "C4nary!"], ["--secret", "C4nary!"], ["--secret=C4nary!"],
        ["--secret-key", "C4nary!"], ["--secret-key=C4nary!"], ["--secret_key", "C4nary!"], ["--secretkey=C4nary!"],
        ["-secret-key", "C4nary!"], ["--api-key", "C4nary!"], ["--apikey=C4nary!"], ["--key=C4nary!"],
        ["--cookie", "C4nary!"], ["--authorization=C4nary!"], ["--credential=C4nary!"],
        ["--password-stdin=C4nary!"], ["--token-stdin=C4nary!"], ["--secret-key-stdin=C4nary!"],
        ["--password:C4nary!"],
    ]

    @Test(arguments: spellings, [["session", "prod-eu"], ["token", "issue", "--json"], []])
    func `A secret as an argument is refused before anything else, and not repeated`(
        _ spelling: [String], _ command: [String]
    ) async throws {
        let world = try World()
        let ran = await world.run(command + spelling)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_SECRET_ON_ARGV"))
        #expect(ran.error.contains("not accepted on the command line"))
        #expect(ran.error.contains("other users of this machine can see it"))
        #expect(ran.error.contains("compromised"))
        #expect(ran.output.isEmpty)
        #expect(!ran.error.contains("C4nary"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [
        ["--password-stdin"], ["--token-file", "x"], ["--token-file=x"], ["--profile", "x"], ["-profile", "x"], ["-v"],
        ["-h"],
    ])
    func `The ways that exist are not taken for secrets`(_ arguments: [String]) {
        #expect(SecretArguments.find(in: arguments) == nil)
    }

    @Test func `What follows two dashes is no option`() {
        #expect(SecretArguments.find(in: ["profile", "show", "--", "--password"]) == nil)
    }
}
