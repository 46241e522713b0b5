import CTerminal
import Glibc
import Operations
import Storage

extension DataKeyring {
    /// The keyring of the user in the kernel of this machine.
    static let kernel = DataKeyring(
        read: { vault throws(StorageError) in
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = terminal_keyring_read(name(of: vault), &bytes, bytes.count)
            defer { for index in bytes.indices { bytes[index] = 0 } }
            if count >= 0 { return Array(bytes.prefix(count)) }
            // None, or one whose time is over; a kernel without a keyring has none.
            return nil
        },
        keep: { bytes, vault, seconds throws(StorageError) in
            let number = terminal_keyring_keep(name(of: vault), bytes, bytes.count, UInt32(clamping: seconds))
            if number != 0 { throw refusal(reason(number)) }
        },
        remove: { vault throws(StorageError) in
            switch terminal_keyring_remove(name(of: vault)) {
            case 0: return true
            case ENOKEY, EKEYEXPIRED, EKEYREVOKED, ENOSYS, EPERM, EACCES: return false
            case let number: throw refusal(reason(number))
            }
        },
        isRefused: {
            var byte: UInt8 = 0
            let number = Int32(clamping: -terminal_keyring_read(name(of: "none"), &byte, 1))
            return [EPERM, EACCES, ENOSYS].contains(number)
        })

    private static func name(of vault: String) -> String { "tessera:vault:\(vault)" }

    private static func reason(_ number: Int32) -> String {
        switch number {
        case EPERM, EACCES, ENOSYS: "the kernel, or this container, does not permit it"
        case EDQUOT: "the user's quota of keys is used up"
        default: String(cString: strerror(number))
        }
    }
}

/// The memory that this process may take.
enum AvailableMemory {
    /// Bytes: what is free, and no more than the limit of a container; a gibibyte where nothing tells.
    static var bytes: Int {
        let free = text(of: "/proc/meminfo").split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let kibibytes = free.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
        let limit = Int(text(of: "/sys/fs/cgroup/memory.max").prefix { $0 != "\n" })
        return min(kibibytes.map { $0 * 1_024 } ?? 1 << 30, limit ?? Int.max)
    }

    private static func text(of path: String) -> String {
        let bytes = (try? InputFile.read(path, limit: 16_384))?.bytes ?? []
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The descriptors that this process may have.
enum DescriptorLimit {
    /// The usual number where nothing tells.
    static var count: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int(clamping: limit.rlim_cur)
    }
}
