import Testing

@testable import AsyncHTTPTransport

struct SHA256DigestTests {
    /// The examples of FIPS 180-4 and its predecessors, and the lengths around a block.
    @Test(arguments: [
        ("", "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"),
        ("abc", "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "24:8D:6A:61:D2:06:38:B8:E5:C0:26:93:0C:3E:60:39:A3:3C:E4:59:64:FF:21:67:F6:EC:ED:D4:19:DB:06:C1"
        ),
        (
            String(repeating: "a", count: 55),
            "9F:43:90:F8:D3:0C:2D:D9:2E:C9:F0:95:B6:5E:2B:9A:E9:B0:A9:25:A5:25:8E:24:1C:9F:1E:91:0F:73:43:18"
        ),
        (
            String(repeating: "a", count: 63),
            "7D:3E:74:A0:5D:7D:B1:5B:CE:4A:D9:EC:06:58:EA:98:E3:F0:6E:EE:CF:16:B4:C6:FF:F2:DA:45:7D:DC:2F:34"
        ),
        (
            String(repeating: "a", count: 64),
            "FF:E0:54:FE:7A:E0:CB:6D:C6:5C:3A:F9:B6:1D:52:09:F4:39:85:1D:B4:3D:0B:A5:99:73:37:DF:15:46:68:EB"
        ),
        (
            String(repeating: "a", count: 65),
            "63:53:61:C4:8B:B9:EA:B1:41:98:E7:6E:A8:AB:7F:1A:41:68:5D:6A:D6:2A:A9:14:6D:30:1D:4F:17:EB:0A:E0"
        ),
        (
            String(repeating: "a", count: 119),
            "31:EB:A5:1C:31:3A:5C:08:22:6A:DF:18:D4:A3:59:CF:DF:D8:D2:E8:16:B1:3F:4A:F9:52:F7:EA:65:84:DC:FB"
        ),
        (
            String(repeating: "a", count: 120),
            "2F:3D:33:54:32:C7:0B:58:0A:F0:E8:E1:B3:67:4A:7C:02:0D:68:3A:A5:F7:3A:AA:ED:FD:C5:5A:F9:04:C2:1C"
        ),
        (
            String(repeating: "a", count: 128),
            "68:36:CF:13:BA:C4:00:E9:10:50:71:CD:6A:F4:70:84:DF:AC:AD:4E:5E:30:2C:94:BF:ED:24:E0:13:AF:B7:3E"
        ),
    ])
    func `known digests`(_ text: String, _ expected: String) {
        #expect(SHA256Digest(of: Array(text.utf8)).colonSeparated == expected)
    }
}
