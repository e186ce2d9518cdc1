"""What an installation can set, from the environment (`PLENARY_…`). Knows no command line."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Security(StrEnum):
    """How the connection to the mail server is made safe."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Settings(BaseSettings):
    """Settings of one installation; each is an environment variable with the prefix PLENARY_."""

    model_config = SettingsConfigDict(env_prefix="PLENARY_", frozen=True)

    data: Path = Field(default=Path("var"), description="Folder of the database and of files.")
    database_url: str | None = Field(
        default=None,
        description="postgresql+psycopg://…; without it an SQLite file in the data folder.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Public address, used in mails, QR codes, links and calendars.",
    )
    calendar_domain: str = Field(
        default="plenary.invalid", description="Domain after the @ of calendar UIDs; never change."
    )
    sign_in_days: int = Field(
        default=30, ge=1, description="Days until a sign-in must be renewed by the personal link."
    )
    oidc_issuer: str | None = Field(
        default=None,
        description="Address of an OpenID Connect provider, as it calls itself; without it, none.",
    )
    oidc_client_id: str | None = Field(
        default=None, description="What the provider calls this installation."
    )
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Its secret there; empty for a public client (PKCE)."
    )
    oidc_name: str = Field(
        default="OpenID Connect", description="How the provider is called on the sign-in page."
    )
    starts_at: datetime | None = Field(
        default=None,
        description="Moment at which the clock starts, with offset; for rehearsals and the demo.",
    )

    smtp_host: str | None = Field(
        default=None,
        description="Mail server; without one mails become .eml files in the data folder.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Security = Field(
        default=Security.STARTTLS, description="starttls, tls (usually port 465) or none."
    )
    smtp_user: str = Field(default="", description="User name at the mail server; may be empty.")
    smtp_password: SecretStr = Field(
        default=SecretStr(""), description="Password at the mail server; shown and logged nowhere."
    )
    mail_from: str = Field(
        default="",
        description="Address from which mails come; empty: each event's organisers' own.",
    )

    @property
    def resolved_database_url(self) -> str:
        """The SQLAlchemy URL of the database: PostgreSQL if set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data / 'plenary.sqlite3').absolute()}"
