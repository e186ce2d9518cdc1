"""Who else is writing here: colleagues see it for a while, strangers never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import time_machine
from fastapi.testclient import TestClient

from app.clock import now
from app.delegations.rights import Person
from app.recommendations.presence import LASTS
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop"


def test_colleagues_see_who_is_writing_for_less_than_a_minute(
    steps: Steps, client_for: ClientFor
) -> None:
    cast = steps.cast
    address = f"{TOP}/recommendations/{steps.draft()}/writers"
    delegate, head = client_for(cast.georgia_delegate), client_for(cast.georgia_head)
    mine = delegate.post(address).text
    assert cast.georgia_delegate.name not in mine
    assert "writing" not in mine
    delegate.post(address)
    assert head.get(address).text.count(f"{cast.georgia_delegate.name} is writing here") == 1
    assert client_for(cast.ukraine_head).get(address).status_code == 404
    with time_machine.travel(now() + LASTS + timedelta(seconds=1)):
        assert "writing" not in head.get(address).text


def test_rapporteurs_see_one_another_in_a_paragraph(steps: Steps, client_for: ClientFor) -> None:
    cast = steps.cast
    address = f"{TOP}/conclusions/paragraphs/{steps.add('One text.')}/writers"
    rapporteur = client_for(cast.rapporteur)
    assert "writing" not in rapporteur.post(address).text
    assert client_for(cast.georgia_head).get(address).status_code == 403
    page = rapporteur.get(address.replace("writers", "text")).text
    assert page.index('id="writers"') < page.index("<form")
    assert rapporteur.get(f"{TOP}/conclusions/paragraphs/999/writers").status_code == 404
