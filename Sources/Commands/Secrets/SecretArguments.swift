import ASCIIText

/// Finds secrets on a command line before anything else looks at it (promise P1; fault B1).
enum SecretArguments {
    /// Option names that would take a secret, lower case, with `-` for `_`.
    private static let names: Set<String> = [
        "password", "passwd", "pass", "pwd", "pw", "passphrase", "token", "bearer", "bearer-token", "auth-token",
        "access-token", "api-token", "secret", "secret-key", "secretkey", "api-key", "apikey", "key", "cookie",
        "authorization", "credential", "credentials",
    ]

    /// The options that say where a secret comes from; they take no value.
    static let sources: Set<String> = ["password-stdin", "secret-key-stdin", "token-stdin"]

    /// The first option that would put a secret on the command line, as it was spelled, without its value.
    static func find(in arguments: [String]) -> String? {
        for argument in arguments {
            if argument == "--" { return nil }
            guard argument.hasPrefix("-"), let name = name(of: argument) else { continue }
            if isSecret(name) { return spelling(argument, name) }
            // A source that is given a value most likely got the secret itself.
            if sources.contains(name.lowercased()), argument.contains("=") { return spelling(argument, name) }
        }
        return nil
    }

    private static func isSecret(_ name: String) -> Bool {
        names.contains(name.lowercased().replacing("_", with: "-"))
    }

    /// The name of an option without dashes and value; `p` for `-p` and everything glued to it.
    private static func name(of argument: String) -> String? {
        let name = String(argument.drop { $0 == "-" }.prefix { $0 != "=" && $0 != ":" })
        if argument.hasPrefix("--") { return name }
        return name.hasPrefix("p") && !isSecret(name) && !ordinary.contains(name) ? "password" : name
    }

    /// Options that may be written with one dash, and that mean no password.
    private static let ordinary: Set<String> = ["profile", "port", "proxy", "protected"]

    /// What is repeated in the message: the option, never its value. A glued short option shows its letter only.
    private static func spelling(_ argument: String, _ name: String) -> String {
        if argument.hasPrefix("--") { return "--" + name }
        let own = String(argument.drop { $0 == "-" }.prefix { $0 != "=" && $0 != ":" })
        return own.lowercased() == name.lowercased() ? "-" + own : "-p"
    }
}
