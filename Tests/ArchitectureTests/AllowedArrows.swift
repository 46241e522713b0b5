/// The arrows of the house: what each target may import. What is not here is forbidden.
///
/// The package manager refuses a target that imports what it did not declare, but lets it import what a dependency of a
/// dependency brings; this table does not.
enum AllowedArrows {
    /// Of this package.
    static let ours: [String: Set<String>] = [
        "CTerminal": [],
        "ASCIIText": [],
        "Processors": [],
        "SecretMemory": [],
        "Moments": ["ASCIIText"],
        "DisplayText": ["Moments"],
        "StrictJSON": ["ASCIIText"],
        "Terminal": ["ASCIIText", "DisplayText"],
        "NcursesTerminal": ["Terminal", "CTerminal", "DisplayText"],
        "Toolkit": ["Terminal", "ASCIIText", "DisplayText", "SecretMemory"],
        "HTTPExchange": ["Moments", "ASCIIText"],
        "AsyncHTTPTransport": ["Moments", "ASCIIText", "HTTPExchange"],
        "ThoughtSpotSessions": ["Moments", "ASCIIText", "HTTPExchange", "StrictJSON"],
        "EncryptedVault": ["ASCIIText", "StrictJSON", "SecretMemory"],
        "Storage": [
            "Moments", "ASCIIText", "ThoughtSpotSessions", "EncryptedVault", "HTTPExchange", "StrictJSON", "Processors",
        ],
        "Operations": [
            "Moments", "ASCIIText", "ThoughtSpotSessions", "Storage", "DisplayText", "HTTPExchange", "StrictJSON",
        ],
        "App": [
            "Moments",
            "ASCIIText",
            "StrictJSON",
            "Toolkit", "Terminal", "Operations", "DisplayText", "Storage", "ThoughtSpotSessions", "HTTPExchange",
        ],
        "DemoCluster": ["Moments", "ASCIIText", "HTTPExchange"],
        "DemoServer": ["DemoCluster", "HTTPExchange"],
        "Commands": [
            "Moments",
            "ASCIIText",
            "App", "NcursesTerminal", "Operations", "Storage", "ThoughtSpotSessions", "HTTPExchange",
            "AsyncHTTPTransport", "DemoServer", "DemoCluster", "DisplayText", "Terminal", "Toolkit", "CTerminal",
            "StrictJSON", "Processors",
        ],
        "tessera": ["Commands"],
        "Benchmarks": [
            "Moments",
            "ASCIIText",
            "Terminal", "Toolkit", "App", "Operations", "ThoughtSpotSessions", "Storage", "EncryptedVault",
            "DemoCluster",
            "HTTPExchange", "DisplayText", "StrictJSON",
        ],
        "DecoderFuzzing": ["Moments", "ASCIIText", "ThoughtSpotSessions", "HTTPExchange", "StrictJSON"],
        "ExampleTokenCheck": ["Moments", "ThoughtSpotSessions", "HTTPExchange", "AsyncHTTPTransport"],
    ]

    /// Of other packages, the toolchain aside.
    static let outside: [String: Set<String>] = [
        "HTTPExchange": ["HTTPTypes"],
        "AsyncHTTPTransport": [
            "HTTPTypes", "AsyncHTTPClient", "Crypto", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOTLS", "NIOSSL",
            "SwiftASN1",
        ],
        "ThoughtSpotSessions": ["HTTPTypes"],
        "EncryptedVault": ["Crypto", "CryptoExtras"],
        "DemoCluster": ["HTTPTypes"],
        "DemoServer": ["HTTPTypes", "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore", "NIOPosix", "NIOSSL"],
        "Commands": ["ArgumentParser", "Subprocess"],
        "DecoderFuzzing": ["HTTPTypes"],
    ]

    /// Of the toolchain.
    static let toolchain: Set<String> = ["FoundationEssentials", "Glibc", "Synchronization", "Dispatch"]

    /// These do without any Foundation, so that they stay small and could be used anywhere.
    static let withoutFoundation: Set<String> = [
        "ASCIIText", "Moments", "StrictJSON", "Processors", "SecretMemory", "DisplayText", "Terminal",
        "NcursesTerminal",
        "Toolkit",
    ]
}
