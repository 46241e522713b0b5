/// The beta under `/tspublic/rest/v2` (wire contract, section 5): JSON both ways, `rememberMe` one of the texts `true`
/// and `false`, lifetime and Org as texts. Every error is an HTTP 500 with the real status inside (section 9.2).
struct BetaTspublicCodec: BetaCodec {
    let generation = Generation.betaTspublic
    let paths = BetaPaths.tspublic
}
