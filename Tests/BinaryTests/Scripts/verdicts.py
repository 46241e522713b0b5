#!/usr/bin/env -S python3 -B
"""A verdict is the truth: whose token it is, what was shown to which address, and what a cluster really answered.

Two demo clusters, and a listener that must never see a token of another address.

    verdicts.py BINARY [NAME-PART ...]
"""

import http.client
import json
import urllib.parse

from harness import CommandLine, DemoServer, ForeignListener, Home, Suite, expect, expect_equal
from harness.display import PATIENCE
from harness.homes import profile

suite = Suite()
GENERATIONS = ("v1", "beta-api", "beta-tspublic", "beta-query", "v2.0")


class Trial:
    """A cluster that issues, and whatever stands elsewhere; the profile `home` is the cluster's."""

    def __init__(self, run, generation="v2.0", *arguments, faults=None):
        if faults is not None:
            plan = run.path("faults.json")
            with open(plan, "w") as file:
                json.dump({"rules": faults}, file)
            arguments += ("--faults", plan)
        self.server = run.keep(DemoServer(run.binary, run.directory, "--generation", generation, *arguments))
        self.facts = self.server.facts
        self.generation = generation
        self.tessera = CommandLine(
            run.binary, Home(run.path("home"), self.profile("home", self.server.url)), {"HOME": run.directory})

    def profile(self, name, url, **members):
        return profile(name, url, generation=self.generation, acceptUrlSecrets=True, **members)

    def issue(self, *options):
        """A token of the cluster, and its fingerprint."""
        # v1 issues by a key alone; a key supersedes older tokens there, which has to be agreed to.
        key = ("--secret-key-stdin", "--accept-superseding") if self.generation == "v1" else ("--password-stdin",)
        secret = self.facts["secretKey" if self.generation == "v1" else "password"]
        issued = self.tessera("token", "issue", "--profile", "home", *key, "--show-token", "--json", *options,
                              stdin=secret).json["token"]
        return issued["value"], issued["fingerprint"]

    def is_valid(self, token):
        """Whether the cluster itself accepts the token: asked without Tessera."""
        paths = {"beta-api": "/api/rest/v2/session", "beta-tspublic": "/tspublic/rest/v2/session",
                 "beta-query": "/tspublic/rest/v2/session", "v1": "/callosum/v1/session/info",
                 "v2.0": "/api/rest/2.0/auth/session/user"}
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.server.url).netloc, timeout=PATIENCE)
        connection.request("GET", paths[self.generation], headers={
            "Authorization": f"Bearer {token}", "X-Requested-By": "ThoughtSpot", "User-Agent": "tests"})
        status = connection.getresponse().status
        connection.close()
        return status == 200

    def standing(self, fingerprint):
        listed = self.tessera("token", "list", "--json").json["tokens"]
        states = [token["state"] for token in listed if token["fingerprint"] == fingerprint]
        expect_equal(len(states), 1, f"lines of the token in the list {listed}")
        return states[0]

    def revoke(self, name, token, **how):
        return self.tessera("token", "revoke", "--profile", name, "--token-stdin", "--yes", "--json", stdin=token,
                            **how)


def verdicts(outcome):
    return [item["verdict"] for item in outcome.json["items"]]


# A token and its origin

@suite.each(*((generation,) for generation in GENERATIONS))
def a_token_is_shown_to_its_own_address_only(run, generation):
    trial = Trial(run, generation)
    listener = run.keep(ForeignListener())
    trial.tessera("profile", "add", "stage", "--url", listener.url, "--username", "tsadmin", "--generation", generation,
                  "--no-probe")
    token, fingerprint = trial.issue()
    listener.watch(token)
    shown = ("--profile", "stage", "--token-stdin")
    # v1 has no revocation, and says that.
    verbs = (("validate",), ("import",)) + ((("revoke", "--yes"),) if generation != "v1" else ())
    for verb in verbs:
        outcome = trial.tessera.fails("E_ORIGIN_BOUND", "token", *verb, *shown, stdin=token, exits=14)
        for address in (trial.server.url, listener.url):
            expect(address in outcome.err, f"{address} is not named: {outcome}")
        expect(token not in outcome.out + outcome.err, "the token is repeated")
    outcome = trial.tessera("session", "stage", "--token-stdin", stdin=token, exits=None)
    expect(outcome.code != 0, f"a login by a token of elsewhere succeeded: {outcome}")
    outcome = trial.tessera("token", "revoke", "--profile", "stage", fingerprint, "--yes", exits=None)
    expect(outcome.code in (5, 14), f"a token of elsewhere was taken by its fingerprint: {outcome}")
    expect_equal(trial.standing(fingerprint), "active", "how the token stands")
    expect(trial.is_valid(token), "the token was ended")


@suite.check
def an_address_that_was_edited_is_another(run):
    trial = Trial(run)
    listener = run.keep(ForeignListener())
    token, fingerprint = trial.issue()
    listener.watch(token)
    trial.tessera("profile", "edit", "home", "--url", listener.url, exits=None)
    trial.tessera.fails("E_ORIGIN_BOUND", "token", "revoke", "--profile", "home", "--token-stdin", "--yes", stdin=token,
                        exits=14)
    trial.tessera("profile", "edit", "home", "--url", trial.server.url, exits=None)
    expect_equal(verdicts(trial.revoke("home", token)), ["revoked-verified"], "the verdict at its own address")
    expect_equal(trial.standing(fingerprint), "revoked-verified", "how the token stands")


@suite.check
def a_name_that_was_taken_over_is_another(run):
    trial = Trial(run)
    listener = run.keep(ForeignListener())
    token, fingerprint = trial.issue()
    listener.watch(token)
    trial.tessera("profile", "edit", "home", "--name", "old-home")
    trial.tessera("profile", "add", "home", "--url", listener.url, "--username", "tsadmin", "--generation", "v2.0",
                  "--no-probe")
    trial.tessera.fails("E_ORIGIN_BOUND", "token", "revoke", "--profile", "home", "--token-stdin", "--yes", stdin=token,
                        exits=14)
    listed = trial.tessera("token", "list", "--profile", "old-home", "--json").json["tokens"]
    expect_equal([entry["fingerprint"] for entry in listed], [fingerprint], "the tokens of the renamed profile")
    listed = trial.tessera("token", "list", "--profile", "home", "--json").json["tokens"]
    expect_equal(listed, [], "the tokens of the profile that took the name")
    expect_equal(verdicts(trial.revoke("old-home", token)), ["revoked-verified"], "the verdict at its own address")


@suite.check
def a_profile_that_comes_back_finds_its_tokens(run):
    trial = Trial(run)
    token, fingerprint = trial.issue()
    expect_equal(verdicts(trial.revoke("home", token)), ["revoked-verified"], "the verdict")
    trial.tessera("profile", "remove", "home", "--yes")
    trial.tessera("profile", "add", "home", "--url", trial.server.url, "--username", "tsadmin", "--generation", "v2.0",
                  "--no-probe")
    trial.tessera("token", "validate", "--profile", "home", "--token-stdin", stdin=token, exits=None)
    expect_equal(trial.standing(fingerprint), "revoked-verified", "how the token stands")


@suite.each(("a word", "hello"), ("nothing but spaces", "   "), ("a line inside", "abcdefgh\nijklmnop"),
            ("a character no token has", "Zm9vYmFy!MTIzNDU2Nzg5MGFiY2RlZg"),
            ("cut in the middle", "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.abc"))
def what_can_be_no_token_is_not_sent(run, _, text):
    listener = run.keep(ForeignListener())
    tessera = CommandLine(run.binary, Home(run.path("home"), profile("home", listener.url)), {"HOME": run.directory})
    for verb in (("revoke", "--yes"), ("validate",)):
        outcome = tessera("token", *verb, "--token-stdin", stdin=text, exits=2)
        expect(len(text.strip()) < 6 or text not in outcome.out + outcome.err, f"the text is repeated: {outcome}")
    expect_equal(listener.requests, [], "requests that were sent")


@suite.each(*((generation,) for generation in GENERATIONS if generation != "v1"))
def what_a_cluster_never_knew_was_not_revoked(run, generation):
    trial = Trial(run, generation)
    token, fingerprint = trial.issue()
    other = CommandLine(run.binary, Home(run.path("other"), trial.profile("home", trial.server.url)),
                        {"HOME": run.directory})
    # Its form is a token's; the cluster has never issued it.
    stranger = token[:-6] + ("aaaaaa" if not token.endswith("aaaaaa") else "bbbbbb")
    outcome = other("token", "revoke", "--profile", "home", "--token-stdin", "--yes", "--json", stdin=stranger,
                    exits=None)
    expect_equal(outcome.code, 12, f"exit status of {outcome}")
    expect_equal(verdicts(outcome), ["not-recognized"], "the verdict of a token that was never issued")
    told = other("token", "revoke", "--profile", "home", "--token-stdin", "--yes", stdin=stranger, exits=None)
    expect("not recognized" in told.out + told.err, f"it is not told: {told}")
    expect("revoked" not in told.out, f"it is told as revoked: {told}")
    expect(trial.is_valid(token), "another token was ended")


# What an answer proves

GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
# The code of a 400 is that of any bad parameter.
BAD_PARAMETER = json.dumps({"error": {"message": {"debug": {"code": 10002, "debug": '["token is required."]'}}}})
REVOKE, VALIDATE = "/api/rest/2.0/auth/token/revoke", "/api/rest/2.0/auth/token/validate"
HTML = {"headers": {"Content-Type": "text/html"}, "body": GATEWAY}
# How the revocation is answered: none of these is executed but the last two.
REVOCATIONS = (
    ("204", {"kind": "answer", "status": 204}), ("200 empty", {"kind": "answer", "status": 200}),
    ("500", {"kind": "answer", "status": 500, "body": "{}"}), ("502 HTML", {"kind": "answer", "status": 502, **HTML}),
    ("500 executed", {"kind": "alter", "status": 500, "body": ""}),
    ("silence executed", {"kind": "closeWithoutAnswer"}),
)
# How the check is answered: none of it is the cluster's own error for a token that has ended.
CHECKS = tuple(
    (f"{status} {name}", {"kind": "answer", "status": status, **more})
    for status in (401, 400)
    for name, more in (
        ("empty", {}), ("{}", {"body": "{}"}), ("HTML", HTML), ("bad parameter", {"body": BAD_PARAMETER}),
        ("gateway text", {"headers": {"Content-Type": "text/plain"}, "body": "upstream request failed"})))


@suite.each(*(
    (f"revoke {revocation} validate {check}", how, what) for revocation, how in REVOCATIONS for check, what in CHECKS))
def an_answer_that_is_not_the_cluster_s_proves_nothing(run, _, revocation, check):
    """The verdict is what is true at the cluster, or that nothing is known."""
    trial = Trial(run, faults=[{"match": {"path": REVOKE}, "action": revocation},
                               {"match": {"path": VALIDATE}, "action": check}])
    token, fingerprint = trial.issue()
    is_ended = revocation["kind"] != "answer"
    outcome = trial.revoke("home", token, exits=None)
    expect_equal(trial.is_valid(token), not is_ended, "what the bench did")
    verdict = verdicts(outcome)[0]
    # Another way of asking may have been tried, and then tells the truth.
    known = ("already-invalid",) if is_ended else ("revoked-not-verified", "still-valid")
    expect(verdict in ("unknown", *known), f"the verdict is {verdict}: {outcome}")
    expect(outcome.code in (12, 13), f"exit status of {outcome}")
    standing = trial.standing(fingerprint)
    expect(standing in ("outcome-unknown", *(("invalid",) if is_ended else ("revoked-not-verified", "still-valid"))),
           f"the token stands as {standing}")
    outcome = trial.tessera("token", "validate", "--profile", "home", "--token-stdin", "--json", stdin=token,
                            exits=None)
    if outcome.code in (0, 3):
        expect_equal([item["verdict"] for item in outcome.json["validations"]],
                     ["invalid" if is_ended else "still-valid"], "what validate says")
        expect_equal(trial.standing(fingerprint), "invalid" if is_ended else "still-valid", "how the token stands then")


@suite.each(*((generation,) for generation in GENERATIONS if generation.startswith("beta")))
def an_answer_that_is_not_a_beta_s_proves_nothing(run, generation):
    base = "/api/rest/v2" if generation == "beta-api" else "/tspublic/rest/v2"
    refused = {"kind": "answer", "status": 401, **HTML}
    said = {"kind": "answer", "status": 200, "body": "true"}
    faults = [{"match": {"path": base + "/session/revoketoken"}, "action": said},
              {"match": {"path": "/callosum/v1/session/isactive"}, "action": refused}]
    if generation != "beta-query":
        # There a login is a GET below the same path.
        faults.append({"match": {"method": "GET", "path": base + "/session"}, "action": refused})
    trial = Trial(run, generation, faults=faults)
    token, fingerprint = trial.issue()
    verdict = verdicts(trial.revoke("home", token, exits=12))[0]
    # A beta may be asked in another way, which tells that the token is valid.
    expect(verdict in ("revoked-not-verified", "still-valid"), f"the verdict is {verdict}")
    expect_equal(trial.standing(fingerprint), verdict, "how the token stands")


@suite.each(*((generation,) for generation in GENERATIONS if generation != "v1"))
def what_was_revoked_is_verified(run, generation):
    trial = Trial(run, generation)
    token, fingerprint = trial.issue()
    outcome = trial.revoke("home", token)
    expect_equal(verdicts(outcome), ["revoked-verified"], "the verdict")
    expect(not trial.is_valid(token), "the cluster still accepts the token")
    expect_equal(trial.standing(fingerprint), "revoked-verified", "how the token stands")
    # Fault G12: what another run has revoked is revoked.
    again = trial.revoke("home", token)
    expect_equal(verdicts(again), ["revoked-verified"], "the verdict of a second revocation")


@suite.check
def a_revocation_without_effect_is_told(run):
    trial = Trial(run, faults=[{"match": {"path": REVOKE}, "action": {"kind": "answer", "status": 204}}])
    token, fingerprint = trial.issue()
    outcome = trial.revoke("home", token, exits=12)
    expect_equal(verdicts(outcome), ["still-valid"], "the verdict")
    expect(trial.is_valid(token), "the token was ended")
    expect_equal(trial.standing(fingerprint), "still-valid", "how the token stands")


JUMP = {"kind": "clock", "seconds": 7_200}


@suite.each(
    # Accepted without effect, no answer to the check; then the token expires.
    ("accepted", [{"match": {"path": VALIDATE, "nth": 1}, "action": {"kind": "answer", "status": 400, "body": "{}"}},
                  {"match": {"path": VALIDATE, "nth": 2}, "action": JUMP}]),
    # Found still valid after the revocation; then it expires.
    ("still valid", [{"match": {"path": VALIDATE, "nth": 2}, "action": JUMP}]),
    # It expires between the revocation and the check.
    ("in between", [{"match": {"path": VALIDATE, "nth": 1}, "action": JUMP}]))
def a_refusal_after_the_end_proves_no_revocation(run, _, faults):
    trial = Trial(run, faults=[{"match": {"path": REVOKE}, "action": {"kind": "answer", "status": 204}}, *faults])
    token, fingerprint = trial.issue("--lifetime", "1h")
    outcome = trial.revoke("home", token, exits=None)
    expect("revoked-verified" not in verdicts(outcome), f"what the cluster ignored is told as verified: {outcome}")
    trial.tessera("token", "validate", "--profile", "home", "--token-stdin", stdin=token, exits=3)
    expect(trial.standing(fingerprint) != "revoked-verified", "an expired token stands as revoked (verified)")


@suite.check
def a_wrong_guess_does_not_bind_a_token(run):
    """A token that this home does not know is tried at the wrong cluster first, then at its own."""
    trial = Trial(run)
    token, _ = trial.issue()
    listener = run.keep(ForeignListener())
    home = Home(run.path("other"), profile("stage", listener.url), profile("prod", trial.server.url))
    other = CommandLine(run.binary, home, {"HOME": run.directory})
    by_token = ("--token-stdin", "--yes", "--json")
    outcome = other("token", "revoke", "--profile", "stage", *by_token, stdin=token, exits=12)
    expect_equal(verdicts(outcome), ["not-recognized"], "the verdict of the wrong cluster")
    other("token", "validate", "--profile", "stage", "--token-stdin", stdin=token, exits=None)
    outcome = other("token", "revoke", "--profile", "prod", *by_token, stdin=token)
    expect_equal(verdicts(outcome), ["revoked-verified"], "the verdict of its own cluster")
    expect(not trial.is_valid(token), "the cluster still accepts the token")


@suite.check
def a_password_that_a_cluster_echoes_is_masked(run):
    trial = Trial(run, faults=[{"match": {"path": "/api/rest/2.0/auth/token/full"},
                                "action": {"kind": "echo", "member": "valid_for_username"}}])
    password = trial.facts["password"]
    for options in ((), ("--json",)):
        outcome = trial.tessera("token", "issue", "--profile", "home", "--password-stdin", "--show-token", *options,
                                stdin=password, exits=None)
        expect(outcome.code != 0, f"a token for another user was issued as if it were right: {outcome}")
    trial.tessera("token", "list")
    expect(password not in "".join(trial.tessera.captured), "the password is printed")
    for path, content in trial.tessera.home.contents().items():
        expect(password.encode() not in content, f"the password stands in {path}")


@suite.check
def a_cookie_for_another_address_is_dropped(run):
    trial = Trial(run, faults=[{"action": {"kind": "cookieDomain", "domain": "example.com"}}])
    outcome = trial.tessera("session", "home", "--password-stdin", stdin=trial.facts["password"], exits=None)
    expect(outcome.code != 0, f"a session by cookies of another address was opened: {outcome}")


if __name__ == "__main__":
    suite.main()
