import Operations
import Storage
import Synchronization
import Testing

@testable import Commands

/// Runs of the program that share a home, a vault in it and the keyring of a kernel; `prod-eu` keeps its secrets there.
struct VaultRuns {
    let world: World
    /// The file of the vault's passphrase.
    let passphrase: String
    private let kernel = Kernel()

    init() async throws {
        world = try World()
        passphrase = try world.file("passphrase", "correct horse battery\n")
        try await world.addProfile("prod-eu", extra: ["--secret-source", "vault"])
    }

    /// The keyring of a kernel, as several runs see it.
    private final class Kernel: Sendable {
        private let keys = Mutex<[String: [UInt8]]>([:])

        var keyring: DataKeyring {
            DataKeyring(
                read: { name throws(StorageError) in self.keys.withLock { $0[name] } },
                keep: { bytes, name, _ throws(StorageError) in self.keys.withLock { $0[name] = bytes } },
                remove: { name throws(StorageError) in self.keys.withLock { $0.removeValue(forKey: name) != nil } })
        }
    }

    func run(
        _ arguments: [String], input: String? = nil, answers: [String]? = nil,
        adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> World.Ran {
        await world.run(arguments, input: input, answers: answers) {
            $0.keyring = kernel.keyring
            adjust(&$0)
        }
    }

    /// Makes the vault, and has the kernel keep its key.
    func unlocked() async throws {
        let made = await run(["vault", "create", "--passphrase-file", passphrase])
        try #require(made.code == .done, "\(made.error)")
        let opened = await run(["vault", "unlock", "--for", "1h", "--passphrase-file", passphrase])
        try #require(opened.code == .done, "\(opened.error)")
    }
}
