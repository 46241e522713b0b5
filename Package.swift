// swift-tools-version: 6.2

import PackageDescription

// A target exists to quarantine a dependency, to make a forbidden direction a compile error, or to be a
// test seam. Its `dependencies` are the arrows of the README's architecture section, nothing more; the
// architecture test compares every `import` line with them.

let package = Package(
    name: "tessera",
    products: [
        .executable(name: "tessera", targets: ["tessera"]),
        .executable(name: "tessera-benchmarks", targets: ["Benchmarks"]),
        .executable(name: "tessera-fuzz", targets: ["DecoderFuzzing"]),
        .library(name: "ThoughtSpotSessions", targets: ["ThoughtSpotSessions", "HTTPExchange", "Moments"]),
        // Apart, so that whoever brings a transport of their own does not build the network.
        .library(name: "AsyncHTTPTransport", targets: ["AsyncHTTPTransport"]),
    ],
    traits: [
        .trait(name: "SharedCurses", description: "Use the curses libraries of the machine."),
        .trait(name: "StaticCurses", description: "Link the curses libraries into the executable, for servers."),
        .default(enabledTraits: ["SharedCurses"]),
    ],
    dependencies: [
        // Commands and options.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // SHA-256 for token fingerprints; scrypt, HKDF and AES-GCM for the sealed vault.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Reads the names in a certificate: bytes of whoever answers.
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        // The vocabulary of HTTP: methods, statuses, repeated header fields.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        // The demo server's framework wants a logger, if only a silent one.
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        // Child processes without Foundation: secret commands, and `tmux` for the clipboard.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        // The HTTP and TLS client, and the event loops under it.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // The demo server. Its default traits would pull all of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .executableTarget(name: "tessera", dependencies: ["Commands"]),
        .target(
            name: "Commands",
            dependencies: [
                "Moments",
                "ASCIIText",
                "StrictJSON",
                "Processors",
                "App", "NcursesTerminal", "Operations", "Storage", "ThoughtSpotSessions", "HTTPExchange",
                "AsyncHTTPTransport", "DemoServer", "DemoCluster", "DisplayText", "Terminal", "Toolkit", "CTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .target(
            name: "App",
            dependencies: [
                "Moments",
                "ASCIIText",
                "StrictJSON",
                "Toolkit", "Terminal", "Operations", "Storage", "ThoughtSpotSessions", "HTTPExchange", "DisplayText",
            ]),
        .target(
            name: "Operations",
            dependencies: [
                "Moments", "ASCIIText", "StrictJSON", "ThoughtSpotSessions", "Storage", "DisplayText", "HTTPExchange",
            ]),
        .target(
            name: "Storage",
            dependencies: [
                "Moments", "ASCIIText", "StrictJSON", "Processors", "ThoughtSpotSessions", "EncryptedVault",
                "HTTPExchange",
            ]),
        .target(
            name: "EncryptedVault",
            dependencies: [
                "ASCIIText", "StrictJSON", "SecretMemory",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(
            name: "ThoughtSpotSessions",
            dependencies: [
                "Moments",
                "ASCIIText", "StrictJSON", "HTTPExchange", .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(
            name: "HTTPExchange",
            dependencies: ["Moments", "ASCIIText", .product(name: "HTTPTypes", package: "swift-http-types")]),
        .target(
            name: "AsyncHTTPTransport",
            dependencies: [
                "Moments",
                "ASCIIText",
                "HTTPExchange",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "DemoCluster",
            dependencies: [
                "Moments", "ASCIIText", "HTTPExchange", .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(
            name: "DemoServer",
            dependencies: [
                "DemoCluster", "HTTPExchange",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(name: "Toolkit", dependencies: ["Terminal", "ASCIIText", "DisplayText", "SecretMemory"]),
        .target(name: "NcursesTerminal", dependencies: ["Terminal", "CTerminal", "DisplayText"]),
        .target(name: "Terminal", dependencies: ["ASCIIText", "DisplayText"]),
        .target(name: "DisplayText", dependencies: ["Moments"]),
        // The ground: what every floor reads and writes has one reader and one writer, which import nothing above.
        .target(name: "ASCIIText"),
        .target(name: "Moments", dependencies: ["ASCIIText"]),
        .target(name: "StrictJSON", dependencies: ["ASCIIText"]),
        .target(name: "Processors"),
        .target(name: "SecretMemory"),
        .target(
            name: "CTerminal",
            cSettings: [.define("STATIC_RUNTIME", .when(traits: ["StaticCurses"]))],
            linkerSettings: [
                .linkedLibrary("ncursesw", .when(traits: ["SharedCurses"])),
                .linkedLibrary("tinfo", .when(traits: ["SharedCurses"])),
                .linkedLibrary(":libncursesw.a", .when(traits: ["StaticCurses"])),
                .linkedLibrary(":libtinfo.a", .when(traits: ["StaticCurses"])),
            ]
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Moments",
                "ASCIIText",
                "StrictJSON",
                "Terminal", "Toolkit", "App", "Operations", "ThoughtSpotSessions", "Storage", "EncryptedVault",
                "DemoCluster",
                "HTTPExchange", "DisplayText",
            ]
        ),
        // What somebody else would write: it sees nothing that is not public.
        .executableTarget(
            name: "ExampleTokenCheck",
            dependencies: ["Moments", "ThoughtSpotSessions", "HTTPExchange", "AsyncHTTPTransport"],
            packageAccess: false),
        .executableTarget(
            name: "DecoderFuzzing",
            dependencies: [
                "Moments",
                "ASCIIText",
                "StrictJSON",
                "ThoughtSpotSessions", "HTTPExchange", .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
    ]
)

/// The tests of a target stand in the folder of its name.
func tests(of target: String, and others: Target.Dependency...) -> Target {
    .testTarget(name: "\(target)Tests", dependencies: [.byName(name: target)] + others)
}

package.targets += [
    // One throw-away home, one clock, one scripted transport, one world: for tests only.
    .target(
        name: "TestSupport",
        dependencies: [
            "Moments",
            "Operations", "Storage", "ThoughtSpotSessions", "HTTPExchange", "DemoCluster",
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ], path: "Tests/TestSupport"),
    tests(of: "DisplayText"),
    tests(of: "ASCIIText"),
    tests(of: "Moments"),
    tests(of: "StrictJSON", and: "TestSupport"),
    tests(of: "Processors"),
    tests(of: "SecretMemory"),
    tests(of: "EncryptedVault", and: "StrictJSON", "SecretMemory"),
    tests(of: "Terminal", and: "DisplayText", "TestSupport"),
    tests(of: "Toolkit", and: "Terminal", "DisplayText"),
    tests(of: "HTTPExchange", and: "TestSupport", .product(name: "HTTPTypes", package: "swift-http-types")),
    tests(
        of: "AsyncHTTPTransport", and: "Moments", "HTTPExchange",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl")),
    tests(
        of: "ThoughtSpotSessions", and: "Moments", "StrictJSON", "HTTPExchange", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types")),
    tests(
        of: "Storage", and: "Moments", "StrictJSON", "ThoughtSpotSessions", "HTTPExchange", "EncryptedVault",
        "TestSupport"),
    tests(
        of: "DemoCluster", and: "Moments", "ASCIIText", "HTTPExchange", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types")),
    tests(
        of: "DemoServer", and: "DemoCluster", "HTTPExchange", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl")),
    // The terminal program: its pure half, and the whole of it in process with the pictures that its scripts draw.
    .testTarget(
        name: "AppTests",
        dependencies: [
            "App", "Toolkit", "Terminal", "Operations", "Storage", "ThoughtSpotSessions", "HTTPExchange", "Moments",
            "StrictJSON", "DisplayText", "DemoCluster", "TestSupport",
        ], exclude: ["Snapshots"]),
    .testTarget(name: "ArchitectureTests"),
    // A short run of the fuzzer, and the tables of faults, over the answers that its long runs start from.
    .testTarget(
        name: "DecoderFuzzingTests",
        dependencies: [
            "Moments",
            "StrictJSON",
            "DecoderFuzzing", "ThoughtSpotSessions", "Operations", "DisplayText", "HTTPExchange",
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ],
        exclude: ["Corpus"]),
    .testTarget(
        name: "ConformanceTests",
        dependencies: [
            "Moments",
            "ThoughtSpotSessions", "HTTPExchange", "DemoCluster", "AsyncHTTPTransport", "DemoServer", "TestSupport",
        ]),
    tests(
        of: "Commands", and: "App", "Moments", "StrictJSON", "Operations", "Storage", "ThoughtSpotSessions",
        "HTTPExchange", "DemoCluster",
        "DemoServer", "AsyncHTTPTransport", "DisplayText", "TestSupport"),
    tests(
        of: "Operations", and: "Moments", "StrictJSON", "Storage", "ThoughtSpotSessions", "HTTPExchange", "DemoCluster",
        "DisplayText",
        "TestSupport", .product(name: "HTTPTypes", package: "swift-http-types")),
    .testTarget(
        name: "ExampleTokenCheckTests",
        dependencies: [
            "Moments",
            "ExampleTokenCheck", "ThoughtSpotSessions", "HTTPExchange", "AsyncHTTPTransport", "DemoServer",
            "DemoCluster",
        ]),
    // The real binary, over real sockets, in tmux and under a pty.
    .testTarget(name: "BinaryTests", dependencies: ["tessera"], exclude: ["Scripts"]),
]

for target in package.targets where target.name != "CTerminal" {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .treatAllWarnings(as: .error),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
