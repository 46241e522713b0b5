/// What a cluster says about itself (<doc:FindingTheGeneration>). Strings are the server's own and must be made safe
/// before they are shown.
public struct SystemInformation: Hashable, Sendable {
    /// A GUID.
    public var id: String?
    /// The cluster's own name.
    public var name: String?
    /// `26.8.0.cl`, or anything else: never a reason to refuse.
    public var releaseVersion: String?
    /// SAAS or SW.
    public var type: String?
    /// What the cluster calls its environment.
    public var environment: String?
    /// `v1`, even where v2.0 is spoken.
    public var apiVersion: String?
    /// The cluster's time zone.
    public var timeZone: String?

    /// Nothing known yet.
    public init() {}
}

/// The banner a cluster shows to everybody (<doc:FindingTheGeneration>).
public struct MaintenanceBanner: Hashable, Sendable {
    /// Must be made safe before it is shown.
    public var text: String?
    /// Whether the cluster says that it is being worked on.
    public var isUnderMaintenance: Bool

    /// A banner as the cluster shows it.
    public init(text: String?, isUnderMaintenance: Bool) {
        self.text = text
        self.isUnderMaintenance = isUnderMaintenance
    }
}
