"""An OpenID provider on this computer, over HTTP: complete enough to sign in, and to be hostile."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from indicators.accounts.open_id.provider_client import ProviderClient
from indicators.domain.people.sign_in_settings import OpenIdProvider

CLIENT, SECRET = "dashboard", "what the provider gave"
Claims = dict[str, Any]


@cache
def make_key(name: str) -> RSAKey:
    """A private key by its name; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


class OpenIdServer:
    """One provider. A test replaces `change` or `sign` to make it send something wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = make_key(name)
        self.published = [self.key]
        self.subject = "subject-1"
        self.person = {"name": "Asha Bell", "email": "asha@provider.example"}
        self.change: Callable[[Claims], Claims] = lambda claims: claims
        self.sign: Callable[[Claims], str] = self.sign_well
        self.announced: Claims = {}
        self.sends_issuer = False
        self.codes: dict[str, dict[str, str]] = {}
        self.requests: list[str] = []
        self.issuer = ""

    def sign_well(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.name}, claims, self.key)

    def sign_with_nothing(self, claims: Claims) -> str:
        header, body = ({"alg": "none", "kid": self.name}, claims)
        return f"{_encode(header)}.{_encode(body)}."

    def sign_with_public_key(self, claims: Claims) -> str:
        """HS256, with the key that everyone can read as its secret."""
        public = OctKey.import_key(self.key.as_pem(private=False))
        algorithms = ["HS256"]
        registry = jws.JWSRegistry(algorithms=algorithms)
        header = {"alg": "HS256", "kid": self.name}
        return jwt.encode(header, claims, public, algorithms, registry)

    def sign_with_another_key(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.name}, claims, make_key("stranger"))

    def describe(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "authorization_response_iss_parameter_supported": self.sends_issuer,
        } | self.announced

    def authorize(self, query: dict[str, str]) -> str:
        """Sign the person in without asking, and return where the browser goes next."""
        assert query["response_type"] == "code"
        assert (query["client_id"], query["code_challenge_method"]) == (CLIENT, "S256")
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        answer = {"code": code, "state": query["state"]}
        if self.sends_issuer:
            answer["iss"] = self.issuer
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """Answer with tokens, once for each code, if the client and its verifier are right."""
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        if authorization != f"Basic {expected}":
            return 401, {"error": "invalid_client"}
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
        } | self.person
        token = self.sign(self.change(claims))
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def build_client(self, code: str = "trust") -> ProviderClient:
        """The dashboard's side of this provider."""
        provider = OpenIdProvider(
            code=code,
            name=self.name,
            issuer=self.issuer,
            client_id=CLIENT,
            secret="TRUST_SECRET",
            organisation="A",
        )
        return ProviderClient(provider, SECRET)


@contextmanager
def run_provider(name: str = "The trust") -> Iterator[OpenIdServer]:
    """Serve a provider until the block ends."""
    provider = OpenIdServer(name)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.requests.append(parts.path)
            if parts.path == "/.well-known/openid-configuration":
                self._send(200, provider.describe())
            elif parts.path == "/keys":
                self._send(200, KeySet(provider.published).as_dict(private=False))
            elif parts.path == "/authorize":
                self.send_response(303)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            else:
                self._send(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            provider.requests.append(self.path)
            self._send(*provider.exchange(form, self.headers.get("Authorization", "")))

        def _send(self, status: int, body: Claims) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def follow(address: str) -> str:
    """Go to a provider as a browser does, and return the address that it leads back to."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 303
    return answer.headers["Location"]


def _encode(part: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
