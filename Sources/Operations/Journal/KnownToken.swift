import HTTPExchange
import Storage

// What is known of one token.

extension TokenLedger {
    /// The record of one token that this run has just told of; a journal that cannot be read now does not hide it.
    func record(_ fingerprint: Fingerprint, at origin: String) async throws(OperationError) -> TokenRecord {
        do throws(OperationError) { try await refresh(for: fingerprint) } catch {
            if fold.record(fingerprint, at: origin) == nil { throw error }
        }
        guard let record = fold.record(fingerprint, at: origin) else {
            throw .refused(.noSuchToken(typed: fingerprint.text))
        }
        return record
    }

    /// What is known of the token at this origin; a journal that cannot be read now leaves what this run knows.
    func known(_ fingerprint: Fingerprint, at origin: String) async -> TokenRecord? {
        try? await refresh(for: fingerprint)
        return fold.record(fingerprint, at: origin)
    }
}
