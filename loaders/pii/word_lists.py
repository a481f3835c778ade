"""Two lists of words: those of headings that may be repeated, and common given names."""

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

# Given names common in England, of many origins, without those that are also places (Victoria,
# Florence, Shirley ...). A share of a column is enough, so the list need not be complete.
FORENAMES = _split_words(
    """
    oliver george noah arthur harry leo muhammad mohammed mohammad mohamed jack charlie oscar
    jacob henry thomas freddie alfie theo william theodore archie joshua alexander james isaac
    edward lucas tommy finley max logan ethan mason teddy benjamin arlo joseph sebastian
    harrison elijah adam daniel samuel louis jude lewis dylan michael david john paul peter
    mark andrew stephen steven richard robert christopher matthew anthony simon ryan liam
    nathan aaron callum connor luke jamie kyle olivia amelia isla ava mia ivy lily isabella
    rosie sophia grace willow freya emily ella poppy evie elsie charlotte evelyn sienna sofia
    daisy phoebe sophie alice harper matilda ruby emilia maya millie isabelle eva luna jessica
    ada aria arabella maisie emma lucy hannah chloe megan holly amy katie rebecca laura sarah
    claire nicola karen susan julie linda margaret patricia helen jane elizabeth rachel
    samantha gemma kelly michelle lisa joanne louise natalie amanda jennifer zoe leah abigail
    fatima aisha ayesha zainab maryam mariam khadija amina hafsa sara yusuf ibrahim omar umar
    ali ahmed hassan hussain bilal hamza abdullah imran tariq nadia yasmin samina shabana
    priya anjali kiran harpreet gurpreet manpreet simran jaspreet arjun rohan raj amit sanjay
    deepak ravi sunita neha pooja piotr pawel tomasz krzysztof katarzyna agnieszka magdalena
    zofia zuzanna andrei maria ana elena ioana alexandru mihai kwame kofi abena chidi ngozi
    chioma oluwaseun temitope tunde blessing emmanuel precious tendai wei mei ling
    """
)
