"""What headings, introductions and first words say of the paragraphs they stand before.

English, French and Spanish, matched without case and accents. Knows no document.
"""

from __future__ import annotations

import re

from app.agenda.reading.places import is_country
from app.agenda.reading.words import fold
from app.recommendations.models import ParagraphKind as Kind

_NUMBERED = re.compile(
    r"^(?:(?:part|chapter|section|partie|parte)\s+)?"
    r"(?:(?:[ivx]{1,5}|[a-h])[.):]|\d{1,2}(?:\.\d{1,2})*[.):]?)\s+(?=\S)"
)
_SECTIONS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.TAKE_AWAY,
         r"\b(?:take-?\s?aways?|key messages|(?:key|main|principal) (?:findings|points|outcomes|"
         r"conclusions)|lessons learn(?:ed|t)|messages cles|principaux (?:enseignements|messages|"
         r"points|constats)|enseignements tires|mensajes clave|principales (?:mensajes|"
         r"ensenanzas|conclusiones)|lecciones aprendidas)\b"),
        (Kind.WAY_AHEAD,
         r"\b(?:way (?:ahead|forward)|ways forward|next steps|follow-?\s?up|future (?:action|steps|"
         r"work|activities)|action (?:points|plan|items)|actions? a (?:mener|entreprendre)|"
         r"suites? a donner|prochaines etapes|marche a suivre|voie a suivre|perspectives|"
         r"proximos pasos|camino a seguir|medidas de seguimiento|seguimiento)\b"),
        (Kind.PRIORITY, r"\b(?:priorit(?:y|ies)|priorites?|prioridad(?:es)?)\b"),
        (Kind.RECOMMENDATION,
         r"\b(?:recommendations?|recommend(?:s|ed)?(?= that| to|\W*$)|recommandations?|"
         r"recommand(?:e|ent)|recomendaciones|recomendacion|recomiendan?|recomendaron)\b"),
        (Kind.PREAMBLE,
         r"\b(?:background|context|introduction|preamble|preambular|participation|participants|"
         r"proceedings|opening(?: of the (?:meeting|workshop|conference))?|attendance|"
         r"(?:summary|overview) of (?:the )?(?:discussions?|proceedings)|contexte|preambule|"
         r"ouverture|deroulement|contexto|antecedentes|preambulo|participantes|introduccion)\b"),
        (Kind.OPERATIVE,
         r"\b(?:conclusions?|decisions?|outcomes?|resolutions?|operative (?:part|paragraphs)|"
         r"thanks|acknowledge?ments|adoption|remerciements|agradecimientos|adopcion|"
         r"resultats|conclusion(?:es)?|decisiones|resultados)\b"),
    )
)  # fmt: skip
_BELOW = re.compile(
    r"(?:addressed to|addressees?|adress[eé]e? [aà]|destinataires?|dirigid[oa] a|destinatarios?)"
    r"\s*:\s*(?P<who>\S.{0,198})$",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"(?:annex(?:es|e|os?)?|appendix|appendices|anejo|apendice)\b|"
    r"(?:list of participants|liste des participants|lista de participantes)$"
)
_PREAMBULAR = re.compile(
    r"(?:recalling|noting|welcoming|recogni[sz]ing|reaffirming|affirming|bearing in mind|"
    r"considering|aware|concerned|deeply|convinced|mindful|taking (?:note|into account)|having|"
    r"acknowledging|emphasi[sz]ing|stressing|underlining|underscoring|expressing|guided|conscious|"
    r"determined|desiring|alarmed|appreciating|building on|rappelant|notant|considerant|conscient"
    r"\w*|reconnaissant|reaffirmant|soulignant|preoccupe\w*|convaincu\w*|ayant|prenant|"
    r"recordando|considerando|consciente\w*|reconociendo|reafirmando|teniendo|preocupad\w*|"
    r"convencid\w*|tomando nota|subrayando)\b"
)
_OPERATIVE = re.compile(
    r"(?:(?:the (?:participants|delegations|conference|workshop|meeting|states)|participants|"
    r"delegations|they)\s+(?:\w+ly\s+)?)?(?:calls? up?on|urges?|invites?|encourages?|decides?|"
    r"recommends?|requests?|welcomes?|notes?|takes? note|affirms?|reaffirms?|stress(?:es)?|"
    r"emphasi[sz]es?|underlines?|expresses|agrees?|adopts?|commends?|thanks?|acknowledges?|"
    r"recogni[sz]es?|appelle|demande|invite|encourage|decide|recommande|prie|insta|exhorta|"
    r"invita|alienta|recomienda|pide)\b"
)
_PARTICIPATION = re.compile(
    r"\b(?:participat|attend|took part|gathered|was (?:held|organi[sz]ed)|brought together|"
    r"representatives of|ont (?:participe|pris part)|s'est tenu|reuni|participaron|se celebro)"
)
_WHO = re.compile(
    r"(?:^|,\s*|\bthat\s+|\bque\s+)(?P<who>[^,:;.]{3,90}?)\s+(?:"
    r"should(?: also| therefore)?|shall|must|"
    r"(?:are|is|were) (?:therefore )?(?:invited|encouraged|called up?on|urged|requested|asked) to|"
    r"devraient|doivent|devrait|doit|sont (?:invites|invitees|appeles|pries|encourages) a|"
    r"deberian|deben|deberia|debe|son invitados a)\b[^:]{0,40}:?$",
)
_TO = re.compile(
    r"(?:recommendations?|recommandations?|recomendaciones|actions?)\s+"
    r"(?:(?:addressed|directed|adressees?|dirigidas)\s+)?"
    r"(?:to|for|aux?|a la|a l'|a los|a las|al|para)\s+"
    r"(?:the |les |los |las )?(?P<who>.{3,80})$"
)
_COMMON = re.compile(
    r"\b(?:common|joint|general|overall|shared|communes|conjointes|generales|comunes|conjuntas)\b"
)


def section_kind(text: str) -> Kind | None:
    """The kind of the paragraphs below a heading or an introduction, None where it names none.

    Of several the first named counts: "Conclusions and recommendations" opens conclusions.
    """
    plain = fold(text)
    found = [
        (match.start(), -len(match.group()), kind)
        for kind, pattern in _SECTIONS
        if (match := pattern.search(plain))
    ]
    if not found:
        return None
    # "Follow-up recommendations" and "recommendations of the conclusions": what comes first.
    return min(found, key=lambda one: one[:2])[2]


def names_section(text: str) -> bool:
    """Whether a short line says by its words alone that it is the heading of a part."""
    plain = _NUMBERED.sub("", fold(text).strip(" .:*"), count=1)
    if len(plain) > 60 or len(plain.split()) > 7:
        return False
    rest = plain
    for _, pattern in _SECTIONS:
        rest = pattern.sub(" ", rest)
    if rest == plain:
        return False
    small = re.sub(
        r"\b(?:and|the|of|for|on|by|to|key|main|common|joint|general|country|countries|national|"
        r"workshops?|conference|meeting|agreed|et|des?|les?|la|du|par|pays|communes?|y|los?|las|"
        r"del?|por|pais(?:es)?)\b",
        " ", rest,
    )  # fmt: skip
    return not re.search(r"\w", small)


def names_two_kinds(text: str) -> bool:
    """Whether a heading names more than one kind: "Conclusions and recommendations"."""
    plain = fold(text)
    return len([kind for kind, pattern in _SECTIONS if pattern.search(plain)]) > 1


def is_annex(text: str) -> bool:
    """Whether a short line begins an annex."""
    return len(text) < 120 and bool(_ANNEX.match(_NUMBERED.sub("", fold(text).strip(), count=1)))


def is_preambular(text: str) -> bool:
    """Whether a paragraph begins as those before the operative ones do: "Recalling …"."""
    return bool(_PREAMBULAR.match(fold(text[:60]))) and text.rstrip()[-1:] in ",;"


def is_operative(text: str) -> bool:
    """Whether a paragraph begins with the verb of a decision: "Invites …"."""
    return bool(_OPERATIVE.match(fold(text[:90])))


def tells_participation(text: str) -> bool:
    """Whether a paragraph tells who met, where and when."""
    return bool(_PARTICIPATION.search(fold(text)))


def addressee_in(text: str) -> str:
    """Whom an introduction or a heading addresses, in its words: "ASEAN member states"; or ""."""
    plain = fold(text.strip())
    for pattern in (_WHO, _TO):
        if match := pattern.search(plain):
            who = text.strip()[match.start("who") : match.end("who")].strip(" :")
            return re.sub(r"^[Tt]he (?=\w)", "", who)
    return ""


def addressed_below(text: str) -> str:
    """Whom a line below a point says that it is addressed to: "Addressed to: all States"; or ""."""
    match = _BELOW.match(text.strip())
    return match["who"].strip() if match else ""


def country_in(text: str) -> str:
    """The State that a heading names and nothing else ("Delegation of Georgia"), or ""."""
    bare = text.strip(" .:*")
    bare = re.sub(
        r"^(?:Delegation of|Délégation de(?: la| l'|s)?|Delegación de)\s+(?:the )?", "", bare
    )
    return bare if len(bare) < 60 and is_country(bare) else ""


def is_common(text: str) -> bool:
    """Whether a heading speaks of recommendations that all share."""
    return bool(_COMMON.search(fold(text)))
