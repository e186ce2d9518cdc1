"""The HTML fragment and the Markdown: structure, permanent ids, and nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lxml import html
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.recommendations.document.as_html import as_html
from app.recommendations.document.as_markdown import as_markdown
from app.recommendations.document.printing import without_sources
from app.recommendations.document.tree import Status
from tests.recommendations.document.strasbourg import BRACKETED, FOOTNOTE, STATES, strasbourg

EVIL = '<script>alert("x")</script> & *not bold* [link](https://example.org) | `code` {0}'


def test_the_fragment_is_one_article_with_its_language_and_one_title() -> None:
    fragment = as_html(strasbourg())
    assert isinstance(fragment, Markup)
    article = html.fragment_fromstring(fragment)
    assert (article.tag, article.get("lang"), article.get("dir")) == ("article", "en", "ltr")
    assert len(article.findall(".//h1")) == 1
    assert [h.text_content() for h in article.findall(".//h2")][:2] == [
        "I. Background",
        "II. Participation",
    ]


def test_a_page_may_put_the_document_under_a_heading_of_its_own() -> None:
    article = html.fragment_fromstring(as_html(strasbourg(), heading_level=2))
    levels = [int(node.tag[1]) for node in article.iter() if re.fullmatch(r"h\d", str(node.tag))]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_paragraph_has_its_permanent_id_once_and_its_number_as_text() -> None:
    article = html.fragment_fromstring(as_html(strasbourg()))
    ids = [node.get("id") for node in article.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert article.get_element_by_id("p-60").find("p/span").text == "11."
    assert article.get_element_by_id("p-63").find("p/span").text == "(i)"
    assert article.get_element_by_id("p-63").getparent().getparent().get("id") == "p-62"
    assert article.get_element_by_id("p-1").get("class") == "preamble"


def test_sources_and_footnotes_are_reachable_from_their_paragraph() -> None:
    article = html.fragment_fromstring(as_html(strasbourg()))
    sources = article.get_element_by_id("p-60-sources").text_content()
    assert "Georgia, recommendation 3, revision 2 · adapted, Rapporteur, 17 May 2019" in sources
    assert "Ukraine, recommendation 1, revision 1" in sources
    assert FOOTNOTE in article.get_element_by_id("footnote-2").text_content()
    anchors = {link.get("href").removeprefix("#") for link in article.iter("a")}
    assert anchors == {"footnote-1", "footnote-1-reference", "footnote-2", "footnote-2-reference"}
    assert all(article.get_element_by_id(anchor) is not None for anchor in anchors)


def test_brackets_are_text_and_deleted_words_are_struck() -> None:
    article = html.fragment_fromstring(as_html(strasbourg(status=Status.DRAFT)))
    assert BRACKETED in article.get_element_by_id("p-65").text_content()
    assert (
        "[A register of all contact points is kept by the organisers.]"
        in article.get_element_by_id("p-66").text_content()
    )
    assert article.get_element_by_id("p-67").find("p/del").text == "A standing committee is set up."


def test_everything_people_wrote_is_escaped_in_html() -> None:
    document = replace(strasbourg(merged=EVIL), title=EVIL, event_title=EVIL, reference=EVIL)
    fragment = as_html(document)
    article = html.fragment_fromstring(fragment)
    assert "<script" not in fragment
    assert article.findall(".//script") == []
    assert article.find(".//h1").text_content() == EVIL
    assert EVIL in article.get_element_by_id("p-60").text_content()
    assert not re.search(r"\sstyle=|\son\w+=", fragment)


def test_without_sources_nothing_of_the_provenance_is_left() -> None:
    fragment = as_html(without_sources(strasbourg()))
    assert "revision 2" not in fragment
    assert "Rapporteur" not in fragment


def test_markdown_says_the_same_with_its_signs_escaped() -> None:
    text = as_markdown(strasbourg(merged=EVIL))
    shown = MarkdownIt("commonmark").enable("table").render(text)
    plain = html.fragment_fromstring(shown, create_parent="div").text_content()
    assert f"11. {EVIL[:20]}" in plain
    for words in (EVIL.split("{")[0], *STATES, "Georgia, Ukraine", "(ii) within one week"):
        assert words in plain
    assert "<script" not in shown
    assert "<a href" not in shown
    assert "<code>code" not in shown
    assert f"[^2]: {FOOTNOTE}" in text


def test_markdown_tables_keep_their_columns() -> None:
    shown = MarkdownIt("commonmark").enable("table").render(as_markdown(strasbourg(merged=EVIL)))
    tables = html.fragment_fromstring(shown, create_parent="div").findall(".//table")
    assert len(tables) == 3
    for table in tables:
        widths = {len(row.findall("*")) for row in table.iter("tr")}
        assert widths == {3}


def test_the_same_document_gives_the_same_text() -> None:
    assert as_html(strasbourg()) == as_html(strasbourg())
    assert as_markdown(strasbourg()) == as_markdown(strasbourg())
