import DemoCluster
import DisplayText
import Glibc
import Moments
import Storage
import StrictJSON
import ThoughtSpotSessions

/// The file of `tessera demo serve --ledger`: a line for every request, written before it is answered.
///
/// It tells what the cluster really did, so that what Tessera says it did can be compared with it. Tokens stand in it by
/// their fingerprints.
final class DemoLedger: Sendable {
    private let descriptor: Int32

    init(path: String) throws(CommandProblem) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .file(path: path, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
    }

    deinit { close(descriptor) }

    /// A line that cannot be written is missing: the demo goes on.
    func append(_ entry: LedgerEntry) {
        let line: JSONValue = [
            "at": .string(Instant(milliseconds: entry.time).timestamp), "method": .string(entry.method),
            "path": .string(entry.path), "status": .int(entry.status),
            "changes": .array(
                entry.changes.map { change in
                    ["action": .string(change.action.rawValue), "user": .string(change.user)]
                }),
            "token": entry.token.map { .string(Fingerprint(of: Secret($0)).text) } ?? .null,
        ]
        let bytes = Array((line.serialized() + "\n").utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
