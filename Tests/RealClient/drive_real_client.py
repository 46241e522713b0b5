#!/usr/bin/env python3
"""Drives a demo cluster with a client that other people wrote: PyPI's thoughtspot_rest_api_v1, which speaks v1 and v2.0.

A cluster that speaks only one of the two is asked for that one; one that speaks neither is a mistake.

    drive_real_client.py URL USER PASSWORD SECRET_KEY [CA_FILE]

or the same values in TESSERA_DEMO_URL, TESSERA_DEMO_USER, TESSERA_DEMO_PASSWORD, TESSERA_DEMO_SECRET_KEY and
TESSERA_DEMO_CA_FILE. Exits with 0 when every step came out as the pages about the wire say, else with 1 and a sentence.
"""

import time
from contextlib import contextmanager

import requests
from thoughtspot_rest_api_v1 import TSRestApiV1, TSRestApiV2

from verdicts import Difference, arguments, expect, judge

OBJECT_ID = "3f8a1c52-0b7d-4e69-9c41-5d2e7f608b13"


@contextmanager
def refused(status, what):
    """The block must be refused with this HTTP status."""
    try:
        yield
    except requests.exceptions.HTTPError as error:
        got = error.response.status_code
        expect(got == status, f"{what}: expected to be refused with {status}, got {got}")
    else:
        raise Difference(f"{what}: expected to be refused with {status}, but it was accepted")


class Driver:
    def __init__(self, url, user, password, secret_key, ca_file=None):
        self.url, self.user, self.password, self.secret_key = url, user, password, secret_key
        self.ca_file = ca_file

    def client(self, kind):
        client = kind(server_url=self.url)
        if self.ca_file:
            client.requests_session.verify = self.ca_file
        # A proxy of the environment has no business between this program and a cluster on the same machine.
        client.requests_session.trust_env = False
        return client

    def v1(self):
        client = self.client(TSRestApiV1)
        with refused(401, "v1 session information without a session"):
            client.session_info()
        with refused(401, "v1 login with a wrong password"):
            client.session_login(self.user, self.password + "-wrong")
        expect(client.session_login(self.user, self.password), "v1 login did not succeed")
        expect("JSESSIONID" in client.requests_session.cookies, "v1 login set no JSESSIONID cookie")
        expect("clientId" in client.requests_session.cookies, "v1 login set no clientId cookie")
        info = client.session_info()
        expect(info["userName"] == self.user, f"v1 session information names {info['userName']!r}, not {self.user!r}")
        expect("ADMINISTRATION" in info["privileges"], "v1 session information lacks the privilege ADMINISTRATION")
        if "currentOrgId" in info:
            expect(len(client.session_orgs_get()["orgs"]) >= 1, "v1 lists no Org of the session")
        else:
            with refused(404, "Orgs on a release that has none"):
                client.session_orgs_get()
        expect(client.session_logout(), "v1 logout did not succeed")
        with refused(401, "v1 session information after logout"):
            client.session_info()
        with refused(401, "v1 logout without a session"):
            client.session_logout()

    def v2_session(self):
        client = self.client(TSRestApiV2)
        with refused(401, "v2.0 session user without a session"):
            client.auth_session_user()
        client.auth_session_login(username=self.user, password=self.password)
        user = client.auth_session_user()
        expect(user["name"] == self.user, f"v2.0 session user is {user['name']!r}, not {self.user!r}")
        token = client.auth_session_token()
        life = token["expiration_time_in_millis"] - token["creation_time_in_millis"]
        expect(life == 86_400_000, f"a token from a session lives {life} ms, not 24 hours")
        expect(client.system()["release_version"], "v2.0 system names no release")
        expect(client.auth_session_logout(), "v2.0 logout did not succeed")
        with refused(401, "v2.0 session user after logout"):
            client.auth_session_user()
        with refused(401, "v2.0 logout without a session"):
            client.auth_session_logout()

    def v2_tokens(self):
        issuer = self.client(TSRestApiV2)
        by_password = issuer.auth_token_full(self.user, password=self.password, validity_time_in_sec=600)
        by_key = issuer.auth_token_full(self.user, secret_key=self.secret_key)
        for token, seconds in ((by_password, 600), (by_key, 300)):
            life = token["expiration_time_in_millis"] - token["creation_time_in_millis"]
            expect(life == seconds * 1000, f"a full token lives {life} ms, not {seconds} s")
            skew = abs(token["creation_time_in_millis"] / 1000 - time.time())
            expect(skew < 60, f"a full token was created {skew:.0f} s away from this machine's time")
            expect(token["valid_for_username"] == self.user, "a full token is for somebody else")
            expect(token["scope"]["access_type"] == "FULL", "a full token does not have full access")
        of_object = issuer.auth_token_object(self.user, object_id=OBJECT_ID, secret_key=self.secret_key)
        expect(of_object["scope"]["metadata_id"] == OBJECT_ID, "an object token is for another object")
        expect(of_object["scope"]["access_type"] == "REPORT_BOOK_VIEW", "an object token has full access")
        with refused(401, "a token for a wrong secret key"):
            issuer.auth_token_full(self.user, secret_key="00000000-0000-4000-8000-000000000000")

        caller = self.client(TSRestApiV2)
        caller.bearer_token = by_password["token"]
        expect(caller.auth_session_user()["name"] == self.user, "the bearer token is somebody else's")
        caller.auth_token_validate(by_key["token"])
        with refused(400, "validating a token that was never issued"):
            caller.auth_token_validate("never-issued")
        return by_password["token"], by_key["token"]

    def v2_revocation(self, keeper, victim):
        session = self.client(TSRestApiV2)
        session.auth_session_login(bearer_token=victim)
        expect(session.auth_session_user()["name"] == self.user, "a session from a bearer token is somebody else's")
        holder = self.client(TSRestApiV2)
        holder.bearer_token = victim
        expect(holder.auth_token_revoke(), "revoking the own token did not succeed")
        with refused(401, "session user with a revoked token"):
            holder.auth_session_user()
        with refused(401, "session user in a session made from a revoked token"):
            session.auth_session_user()
        with refused(401, "login with a revoked token"):
            self.client(TSRestApiV2).auth_session_login(bearer_token=victim)
        caller = self.client(TSRestApiV2)
        caller.bearer_token = keeper
        with refused(400, "validating a revoked token"):
            caller.auth_token_validate(victim)
        expect(caller.auth_session_user()["name"] == self.user, "revoking one token ended another")
        expect(caller.auth_token_revoke(), "revoking the last token did not succeed")

    def v1_tokens(self):
        client = self.client(TSRestApiV1)
        token = client.session_auth_token(secret_key=self.secret_key, username=self.user, access_level="FULL")
        expect(len(token) > 20 and not token.startswith("{"), "a v1 token is not a bare text")
        # The client has no call for this one; its session carries the form.
        entered = client.requests_session.post(
            f"{self.url}/callosum/v1/tspublic/v1/session/login/token",
            data={"auth_token": token, "username": self.user, "no_url_redirection": "true"})
        expect(entered.status_code == 204, f"a v1 login by token is answered with {entered.status_code}")
        expect(client.session_info()["userName"] == self.user, "a v1 session from a token is somebody else's")
        with refused(500, "a v1 token for a wrong secret key"):
            client.session_auth_token(
                secret_key="00000000-0000-4000-8000-000000000000", username=self.user, access_level="FULL")

    def speaks(self, path):
        response = requests.get(self.url + path, verify=self.ca_file or True, headers={"X-Requested-By": "ThoughtSpot"})
        return response.status_code == 401

    def run(self):
        speaks_v1 = self.speaks("/callosum/v1/tspublic/v1/session/info")
        speaks_v2 = self.speaks("/api/rest/2.0/auth/session/user")
        expect(speaks_v1 or speaks_v2, "the cluster speaks neither v1 nor v2.0")
        if speaks_v1:
            self.v1()
            self.v1_tokens()
        if speaks_v2:
            self.v2_session()
            self.v2_revocation(*self.v2_tokens())


if __name__ == "__main__":
    judge(Driver(*arguments(__doc__)).run, requests.exceptions.RequestException)
