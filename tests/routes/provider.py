"""A small OpenID Connect provider with real sockets, signatures and PKCE, which may also lie."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Header
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.responses import JSONResponse, RedirectResponse

CLIENT, SECRET = "plenary", "s3cret: with/colon"


class Provider:
    """Whoever asks is let in as `address`; `lies` change the claims of the next token."""

    def __init__(self) -> None:
        self.issuer = ""
        self.address = "delegate@example.org"
        self.lies: dict[str, Any] = {}
        self.is_down = False
        self.key = ECKey.generate_key("P-256", {"kid": "one"}, private=True)
        self.signs_with = self.key
        self.asked: dict[str, dict[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.configuration)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)
        self.app.get("/keys")(self.keys)

    def tell_the_truth(self) -> None:
        """Back to what a provider should be."""
        self.address, self.lies, self.is_down = "delegate@example.org", {}, False
        self.signs_with = self.key

    def configuration(self) -> JSONResponse:
        """OpenID Connect Discovery."""
        if self.is_down:
            return JSONResponse({}, 503)
        here = self.issuer
        return JSONResponse(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
            }
        )

    def authorize(
        self,
        client_id: str,
        redirect_uri: str,
        state: str,
        nonce: str,
        code_challenge: str,
        code_challenge_method: str,
        scope: str,
        response_type: str,
    ) -> RedirectResponse:
        """Somebody said yes."""
        assert (client_id, code_challenge_method, response_type) == (CLIENT, "S256", "code")
        assert set(scope.split()) == {"openid", "email"}
        code = secrets.token_urlsafe(8)
        self.asked[code] = {"uri": redirect_uri, "nonce": nonce, "challenge": code_challenge}
        back = urlencode({"code": code, "state": state})
        return RedirectResponse(f"{redirect_uri}?{back}", 302)

    def token(
        self,
        grant_type: Annotated[str, Form()],
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        authorization: Annotated[str, Header()],
    ) -> JSONResponse:
        """A code for a token: once, to whom it was given, with the verifier."""
        told = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(code_verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        asked = self.asked.pop(code, None)
        if (
            asked is None
            or grant_type != "authorization_code"
            or told != f"{CLIENT}:s3cret%3A%20with%2Fcolon"
            or (asked["uri"], asked["challenge"]) != (redirect_uri, challenge)
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "248289761001",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": self.address,
            "email_verified": True,
        } | self.lies
        header = {"alg": "ES256", "kid": "one"}
        signed = jwt.encode(header, claims, self.signs_with)
        return JSONResponse({"access_token": "-", "token_type": "Bearer", "id_token": signed})

    def keys(self) -> dict[str, Any]:
        """The public half."""
        return {"keys": [self.key.as_dict(private=False)]}
