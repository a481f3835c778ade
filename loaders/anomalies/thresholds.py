"""How far from the usual a figure must be before a person is asked to confirm it.

A question refuses nothing. People soon confirm without reading where there are too many, so each
threshold asks for more than chance gives in a month's files.
"""

CHECKED = 3
"""Periods of an indicator that are checked: the latest for which a file has new figures. A file
with more is a backlog, and nobody now knows what was usual years ago."""

HISTORY = 24
"""Earlier periods they are compared with: two years of months hold each season twice and are enough
for limits, while older ones were counted by other people."""

FIGURES = 100_000
"""The most earlier figures to compare with, enough for 2,500 areas and 27 months: to fetch more
would take longer than to load the file. The file of a whole country is compared with the month
before only."""

USUAL_PERCENTAGE = 20
"""A percentage up to 1 may be a share of 1 where half of those sent with it are above this. Obesity
of 0.8% is usual among rates of 1% to 12%, and 0.8% among 88% and 93% is not."""

SAME_NUMBERS = 6
"""How many numbers over 0 must all be the same as before to count as copied. One number of about 20
is the same twice in one of ten months; six are in one of a million."""

YEAR = 12
"""Earlier months: a denominator is compared with their mean."""

HALVED, DOUBLED = 0.6, 1.7
"""A denominator at or beyond these shares of that mean is unusual. Half of a month that was itself
above the mean is more than half of the mean. Births do not halve in a month: rows get lost."""

BEYOND_CHANCE = 3.5
"""Standard deviations a count must also be away from what is expected. Of some 300 figures in a
month one is 3 away by chance; one is 3.5 away in seven months. So half of one area's usual
denominator is reported if that was about 40 or more (its double from 16), and half of all areas'
always is."""

LEAST_POINTS = 13
"""With fewer points, variation limits are provisional and raise no question."""

NEW_FIGURES = 0.5
"""A loaded month is sent again with late records, which change a few figures. With this share of
them or more changed, it may be another month's file."""

NEW_FIGURES_OF = 5
"""Where there are fewer figures, half of them may be late records."""

OLD_MONTHS = 24
"""Services send a month again for a year or two. If it is older, the year is probably mistyped."""

NAMED = 3
"""Places named in a sentence before it says how many more there are."""
