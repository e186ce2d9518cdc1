"""The JSON: provenance, its schema, and the way back for a frozen text."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from app.recommendations import models
from app.recommendations.document import tree
from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.as_json import SCHEMA, as_data, as_json
from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.from_json import from_data
from app.recommendations.document.tree import Status
from tests.recommendations.document.strasbourg import GEORGIA, UKRAINE, strasbourg

TYPES: dict[str, Any] = {
    "string": str,
    "null": type(None),
    "object": dict,
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def test_the_merged_paragraph_names_both_sources_with_text_hash_and_decision() -> None:
    data = json.loads(as_json(strasbourg()))
    merged = data["parts"][3]["blocks"][0]
    assert merged["number"] == "11"
    assert merged["delegations"] == ["Georgia", "Ukraine"]
    assert merged["sources"] == [
        {
            "kind": "recommendation",
            "label": "Georgia, recommendation 3, revision 2",
            "relation": "adapted",
            "text": GEORGIA,
            "text_hash": hashlib.sha256(GEORGIA.encode()).hexdigest(),
            "decided_by": "Rapporteur",
            "decided_at": "2019-05-17T14:05:00+02:00",
        },
        {
            "kind": "recommendation",
            "label": "Ukraine, recommendation 1, revision 1",
            "relation": "adapted",
            "text": UKRAINE,
            "text_hash": hashlib.sha256(UKRAINE.encode()).hexdigest(),
            "decided_by": "Rapporteur",
            "decided_at": "2019-05-17T12:00:00+00:00",
        },
    ]


@pytest.mark.parametrize("status", list(Status))
def test_the_json_is_what_its_schema_says(status: Status) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(_faults(json.loads(as_json(strasbourg(status=status))), schema, schema)) == []


def test_the_schema_refuses_what_is_wrong() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    data = as_data(strasbourg())
    data["parts"][3]["blocks"][0]["sources"][0]["relation"] = "guessed"
    data["parts"][0]["blocks"][1]["author"] = "somebody"
    del data["reference"]
    faults = list(_faults(data, schema, schema))
    assert len(faults) == 3


@pytest.mark.parametrize("status", list(Status))
def test_a_frozen_document_comes_back_whole(status: Status) -> None:
    document = strasbourg(status=status)
    back = from_data(json.loads(as_json(document)))
    assert back == document


def test_a_document_read_back_prints_the_same_bytes() -> None:
    document = strasbourg()
    back = from_data(json.loads(as_json(document)))
    assert as_docx(back) == as_docx(document)
    assert as_pdf(back) == as_pdf(document)


def test_data_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="plenary-conclusions-1"):
        from_data({"format": "frab"})


@pytest.mark.parametrize("name", ["ParagraphKind", "ParagraphState", "SourceKind", "Relation"])
def test_every_value_of_the_records_has_its_place_in_the_document(name: str) -> None:
    printed = {member.value for member in getattr(tree, name)}
    assert {member.value for member in getattr(models, name)} <= printed


def _faults(value: Any, rule: dict[str, Any], schema: dict[str, Any], at: str = "$") -> Any:
    """Yield what is wrong with a value, for the part of JSON Schema that our schema uses."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in rule:
        tried = [list(_faults(value, one, schema, at)) for one in rule["anyOf"]]
        yield from min(tried, key=len)
        return
    if "const" in rule and value != rule["const"]:
        # Many faults: "anyOf" above then prefers the branch that is meant.
        yield from [f"{at}: not {rule['const']}"] * 99
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is none of {rule['enum']}"
    kinds = rule.get("type", list(TYPES))
    if not any(_is(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{at}: not {kinds}"
        return
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"{at}: does not look like {rule['pattern']}"
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, rule.get("items", {}), schema, f"{at}[{number}]")
    if isinstance(value, dict):
        properties = rule.get("properties", {})
        yield from (
            f"{at}.{name}: missing" for name in rule.get("required", ()) if name not in value
        )
        for name, inside in value.items():
            if name not in properties:
                yield f"{at}.{name}: unknown"
            else:
                yield from _faults(inside, properties[name], schema, f"{at}.{name}")


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
