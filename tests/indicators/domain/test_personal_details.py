"""What tells who a person is, is found in a text. Ordinary words and numbers are no such thing."""

from datetime import date

import pytest

from indicators.feedback.personal_details import PersonalDetail, find_personal_detail

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Her number is 943 476 5919", PersonalDetail.NHS_NUMBER),
        ("9434765919", PersonalDetail.NHS_NUMBER),
        ("Call 07700 900123", PersonalDetail.PHONE),
        ("Call (024) 7696 1234", PersonalDetail.PHONE),
        ("Call +44 7700 900123", PersonalDetail.PHONE),
        ("Write to ann@example.org", PersonalDetail.EMAIL),
        ("They live at CV1 4AB", PersonalDetail.POSTCODE),
        ("Born 3/5/2021", PersonalDetail.DAY),
        ("Born 03.05.21", PersonalDetail.DAY),
        ("Born on 3rd of May 2021", PersonalDetail.DAY),
        ("Born May 3, 2021", PersonalDetail.DAY),
        ("2021-05-03", PersonalDetail.DAY),
        ("Seen on 29/11/2026", PersonalDetail.DAY),
        ("The clinic opens on 30/11/2026", None),
        ("Since 2021 the waiting time is 30 days, 9 to 10 of 12 parents said", None),
        ("Order 1234567890 leaflets", None),  # ten digits without the check digit
        ("In May 2021 the clinic was full", None),
        ("Open 9.30 to 12.30, room B12", None),
        ("The 6-8 week check is late", None),
    ],
)
def test_what_tells_who_a_person_is(text, found):
    assert find_personal_detail(text, TODAY) is found
