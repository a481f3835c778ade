"""The words of headings that a message may repeat."""

from __future__ import annotations


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A heading is repeated in a message only if each of its words is one of these. Without a header the
# first row is a person's record, and no word of it may be shown.
PLAIN = _split_words(
    """
    nhs chi no nos num number numbers id ids identifier ref reference uid key code mrn upn
    hospital hosp district unique case record referral episode spell contact pregnancy
    household ni national insurance pseudonym pseudonymised pseudo child childs children
    childrens baby babys babies infant infants mother mothers mum mums father fathers dad dads
    parent parents carer carers guardian guardians patient patients client clients pupil
    pupils student students person persons woman women sibling siblings partner partners
    service user users next of kin the sur surname surnames fore forename forenames first
    firstname last lastname given family middle maiden full christian preferred name names dob
    d o b date dates birth birthdate born on home residential resident residence current post
    postcode postcodes codes address addresses line house 1 2 3 4 notes note progress visit
    clinical social session summary narrative free text freetext reason for presenting issue
    issues problem problems concern concerns circumstances safeguarding care comments comment
    emis systmone rio mosaic liquidlogic carefirst swift frameworki badgernet cerner epr ccis
    chis eclipse synergy email e mail telephone phone mobile tel delivery due registered
    registration seen age sex gender ethnicity
    """
)
