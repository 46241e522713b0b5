/// What a person needs to know of the certificates a server presents.
public struct CertificateFacts: Hashable, Sendable {
    /// Seconds since 1970 UTC, of one certificate of the chain.
    public struct Validity: Hashable, Sendable {
        /// The first moment, in seconds since 1970 UTC.
        public let notBefore: Int64
        /// The last moment, in seconds since 1970 UTC.
        public let notAfter: Int64

        /// The time of one certificate.
        public init(notBefore: Int64, notAfter: Int64) {
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }

    /// Whom the server's certificate names as its owner: the common name, and the organisation behind it, as the
    /// certificate says; text from outside.
    public let subject: String?
    /// Who signed it, in the same form; text from outside.
    public let issuer: String?
    /// The server's own certificate first; never empty.
    public let validities: [Validity]
    /// Names and addresses the server's certificate is for, as it says; text from outside.
    public let names: [String]
    /// `SHA-256 AB:CD:...` of the server's certificate.
    public let fingerprint: String

    /// Facts as they were read from a certificate.
    public init(
        subject: String?, issuer: String?, validities: [Validity], names: [String], fingerprint: String
    ) {
        self.subject = subject
        self.issuer = issuer
        self.validities = validities
        self.names = names
        self.fingerprint = fingerprint
    }

    /// When the first certificate of the chain ends, in seconds since 1970 UTC.
    public var end: Int64? { validities.map(\.notAfter).min() }
}
