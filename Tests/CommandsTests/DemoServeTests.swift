import DemoCluster
import DemoServer
import Glibc
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Which cluster `demo serve` puts on a socket.
struct DemoServeTests {
    @Test(arguments: DemoGeneration.allCases)
    func `Each generation can be served`(_ generation: DemoGeneration) async throws {
        let ran = try await World().run(["demo", "serve", "--generation", generation.rawValue]) { context in
            context.serveDemo = { _, onReady in
                await onReady([Origin(scheme: .http, host: "127.0.0.1", port: 4711)])
            }
        }
        #expect(ran.code == .done, "\(ran.error)")
        // Every cluster of the fleet has a key of its own, which tells it apart.
        let member = DemoFleet.generations(now: { 0 }).members.first { $0.generation == generation.rawValue }
        let line = try JSONValue.parse(Array(ran.output.utf8))
        #expect(try line["secretKey"]?.stringValue == #require(member).secretKey)
    }

    @Test(arguments: [7_200, -7_200, 315_360_000])
    func `A cluster's clock can be off by hours and years`(_ offset: Int) async throws {
        let world = try World()
        let now = world.now
        let ran = await world.run(["demo", "serve", "--clock-offset", "\(offset)"]) { context in
            context.serveDemo = { listeners, onReady in
                #expect(await listeners.first?.cluster.now() == now + Int64(offset) * 1_000)
                await onReady([Origin(scheme: .http, host: "127.0.0.1", port: 4711)])
            }
        }
        #expect(ran.code == .done, "\(ran.error)")
    }

    @Test(arguments: [["--clock-offset", "4000000000"], ["--clock-offset", "soon"], ["--release", "new"]])
    func `A clock or a release that cannot be is told`(_ options: [String]) async throws {
        #expect(try await World().run(["demo", "serve"] + options).code == .usage)
    }

    @Test(arguments: ["", "v2", "beta", "BETA-API"])
    func `A generation that is none is told with those there are`(_ generation: String) async throws {
        let ran = try await World().run(["demo", "serve", "--generation", generation])
        #expect(ran.code == .usage)
        #expect(ran.error.contains("v1, beta-api, beta-tspublic, beta-query, v2.0"))
    }

    @Test func `A demo takes its folders with it, and follows no link`() throws {
        let home = try TemporaryHome()
        let kept = home.file("kept")
        #expect(mkdir(kept, 0o700) == 0)
        try home.write("text", to: "kept/file")
        let directory = try DemoDirectory(environment: ["HOME": home.path], parent: home.path) { count in
            [UInt8](repeating: 7, count: count)
        }
        #expect(mkdir(directory.path + "/journal", 0o700) == 0)
        #expect(symlink(kept, directory.path + "/journal/link") == 0)
        _ = try directory.write("text", to: "journal/2026-11.jsonl")
        directory.remove()
        #expect(access(directory.path, F_OK) != 0)
        #expect(access(kept + "/file", F_OK) == 0)
    }

    /// Each takes the directories with it that it had made, while another makes its own below them.
    @Test func `Demos that begin and end at once leave room for each other`() async throws {
        let home = try TemporaryHome()
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<4 {
                group.addTask {
                    var refused = 0
                    for round in 0..<200 {
                        do throws(CommandProblem) {
                            let directory = try DemoDirectory(environment: ["HOME": home.path]) { count in
                                [UInt8(round), 255, UInt8(number)] + [UInt8](repeating: 0, count: count - 3)
                            }
                            directory.remove()
                        } catch {
                            refused += 1
                        }
                    }
                    return refused
                }
            }
            for await refused in group { #expect(refused == 0) }
        }
    }
}
