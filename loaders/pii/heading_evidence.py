"""What a heading says about people, and which headings are plain enough to repeat."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.pii.word_lists import PLAIN

_PERSON = (
    r"(?:(?:child|baby|infant|mother|mum|father|dad|parent|carer|guardian|patient|client|pupil|"
    r"student|person|woman|sibling|partner)(?:s|rens)?|children|women|service users?|next of kin)"
)
_NUMBERED = r"(?:id|identifier|ids|ref|reference|uid|key|pseudonym)"
_SYSTEM = (
    r"(?:emis|systm ?one|ri ?o|mosaic|liquid ?logic|care ?first|swift|framework ?i|badger ?net|"
    r"cerner|epr|ccis|chis|eclipse|synergy)"
)
_NOTES = (
    r"(?:case|progress|contact|visit|clinical|social|session|home visit|record|family|care)"
    r" (?:notes?|summary|narrative)|narrative|free ?text|reason for (?:referral|contact|visit)|"
    r"presenting (?:issues?|problems?|concerns?)|family circumstances|safeguarding concerns?"
)

# Each kind with the headings that say it. Most patterns must match the whole heading, so that
# "Parent Name" (of a region) or "Number of mothers" is not taken for a person.
NHS, NAME, PERSON, INITIALS, BORN, KEY, HOME, ADDRESS, NOTES = (
    "NHS numbers",
    "names of people",
    "people, each named",
    "initials of people",
    "dates of birth",
    "a number or code for each person",
    "postcodes of homes",
    "addresses",
    "notes about people",
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (NHS, re.compile(r"\b(?:nhs|chi) (?:no|nos|num|number|numbers|id)\b(?! (?:known|recorded))")),
    (BORN, re.compile(r"\b(?:dob|d o b|dates? of birth|birth ?date|born on)\b")),
    (
        NAME,
        re.compile(
            rf"(?:{_PERSON} )?(?:sur ?names?|fore ?names?|first ?names?|last ?names?|given names?|"
            r"family name|middle names?|maiden name|full name|christian name|preferred name)"
            rf"|(?!parents? name$){_PERSON} (?:full )?names?|names? of (?:the )?{_PERSON}"
            r"|[fsl] ?names?"
        ),
    ),
    (INITIALS, re.compile(rf"(?:{_PERSON} )?initials?")),
    (
        PERSON,
        re.compile(
            rf"(?:{_PERSON}|names?|(?:key |allocated |social |case |support )?worker|practitioner|"
            r"health visitor|midwife|nurse|case ?holder|lead professional|staff)(?: names?)?"
        ),
    ),
    (
        KEY,
        re.compile(
            rf"{_PERSON} {_NUMBERED}|mrn|(?:hospital|district|crn) (?:no|num|number|id)|hosp no|"
            rf"(?:unique )?pupil (?:no|number)|upn|{_SYSTEM} (?:{_PERSON} )?(?:no|number|id|ref)|"
            rf"(?:case|record|referral|episode|spell|contact|pregnancy|family|household) "
            rf"{_NUMBERED}|ni number|national insurance (?:no|number)|"
            r"pseudo(?:nymised)?(?: nhs)? (?:id|number)"
            rf"|{_PERSON} (?:no|number|code)"
        ),
    ),
    (
        HOME,
        re.compile(
            rf"(?:{_PERSON}|home|residential|resident|current)(?: (?:home|address))? ?post ?codes?"
            rf"|post ?codes? of (?:{_PERSON}|residence|home)"
        ),
    ),
    (
        ADDRESS,
        re.compile(
            rf"(?:(?:{_PERSON}|home|current) )?(?:home )?address(?: ?line)?(?: ?\d)?|add ?\d"
            rf"|house (?:no|number|name)"
        ),
    ),
    (NOTES, re.compile(_NOTES)),
)
_ANYWHERE = (NHS, BORN)

_OF_ONE_PERSON = re.compile(
    r"\b(?:age|sex|gndr|gender|ethnic\w*|religion|first language|nationality|marital status|parity|"
    r"gravida|gestation\w*|birth ?weight|weight|weeks pregnant|smoker|disability|edd|delivered|"
    r"mode of delivery|time of birth|feed at discharge|year group)\b"
)
_PLACE = re.compile(
    r"\b(?:area|ward|centre|center|hub|site|practice|surgery|school|hospital|provider|trust|council|"
    r"authority|la|utla|ltla|pct|ua|gor|sha|stp|locality|lsoa|msoa|oa|org\w*|place|region|network|pcn|ccg|icb|team|district|town|"
    r"setting|nursery|service|country|county|field|variable|indicator|measure|table|sheet)\b"
)
_ANY_KEY = re.compile(
    rf"(?:unique |local |system |record )?{_NUMBERED}(?: (?:no|number))?|number|no"
)
_COUNT = re.compile(
    r"\b(?:number|count|total|rate|percent\w*|population|births|children|of|sum|n|no|cases|mothers|"
    r"women|babies|deliveries|value|numerator|denominator|eligible|vaccinated)\b"
)


def is_key_of_person(heading: str) -> bool:
    """Return whether a heading names a key of one person, and not perhaps of a hospital."""
    return bool(re.match(_PERSON, split_heading_words(heading)))


def is_any_key(heading: str) -> bool:
    """Return whether a heading names a key of no one knows what: “ID”, “Ref”."""
    return bool(_ANY_KEY.fullmatch(split_heading_words(heading)))


def is_of_one_person(heading: str) -> bool:
    """Return whether a heading names what one person has, such as age or sex, and counts nobody."""
    words = split_heading_words(heading)
    if re.search(r"\bage(?: (?:in )?(?:years|months|weeks|days))?$", words):
        return True
    return bool(_OF_ONE_PERSON.search(words)) and not _COUNT.search(words)


def is_of_place(heading: str) -> bool:
    """Return whether a heading names a place, an organisation or what a table describes."""
    return bool(_PLACE.search(split_heading_words(heading)))


def split_heading_words(heading: str) -> str:
    """Return lower-case words: `motherSurname`, `MOTHER_SURNAME`, "Mother's surname" are alike."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", parted.casefold())).split())


@lru_cache(10_000)
def classify_heading(heading: str) -> str:
    """Return which kind of personal data a column with this heading holds, or ""."""
    words = split_heading_words(heading)
    if not words or len(words) > 60:
        return ""
    for kind, pattern in _KINDS:
        if pattern.search(words) if kind in _ANYWHERE else pattern.fullmatch(words):
            return kind
    return ""


def is_plain_heading(heading: str) -> bool:
    """Return whether a heading consists only of common heading words."""
    words = split_heading_words(heading).split()
    return 0 < len(words) <= 8 and all(word in PLAIN for word in words)
