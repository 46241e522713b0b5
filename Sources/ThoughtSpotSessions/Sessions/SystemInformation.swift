/// What a cluster says about itself (wire contract, section 10). Strings are the server's own and must be made safe
/// before they are shown.
public struct SystemInformation: Hashable, Sendable {
    public var id: String?
    public var name: String?
    /// `26.8.0.cl`, or anything else: never a reason to refuse.
    public var releaseVersion: String?
    /// SAAS or SW.
    public var type: String?
    public var environment: String?
    public var apiVersion: String?
    public var timeZone: String?

    public init() {}
}

/// The banner a cluster shows to everybody (wire contract, section 10).
public struct MaintenanceBanner: Hashable, Sendable {
    /// Must be made safe before it is shown.
    public var text: String?
    public var isUnderMaintenance: Bool

    public init(text: String?, isUnderMaintenance: Bool) {
        self.text = text
        self.isUnderMaintenance = isUnderMaintenance
    }
}
