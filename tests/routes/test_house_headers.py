"""What every answer carries, and which requests are turned away before any route sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from app.routes.sizes import MOST_BYTES
from tests.cast import Cast


def test_every_answer_forbids_what_is_not_ours(client: TestClient, cast: Cast) -> None:
    for path in ("/", f"/events/{cast.slug}", "/nothing", "/static/css/all.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_change_from_another_site_is_refused(
    cast: Cast, client_for: Callable[[Person], TestClient], headers: dict[str, str]
) -> None:
    browser = client_for(cast.organiser)
    answer = browser.post("/sign-out", headers=headers)
    assert answer.status_code == 403
    assert browser.get(f"/events/{cast.slug}/manage/agenda").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}]
)
def test_a_change_from_our_own_pages_is_taken(
    cast: Cast, client_for: Callable[[Person], TestClient], headers: dict[str, str]
) -> None:
    browser = client_for(cast.organiser)
    assert browser.post("/sign-out", headers=headers).status_code == 303
    assert browser.get(f"/events/{cast.slug}/manage/agenda").status_code == 401


def test_a_file_that_says_it_is_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post("/sign-out", content=b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 413
    assert "25 MB" in answer.text


def test_a_file_that_hides_its_size_is_not_read_either(
    cast: Cast, client_for: Callable[[Person], TestClient]
) -> None:
    def endless() -> Iterator[bytes]:
        yield (b"--b\r\nContent-Disposition: form-data; name=document; filename=people.csv\r\n\r\n")
        for _ in range(MOST_BYTES // 65536 + 2):
            yield b"x" * 65536

    answer = client_for(cast.organiser).post(
        f"/events/{cast.slug}/manage/participants/import",
        content=endless(),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 413
    assert "25 MB" in answer.text


def test_a_program_is_refused_in_json_and_a_person_in_a_page(client: TestClient) -> None:
    assert client.get("/nothing", headers={"Accept": "application/json"}).json()["detail"]
    page = client.get("/nothing", headers={"Accept": "text/html"})
    assert "<h1>" in page.text
