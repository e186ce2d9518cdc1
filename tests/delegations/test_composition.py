"""What a delegation's composition owes, and how States are recognised by their names."""

from __future__ import annotations

import pytest

from app.delegations.models import DelegationKind
from app.delegations.rules import Composition, CompositionRule, composition_faults
from app.delegations.territories import territories, territory_of, usual_name

STATE, ORGANISATION = DelegationKind.STATE, DelegationKind.ORGANISATION


def delegation(name, members, heads=1, kind=STATE, **by_sector):
    return Composition(name, kind, members, heads, by_sector)


def faults(*delegations, **rule):
    return [str(fault) for fault in composition_faults(delegations, CompositionRule(**rule))]


def test_too_many_and_too_few_are_named():
    assert faults(
        delegation("Georgia", 6), delegation("Lao PDR", 2), delegation("Serbia", 5),
        at_most=5, at_least=3,
    ) == ["Georgia: 6 of at most 5", "Lao PDR: 2 of at least 3"]  # fmt: skip


@pytest.mark.parametrize("members", [3, 4, 5])
def test_the_limits_themselves_are_allowed(members):
    assert faults(delegation("Georgia", members), at_most=5, at_least=3) == []


def test_an_event_without_rules_asks_for_a_head_only():
    assert faults(delegation("Georgia", 40, heads=0)) == ["Georgia: no head of delegation"]


def test_missing_sectors_are_named():
    assert faults(
        delegation("Lao PDR", 3, police=2, justice=1), sectors=("police", "justice", "courts")
    ) == ["Lao PDR: nobody from “courts”"]


def test_an_empty_delegation_is_named_once():
    assert faults(delegation("Georgia", 0, heads=0), sectors=("police",)) == ["Georgia: nobody yet"]
    assert faults(delegation("Georgia", 0, heads=0), at_least=3, sectors=("police",)) == [
        "Georgia: 0 of at least 3"
    ]


def test_organisations_come_as_they_like():
    assert faults(delegation("A union", 9, 0, ORGANISATION), at_most=5, sectors=("police",)) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Georgia", "GE"), ("GEORGIA ", "GE"), ("Géorgie", "GE"), ("Turkey", "TR"),
        ("Türkiye", "TR"), ("The Philippines", "PH"), ("Lao PDR", "LA"), ("Viet Nam", "VN"),
        ("Bosnia & Herzegovina", "BA"), ("Bosnia and Herzegovina", "BA"),
        ("Republic of Moldova", "MD"), ("Moldova (Republic of)", "MD"),
        ("Republic of Serbia", "RS"), ("Republic of Korea", "KR"), ("Côte d’Ivoire", "CI"),
        ("Brunei Darussalam", "BN"), ("Myanmar", "MM"), ("Saint Lucia", "LC"),
        ("Council of Europe", None), ("European Union", None), ("United Nations", None),
        ("AU", None), ("", None), ("of", None),
    ],
)  # fmt: skip
def test_a_state_is_recognised_by_the_names_in_use(name, code):
    assert territory_of(name) == code


def test_states_are_named_in_the_readers_language():
    assert usual_name("GE", "fr") == "Géorgie"
    assert usual_name("BA", "en") == "Bosnia and Herzegovina"
    assert usual_name("EU", "en") is None
    assert usual_name("ZZ", "en") is None
    names = [name for _, name in territories("en")]
    assert len(names) > 240
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")
