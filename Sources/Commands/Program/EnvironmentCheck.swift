import DisplayText

/// Variables of the environment that look as if they were for us and are not (fault F20): named, never shown.
enum EnvironmentCheck {
    private static let known: Set<String> = [
        "TESSERA_HOME", "TESSERA_PASSWORD_FILE", "TESSERA_SECRET_KEY_FILE", "TESSERA_TOKEN_FILE",
    ]
    private static let secrets: Set<String> = [
        "TESSERA_PASSWORD", "TESSERA_PASSWD", "TESSERA_SECRET", "TESSERA_SECRET_KEY", "TESSERA_TOKEN",
        "TESSERA_BEARER", "TESSERA_BEARER_TOKEN", "TESSERA_PASSPHRASE",
    ]

    /// One sentence for each such variable, by name.
    static func warnings(about environment: [String: String]) -> [SafeText] {
        environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("TESSERA_"), !known.contains(name) else { return nil }
            let shown = SafeText(outside: name, limit: 60)
            if secrets.contains(name) {
                return
                    "\(shown) is ignored: secrets do not come from the environment; name a file of mode 600 instead, "
                    + "as in TESSERA_PASSWORD_FILE, or use --password-stdin"
            }
            return "\(shown) is not known and ignored"
        }
    }
}
