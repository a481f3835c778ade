"""The file of OpenID providers: what it may say, and every fault with its key."""

import pytest

from cli.settings import find_client_secret
from indicators.configuration.sign_in_reader import read_sign_in_settings
from indicators.domain.errors import ConfigurationError, UserError

GOOD = """
contact = "the service desk"
[[provider]]
code = "council"
name = "the council"
issuer = "https://login.example.org/tenant/v2.0"
client_id = "dashboard"
secret = "COUNCIL_SECRET"
organisation = "CCC"
"""


def read(folder, text):
    (folder / "sign-in.toml").write_text(text, encoding="utf-8")
    return read_sign_in_settings(folder)


def test_it_names_providers_and_where_help_is(tmp_path):
    settings = read(tmp_path, GOOD)
    assert settings.contact == "the service desk"
    assert [provider.code for provider in settings.provider] == ["council"]


def test_without_the_file_there_are_no_providers(tmp_path):
    assert read_sign_in_settings(tmp_path).provider == []


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.org",
        "login.example.org",
        "https://login.example.org/?a=1",
        "https://user@login.example.org",
        "ftp://login.example.org",
    ],
)
def test_an_issuer_is_an_address_over_tls(tmp_path, issuer):
    wrong = GOOD.replace("https://login.example.org/tenant/v2.0", issuer)
    with pytest.raises(ConfigurationError, match=r"provider council, key issuer.*https://"):
        read(tmp_path, wrong)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000"])
def test_on_this_computer_a_provider_needs_no_tls(tmp_path, host):
    near = GOOD.replace("https://login.example.org/tenant/v2.0", f"http://{host}")
    assert read(tmp_path, near).provider[0].issuer == f"http://{host}"


def test_two_providers_differ(tmp_path):
    twice = GOOD + GOOD.partition("\n[[")[2].join(["\n[[", ""])
    with pytest.raises(ConfigurationError, match="is there twice"):
        read(tmp_path, twice)


def test_a_secret_is_named_and_never_in_the_file(tmp_path, monkeypatch):
    (provider,) = read(tmp_path, GOOD).provider
    with pytest.raises(UserError, match="COUNCIL_SECRET is not set"):
        find_client_secret(provider)
    monkeypatch.setenv("COUNCIL_SECRET", "from the provider")
    assert find_client_secret(provider) == "from the provider"
