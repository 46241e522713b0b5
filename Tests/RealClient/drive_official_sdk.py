#!/usr/bin/env python3
"""Drives a demo cluster of v2.0 with the official client: PyPI's thoughtspot_rest_api_sdk.

    drive_official_sdk.py URL USER PASSWORD SECRET_KEY [CA_FILE]

or the same values in TESSERA_DEMO_*. That client checks every answer against the types of the specification, so what
it takes is of the documented form.
"""

import time

from thoughtspot_rest_api_sdk.api.authentication_api import AuthenticationApi
from thoughtspot_rest_api_sdk.api.thought_spot_rest_api import ThoughtSpotRestApi
from thoughtspot_rest_api_sdk.configuration import Configuration
from thoughtspot_rest_api_sdk.exceptions import ApiException, OpenApiException

from verdicts import arguments, expect, judge

OBJECT_ID = "3f8a1c52-0b7d-4e69-9c41-5d2e7f608b13"


def refused(status, what, call, *given):
    try:
        call(*given)
    except ApiException as error:
        expect(error.status == status, f"{what}: expected to be refused with {status}, got {error.status}")
    else:
        expect(False, f"{what}: expected to be refused with {status}, but it was accepted")


class Driver:
    def __init__(self, url, user, password, secret_key, ca_file=None):
        self.url, self.user, self.password, self.secret_key = url, user, password, secret_key
        self.ca_file = ca_file

    def client(self, token=None, kind=AuthenticationApi):
        return kind(Configuration(host=self.url, access_token=token, ssl_ca_cert=self.ca_file))

    def tokens(self):
        issuer = self.client()
        full = issuer.get_full_access_token_sync(
            {"username": self.user, "password": self.password, "validity_time_in_sec": 600})
        life = full.expiration_time_in_millis - full.creation_time_in_millis
        expect(life == 600_000, f"a full token lives {life} ms, not 600 s")
        expect(abs(full.creation_time_in_millis / 1000 - time.time()) < 60, "a full token is not of this minute")
        expect(full.scope.access_type == "FULL", "a full token does not have full access")
        of_object = issuer.get_object_access_token_sync(
            {"username": self.user, "secret_key": self.secret_key, "object_id": OBJECT_ID})
        expect(of_object.scope.metadata_id == OBJECT_ID, "an object token is for another object")
        custom = issuer.get_custom_access_token_sync(
            {"username": self.user, "secret_key": self.secret_key, "persist_option": "REPLACE", "auto_create": False})
        expect(custom.user.name == self.user and custom.org.id is not None, "a custom token is somebody else's")
        wrong = {"username": self.user, "secret_key": "00000000-0000-4000-8000-000000000000"}
        refused(401, "a token for a wrong secret key", issuer.get_full_access_token_sync, wrong)
        return full.token, custom.token

    def sessions(self, token):
        caller = self.client(token)
        user = caller.get_current_user_info_sync()
        expect(user.name == self.user and user.current_org is not None, f"the session is {user.name!r}'s")
        own = caller.get_current_user_token_sync()
        expect(own.expiration_time_in_millis - own.creation_time_in_millis == 86_400_000, "not 24 hours")
        caller.login_sync({"username": None, "password": None, "remember_me": True})
        refused(401, "a wrong password", self.client().login_sync,
                {"username": self.user, "password": self.password + "-wrong"})
        self.client().login_sync({"username": self.user, "password": self.password})
        refused(401, "the user of no session", self.client("never-issued").get_current_user_info_sync)

    def administration(self, token):
        rest = self.client(token, ThoughtSpotRestApi)
        system = rest.get_system_information_sync()
        lacking = [name for name, value in system.to_dict().items() if value is None]
        expect(len(system.to_dict()) == 23 and not lacking, f"the system lacks {lacking}: {system}")
        names = [org.name for org in rest.search_orgs_sync({})]
        expect("Primary" in names, f"the Orgs are {names}")
        keys = rest.search_auth_settings_sync({"auth_type": "TRUSTED_AUTH"})
        expect(keys.cluster_preferences.auth_status == "ENABLED", "trusted authentication is off")
        expect(keys.cluster_preferences.access_tokens[0].key == self.secret_key, "the key is another")
        rest.force_logout_users_sync({"user_identifiers": ["anna"]})
        events = rest.fetch_logs_sync({"log_type": "SECURITY_AUDIT", "get_all_logs": True})
        expect(any("AUTH_TOKEN_CREATED" in event.log for event in events), "the log tells of no token")

    def several_orgs(self, token):
        """Scopes of 26.10, where the cluster is of that release: the client knows no value that the schema has not."""
        rest = self.client(token, ThoughtSpotRestApi)
        release = rest.get_system_information_sync().release_version
        asked = {"username": self.user, "secret_key": self.secret_key}
        two = {"org_scope": "SPECIFIC_ORGS", "org_identifiers": ["0", "Sales"]}
        full = self.client().get_full_access_token_sync({**asked, "scope": two})
        if tuple(int(part) for part in release.split(".")[:2]) < (26, 10):
            expect(full.scope.org_scope is None, f"{release} answers with a scope that came with 26.10")
            return
        custom = self.client().get_custom_access_token_sync(
            {**asked, "scope": two, "persist_option": "REPLACE", "auto_create": False})
        validated = self.client(token).validate_token_sync({"token": full.token})
        for scope in (full.scope, custom.scope, validated.scope):
            expect(scope.org_scope == "SPECIFIC_ORGS", f"the token is for {scope.org_scope}")
            expect([org.id for org in scope.org_ids] == [0, 1], f"the token is for {scope.org_ids}")
        every = self.client().get_object_access_token_sync({**asked, "scope": {"org_scope": "ALL_MEMBER_ORGS"}})
        expect(every.scope.org_scope == "ALL_MEMBER_ORGS" and every.scope.org_ids is None, f"it is {every.scope}")

    def ends(self, token, other):
        caller = self.client(other)
        expect(caller.validate_token_sync({"token": token}).token_type == "BEARER", "the token is no bearer")
        self.client(token).revoke_token_sync({"user_identifier": self.user, "token": token})
        refused(400, "validating a revoked token", caller.validate_token_sync, {"token": token})
        refused(401, "the user of a revoked token", self.client(token).get_current_user_info_sync)
        caller.logout_sync()

    def run(self):
        token, other = self.tokens()
        self.sessions(token)
        self.administration(token)
        self.several_orgs(token)
        self.ends(token, other)


if __name__ == "__main__":
    judge(Driver(*arguments(__doc__)).run, OpenApiException)
