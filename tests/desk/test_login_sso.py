"""Logging in with OpenID Connect, against a small provider on this machine."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.agencies.models import Person, Role
from tests.people import county, person

pytestmark = pytest.mark.django_db
SECRET, CLIENT = "shared-between-the-two-of-us-" + "x" * 10, "gongkai"


class Provider(ThreadingHTTPServer):
    """Answers for one person; remembers what it was asked at the token endpoint."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.claims = {"sub": "4711"}
        self.token_asked = {}


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self):
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "jwks_uri": f"{issuer}/keys",
                    "token_endpoint": f"{issuer}/token", "userinfo_endpoint": f"{issuer}/who",
                }
            )  # fmt: skip
        elif self.path == "/who" and self.headers["Authorization"] == "Bearer let-me-in":
            self._say(self.server.claims)
        else:
            self.send_error(404)

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.token_asked = {name: values[0] for name, values in asked.items()}
        now = int(time.time())
        claims = {**self.server.claims, "iss": self.server.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        token = jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": "1"})
        self._say({"access_token": "let-me-in", "token_type": "Bearer", "id_token": token})

    def _say(self, told):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *arguments):
        """Keeps quiet."""


@pytest.fixture
def provider(settings):
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso", "name": "统一身份认证", "client_id": CLIENT, "secret": SECRET,
                    "settings": {"server_url": server.issuer, "oauth_pkce_enabled": True},
                }
            ]
        }
    }  # fmt: skip
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clerk():
    return person(Role.CLERK, county()["science"])


def come_back(client, **changes):
    """To the provider and back, as the browser would."""
    leaving = client.get(reverse("openid_connect_login", args=["sso"])).headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leaving).query).items()}
    answer = {"code": "one-time", "state": asked["state"], **changes}
    return asked, client.get(reverse("openid_connect_callback", args=["sso"]), answer)


def logged_in_as(client):
    answer = client.get(reverse("desk:account"))
    return answer.wsgi_request.user.pk if answer.status_code == 200 else None


class TestOpenIdConnect:
    def test_the_account_of_the_same_user_name_is_logged_in(self, client, provider, clerk):
        provider.claims["preferred_username"] = clerk.username
        assert "用统一身份认证登录" in client.get(reverse("account_login")).content.decode()
        asked, answer = come_back(client)
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert answer.headers["location"] == "/desk/"
        assert logged_in_as(client) == clerk.pk
        assert provider.token_asked["code"] == "one-time"
        assert provider.token_asked["code_verifier"]

    def test_it_is_known_again_by_the_providers_number(self, provider, clerk):
        provider.claims["preferred_username"] = clerk.username
        come_back(Client())
        provider.claims["preferred_username"] = "renamed"
        client = Client()
        come_back(client)
        assert logged_in_as(client) == clerk.pk

    @pytest.mark.parametrize("name", ["nobody-such", "", None])
    def test_without_an_account_there_is_no_login_and_none_is_made(self, client, provider, clerk, name):
        provider.claims["preferred_username"] = name
        _asked, answer = come_back(client)
        assert answer.headers["location"] == reverse("socialaccount_login_error")
        assert logged_in_as(client) is None
        assert Person.objects.count() == 1

    def test_somebody_switched_off_stays_out(self, client, provider, clerk):
        provider.claims["preferred_username"] = clerk.username
        come_back(Client())
        Person.objects.update(is_active=False)
        come_back(client)
        assert logged_in_as(client) is None

    def test_an_answer_that_nobody_asked_for_is_refused(self, client, provider, clerk):
        provider.claims["preferred_username"] = clerk.username
        _asked, answer = come_back(client, state="forged")
        assert answer.status_code == 401
        assert logged_in_as(client) is None

    def test_no_provider_no_address(self, client):
        assert client.get(reverse("openid_connect_login", args=["sso"])).status_code == 404
        assert "统一身份认证" not in client.get(reverse("account_login")).content.decode()
