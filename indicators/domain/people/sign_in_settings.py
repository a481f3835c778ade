"""How people sign in: the OpenID providers of a council's file, and who helps."""

from __future__ import annotations

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from indicators.domain.file_models import Code, FileModel
from indicators.domain.people.loopback import LOOPBACK


def _check_issuer(address: str) -> str:
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.netloc or parts.query or parts.fragment or parts.username:
        raise ValueError(
            "This is no address of a provider. Write its issuer exactly as the provider gives it, "
            'beginning with "https://".'
        )
    return address


class OpenIdProvider(FileModel):
    """One OpenID provider, such as a trust's or the council's."""

    code: Code = Field(description="Its own short name. It is in the address for redirects.")
    name: str = Field(min_length=1, max_length=60, description="What the button says after “with”.")
    issuer: Annotated[str, AfterValidator(_check_issuer)] = Field(
        description="Its issuer, exactly as the provider gives it."
    )
    client_id: str = Field(min_length=1, description="What the provider calls this dashboard.")
    secret: str = Field(
        default="", description="The name of the environment variable that holds the secret."
    )
    organisation: str = Field(
        min_length=1, description="The short name of the organisation whose people it knows."
    )


class SignInSettings(FileModel):
    """The file `sign-in.toml`."""

    contact: str = Field(
        default="", description="Where people get access and help: a role, a mailbox, a number."
    )
    provider: list[OpenIdProvider] = Field(default=[], description="The OpenID providers.")

    @model_validator(mode="after")
    def _check_codes(self) -> Self:
        for codes in ([p.code for p in self.provider], [p.issuer for p in self.provider]):
            for each in set(codes):
                if codes.count(each) > 1:
                    raise ValueError(f"“{each}” is there twice. Keep one of the two.")
        return self
