import DisplayText

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
