extension DemoGeneration {
    /// Whether it is one of the three betas between v1 and v2.0, which share answers, cookies and errors.
    var isBeta: Bool {
        switch self {
        case .betaAPI, .betaTspublic, .betaQuery: true
        case .v1, .v2: false
        }
    }
}
