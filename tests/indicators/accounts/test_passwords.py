"""Which passwords may be used, and how they are kept."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from indicators.access.password_rules import WeakPasswordError, check_password
from indicators.accounts.password_hashing import has_old_settings, hash_password, is_password

PERSONAL = ("Asha Bell", "asha@example.org")
GOOD = "tulip garage bicycle moon"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "mqv7fk2xw9dzt4h",
        "ŵyneb tŷ gwyn coeden",
        "tulip garage window 7 " * 5 + "dog 73 lamps on m",
    ],
)
def test_long_passwords_of_any_characters_are_accepted(password):
    check_password(password, PERSONAL)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("mqv7fk2xw9dzt4", "has 14 characters"),
        (GOOD + "!" * 104, "has 129 characters"),
        ("tulip garage Asha moon", "part of your name"),
        ("tulip garage EXAMPLE moon", "part of your name or e-mail"),
        ("passwordpassword", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("qwertyuiopasdfghjkl", "easy to guess"),
        ("123456789012345", "easy to guess"),
    ],
)
def test_short_personal_and_common_passwords_are_refused_with_the_reason(password, says):
    with pytest.raises(WeakPasswordError, match=says):
        check_password(password, PERSONAL)


def test_a_password_is_kept_as_an_argon2id_hash_with_a_salt_of_its_own():
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first != second
    parameters = extract_parameters(first)
    assert (parameters.type, parameters.memory_cost, parameters.time_cost) == (Type.ID, 19456, 2)


def test_only_the_same_password_matches_its_hash():
    hashed = hash_password(GOOD)
    assert is_password(GOOD, hashed)
    for other in (GOOD + " ", GOOD.upper(), GOOD[:-1], ""):
        assert not is_password(other, hashed)
    assert not is_password(GOOD, "")
    assert not is_password(GOOD, "no hash")


def test_a_hash_of_other_settings_is_known_as_old():
    weaker = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    assert has_old_settings(weaker)
    assert not has_old_settings(hash_password(GOOD))
