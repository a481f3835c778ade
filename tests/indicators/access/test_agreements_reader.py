"""Reading agreements.toml, and reading it again when it changes."""

import os

import pytest

from indicators.configuration.agreements_reader import AgreementFile, read_agreements
from indicators.domain.errors import ConfigurationError
from indicators.domain.settings.configuration import Configuration
from tests.support.shipped_data import CATALOGUE, DATA, PLACES

KNOWN = Configuration(CATALOGUE, PLACES).known_codes
TEXT = (DATA / "agreements.toml").read_text(encoding="utf-8")


def read(folder):
    return read_agreements(folder, KNOWN)


def write(folder, text, second=1):
    path = folder / "agreements.toml"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (second, second))


def test_the_shipped_file_covers_the_three_agencies():
    assert read(DATA).agreements[0].parties == ["UHCW", "CWPT", "CCC"]


def test_without_the_file_nobody_is_under_an_agreement(tmp_path):
    assert read(tmp_path).agreements == ()


def test_every_unknown_code_is_named_with_its_key(tmp_path):
    write(
        tmp_path,
        TEXT.replace('"CWPT"', '"NOBODY"') + '\nindicators = ["nothing"]\nplaces = ["nowhere"]\n',
    )
    with pytest.raises(ConfigurationError) as raised:
        read(tmp_path)
    assert [fault.what for fault in raised.value.faults] == [
        "There is no organisation “NOBODY”.",
        "There is no indicator “nothing”.",
        "There is no place “nowhere”.",
    ]
    assert "key parties" in raised.value.faults[0].where


def test_two_agreements_with_one_code_are_refused(tmp_path):
    write(tmp_path, TEXT + TEXT[TEXT.index("[[agreement]]") :])
    with pytest.raises(ConfigurationError, match="Two agreements have the code"):
        read(tmp_path)


def test_a_changed_file_counts_at_once_and_a_faulty_one_covers_nobody(tmp_path):
    write(tmp_path, TEXT)
    held = AgreementFile(tmp_path, lambda: KNOWN)
    assert len(held.read_latest().agreements) == 1
    write(tmp_path, TEXT.replace("until = 2030-03-31", "until = 2013-05-01"), second=2)
    assert held.read_latest().agreements[0].until.year == 2013
    write(tmp_path, "[[agreement]", second=3)
    assert held.read_latest().agreements == ()
    assert "agreements.toml" in held.read_latest().problem
    (tmp_path / "agreements.toml").unlink()
    assert (held.read_latest().agreements, held.read_latest().problem) == ((), "")
