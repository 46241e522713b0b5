import DisplayText
import Operations
import Storage

/// The one place where the state changes: pure, without clock, input or output.
///
/// - Returns: what is to be done in the world; the runtime does it.
package func update(_ state: inout AppState, _ action: AppAction) -> [Effect] {
    let covered = state.covering
    var effects = state.handle(action)
    if !action.isTyped, state.covering < covered {
        // What was typed into a form that closed by itself is not meant for what lies behind it.
        state.scene += 1
        effects.append(.flushTypeAhead)
    }
    return effects + state.followQuitQuestion()
}

extension AppState {
    /// How much hides the panes from keys.
    fileprivate var covering: Int { layers.count + (revealed == nil ? 0 : 1) }

    fileprivate mutating func handle(_ action: AppAction) -> [Effect] {
        switch action {
        case .command(let command): obey(command)
        case .runFromPalette(let command): obeyFromPalette(command)
        case .setField(let id, let value): setField(id, value)
        case .focusField(let id): focusField(id)
        case .setFilter(let text): setFilter(text)
        case .setPaletteQuery(let text): setPaletteQuery(text)
        case .setConfirmation(let text): setConfirmation(text)
        case .selectProfile(let id): select(id)
        case .selectToken(let id): selectToken(id)
        case .chooseOrg(let org): chooseOrg(org)
        case .copyCard(let lines): copyCard(lines)
        case .resized(let size): resize(size)
        case .laidOut(let pane, let rows): layOut(pane, rows: rows)
        case .resumed: resume()
        case .terminate: end()
        case .started: start()
        case .tick: tick()
        case .exchanged(let exchange): record(exchange)
        case .fileChanged(let file): follow(file)
        case .progressed(let id, let stamp, let progress): take(progress, of: id, stamp: stamp)
        case .finished(let id, let stamp, let result): finish(id, stamp: stamp, result)
        }
    }

    /// Does what a person asked for, unless something stands against it; then says so.
    mutating func obey(_ command: AppCommand) -> [Effect] {
        guard !isQuitting else { return [] }
        guard isReachable(command) else { return [] }
        if case .disabled(let reason) = availability(of: command, in: self) {
            activity.say(ActivityMessage(.warning, reason), at: now)
            return [.bell]
        }
        if let movement = command.movement { return move(movement) }
        return obeyInLayer(command) ?? obeyOnPanes(command)
    }

    private mutating func obeyOnPanes(_ command: AppCommand) -> [Effect] {
        switch command {
        case .nextPane, .previousPane, .focusClusters, .focusSession, .focusTokens, .focusActivity, .showAllClusters:
            changePane(command)
        case .open: open()
        case .filter: beginFilter()
        case .sortNext, .sortReverse: sort(command)
        case .mark, .markAll: mark(command)
        case .palette: push(.palette(query: ""))
        case .logIn: openLogin()
        case .logOut: askToLogOut()
        case .switchOrg: openOrgPicker()
        case .refresh: refresh()
        case .keys: openKeys()
        case .diagnose: openDoctor()
        case .newToken: openNewToken()
        case .newSessionToken: openNewToken(fromSession: true)
        case .importToken: openImport()
        case .validate: validateTargets()
        case .revoke: askToRevoke()
        case .revokeUser: askToEndUser()
        case .forget: askToForget()
        case .copy: copy()
        case .reveal: reveal()
        case .addProfile: openProfileForm(for: nil)
        case .editProfile: openProfileForm(for: profile)
        case .deleteProfile: askToDelete()
        case .undo: undoRemoval()
        case .report: openReport()
        case .makeDefault: makeDefault()
        case .requestLog: push(.requestLog(selection: activity.requests.last?.id))
        case .auditLog: openAuditLog()
        case .cancelRequest: cancelUnderCursor()
        case .submit: isFilteringTokens ? endFilter() : []
        case .cancel: goBack()
        case .redraw: [.redraw]
        case .suspend: suspend()
        case .help: push(.help(top: 0))
        case .quit: askToQuit()
        // Without meaning on a pane.
        case .auditOlder, .enableKey, .disableKey, .rotateKey, .test, .nextField, .previousField, .yes, .no: []
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .moveFirst, .moveLast: []
        }
    }

    mutating func obeyFromPalette(_ command: AppCommand) -> [Effect] {
        if case .palette = topLayer { layers.removeLast() }
        paletteHistory.removeAll { $0 == command.rawValue }
        paletteHistory.append(command.rawValue)
        if paletteHistory.count > 50 { paletteHistory.removeFirst() }
        return obey(command)
    }

    /// Puts a layer on top. A question takes no key that was typed before it could be read.
    mutating func push(_ layer: Layer) -> [Effect] {
        hideRevealed()
        layers.append(layer)
        guard layer.isQuestion else { return [] }
        scene += 1
        return [.flushTypeAhead]
    }

    /// Begins a piece of work and remembers that it is under way.
    mutating func begin(
        _ work: Work, id: EffectID, profile: Profile.ID? = nil, label: SafeText, isChange: Bool = false
    ) -> Effect {
        lastStamp += 1
        inFlight[id] = InFlight(
            stamp: lastStamp, profile: profile, label: label, startedAt: now, isChange: isChange)
        return .perform(work, id: id, stamp: lastStamp)
    }

    /// Says what went wrong, and keeps the whole message.
    mutating func say(_ error: OperationError, doing label: SafeText? = nil) {
        let message = MessageComposer.message(for: error)
        activity.say(ActivityMessage(.failure, message.sentence, message: message), at: now)
    }

    mutating func say(_ weight: ActivityMessage.Weight, _ text: SafeText) {
        activity.say(ActivityMessage(weight, text), at: now)
    }
}

extension Layer {
    /// Whether a careless key here could change something.
    package var isQuestion: Bool {
        switch self {
        case .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning, .discardQuestion,
            .question:
            true
        case .form, .keys, .orgPicker, .results, .doctor, .inspector, .requestLog, .auditLog, .help, .palette: false
        }
    }
}
