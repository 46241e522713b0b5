/// What the rules of the house do not hold for, each with its reason.
enum Exceptions {
    /// Types with the name of their module.
    static let namedAsModules = [
        "AsyncHTTPTransport": "the public name of the product's one type",
        "NcursesTerminal": "the device that the target is there for",
    ]
}
