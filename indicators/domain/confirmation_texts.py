"""What each confirmation code means, in sentences: the only place where they are worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.domain.confirmations import ConfirmationCode


@dataclass(frozen=True, slots=True)
class ConfirmationText:
    """The sentence that asks, with the values to fill in as `{name}`, and what to check."""

    text: str
    check: str


CONFIRMATION_TEXTS: Mapping[ConfirmationCode, ConfirmationText] = MappingProxyType(
    {
        ConfirmationCode.TOTAL_CONTRADICTS_AREAS: ConfirmationText(
            "{indicator}, {period}: the areas of {place} add up to {areas}, and the total{source} "
            "is {total}. Ask the sender which is right.",
            "Ask the sender. A total is shown as it was sent.",
        ),
        ConfirmationCode.TOTAL_BELOW_AREAS: ConfirmationText(
            "{indicator}, {period}: some areas of {place} are not known. The others add up to "
            "{areas}, and the total{source} is only {total}. Ask the sender which is right.",
            "Ask the sender. A total is shown as it was sent.",
        ),
        ConfirmationCode.TOTAL_OUTSIDE_AREAS: ConfirmationText(
            "{indicator}, {period}: the areas of {place} are between {areas}, and the "
            "total{source} is {total}. Ask the sender which is right.",
            "Ask the sender. A total is shown as it was sent.",
        ),
        ConfirmationCode.RENAMED_FILE: ConfirmationText(
            "The file is not named {usual}, and was recognised by its headings.",
            "Check that it is this kind of file.",
        ),
        ConfirmationCode.MADE_UP_FIGURES: ConfirmationText(
            "The dashboard holds synthetic figures, so this file is loaded as synthetic too. Real "
            "figures need a database of their own.",
            "Confirm only to try the dashboard.",
        ),
        ConfirmationCode.FILE_NAMED_FOR_OTHER_PERIOD: ConfirmationText(
            "The file is named for {named}, and its rows are for {periods}.",
            "Find out which is right: the name or the rows.",
        ),
        ConfirmationCode.SHEET_NAMED_FOR_OTHER_PERIOD: ConfirmationText(
            "The sheet {sheets} is named for {named}, and its rows are for {periods}.",
            "Find out which is right: the name or the rows.",
        ),
        ConfirmationCode.TITLE_NAMES_OTHER_PERIOD: ConfirmationText(
            "Above the table, {cells} says {named}, and the rows are for {periods}.",
            "Find out which is right: the title or the rows.",
        ),
        ConfirmationCode.COLUMN_CONTRADICTS_PERIOD: ConfirmationText(
            "The column “{heading}”, which the profile does not read, says “{said}” where the "
            "figures are read as of {period}.",
            "Find out which is right. The figures are loaded for the period that was read.",
        ),
        ConfirmationCode.FILTER_MATCHES_NO_ROW: ConfirmationText(
            "The profile selects or leaves out rows by words that no row has: {words}.",
            "Correct the words in the profile if they are mistyped. If the rows are missing, ask "
            "the sender.",
        ),
        ConfirmationCode.DAY_IN_MONTH: ConfirmationText(
            "“{written}” is a day in the middle of a month, and is read as {period}.{other}{more}",
            "Excel makes a day of a month and a two-digit year: “Oct-25” becomes 25 October of the "
            "current year. Ask the sender which month is meant. If the figures are for days or "
            "weeks, set `stands_for` in the profile.",
        ),
        ConfirmationCode.PERIOD_COULD_BE_TWO: ConfirmationText(
            "“{written}” is read as {period}, and could also be {other}.{more}",
            "Ask the sender which is meant. A month in words, a year as 2011/12 and a quarter as "
            "Q1 2021/22 leave no doubt. So does `year_ends` in the profile for 2021 Q1.",
        ),
        ConfirmationCode.UNFINISHED_PERIOD: ConfirmationText(
            "{period} is not over yet, so its figures cannot be complete.",
            "Wait until it is over, or ask the sender which month the figures are for.",
        ),
        ConfirmationCode.OLD_PERIOD: ConfirmationText(
            "The latest month in the file is {last}, {months} months before the latest that has "
            "been loaded.",
            "Check the year.",
        ),
        ConfirmationCode.MANY_FIGURES_CHANGED: ConfirmationText(
            "{periods} {were} loaded before, and {changed} of {its} {figures} figures would "
            "change.",
            "Check that the figures are not those of another month.",
        ),
        ConfirmationCode.RESTORES_REPLACED_FIGURES: ConfirmationText(
            "{share} back to what was replaced by {loads}: {indicators}, {periods}.",
            "Find out which file is the latest. An earlier file may have been saved again.",
        ),
        ConfirmationCode.COUNTS_LOST: ConfirmationText(
            "Counts would be lost: {lost} would only have a percentage: "
            "{indicators}, {periods}, {places}.",
            "Ask the sender for the counts. Without them a figure cannot be added up.",
        ),
        ConfirmationCode.DENOMINATORS_LOST: ConfirmationText(
            "{lost} would lose the number they are out of: {indicators}, {periods}, {places}.",
            "Ask the sender for the denominators.",
        ),
        ConfirmationCode.FIGURES_WITHDRAWN: ConfirmationText(
            "{lost} would become hidden, incomplete or not available: "
            "{indicators}, {periods}, {places}.",
            "Ask the sender whether they are withdrawn.",
        ),
        ConfirmationCode.PERCENTAGES_UP_TO_ONE: ConfirmationText(
            "{indicator}: every percentage is between {least} and {most}. They may be shares of 1, "
            "such as 0.934 for 93.4%.",
            "If they are shares, write `proportion = true` for the measure in the profile.",
        ),
        ConfirmationCode.PERCENTAGE_MAY_BE_SHARE: ConfirmationText(
            "{indicator}: {least} is among percentages that are mostly above {typical}. It may be "
            "a share of 1, such as 0.934 for 93.4%.",
            "Ask the sender. A share is written as a percentage: 93.4 or 93.4%.",
        ),
        ConfirmationCode.MISSING_PLACES: ConfirmationText(
            "{period}: nothing would be loaded for {places}, which had figures the period before "
            "({indicators}).",
            "Ask the sender whether rows are missing.",
        ),
        ConfirmationCode.COPIED_FIGURES: ConfirmationText(
            "{indicator}: all figures for {period} are the same as for {earlier}.",
            "Check that an earlier file was not sent again under a new date.",
        ),
        ConfirmationCode.CHANGED_DENOMINATOR: ConfirmationText(
            "{indicator}, {period}: the denominator is far from the mean of the 12 months before: "
            "{places}.",
            "Ask the sender whether rows are missing or counted twice.",
        ),
        ConfirmationCode.BEYOND_LIMITS: ConfirmationText(
            "{indicator}, {place}, {period}: {figure}, is outside its limits of variation, {lower} "
            "and {upper}.",
            "Ask the sender whether the figure is right.",
        ),
        ConfirmationCode.MANY_BEYOND_LIMITS: ConfirmationText(
            "{indicator}, {period}: {count} places are outside their limits of variation: "
            "{places}.",
            "Ask the sender whether the figures are right, and whether counting has changed.",
        ),
        ConfirmationCode.RULE_TO_CONFIRM: ConfirmationText(
            "{indicator}, {period}, {places}: {message} The rule is “{rule}”.",
            "Ask the sender whether the figures are right. If so, change or end the rule.",
        ),
    }
)


def write_confirmation(code: ConfirmationCode, /, **values: object) -> str:
    """Return the sentence of `code` with `values` filled in."""
    return CONFIRMATION_TEXTS[code].text.format_map(values)
