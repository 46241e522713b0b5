/// What the rules of the house do not hold for, each with its reason. A row that nothing needs any more goes.
enum Exceptions {
    /// Types with the name of their module.
    static let namedAsModules = [
        "AsyncHTTPTransport": "the public name of the product's one type",
        "NcursesTerminal": "the device that the target is there for",
    ]

    /// Actors and classes whose variables stand open to their target.
    static let openState = [
        "SimulatedCluster": "each generation has files of its own, and all act on one cluster",
        "NcursesTerminal": "signals and input have files of their own",
        "InMemoryTerminal": "tests set what a terminal shows",
        "SeenEnding": "is private itself",
    ]

    /// Files whose waiting begins without a look at anything.
    static let waitsWithoutALook = ["InMemoryTerminal.swift": "the next frame is always one to come"]
}
