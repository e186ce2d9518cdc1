"""A passkey's device in software (WebAuthn Level 2, 6.1 and 6.5), which may also misbehave."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Key:
    """One key, bound to a domain; `count` is what it says next about how often it was used."""

    origin: str = "http://localhost:8000"
    domain: str = "localhost"
    count: int = 1
    flags: int = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: secrets.token_bytes(20))

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def but(self, **wrong: Any) -> Key:
        """The same key, about which something is wrong; it counts on from here."""
        copied = copy.copy(self)
        for name, value in wrong.items():
            setattr(copied, name, value)
        return copied

    def made(self, question: str) -> str:
        """The answer to a registration's question."""
        numbers = self._key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        held = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._data(self.flags | WITH_KEY) + held
        self.count += bool(self.count)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", question), attestationObject=attestation
        )

    def signed(self, question: str) -> str:
        """The answer to a question at sign-in."""
        client, data = self._client("webauthn.get", question), self._data(self.flags)
        signature = self._key.sign(
            data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        self.count += 1
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, question: str) -> bytes:
        challenge = bytes_to_base64url(base64url_to_bytes(json.loads(question)["challenge"]))
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        own = bytes_to_base64url(self.id)
        parts = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": parts})
