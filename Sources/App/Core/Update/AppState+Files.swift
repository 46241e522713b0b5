import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Following the files: what another program, or an editor, wrote into them shows within a second.
extension AppState {
    /// A file changed. While it is being read, or a change of ours is on its way into it, it is read afterwards.
    mutating func follow(_ file: StoredFile) -> [Effect] {
        guard !isBusy(file) else {
            staleFiles.insert(file)
            return []
        }
        return [read(file)]
    }

    /// Reads what changed while it could not be read.
    mutating func readStaleFiles() -> [Effect] {
        let due = StoredFile.allCases.filter { staleFiles.contains($0) && !isBusy($0) }
        staleFiles.subtract(due)
        return due.map { read($0) }
    }

    private func isBusy(_ file: StoredFile) -> Bool {
        switch file {
        case .journal: inFlight[.journal] != nil
        case .profiles:
            inFlight.keys.contains { id in
                if case .profile = id { true } else { id == .profiles }
            }
        }
    }

    private mutating func read(_ file: StoredFile) -> Effect {
        switch file {
        case .journal: readJournal()
        case .profiles: readProfiles()
        }
    }

    mutating func readProfiles() -> Effect {
        staleFiles.remove(.profiles)
        return begin(.listProfiles, id: .profiles, label: "reading the profiles")
    }

    mutating func take(_ list: ProfileList) -> [Effect] {
        let before = profiles
        let place = profiles.index(of: selectedProfile) ?? 0
        profiles.take(list)
        var effects: [Effect] = []
        for old in before.list {
            guard let new = profiles[old.id] else {
                effects += leave(old, "was removed from the file")
                continue
            }
            if new.origin != old.origin {
                effects += leave(old, "has the address \(new.origin.description) now")
                // With a session to drop first: nothing of the old address is presented at the new one.
                if inFlight[.session(new.id)] == nil { effects.append(check(new)) }
            } else if new.generation != old.generation {
                clusters[new.id] = nil
                effects.append(check(new))
            }
        }
        for profile in list.profiles where before[profile.id] == nil { effects.append(check(profile)) }
        if profile == nil {
            let next = profiles.list.isEmpty ? nil : profiles.list[min(place, profiles.list.count - 1)].id
            selectedProfile = nil
            if let next { _ = select(next) } else { tokens.show(nil) }
        }
        if profiles.list != before.list { tokens.useNames(of: profiles.list) }
        // The address may be another one, and tokens belong to it.
        tokens.show(profile?.origin.description)
        for index in layers.indices {
            guard case .form(var form) = layers[index], let of = form.profile else { continue }
            form.meet(profiles[of.id])
            layers[index] = .form(form)
        }
        refreshAllClusters()
        return effects
    }

    /// Forgets what was learnt at an address that no profile has any more, and says what stays open there.
    private mutating func leave(_ old: Profile, _ what: SafeText) -> [Effect] {
        let session = clusters[old.id]?.session
        clusters[old.id] = nil
        var effects = cancel([.check(old.id)])
        if let session {
            say(
                .warning,
                """
                \(old.name) \(what): the session of \(session.info.userName) at \(old.origin.description) is no \
                longer used here and stays open there until it ends
                """)
            effects.append(
                begin(
                    .dropSession(old), id: .session(old.id), profile: old.id,
                    label: "dropping the session of \(old.name)"))
        } else {
            say(.warning, "\(old.name) \(what)")
        }
        return effects
    }

    mutating func takeDropped(_ old: Profile) -> [Effect] { profiles[old.id].map { [check($0)] } ?? [] }
}
