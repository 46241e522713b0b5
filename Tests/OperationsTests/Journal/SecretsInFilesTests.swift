import DemoCluster
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// No secret reaches a file, on good ways and on bad ones (promises P4, P20).
struct SecretsInFilesTests {
    /// The plain text, its hexadecimal form, and what base64 makes of it at each alignment.
    private func forms(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var forms = [secret, bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()]
        for start in 0..<3 {
            var text: [UInt8] = []
            var index = start
            while index + 3 <= bytes.count {
                let word = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
                for shift in [18, 12, 6, 0] { text.append(alphabet[word >> shift & 63]) }
                index += 3
            }
            forms.append(String(decoding: text, as: UTF8.self))
        }
        // A beginning of 12 characters is a leak as well.
        return forms.flatMap { [$0, String($0.prefix(12)), String($0.suffix(12))] }
    }

    private func expectNo(_ secrets: [String], in world: World) {
        #expect(world.home.files.contains(world.home.journal))
        for file in world.home.files {
            let text = TemporaryHome.text(of: file)
            for secret in secrets {
                #expect(secret.utf8.count >= 12)
                for form in forms(of: secret) { #expect(!text.contains(form), "\(file) holds a secret") }
            }
        }
    }

    @Test(arguments: [Generation.v2, .v1])
    func `good ways leave nothing`(_ generation: Generation) async throws {
        let world = try await World(generation)
        _ = try await SaveProfile(profile: world.profile, replacing: nil).run(in: world.workspace)
        try await world.logIn()
        let report = try await world.issued()
        _ = try await ValidateToken(profile: world.profile, token: .given(report.token)).run(in: world.workspace)
        _ = try await world.revoke(report)
        let imported = try #require(await world.cluster.preset(.fresh, for: "anna"))
        _ = try await ImportToken(
            profile: world.profile, token: Secret(imported.value), user: nil, label: nil, isChecked: true
        ).run(in: world.workspace)
        var secrets = [World.password, world.secretKey, report.token.expose(), imported.value]
        if case .cookies(let jar) = await world.workspace.held.session(of: world.profile)?.authentication {
            secrets += jar.cookies.map { $0.value.expose() }.filter { $0.utf8.count >= 12 }
        }
        #expect(secrets.count > 4)
        _ = try await LogOut(profile: world.profile).run(in: world.workspace)
        // The scan would find them: they were on the wire.
        let sent = world.wire.passages.map(\.body).joined()
        #expect(
            sent.contains(world.secretKey) && sent.contains(generation == .v2 ? report.token.expose() : "password="))
        expectNo(secrets, in: world)
        #expect(TemporaryHome.text(of: world.home.journal).contains(report.record.fingerprint.text))
    }

    /// The server sends our own secrets back, in its errors and in its names.
    @Test func `bad ways leave nothing`() async throws {
        let canary = "canary-4711-Passw0rd"
        let echo = """
            {"error":{"message":{"debug":{"code":10002,"debug":"[\\"\(canary)\\"]"}}}}
            """
        for status in [400, 401, 403, 500] {
            let action = DemoFaultAction.answer(status: status, headers: [:], body: Array(echo.utf8))
            let world = try await World(faults: [.v2("auth/", action)])
            let request = TokenRequest(
                kind: .full, username: "anna", credential: .password(Secret(canary)), lifetime: nil)
            let verbs: [() async throws -> Void] = [
                { _ = try await world.passwordLogin("anna", canary).run(in: world.workspace) },
                { _ = try await world.keyLogin("anna", key: canary).run(in: world.workspace) },
                {
                    _ = try await IssueToken(profile: world.profile, request: request, label: nil)
                        .run(in: world.workspace)
                },
                {
                    let target = RevocationTarget(
                        profile: world.profile, token: .given(Secret(canary)), user: nil, isOwn: true, isInUse: false)
                    _ = await (try world.revocation(of: [target])).run(in: world.workspace)
                },
            ]
            for verb in verbs {
                do { try await verb() } catch let error as OperationError {
                    #expect(!String(describing: error).contains(canary))
                    let message = MessageComposer.message(for: error)
                    #expect(!String(describing: message).contains(canary))
                }
            }
            expectNo([canary], in: world)
        }
    }
}
