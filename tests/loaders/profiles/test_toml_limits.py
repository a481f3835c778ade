"""The text of a profile: what is refused before it is parsed, on both sides of each limit."""

from time import process_time

import pytest

from indicators.configuration.toml_text.toml_shape import DEEPEST, MOST_PARTS
from indicators.domain.errors import UserError
from loaders.profiles.profile_files import parse_profile
from loaders.profiles.toml_limits import LONGEST_TOML, MOST_FAULTS
from loaders.profiles.toml_limits import read_toml_text as read


def test_a_text_of_a_profile_is_read():
    assert read('a.b = "x.y.z" # 1.2\n[[table]]\nn = 1.5', "here") == {
        "a": {"b": "x.y.z"},
        "table": [{"n": 1.5}],
    }


def test_a_text_has_a_length():
    read("#" * LONGEST_TOML, "here")
    with pytest.raises(UserError, match=r"here: It is longer than 200,000 characters\."):
        read("#" * (LONGEST_TOML + 1), "here")


@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", "a = {{{} = 1}}"])
@pytest.mark.parametrize("part", ["a", '"a.b"', "'a.b'"])
def test_a_key_has_few_parts(form, part):
    read(form.format(" . ".join([part] * MOST_PARTS)), "here")
    with pytest.raises(UserError, match="A key has more than 6 parts"):
        read(form.format(" . ".join([part] * (MOST_PARTS + 1))), "here")


@pytest.mark.parametrize("text", ['"{}"', "'{}'", '"""\n{}"""', "'''\n{}'''", "1 # {}"])
def test_dots_and_brackets_in_words_count_for_nothing(text):
    read(f"a = {text.format('a.' * 50 + '[' * 50)}", "here")


def test_brackets_are_not_open_by_the_hundred():
    read("a = " + "[" * DEEPEST + "]" * DEEPEST, "here")
    for deep in (DEEPEST + 1, 5_000):
        with pytest.raises(UserError, match="More than 8 brackets"):
            read("a = " + "[" * deep + "]" * deep, "here")


@pytest.mark.parametrize(
    "text", ["a =", "a = 'b", "a" * 100_000, f"a = {'1' * 5_000}", 'a = """', "\0", "a = 1" * 9]
)
def test_what_is_not_toml_is_a_sentence(text):
    with pytest.raises(UserError, match="here: This is not TOML"):
        read(text, "here")


@pytest.mark.parametrize(
    "text", ['a = """' + '\\"' * 90_000, "a = " + "'\"" * 90_000, '"' * 180_000]
)
def test_a_string_without_an_end_is_looked_through_once(text):
    started = process_time()
    with pytest.raises(UserError, match="here: This is not TOML"):
        read(text, "here")
    assert process_time() - started < 5  # a second look from each mark took 70


def test_of_many_faults_the_first_are_told():
    with pytest.raises(UserError) as refused:
        parse_profile("\n".join(f"wrong_{at} = 1" for at in range(10_000)), "here")
    assert len(str(refused.value).splitlines()) == MOST_FAULTS
