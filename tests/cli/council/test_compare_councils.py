"""Two councils side by side: what differs is listed, and what is the same is not."""

import csv
import shutil

from click.testing import CliRunner

from cli.council.compare_command import compare_councils
from tests.conftest import ROOT

OF_BOTH = ", definition by-14-days, assumed"

TARGET = 'value = "95"'


def compare(*arguments):
    done = CliRunner().invoke(compare_councils, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def copy_with_other_target(folder):
    other = shutil.copytree(ROOT / "data", folder / "other")
    path = other / "catalogue" / "new_birth_visit.toml"
    path.write_text(path.read_text().replace(TARGET, 'value = "90"'))
    programme = other / "programme.toml"
    programme.write_text(
        programme.read_text().replace('Coventry City Council"', 'Other Council"', 1)
    )
    return other


def test_the_same_folder_differs_in_nothing():
    assert compare(ROOT / "data", ROOT / "data").startswith("0 of ")


def test_a_target_that_differs_is_shown_for_both_by_name(tmp_path):
    shown = compare(ROOT / "data", copy_with_other_target(tmp_path))
    assert "new_birth_visit, target from 2013-04\n" in shown
    lines = "  Coventry City Council: 95{0}\n  Other Council: 90{0}\n"
    assert lines.format(OF_BOTH) in shown
    assert shown.rstrip().splitlines()[-1].startswith("1 of ")


def test_all_lines_are_written_as_csv(tmp_path):
    out = tmp_path / "compared.csv"
    compare(ROOT / "data", copy_with_other_target(tmp_path), "--every", "--out", out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    different = [row for row in rows if row["differs"] == "true"]
    assert [(row["one"], row["two"]) for row in different] == [(f"95{OF_BOTH}", f"90{OF_BOTH}")]
    assert len(rows) > 200
