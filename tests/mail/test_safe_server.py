"""A mail server that wants a safe connection and a password, and what is said if they are wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.mail.models import MailState
from app.mail.sending import Sender
from app.settings import Security
from tests.mail.conftest import addressed, mails, queued


@pytest.fixture
def database_url(_sqlite_copies):
    """One kind is enough to speak with a mail server."""
    yield from _sqlite_copies(migrated=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 with its key, in one file; signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    moment = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("safe") / "certificate.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ) + signed.public_bytes(pem)
    )  # fmt: skip
    return str(file)


@pytest.fixture
def send(database, cast, mail_server, settings, certificate):
    """Sends one mail with other settings; what became of it."""
    addressed(database, cast)
    queued(database, cast)
    mail_server.start(certificate=certificate)

    def sent(**changed):
        changed = {"smtp_security": Security.STARTTLS, "smtp_user": "plenary"} | changed
        usual = settings.model_dump() | {"smtp_password": "secret"} | changed
        Sender(database, type(settings)(**usual)).look()
        return mails(database)[0]

    yield sent
    mail_server.stop()


def test_a_mail_goes_over_a_safe_connection_with_a_password(
    send, mail_server, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    assert send().state is MailState.SENT
    assert len(mail_server.mails) == 1


def test_a_wrong_password_is_said_and_shown_to_nobody(
    send, mail_server, certificate, monkeypatch, caplog
):
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    mail = send(smtp_password="wrong-one")
    assert mail.state is MailState.QUEUED
    assert mail.problem == "The mail server refuses our user name or password."
    assert "wrong-one" not in caplog.text + repr(mail)
    assert mail_server.mails == []


def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_mail(send, mail_server):
    assert send().problem == "The connection to the mail server cannot be made safe."
    assert mail_server.mails == []


def test_a_server_that_wants_more_than_the_settings_give_is_said_so(send, mail_server):
    mail = send(smtp_security=Security.NONE)
    assert mail.problem == "The mail server does not offer what the settings ask for."
    assert mail_server.mails == []
