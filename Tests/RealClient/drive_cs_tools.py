#!/usr/bin/env python3
"""Sends a demo cluster what cs_tools 1.7.0 sends for `config create` and `config check`, by its HTTP library.

    drive_cs_tools.py URL USER PASSWORD SECRET_KEY [CA_FILE]

or the same values in TESSERA_DEMO_*. cs_tools itself is not on PyPI. It tries a bearer token, a secret key
and a password; each is one check here. What it reads of the answers, and cannot do without, is expected.
"""

import httpx

from verdicts import arguments, expect, judge

# What cs_tools builds its context from; a missing one ends it.
SYSTEM = ("id", "name", "release_version", "time_zone", "type", "tsadmin_user_id", "system_user_id", "super_user_id")
USER = ("id", "name", "display_name", "email", "privileges", "current_org")
SALES = 1


class CSTools:
    def __init__(self, url, ca_file):
        self.http = httpx.Client(
            base_url=url, verify=ca_file or True, trust_env=False, timeout=60,
            headers={"x-requested-by": "CS Tools", "user-agent": "CS Tools/1.7.0"})

    def call(self, method, path, status=None, **fields):
        """Without a status any success will do, as it does for cs_tools: 200 before 9.5, 204 since."""
        answer = self.http.request(method, path, **fields)
        good = answer.is_success if status is None else answer.status_code == status
        expect(good, f"{method} {path}: expected {status or 'a success'}, got {answer.status_code}")
        return answer

    def by_bearer(self, token):
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.call("GET", "/api/rest/2.0/auth/session/token", 200)

    def by_key(self, user, key, org=None):
        asked = {"secret_key": key, "username": user, "access_level": "FULL"}
        if org is not None:
            asked["orgid"] = org
        token = self.call("POST", "/callosum/v1/tspublic/v1/session/auth/token", 200, data=asked).text
        self.call("POST", "/callosum/v1/tspublic/v1/session/login/token", 204,
                  data={"auth_token": token, "username": user, "no_url_redirection": True})

    def by_password(self, user, password, org=None):
        asked = {"username": user, "password": password, "remember_me": True}
        if org is not None:
            # A number, though the schema has a text.
            asked["org_identifier"] = org
        self.call("POST", "/api/rest/2.0/auth/session/login", json=asked)

    def context(self):
        """The four answers that cs_tools makes its context from; the last two may be refused."""
        user = self.call("GET", "/api/rest/2.0/auth/session/user", 200).json()
        for name in USER:
            expect(name in user, f"the session's user lacks {name}")
        self.http.get("/api/rest/2.0/system/config-overrides")
        system = self.call("GET", "/api/rest/2.0/system", 200).json()
        for name in SYSTEM:
            expect(isinstance(system.get(name), str), f"the system lacks {name}")
        expect(self.http.post("/api/rest/2.0/orgs/search", json={}).is_success, "Orgs cannot be searched")
        self.http.post("/api/rest/2.0/roles/search", json={})
        info = self.call("GET", "/callosum/v1/tspublic/v1/session/info", 200).json()
        expect(info["userName"] == user["name"], "v1 and v2.0 name different users")
        expect(info["configInfo"]["selfClusterId"] == system["id"], "v1 and v2.0 name different clusters")
        return user

    def log_out(self):
        self.http.headers.pop("Authorization", None)
        self.call("POST", "/api/rest/2.0/auth/session/logout")
        self.call("GET", "/api/rest/2.0/auth/session/user", 401)


class Driver:
    def __init__(self, url, user, password, secret_key, ca_file=None):
        self.url, self.user, self.password, self.secret_key = url, user, password, secret_key
        self.ca_file = ca_file

    def client(self):
        return CSTools(self.url, self.ca_file)

    def by_password(self):
        for org in (None, SALES):
            client = self.client()
            client.by_password(self.user, self.password, org)
            user = client.context()
            expect(user["name"] == self.user, f"the session is {user['name']!r}'s")
            expect(org is None or user["current_org"]["id"] == org, f"the session is in {user['current_org']}")
            # `config check --orgs`
            orgs = client.call("GET", "/callosum/v1/tspublic/v1/session/orgs", 200).json()
            expect(len(orgs["orgs"]) >= 2 and "description" in orgs["orgs"][0], f"the Orgs are {orgs}")
            expect(orgs["currentOrgId"] == user["current_org"]["id"], "the lists name different Orgs")
            found = client.call("POST", "/api/rest/2.0/orgs/search", 200, json={"org_identifier": SALES}).json()
            expect([org["id"] for org in found] == [SALES], f"the Org of number {SALES} is {found}")
            client.log_out()

    def by_key(self):
        for org in (None, SALES):
            client = self.client()
            client.by_key(self.user, self.secret_key, org)
            user = client.context()
            if org is not None and user["current_org"]["id"] != org:
                client.call("PUT", "/callosum/v1/tspublic/v1/session/orgs", 204, data={"orgid": org})
                user = client.context()
            expect(org is None or user["current_org"]["id"] == org, f"the session is in {user['current_org']}")
            client.log_out()

    def by_bearer(self):
        issuer = self.client()
        issued = issuer.call("POST", "/api/rest/2.0/auth/token/full", 200,
                             json={"username": self.user, "secret_key": self.secret_key, "validity_time_in_sec": 300})
        client = self.client()
        client.by_bearer(issued.json()["token"])
        expect(client.context()["name"] == self.user, "the bearer is another user's")
        # cs_tools drops its bearer before it logs out, and so logs nothing out; it does not look at the answer.
        client.http.headers.pop("Authorization")
        client.call("POST", "/api/rest/2.0/auth/session/logout", 401)

    def run(self):
        self.by_password()
        self.by_key()
        self.by_bearer()


if __name__ == "__main__":
    judge(Driver(*arguments(__doc__)).run, httpx.HTTPError)
