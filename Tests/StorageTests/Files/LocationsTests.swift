import Glibc
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

struct LocationsTests {
    @Test func `follows the home and the variables`() {
        let plain = Locations(environment: ["HOME": "/home/anna"])
        #expect(plain.profiles == "/home/anna/.config/tessera/profiles.json")
        #expect(plain.journal == "/home/anna/.local/state/tessera/journal")
        #expect(plain.vault == "/home/anna/.local/share/tessera/vault.json")
        #expect(plain.obstacle == nil)
        let moved = Locations(environment: [
            "HOME": "/home/anna/", "XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "relative",
        ])
        #expect(moved.settings == "/c/tessera/settings.json")
        #expect(moved.state == "/home/anna/.local/state/tessera")
    }

    @Test func `one directory for all when asked`() {
        let environment = ["HOME": "/home/anna", "XDG_STATE_HOME": "/s", "TESSERA_HOME": "/t/"]
        #expect(Locations(environment: environment).journal == "/t/journal")
        #expect(Locations(environment: environment, home: "/h").profiles == "/h/profiles.json")
        #expect(Locations(environment: ["TESSERA_HOME": ""], home: "").profiles == nil)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative/home"]] as [[String: String]])
    func `without a home nothing can be saved`(environment: [String: String]) {
        let locations = Locations(environment: environment)
        #expect(locations.profiles == nil)
        #expect(locations.obstacle?.code == .noHome)
        // The account has none either.
        #expect(Locations(environment: environment, accountHome: "").obstacle?.code == .noHome)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative/home"]] as [[String: String]])
    func `without HOME the directory of the account counts`(environment: [String: String]) {
        let locations = Locations(environment: environment, accountHome: "/home/anna/")
        #expect(locations.profiles == "/home/anna/.config/tessera/profiles.json")
        #expect(locations.journal == "/home/anna/.local/state/tessera/journal")
        #expect(locations.obstacle == nil)
    }

    @Test func `the variable is stronger than the account`() {
        let locations = Locations(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s"], accountHome: "/home/anna")
        #expect(locations.profiles == "/h/.config/tessera/profiles.json")
        #expect(locations.journal == "/s/tessera/journal")
        #expect(Locations(environment: [:], home: "/t", accountHome: "/home/anna").profiles == "/t/profiles.json")
    }

    @Test(arguments: [
        ("~/token", "/home/anna/token"), ("~", "/home/anna"), ("~/", "/home/anna/"), ("a~/b", "a~/b"), ("/~/b", "/~/b"),
        ("~bert/token", "~bert/token"), ("token", "token"), ("", ""),
    ])
    func `a tilde that no shell has read is the user's own directory`(_ typed: String, _ path: String) throws {
        let home = Locations.userHome(environment: ["HOME": "/home/anna/"], accountHome: "/other")
        #expect(try Locations.path(typed: typed, userHome: home) == path)
    }

    @Test func `a tilde without a home is an error`() throws {
        let home = Locations.userHome(environment: ["HOME": "relative"], accountHome: nil)
        #expect(throws: Locations.noHome) { try Locations.path(typed: "~/token", userHome: home) }
        #expect(try Locations.path(typed: "token", userHome: home) == "token")
        // HOME is stronger than the account; --home does not move it.
        #expect(Locations.userHome(environment: ["TESSERA_HOME": "/t"], accountHome: "/home/anna") == "/home/anna")
    }

    @Test func `the account is that of the user`() {
        let home = FileContext.live(now: { Instant(milliseconds: 0) }).accountHome
        #expect(home == getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) })
    }

    @Test func `root does not write into a users home`() throws {
        let home = try TemporaryHome()
        // Root here is whoever the context says; the directory belongs to the user of this test, root or not.
        var context = FileContext.still()
        context.userID = 0
        let path = DirectoryPath(path: home.file("a/b"))
        if geteuid() == 0 { #expect(chown(home.path, 65_534, 65_534) == 0) }
        #expect(storageError { () throws(StorageError) in try path.create(context: context) }?.code == .rootHome)
        #expect(home.names().isEmpty)
        context.allowsRoot = true
        try path.create(context: context)
        #expect(home.permissions(of: "a/b") == 0o700)
    }

    @Test func `a file in the way is an error`() throws {
        let home = try TemporaryHome()
        try home.write("x", to: "a")
        let error = storageError { () throws(StorageError) in
            try DirectoryPath(path: home.file("a/b")).create(context: .still())
        }
        #expect(error?.code == .save)
    }
}
