import DemoCluster
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import TestSupport
import ThoughtSpotSessions

@testable import App

/// What a program of a script finds, on a screen or by lines: a home, a clock, and the demo's clusters on the wire.
@MainActor
struct ProgramWorld {
    let home: TemporaryHome
    let clock: ProgramClock
    let fleet: DemoFleet
    let wire: ProgramWire
    let inbox: ExchangeInbox
    let workspace: Workspace
    /// As they are saved when the program begins.
    let profiles: LoadedProfiles

    init(_ setting: ProgramSetting) async throws {
        let clock = ProgramClock()
        self.clock = clock
        home = try TemporaryHome()
        fleet = DemoFleet(now: { clock.milliseconds }, seed: 7)
        for (name, rules) in setting.faults { await fleet[name]?.cluster?.setFaults(DemoFaultPlan(rules: rules)) }
        wire = ProgramWire(Self.network(fleet, setting, clock), clock: clock)
        inbox = ExchangeInbox()
        workspace = Self.workspace(home, setting, clock, wire, inbox)
        profiles = try await workspace.furnish(setting, fleet, in: home)
        if let text = setting.settingsFile { try home.write(text, to: "settings.json") }
    }

    /// As the program reads them at the start.
    func settings() async -> LoadedSettings {
        do throws(OperationError) { return LoadedSettings(try await ReadSettings().run(in: workspace)) } catch {
            return LoadedSettings(error)
        }
    }

    /// The clusters; waiting takes no time, but the clock knows of it.
    private static func network(_ fleet: DemoFleet, _ setting: ProgramSetting, _ clock: ProgramClock) -> DemoTransport {
        var destinations: [Origin: DemoTransport.Destination] = [:]
        for member in fleet.members {
            destinations[member.inProcessOrigin] = member.cluster.map { .cluster($0) } ?? .noServer
        }
        if let configuration = setting.cluster {
            destinations[ProgramSetting.ownOrigin] = .cluster(
                SimulatedCluster(
                    configuration, now: { clock.milliseconds }, identifiers: IdentifierSource(seed: 99)))
        }
        return DemoTransport(destinations, delay: { clock.advance(milliseconds: $0) })
    }

    private static func workspace(
        _ home: TemporaryHome, _ setting: ProgramSetting, _ clock: ProgramClock, _ wire: ProgramWire,
        _ inbox: ExchangeInbox
    ) -> Workspace {
        let time = ExchangeClock(
            now: { clock.milliseconds }, wallNow: { clock.milliseconds },
            sleep: { clock.advance(milliseconds: $0) })
        let transport = RetryingTransport(
            wrapping: RecordingTransport(wrapping: wire, clock: time, record: inbox.record), clock: time,
            random: { 0.5 })
        let files = FileContext.live(now: { clock.now }, allowsRoot: true)
        let counter = Mutex<UInt64>(0)
        let randomBytes: @Sendable (Int) -> [UInt8] = { count in
            let number = counter.withLock {
                $0 += 1
                return $0
            }
            return (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * min($0, 7))) }
        }
        return Workspace(
            profiles: ProfileStore(file: home.profiles, context: files),
            journal: Journal(directory: home.journalDirectory, context: files),
            vault: VaultStore(
                file: home.file("vault.json"), memory: home.file("vault-generation.json"), context: files,
                // The lowest cost: what a key costs is not what a script is about.
                randomBytes: randomBytes, availableMemory: { 0 }),
            settings: SettingsFile(path: home.settings, context: files), transport: transport,
            inspector: ProgramInspector(), now: { clock.now }, randomBytes: randomBytes,
            environmentProxy: { _ in .direct }, files: named(home),
            isReadOnly: setting.isReadOnly)
    }

    /// Files in the home, which `~` stands for.
    private static func named(_ home: TemporaryHome) -> NamedFiles {
        NamedFiles(userHome: home.path) { path, limit throws(StorageError) in
            guard path.hasPrefix(home.path + "/") else {
                throw StorageError(.fileUnreadable, file: path, detail: "it is outside of the home")
            }
            let name = String(path.dropFirst(home.path.utf8.count + 1))
            do throws(TemporaryHome.Failure) {
                let bytes = Array(try home.bytes(of: name).prefix(limit + 1))
                return NamedFiles.Content(bytes: bytes, mode: home.permissions(of: name))
            } catch {
                throw StorageError(.fileUnreadable, file: path, detail: "errno \(error.number)")
            }
        }
    }
}
