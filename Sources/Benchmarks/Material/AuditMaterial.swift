/// An audit log, the same in every run.
enum AuditMaterial {
    /// Megabytes of a busy day: `[{"date":…,"log":"{…}"}, …]`, where each line holds a text that itself is JSON.
    static let log = log(bytes: 2 * 1024 * 1024)

    private static func log(bytes: Int) -> [UInt8] {
        var text = "["
        var number = 0
        while text.utf8.count < bytes {
            if number > 0 { text += "," }
            text += """
                {"date":"2026-11-21T08:52:45.\(100 + number % 900)Z","log":"{\\"version\\":\\"1.1\\",\
                \\"id\\":\\"59481331-ee53-42be-a548-\(100_000_000_000 + number)\\",\\"ts\\":\
                \\"2026-11-21T08:52:45.123Z\\",\\"orgId\\":\(number % 3),\\"userGUID\\":\
                \\"6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c\\",\\"userName\\":\\"anna\\",\\"cIP\\":\\"10.0.0.7\\",\
                \\"type\\":\\"LOGIN_SUCCESSFUL\\",\\"desc\\":\\"User login successful\\",\\"data\\":{}}"}
                """
            number += 1
        }
        return Array((text + "]").utf8)
    }
}
