"""The pure rules of sign-in: passwords, waiting after failures, the end of a session."""

from datetime import datetime, timedelta

import pytest

from indicators.access.password_rules import WeakPasswordError, check_password
from indicators.access.session_rules import is_over, must_note
from indicators.access.throttle import BY_ACCOUNT, BY_ADDRESS

PERSON = ["Asha Bell", "asha.bell@coventry.example"]
NOW = datetime(2026, 11, 29, 12)  # noqa: DTZ001 - as the tables keep it


@pytest.mark.parametrize(
    "password",
    ["tulip garage bicycle moon", "xk7 qpz 93 vmt!", "ünïcode wörds ärë göod"],
)
def test_long_and_unlikely_passwords_may_be_used(password):
    check_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("xk7 qpz 93 vmt", "14 characters"),
        ("xq" * 64 + "z", "129 characters"),
        ("tulip garage asha moon", "part of your name"),
        ("tulip BELL garage moon", "part of your name"),
        ("coventry garage moon", "part of your name"),
        ("passwordpassword", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("qwertyuiopasdfgh", "easy to guess"),
        ("123456789012345", "easy to guess"),
    ],
)
def test_other_passwords_are_refused_with_the_reason(password, said):
    with pytest.raises(WeakPasswordError, match=said):
        check_password(password, PERSON)


def test_short_parts_of_a_name_are_no_reason():
    check_password("tulip garage bicycle moon", ["Li Moo", "li@x.example"])


@pytest.mark.parametrize(
    ("failures", "since", "wait"),
    [
        (4, 0, 0),
        (5, 0, 30),
        (5, 29, 1),
        (5, 30, 0),
        (6, 0, 60),
        (9, 0, 480),
        (10, 0, 900),
        (500, 0, 900),
    ],
)
def test_each_further_failure_doubles_the_wait_up_to_15_minutes(failures, since, wait):
    found = BY_ACCOUNT.find_wait(failures, timedelta(seconds=since))
    assert found == timedelta(seconds=wait)


def test_an_address_that_many_share_is_given_more_failures():
    assert BY_ADDRESS.find_wait(49, timedelta()) == timedelta()
    assert BY_ADDRESS.find_wait(50, timedelta()) > timedelta()


@pytest.mark.parametrize(
    ("age", "idle", "over"),
    [
        (timedelta(hours=1), timedelta(minutes=29, seconds=59), False),
        (timedelta(hours=1), timedelta(minutes=30), True),
        (timedelta(hours=7, minutes=59, seconds=59), timedelta(), False),
        (timedelta(hours=8), timedelta(), True),
    ],
)
def test_a_session_is_over_after_30_idle_minutes_or_8_hours(age, idle, over):
    assert is_over(NOW - age, NOW - idle, NOW) == over


def test_a_request_is_noted_once_a_minute():
    assert not must_note(NOW - timedelta(seconds=59), NOW)
    assert must_note(NOW - timedelta(minutes=1), NOW)
