extension ConnectionSettings.Proxy: CustomStringConvertible, CustomReflectable {
    /// `direct` or `proxy host:port`; a proxy's user and password are in no text form (promise P37).
    public var description: String {
        switch self {
        case .direct: "direct"
        case .http(let host, let port, _): "proxy \(host):\(port)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}
