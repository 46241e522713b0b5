#!/usr/bin/env python3
"""Drives a demo cluster of one of the betas with a client that other people wrote: PyPI's restapisdk 2.0.0.

    drive_beta_clients.py URL USER PASSWORD SECRET_KEY [CA_FILE]

or the same values in TESSERA_DEMO_*. beta-api is driven by that client as it is. The SDKs of beta-tspublic and
beta-query have left PyPI; they were made by the same generator, so here the runtime of restapisdk (its HTTP client,
its query encoding, its bearer, its errors) carries requests with their paths and names.
"""

import json
import time

import dateutil.parser
import requests
from restapisdk.api_helper import APIHelper
from restapisdk.controllers.base_controller import BaseController
from restapisdk.exceptions.api_exception import APIException
from restapisdk.exceptions.error_response_exception import ErrorResponseException
from restapisdk.models.api_rest_v_2_session_gettoken_request import ApiRestV2SessionGettokenRequest
from restapisdk.models.api_rest_v_2_session_login_request import ApiRestV2SessionLoginRequest
from restapisdk.models.session_login_response import SessionLoginResponse
from restapisdk.restapisdk_client import RestapisdkClient

from verdicts import arguments, expect, judge

OBJECT_ID = "3f8a1c52-0b7d-4e69-9c41-5d2e7f608b13"
WRONG_KEY = "00000000-0000-4000-8000-000000000000"


def refused(status, what, call):
    """The call must fail the way of the betas: 500 outside, this status inside."""
    try:
        call()
    except ErrorResponseException as error:
        inside = error.error["errors"]["extension"]["exception"]["upstreamResponse"]
        expect(error.response_code == 500, f"{what}: the status outside is {error.response_code}, not 500")
        expect(inside["status"] == status, f"{what}: the status inside is {inside['status']}, not {status}")
        expect(inside["data"]["incident_id_guid"], f"{what}: no incident is named")
    else:
        expect(False, f"{what}: expected to be refused with {status}, but it was accepted")


class Connection:
    """One client of restapisdk, with its own cookies."""

    def __init__(self, url, ca_file, token=""):
        # It would ask again after a 500 to a GET, and 500 is the betas' only error.
        self.sdk = RestapisdkClient(base_url=url, access_token=token, retry_statuses=[])
        self.http = self.sdk.config.http_client
        self.http.session.verify = ca_file or True
        # A proxy of the environment has no business between this program and a cluster on the same machine.
        self.http.session.trust_env = False

    @property
    def cookies(self):
        return self.http.session.cookies


class BetaAPI:
    """The verbs by restapisdk itself."""

    issues_by_key = False
    base = "/api/rest/v2"

    def __init__(self, connection):
        self.session = connection.sdk.session

    def login(self, user=None, password=None, remember=None):
        return self.session.login(ApiRestV2SessionLoginRequest(user, password, bool(remember)))

    def get_token(self, user, password=None, seconds=None):
        return self.session.gettoken(ApiRestV2SessionGettokenRequest(user, password, seconds))

    def info(self):
        return json.loads(self.session.get_session_info())

    def logout(self):
        return self.session.logout()

    def revoke(self):
        return self.session.revoketoken()


class Tspublic:
    """The verbs of beta-tspublic by restapisdk's runtime: JSON bodies."""

    issues_by_key = True
    base = "/tspublic/rest/v2"

    def __init__(self, connection):
        self.sdk = connection.sdk
        self.http = connection.http
        self.controller = BaseController(self.sdk.config, self.sdk.auth_managers)

    def exchange(self, make, path, query=None, body=None, has_bearer=False):
        url = APIHelper.clean_url(self.sdk.config.get_base_uri() + self.base + path)
        url = APIHelper.append_url_with_query_parameters(url, query)
        headers = {"accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        more = {} if make == self.http.get else {"parameters": APIHelper.json_serialize(body) if body else None}
        request = make(url, headers=headers, **more)
        if has_bearer:
            self.controller.apply_auth_schemes(request, "global")
        response = self.controller.execute_request(request)
        if response.status_code == 500:
            raise ErrorResponseException("Operation failed or unauthorized request", response)
        self.controller.validate_response(response)
        return response.text

    @staticmethod
    def fields(**fields):
        return {name: value for name, value in fields.items() if value is not None}

    @staticmethod
    def login_response(text):
        return APIHelper.json_deserialize(text, SessionLoginResponse.from_dictionary)

    def login(self, user=None, password=None, remember=None):
        remember = None if remember is None else str(remember).lower()
        body = self.fields(userName=user, password=password, rememberMe=remember)
        by_token = user is None
        return self.login_response(
            self.exchange(self.http.post, "/session/login", body=body or {"rememberMe": "false"}, has_bearer=by_token))

    def get_token(self, user, password=None, seconds=None, **more):
        body = self.fields(userName=user, password=password, tokenExpiryDuration=seconds, **more)
        return self.login_response(self.exchange(self.http.post, "/session/gettoken", body=body))

    def info(self):
        return json.loads(self.exchange(self.http.get, "/session", has_bearer=True))

    def logout(self):
        return self.exchange(self.http.post, "/session/logout") == "true"

    def switch_org(self, org):
        """As SDK 1.13.0 sends it: the cookie of the session, and the bearer beside it."""
        return self.exchange(self.http.put, "/session/org", body={"id": str(org)}, has_bearer=True) == "true"

    def revoke(self):
        return self.exchange(self.http.post, "/session/revoketoken", has_bearer=True) == "true"


class Query(Tspublic):
    """The two verbs of beta-query by restapisdk's runtime, in the query of GET; the others are its neighbour's."""

    def login(self, user=None, password=None, remember=None):
        # The SDK writes Python's True and False into the query.
        query = self.fields(userName=user, password=password, rememberMe=remember)
        # The SDK puts its bearer on both calls.
        has_bearer = bool(self.sdk.config.access_token)
        return self.login_response(self.exchange(self.http.get, "/session/login", query=query, has_bearer=has_bearer))

    def get_token(self, user, password=None, seconds=None, **more):
        query = self.fields(userName=user, password=password, tokenExpiryDuration=seconds, **more)
        has_bearer = bool(self.sdk.config.access_token)
        return self.login_response(
            self.exchange(self.http.get, "/session/gettoken", query=query, has_bearer=has_bearer))


class Driver:
    def __init__(self, url, user, password, secret_key, ca_file=None):
        self.url, self.user, self.password, self.secret_key = url, user, password, secret_key
        self.ca_file = ca_file
        self.dialect = self.spoken()

    def spoken(self):
        """By the paths that answer; a GET login is beta-query's."""
        def status(path):
            return requests.get(self.url + path, verify=self.ca_file or True).status_code
        if status("/api/rest/v2/session") != 404:
            return BetaAPI
        expect(status("/tspublic/rest/v2/session") != 404, "the cluster speaks none of the betas")
        inside = requests.get(self.url + "/tspublic/rest/v2/session/login", verify=self.ca_file or True).json()
        inside = inside["error"]["errors"]["extension"]["exception"]["upstreamResponse"]["status"]
        return Tspublic if inside == 405 else Query

    def client(self, token=""):
        connection = Connection(self.url, self.ca_file, token)
        return connection, self.dialect(connection)

    def sessions(self):
        connection, client = self.client()
        refused(401, "a wrong password", lambda: client.login(self.user, self.password + "-wrong"))
        expect("JSESSIONID" not in connection.cookies, "a refused login set a cookie")
        for remember in (False, True):
            answer = client.login(self.user, self.password, remember)
            expect(answer.user_name == self.user, f"the login names {answer.user_name!r}")
            expect(answer.token_type == "Cookie" and answer.token == "", "a login by password gives no cookie session")
            expect("JSESSIONID" in connection.cookies, "the login set no JSESSIONID cookie")
        expect(client.logout() is True, "logging out is not answered with true")
        expect(client.logout() is True, "logging out again is not answered with true")

    def log_out_test(self):
        """The logout test of the official suites: a client that never logged in gets 200, JSON, true."""
        connection, client = self.client()
        expect(client.logout() is True, "logging out without a session is not answered with true")
        answer = connection.http.session.post(f"{self.url}{self.dialect.base}/session/logout")
        kind = answer.headers.get("content-type")
        expect(answer.status_code == 200, f"logging out without a session is answered with {answer.status_code}")
        expect(kind == "application/json", f"logging out is answered with {kind}")

    def switch(self):
        connection, client = self.client(self.client()[1].get_token(self.user, self.password).token)
        client.login(self.user, self.password)
        for org in (1, 0):
            expect(client.switch_org(org) is True, "switching the Org is not answered with true")
            # The bearer is of another Org; the cookie's session is what was switched.
            info = connection.http.session.get(f"{self.url}{self.dialect.base}/session").json()
            expect(info["currentOrgId"] == org, f"the session is in Org {info['currentOrgId']}, not {org}")
        client.logout()

    def tokens(self):
        _, issuer = self.client()
        for seconds in ("600", None):
            answer = issuer.get_token(self.user, self.password, seconds)
            expect(answer.token_type == "Bearer" and len(answer.token) > 20, "gettoken gives no bearer")
            expect(isinstance(answer.token_expiry_duration, str), "the length of life is no text")
            expect(seconds is None or answer.token_expiry_duration == seconds, "the length of life is another")
            age = time.time() - dateutil.parser.parse(answer.token_created_time).timestamp()
            expect(abs(age) < 60, f"a token was created {age:.0f} s away from this machine's time")
        if self.dialect is BetaAPI:
            # The TypeScript SDK of this generation sends a number.
            expect(issuer.get_token(self.user, self.password, 600).token_expiry_duration == "600", "a number")
        refused(401, "a token for a wrong password", lambda: issuer.get_token(self.user, self.password + "-wrong"))
        refused(400, "a lifetime that is none", lambda: issuer.get_token(self.user, self.password, "soon"))
        return answer.token

    def keys(self):
        _, issuer = self.client()
        issuer.get_token(self.user, secretKey=self.secret_key)
        refused(500, "a wrong secret key", lambda: issuer.get_token(self.user, secretKey=WRONG_KEY))
        # <doc:Credentials>: the password wins, so the wrong key is never looked at; and the other way round.
        issuer.get_token(self.user, self.password, secretKey=WRONG_KEY)
        refused(401, "a wrong password beside the right key",
                lambda: issuer.get_token(self.user, self.password + "-wrong", secretKey=self.secret_key))
        issuer.get_token(self.user, self.password, accessLevel="REPORT_BOOK_VIEW", tsObjectId=OBJECT_ID, orgId="1")
        def without_object():
            return issuer.get_token(self.user, self.password, accessLevel="REPORT_BOOK_VIEW")
        if self.dialect is Query:
            refused(400, "an object token without an object", without_object)
        else:
            # SDKs 1.9 to 1.11 have no field for the object.
            expect(len(without_object().token) > 20, "an object token without an object is no bearer")

    def bearers(self, token):
        _, holder = self.client(token)
        expect(holder.info()["userName"] == self.user, "the bearer is somebody else's")
        if self.chooses_login_by_token:
            connection, by_token = self.client(token)
            expect(by_token.login().user_name == self.user, "a session from a bearer is somebody else's")
            expect("JSESSIONID" in connection.cookies, "a login by bearer set no cookie")
            _, both = self.client("never-issued")
            # <doc:Credentials>: user name and password beat the header.
            expect(both.login(self.user, self.password).user_name == self.user, "the header beat the password")
        expect(holder.revoke() is True, "revoking is not answered with true")
        refused(401, "session information with a revoked token", holder.info)
        refused(401, "revoking again", holder.revoke)
        _, stranger = self.client("never-issued")
        refused(401, "session information with a token that was never issued", stranger.info)

    @property
    def chooses_login_by_token(self):
        return self.dialect is not BetaAPI

    def run(self):
        self.log_out_test()
        self.sessions()
        token = self.tokens()
        if self.dialect.issues_by_key:
            self.keys()
            self.switch()
        self.bearers(token)


if __name__ == "__main__":
    judge(lambda: Driver(*arguments(__doc__)).run(), APIException, requests.exceptions.RequestException)
