/// The beta under `/tspublic/rest/v2` (<doc:BetaTspublic>): JSON both ways, `rememberMe` one of the texts `true` and
/// `false`, lifetime and Org as texts. Every error is an HTTP 500 with the real status inside (<doc:ErrorAnswers>).
struct BetaTspublicCodec: BetaCodec {
    let generation = Generation.betaTspublic
    let paths = BetaPaths.tspublic
}
