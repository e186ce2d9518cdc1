"""Files that are no conclusions are refused with one sentence; whatever is read keeps its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadInput
from app.recommendations.reading import read_conclusions
from tests.recommendations.reading.test_documents import every_word, words

DOCUMENTS = Path(__file__).parent / "documents"
WORD = (DOCUMENTS / "summary.docx").read_bytes()
PDF = (DOCUMENTS / "summary.pdf").read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b""),
        ("a.txt", b" \n\t \n"),
        ("a.docx", b"\x00\x01\x02\xff\xfe\x80" * 200),
        ("a.docx", WORD[: len(WORD) // 2]),
        ("a.pdf", PDF[:900]),
        ("a.txt", b"a" * 50_000_000),
        ("a.txt", b"# Conclusions\n"),
        ("a.txt", b"- one\n" * 3_001),
    ],
)
def test_what_holds_no_conclusions_is_refused_with_one_sentence(name, data):
    with pytest.raises(BadInput) as refusal:
        read_conclusions(name, data)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


LINE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "  ", "    "]),
    st.sampled_from(["", "- ", "(a) ", "(b) ", "(i) ", "1. ", "2. ", "2.1 ", "## ", "a) "]),
    st.sampled_from([
        "Recommendations", "Key take-aways", "States should:", "Georgia", "Annex", "Contents",
        "to train judges;", "The participants met.", "WAY FORWARD", "Recalling the treaty,", "",
    ]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=14))
def test_no_word_is_lost_or_added_whatever_the_lines_are(lines):
    text = "\n".join(lines)
    try:
        found = read_conclusions("a.txt", text.encode())
    except BadInput:
        return
    assert every_word(found) == words(text)
    for index, line in enumerate(found.paragraphs):
        assert line.parent is None or line.parent < index
