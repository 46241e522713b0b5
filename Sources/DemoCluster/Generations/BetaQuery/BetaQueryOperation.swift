/// The operations of `beta-query` (<doc:BetaQuery>), with their paths below `/tspublic/rest/v2`. Both are GET.
enum BetaQueryOperation: String, CaseIterable, Sendable {
    case login = "/session/login"
    case getToken = "/session/gettoken"
}
