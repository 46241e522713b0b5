import DisplayText
import Storage

extension [SafeText] {
    /// `prod-eu, prod-us, staging`; of more than three `prod-eu, prod-us and 2 more`.
    var fewNames: SafeText {
        let most = count > 3 ? 2 : 3
        let names = prefix(most).joined(separator: ", ")
        return count > most ? "\(names) and \(count - most) more" : names
    }

    /// Each once, where it comes first.
    var distinct: [SafeText] {
        var seen: Set<SafeText> = []
        return filter { seen.insert($0).inserted }
    }
}

extension [Profile] {
    /// Those of production come first, and all of them are named: `prod-eu, prod-us, prod-ap and 2 more`.
    var fewNames: SafeText { names(atMost: count > 3 ? 2 : 3) }

    /// The same with so many of them, or with all of production.
    func names(atMost most: Int) -> SafeText {
        let production = filter(\.isProduction)
        let names = (production + filter { !$0.isProduction }).map { SafeText("\($0.name)") }
        let most = Swift.max(production.count, most)
        let named = names.prefix(most).joined(separator: ", ")
        return count > most ? "\(named) and \(count - most) more" : named
    }
}
