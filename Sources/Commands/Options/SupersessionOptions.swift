import ArgumentParser

/// The agreement that a login by secret key wants in v1; an option of every command that logs in to look or to act.
struct SupersessionOptions: ParsableArguments, Sendable {
    @Flag(
        name: .customLong("accept-superseding"),
        help: "v1 with a secret key: the login mints a token, which ends all older ones of the same key.")
    var acceptSuperseding = false
}
