/// What only some generations have: the others refuse it in the words of the capability table.
extension GenerationCodec {
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }

    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }
}
