"""Every pair of colours keeps WCAG 2.2 AA, light and dark. Knows only the style sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.pages import bundles

CSS = Path(__file__).parent.parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
ACCENTS = ("blue", "green", "red", "ochre", "violet", "slate")
SCHEMES = ("light", "dark")

# (ink, ground, least ratio): 4.5 for text (SC 1.4.3), 3 for the edge of a control (SC 1.4.11).
TEXT = [
    (ink, ground, 4.5)
    for ink in ("ink", "ink-soft", "accent", "good", "warn", "bad", "info")
    for ground in ("paper", "surface")
]
FILLS = [
    ("on-accent", "accent", 4.5),
    ("on-bad", "bad", 4.5),
    ("on-ink", "ink", 4.5),
    ("ink-soft", "bad-wash", 4.5),
    ("accent", "accent-wash", 4.5),
    *((name, f"{name}-wash", 4.5) for name in ("good", "warn", "bad", "info")),
    *(("ink", f"{name}-wash", 4.5) for name in ("accent", "good", "warn", "bad", "info")),
]
CONTROLS = [
    ("edge-control", "paper", 3.0),
    ("edge-control", "surface", 3.0),
    ("focus", "paper", 3.0),
    ("focus", "surface", 3.0),
    *(("focus", f"{name}-wash", 3.0) for name in ("accent", "good", "warn", "bad", "info")),
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("accent", ACCENTS)
def test_every_declared_pair_of_colours_can_be_read(accent: str, scheme: str) -> None:
    colours = _colours(accent, scheme)
    weak = {
        f"{ink} on {ground}": round(_ratio(colours[ink], colours[ground]), 2)
        for ink, ground, least in TEXT + FILLS + CONTROLS
        if _ratio(colours[ink], colours[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_rule_that_sets_ink_and_ground_together_can_be_read(scheme: str) -> None:
    pairs = _pairs_in_rules()
    assert ("on-accent", "accent") in pairs, "the rules were not read"
    for accent in ACCENTS:
        colours = _colours(accent, scheme)
        weak = {pair for pair in pairs if _ratio(colours[pair[0]], colours[pair[1]]) < 4.5}
        assert weak == set()


def test_the_ratio_is_the_one_of_the_standard() -> None:
    assert _ratio("#ffffff", "#000000") == pytest.approx(21)
    assert _ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_live_in_the_tokens_alone() -> None:
    allowed = {"tokens.css", "print.css", "figures.css"}  # black on white for paper and scanners
    strays = {
        sheet.name
        for sheet in CSS.glob("*.css")
        if sheet.name not in allowed and re.search(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())
    }
    assert strays == set()


def test_every_style_sheet_is_served() -> None:
    served = bundles()["css/all.css"] + bundles()["css/work.css"]
    assert sorted(served) == sorted(f"css/{one.name}" for one in CSS.glob("*.css"))


def test_layout_follows_the_direction_of_writing() -> None:
    physical = re.compile(
        r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)|left|right|float"
        r"|text-align:\s*(?:left|right))(?:-\w+)?\s*[:;]"
    )
    found = {sheet.name: physical.findall(sheet.read_text()) for sheet in CSS.glob("*.css")}
    assert {name: hits for name, hits in found.items() if hits} == {}


def _colours(accent: str, scheme: str) -> dict[str, str]:
    """Custom properties that hold a colour, as the cascade leaves them: root, then accent."""
    light, dark = TOKENS.split("@media screen and (prefers-color-scheme: dark)", 1)
    parts = [light] if scheme == "light" else [light, dark]
    colours: dict[str, str] = {}
    for selector in (r":root", rf'\[data-accent="{accent}"\]'):
        for part in parts:
            for body in re.findall(selector + r"\s*\{([^}]*)\}", part):
                colours |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
    return colours


def _pairs_in_rules() -> set[tuple[str, str]]:
    pairs = set()
    for sheet in CSS.glob("*.css"):
        for body in re.findall(r"\{([^{}]*)\}", sheet.read_text()):
            ink = re.search(r"(?<![-\w])color:\s*var\(--([\w-]+)\)", body)
            ground = re.search(r"(?<![-\w])background(?:-color)?:\s*var\(--([\w-]+)\)", body)
            if ink and ground and sheet.name != "print.css" and "progress" not in body:
                pairs.add((ink[1], ground[1]))
    # The filled part of a progress bar names its colour for Firefox, it carries no text.
    return pairs - {("accent", "paper")}


def _ratio(first: str, second: str) -> float:
    """Contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
