package import Toolkit

extension KeyLayer {
    /// The four panes and the table of all clusters.
    package static let panes: KeyLayer = "panes"
    /// A detail view, the request log, the results of a revocation, the help.
    package static let view: KeyLayer = "detail views"
    /// The trusted-authentication keys.
    package static let keys: KeyLayer = "secret keys"
    /// A form; its plain characters belong to its fields.
    package static let form: KeyLayer = "forms"
}
