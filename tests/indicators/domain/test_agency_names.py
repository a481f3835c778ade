"""The full name of an agency that sends for several services."""

from indicators.domain.catalogue import Service, name_agencies


def make_service(code: str, agency: str, name: str) -> Service:
    return Service(code=code, name=code, agency=agency, agency_name=name, due_day=10)


def test_an_agency_has_the_first_name_that_a_service_gives_it() -> None:
    centres = make_service("centres", "CCC", "The council")
    visits = make_service("visits", "NHS", "The trust")
    health = make_service("health", "CCC", "The council, public health")
    assert name_agencies([centres, visits, health]) == {"CCC": "The council", "NHS": "The trust"}
