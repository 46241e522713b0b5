import HTTPExchange
import Testing

struct ProxyEnvironmentTests {
    private static let cluster = Origin(scheme: .https, host: "ts.corp.example")

    @Test(
        arguments: [
            ("proxy", "proxy", 80, nil), ("proxy:3128", "proxy", 3128, nil), ("http://proxy:3128", "proxy", 3128, nil),
            ("HTTP://Proxy.Corp:3128/", "proxy.corp", 3128, nil), ("http://10.1.2.3:8080", "10.1.2.3", 8080, nil),
            ("http://[fe80::1]:8080", "fe80::1", 8080, nil), ("[::1]", "::1", 80, nil),
            (" http://proxy:1 ", "proxy", 1, nil),
            ("http://u:p@proxy:3128", "proxy", 3128, "dTpw"), ("u:p@proxy", "proxy", 80, "dTpw"),
            ("http://u@proxy", "proxy", 80, "dTo="), ("http://u:@proxy", "proxy", 80, "dTo="),
            ("http://u:p/q@proxy:1", "proxy", 1, "dTpwL3E="), ("http://u:p@q@proxy:1", "proxy", 1, "dTpwQHE="),
            ("http://u:p:q@proxy:1", "proxy", 1, "dTpwOnE="), ("http://u:p%40q@proxy:1", "proxy", 1, "dTpwQHE="),
            ("http://u:100%@proxy:1", "proxy", 1, "dToxMDAl"), ("http://u:a%zz@proxy:1", "proxy", 1, "dTphJXp6"),
            ("http://u:p#q?r@proxy:1", "proxy", 1, "dTpwI3E/cg=="), ("http://u:p//q@proxy", "proxy", 80, "dTpwLy9x"),
            ("u:://p@proxy", "proxy", 80, "dTo6Ly9w"),
        ] as [(String, String, Int, String?)])
    func `proxies are read as people write them`(_ text: String, _ host: String, _ port: Int, _ basic: String?) throws {
        let address = try ProxyAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.basicAuthorization == basic)
    }

    @Test(
        arguments: [
            ("", .empty), ("  ", .empty), ("socks5://proxy:1080", .unsupportedScheme),
            ("https://proxy:443", .unsupportedScheme),
            ("http://", .missingHost), ("http://:3128", .missingHost), ("u:p@", .missingHost),
            ("http://pro xy:1", .invalidHost),
            ("http://[::1", .invalidHost), ("http://[nonsense]:1", .invalidHost), ("http://[::1]x", .invalidHost),
            ("http://proxy:99999", .invalidPort), ("http://proxy:0", .invalidPort), ("http://proxy:http", .invalidPort),
            ("http://proxy:+80", .invalidPort), ("http://pröxy", .invalidHost), ("http://a:b:c:d", .invalidHost),
        ] as [(String, ProxyAddress.Problem)])
    func `what is no proxy is refused with a reason`(_ text: String, _ problem: ProxyAddress.Problem) {
        #expect(throws: problem) { try ProxyAddress(text) }
    }

    @Test(arguments: [
        "http://user:CANARY@proxy:1", "http://user:CANARY@pro xy", "socks5://user:CANARY@proxy",
        "http://user:CANARY@proxy:99999999",
        "http://user:CAN/ARY@CANARY:CANARY", "user:CANARY@", "://CANARY@", "http://CANARY:CANARY:CANARY",
    ])
    func `no text form shows a password`(_ text: String) {
        let environment = ProxyEnvironment(variables: ["https_proxy": text])
        do throws(ProxyEnvironment.InvalidVariable) {
            let proxy = try environment.proxy(for: Self.cluster)
            #expect(!"\(proxy) \(String(reflecting: proxy))".contains("CANARY"))
        } catch {
            #expect(error.variable == "https_proxy")
            #expect(!"\(error) \(String(reflecting: error))".contains("CANARY"))
        }
    }

    @Test(
        arguments: [
            ([:], nil), (["https_proxy": "a"], "a"), (["HTTPS_PROXY": "b"], "b"),
            (["https_proxy": "a", "HTTPS_PROXY": "b"], "a"),
            (["https_proxy": "", "HTTPS_PROXY": "b"], nil), (["all_proxy": "c"], "c"), (["ALL_PROXY": "d"], "d"),
            (["https_proxy": "a", "all_proxy": "c"], "a"), (["http_proxy": "e"], nil),
        ] as [([String: String], String?)])
    func `the variables have an order`(_ variables: [String: String], _ host: String?) throws {
        let expected =
            host.map { ConnectionSettings.Proxy.http(host: $0, port: 80, basicAuthorization: nil) } ?? .direct
        #expect(try ProxyEnvironment(variables: variables).proxy(for: Self.cluster) == expected)
    }

    @Test func `HTTP_PROXY in upper case is not believed`() throws {
        let plain = Origin(scheme: .http, host: "ts.corp.example")
        #expect(try ProxyEnvironment(variables: ["HTTP_PROXY": "a"]).proxy(for: plain) == .direct)
        #expect(try ProxyEnvironment(variables: ["http_proxy": "a"]).proxy(for: plain) != .direct)
    }

    @Test(arguments: ["localhost", "127.0.0.1", "::1"])
    func `this machine is reached directly`(_ host: String) throws {
        let environment = ProxyEnvironment(variables: ["https_proxy": "proxy"])
        #expect(try environment.proxy(for: Origin(scheme: .https, host: host, port: 8443)) == .direct)
    }

    @Test(arguments: [
        ("*", "ts.corp.example", true), ("", "ts.corp.example", false), ("corp.example", "ts.corp.example", true),
        (".corp.example", "ts.corp.example", true), ("*.corp.example", "ts.corp.example", true),
        ("ts.corp.example", "ts.corp.example", true), ("TS.Corp.Example", "ts.corp.example", true),
        ("s.corp.example", "ts.corp.example", false), ("example", "ts.corp.example", true),
        ("a,corp.example", "ts.corp.example", true), ("a corp.example", "ts.corp.example", true),
        (" a , corp.example ", "ts.corp.example", true), ("corp.example:443", "ts.corp.example", true),
        ("corp.example:8443", "ts.corp.example", false), ("10.0.0.0/8", "10.200.3.4", true),
        ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3:443", "10.1.2.3", true),
        ("10.1.2.3:80", "10.1.2.3", false), ("10.1.2.0/23", "10.1.3.255", true), ("10.1.2.0/23", "10.1.4.0", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("10.0.0.0/33", "10.0.0.1", false), ("fd00::/8", "fd12::1", true),
        ("fd00::/8", "fe80::1", false), ("[fd00::1]:443", "fd00::1", true), ("fd00::1", "fd00:0::1", true),
        ("0.1", "10.0.0.1", false), ("10.0.0.0/8", "ts.corp.example", false), (",,/,:", "ts.corp.example", false),
    ])
    func `exceptions match as curl's and Go's do`(_ exceptions: String, _ host: String, _ isDirect: Bool) throws {
        for name in ["no_proxy", "NO_PROXY"] {
            let environment = ProxyEnvironment(variables: ["https_proxy": "proxy", name: exceptions])
            let proxy = try environment.proxy(for: Origin(scheme: .https, host: host))
            #expect((proxy == .direct) == isDirect)
        }
    }
}
