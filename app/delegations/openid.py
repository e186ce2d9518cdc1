"""Asks an OpenID Connect provider who somebody is. Knows no database and no page.

Authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636, S256). What is believed
of the answer: an ID token signed by a key of the issuer, for us, for this question, with an address
that the provider says it verified.
"""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from app.errors import Refused, Unavailable

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_PATIENCE = 10.0  # seconds for each of two or three questions
_MOST_BYTES = 1024 * 1024
_SKEW = 60  # seconds by which the provider's clock may differ


@dataclass(frozen=True)
class Client:
    """We, as the provider knows us."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str


@dataclass(frozen=True)
class Question:
    """What is asked once: the provider must answer with this nonce, to whoever has the verifier."""

    nonce: str
    verifier: str


def address_to_ask(client: Client, question: Question, state: str) -> str:
    """Where the browser goes to say who its holder is."""
    found = _discovered(client)
    digest = hashlib.sha256(question.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": "openid email",
        "state": state,
        "nonce": question.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = str(found["authorization_endpoint"])
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def verified_address(client: Client, question: Question, code: str) -> str:
    """The e-mail address for which the provider answers.

    Unavailable when it does not answer at all, Refused for an answer that is not to be believed.
    """
    found = _discovered(client)
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": question.verifier,
        "client_id": client.client_id,
    }
    headers = {}
    if client.secret:
        # Both halves are form-encoded before they are joined (RFC 6749, 2.3.1).
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    given = _asked(str(found["token_endpoint"]), headers, urlencode(body).encode())
    keys = _asked(str(found["jwks_uri"]))
    claims = _claims(str(given.get("id_token", "")), keys)
    return _believed(claims, client, question)


def _believed(claims: dict[str, Any], client: Client, question: Question) -> str:
    from joserfc import jwt
    from joserfc.errors import JoseError

    audience = claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    if several and claims.get("azp") != client.client_id:
        raise _not_believed()
    rules = jwt.JWTClaimsRegistry(
        leeway=_SKEW,
        iss={"essential": True, "value": client.issuer},
        aud={"essential": True, "value": client.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": question.nonce},
    )
    try:
        rules.validate(claims)
    except JoseError:
        raise _not_believed() from None
    address = claims.get("email")
    # Some send the word instead of the value; anything else is no.
    if not isinstance(address, str) or claims.get("email_verified") not in (True, "true"):
        raise Refused(
            "This account has no verified e-mail address. Verify it there, or open your"
            " personal link."
        )
    return address.strip()


def _claims(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        known = KeySet.import_key_set(keys)  # type: ignore[arg-type]
        return dict(jwt.decode(token, known, algorithms=_ALGORITHMS).claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise _not_believed() from None


def _discovered(client: Client) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0, 4)."""
    found = _asked(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != client.issuer or not all(found.get(name) for name in needed):
        raise _silent()
    return found


def _asked(
    address: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise _silent()
    request = urllib.request.Request(  # noqa: S310 - https, or our own machine: see above
        address, data=body, headers={"Accept": "application/json"} | (headers or {})
    )
    try:
        with _OPENER.open(request, timeout=_PATIENCE) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        error.close()
        # A code that was used, or is not ours: the provider is well, the answer is not.
        raise (_not_believed() if body is not None and error.code < 500 else _silent()) from None
    except (OSError, ValueError):
        raise _silent() from None
    if not isinstance(found, dict):
        raise _silent()
    return found


class _NoDetours(urllib.request.HTTPRedirectHandler):
    """A provider that sends us on would be sent our secret's answer elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


_OPENER = urllib.request.build_opener(_NoDetours)


def _silent() -> Unavailable:
    return Unavailable(
        "The organisation’s sign-in does not answer. Try again in a moment, or open your"
        " personal link."
    )


def _not_believed() -> Refused:
    return Refused(
        "The organisation’s answer cannot be accepted. Sign in there once more, or open your"
        " personal link."
    )
