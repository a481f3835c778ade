"""Who may do what, and what a viewer without the permission reads."""

from dataclasses import replace

import pytest

from indicators.access.permissions import (
    ACTIONS,
    COLLECTOR,
    PARTNER,
    Permission,
    PermissionDeniedError,
    require,
)
from tests.support.viewers import STRANGER, without


@pytest.mark.parametrize("permission", Permission)
def test_a_partner_may_do_everything_and_a_stranger_nothing(permission):
    require(PARTNER, permission)
    with pytest.raises(PermissionDeniedError) as denied:
        require(STRANGER, permission)
    assert denied.value.permission is permission
    assert ACTIONS[permission] in str(denied.value)


@pytest.mark.parametrize("permission", Permission)
def test_one_permission_does_not_imply_another(permission):
    with pytest.raises(PermissionDeniedError):
        require(without(permission), permission)
    for other in set(Permission) - {permission}:
        require(without(permission), other)


def test_the_collector_may_load_and_nothing_else():
    assert COLLECTOR.permissions == {Permission.LOAD_DATA}


def test_viewers_with_the_same_rights_share_a_cache_key_and_others_do_not():
    same = replace(PARTNER, name="another", permissions=frozenset(reversed(list(Permission))))
    assert (same, hash(same), same.cache_key) == (PARTNER, hash(PARTNER), PARTNER.cache_key)
    limited = without(Permission.LOAD_DATA)
    assert limited != PARTNER
    assert limited.cache_key != PARTNER.cache_key
