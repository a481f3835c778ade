"""Codes of refusals, confirmations and outcomes are stable, documented and in use."""

import re
import string
import tomllib

import pytest

from indicators.actions.sheets.sheet_refusals import SheetRefusalCode
from indicators.domain.confirmation_texts import CONFIRMATION_TEXTS
from indicators.domain.confirmations import ConfirmationCode
from indicators.domain.refusal_texts import NOTHING_TO_DO, REFUSAL_TEXTS
from indicators.domain.refusals import RefusalCode
from indicators.ports.load_outcome import OUTCOME_MEANINGS, LoadOutcome
from indicators.records.record_refusals import RecordRefusalCode
from indicators.surveys.survey_refusals import SURVEY_REFUSAL_TEXTS, SurveyRefusalCode
from tests.conftest import ROOT
from tests.project.refusal_docs import CONFIRMATION_EXAMPLES, REFUSAL_EXAMPLES

PINNED = tomllib.loads((ROOT / "tests/spec/refusal_codes.toml").read_text(encoding="utf-8"))
DOCUMENT = (ROOT / "docs/refusals.md").read_text(encoding="utf-8")
KINDS = {
    "refusals": RefusalCode,
    "confirmations": ConfirmationCode,
    "outcomes": LoadOutcome,
    "sheet_refusals": SheetRefusalCode,
    "record_refusals": RecordRefusalCode,
    "survey_refusals": SurveyRefusalCode,
}
SOURCES = [
    path.read_text(encoding="utf-8")
    for package in ("indicators", "loaders")
    for path in (ROOT / package).rglob("*.py")
    if path.stem not in ("refusals", "refusal_texts", "confirmations", "confirmation_texts")
    and path.stem not in ("load_outcome", "sheet_refusals", "record_refusals", "survey_refusals")
]


@pytest.mark.parametrize(("kind", "codes"), KINDS.items(), ids=KINDS)
def test_codes_are_unique_and_never_change(kind, codes):
    assert [code.value for code in codes] == PINNED[kind]
    assert len(set(PINNED[kind])) == len(PINNED[kind])
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in PINNED[kind])


@pytest.mark.parametrize("codes", KINDS.values(), ids=KINDS)
def test_every_code_is_documented_once(codes):
    assert [len(re.findall(rf"^\| `{code}` \|", DOCUMENT, re.M)) for code in codes] == [
        1 for _ in codes
    ]


EVERY = [code for codes in KINDS.values() for code in codes]


@pytest.mark.parametrize("code", EVERY)
def test_every_code_is_used(code):
    if code is RefusalCode.NOT_RECORDED:  # the database gives it to earlier refusals
        return
    used = re.compile(rf"\b{type(code).__name__}\.{code.name}\b")
    assert any(used.search(text) for text in SOURCES)


def test_every_code_has_its_sentences():
    assert list(REFUSAL_TEXTS) == list(RefusalCode)
    assert list(CONFIRMATION_TEXTS) == list(ConfirmationCode)
    assert list(SURVEY_REFUSAL_TEXTS) == list(SurveyRefusalCode)
    assert list(OUTCOME_MEANINGS) == list(LoadOutcome)


def test_the_page_has_an_example_for_every_value_and_no_more():
    texts = [
        part
        for text in REFUSAL_TEXTS.values()
        for part in (text.reason, text.remedy, text.sender_remedy or "")
    ]
    assert names(texts) == set(REFUSAL_EXAMPLES)
    assert names(text.text for text in CONFIRMATION_TEXTS.values()) == set(CONFIRMATION_EXAMPLES)


@pytest.mark.parametrize("code", RefusalCode)
def test_a_sender_is_not_sent_to_what_only_an_analyst_can_change(code):
    text = REFUSAL_TEXTS[code]
    sender = text.remedy if text.sender_remedy is None else text.sender_remedy
    assert not [word for word in ("profile", ".toml", "data page") if word in sender]
    assert sender.endswith(".") or sender == NOTHING_TO_DO


def names(texts):
    return {name for text in texts for _, name, *_ in string.Formatter().parse(text) if name}
