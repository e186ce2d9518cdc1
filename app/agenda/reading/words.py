"""The words agendas use, in English, French and Spanish, without case and accents.

Knows no grammar: only which words mean what. Patterns here are matched against `fold(text)`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_SAME = dict.fromkeys("’‘´`", "'") | dict.fromkeys("–—−‑‐‒―－", "-")


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and dashes made equal; the length stays the same."""
    if text.isascii():
        return text.lower()
    return _fold(text) if len(text) < 500 else "".join(_fold_one(c) for c in text)


@lru_cache(maxsize=2048)
def _fold(text: str) -> str:
    return "".join(_fold_one(character) for character in text)


@cache
def _fold_one(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in _SAME:
        return _SAME[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


LABEL = re.compile(
    r"\s*(?:(?:plenary|parallel|working|thematic|technical|breakout|break-out|panel)\s+)?"
    r"(?P<word>session|seance|sesion|panel(?: discussion)?|modul[eo]|segment|segmento|bloque|"
    r"round ?table|table ronde|mesa redonda|workshop|atelier|taller|working group|"
    r"groupe de travail|grupo de trabajo|breakout group|breakout|break-out group)"
    r"(?:\s+(?:pleniere|plenaria|de travail|de trabajo))?"
    r"\s*(?:no\.?|n[°ºo]\.?|nr\.?|#)?\s*(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?|[ivx]{1,5}|"
    r"[a-h]\d{0,2}|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|un|deux|trois|quatre|cinq|uno|dos|tres|cuatro|cinco)\b"
)
"""A numbered label at the start of a title: "Session 8", "Atelier n° 2"."""

WORKSHOP_WORDS = (
    "workshop", "atelier", "taller", "working group", "groupe de travail", "grupo de trabajo",
    "breakout group", "breakout", "break-out group",
)  # fmt: skip

CONTINUED = re.compile(
    r"\s*(?::(?=\s*[(\[]))?\s*[-(\[,]*\s*(?:cont'?d\.?|contd\.?|continues|cont\.|\(cont\)|"
    r"continued|continuing|continuation|"
    r"\(?suite\)?(?=\s*(?:$|[:)\].]))|\(?continuacion\)?|\(?cont\b\.?\)?)\s*[)\]]?"
)

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "break",
            r"\b(?:coffee|tea|health|lunch|refreshment|comfort|networking|short|morning|afternoon)"
            r"[\s/-]*(?:and|&)?[\s/-]*(?:\w+\s+)?break|^breaks?\b(?!\W?(?:out|ing))|\bbreak$|"
            r"^breakfast\b|\bbreakfast$|^petits?-dejeuners?\b|^desayuno\b|^comida\b|"
            r"^(?:\w+ )?(?:lunch|"
            r"luncheon|coffee|tea)\b|\bpause\b|\bdejeuner\b|\balmuerzo\b|\bcafe$|^cafe\b|"
            r"\breceso\b|\bpausa\b|\bdescanso\b|^refrigerio|^refreshments?\b|^(?:le )?repas\b|"
            r"^collation\b|^merienda\b|^intermission",
        ),
        (
            "registration",
            r"^(?:\w+ (?:and|&|et|y) )?(?:registration|check-in|arrival and registration|"
            r"sign-in|badge|inscription|enregistrement|registro|inscripcion|acreditacion|"
            r"accreditation|accueil)\b|\bregistration(?: of participants)?$|"
            r"\b(?:enregistrement|inscription|registro|inscripcion) (?:des|de los|de) ",
        ),
        (
            "keynote",
            r"\bkey\s?-?note|\bdiscours (?:principal|inaugural)|"
            r"\bconferencia (?:magistral|inaugural)|\bconference inaugurale|"
            r"\b(?:lecon|leccion) inaugural",
        ),
        (
            "closing",
            r"^(?:official |formal |workshop |conference )?closing(?=\W*$|\W+(?:of|and|by|the|"
            r"with)\b|\s*[-:,/&(])|\bclosing (?:session|ceremony|remarks|address|statement|"
            r"plenary)|^cloture\b|^closure\b|"
            r"\b(?:ceremonie|seance|allocutions?|discours|mots?|session) de "
            r"cloture\b|^(?:(?:acto|ceremonia|sesion|palabras) de )?(?:clausura|cierre)\b|"
            r"\bway forward\b|\bnext steps\b|"
            r"\bwrap-?\s?up\b|\bconcluding (?:remarks|session)|^close of|"
            r"\bfarewell\b(?! (?:dinner|reception|cocktail|lunch|party))|"
            r"\bla voie a suivre|\bpalabras de cierre|\bmot de la fin|^conclusions?$|"
            r"^conclusion(?:es|s)? (?:et|y|and) (?:clausura|cloture|closing|cierre)",
        ),
        (
            "opening",
            r"^(?:official |formal |workshop |conference |meeting )?"
            r"opening(?=\W*$|\W+(?:of|and|by|the|with)\b|\s*[-:,/&(])|"
            r"\bopening (?:session|ceremony|remarks|address|statement|"
            r"plenary|speech)|\bwords? of welcome|\bmots? d'accueil|"
            r"^welcom(?!\w* (?:dinner|reception|cocktail|drink|lunch))|"
            r"\bwelcome (?:remarks|address|speech|and)|\binaugurat|"
            r"^ouverture\b|\b(?:ceremonie|seance|allocutions?|discours|mots?|session)"
            r"(?: pleniere)? d'ouverture\b|"
            r"\bbienvenue\b|^(?:(?:acto|ceremonia|sesion|palabras) (?:oficial )?de )?apertura\b|"
            r"\bbienvenid|\binauguracion|"
            r"^introductory remarks|^introduction of participants|^introduction and welcome",
        ),
        (
            "social",
            r"\bdinner\b|\breception\b|\bcocktail|\baperitif\b|\bcena\b|\brecepcion\b|\bdiner\b|"
            r"vin d'honneur|\bcultural (?:evening|programme|visit|event)|\bexcursion|\bsightseeing|"
            r"\bsocial (?:event|programme|evening)|\bgroup photo|\bfamily photo|\bphoto de|"
            r"\bfoto de",
        ),
        (
            "workshop",
            r"^(?:parallel )?(?:workshop(?! (?:objectives?|overview|structure|agenda|programme|"
            r"aims?|introduction|evaluation|logistics|goals?|summary|conclusions?|wrap|format))|"
            r"working group|break[- ]?out|atelier|taller|"
            r"groupes? de travail|grupos? de trabajo|group work)|^(?:two|three|four|\d) "
            r"(?:parallel )?(?:workshops|working groups|breakout)",
        ),
        ("plenary", r"^plenary|\bplenary$|\bpleniere\b|\bplenaria\b|\breport(?:s|ing)? from the "),
    )
)
"""Kinds by the words of a title; the first that matches counts."""

MARKER = re.compile(
    r"\s*(?:(?:the )?(?:end|close) of(?: the)? (?:\w+[\s-]+){0,3}?(?:day|conference|workshop|"
    r"meeting|seminar|session|sessions|event|programme|program|training|forum|course|symposium|"
    r"colloquium|summit|consultation|webinar|round ?table|agenda)\b.{0,12}|"
    r"fin (?:de |du |del |des |de la |de los |d')(?:\w+[\s'-]+){0,3}?(?:journee|conference|jour|"
    r"atelier|reunion|seminaire|taller|jornada|dia|conferencia|seminario|travaux|colloque|"
    r"evento|foro|curso|programa|encuentro|formation|forum)\b.{0,12}|"
    r"(?:(?:the )?(?:meeting|workshop|conference|symposium|seminar|forum|event|course) )?"
    r"(?:adjourn\w*|ends|closes|concludes)|end|fin|close)[\s.]*$"
)
"""A line that only says when something is over: it ends the entry before it."""

PART_OF_DAY = re.compile(
    r"(?:in the )?(?:morning|afternoon|evening|matin|matinee|apres-midi|soir|soiree|manana|tarde|"
    r"noche|por la manana|por la tarde|am|pm|forenoon)(?: (?:session|programme|seance|sesion))?"
    r"\s*:?$"
)

PART_BEFORE = re.compile(
    r"(?:in the )?(?:morning|afternoon|evening|matin|matinee|apres-midi|soir|soiree|manana|tarde|"
    r"noche)\s*[:-]\s*(?=\w{3})"
)
"""A part of the day before a title: "Morning: visit to the academy"."""

SECTION = re.compile(
    r"(?:\d+\.?\s+)?(?:background|context|contexte|contexto|objectives?|objectifs?|objetivos?|"
    r"expected (?:results|outcomes?)|participants|participantes|contacts?|contacto|annex\w*|"
    r"practical information|informations? pratiques?|notes?|languages?|venue|introduction|"
    r"working languages?|documents?|documentation|resultats attendus|resultados esperados|"
    r"organisers?|further information|list of participants|logistics)\b.{0,40}$"
)
"""Headings of what is not agenda."""

AGENDA = re.compile(
    r"(?:draft |provisional |preliminary |tentative |detailed |annotated |final |proposed |"
    r"conference |workshop |meeting |symposium |seminar |full |indicative |projet d'|projet "
    r"de |proyecto de )*(?:agenda|programme|program|programa|ordre du jour|orden del dia|schedule|"
    r"timetable|horaire|calendrier)(?: provisoire| provisional| preliminar| outline| at a glance|"
    r" template)?"
    r"(?:\s*\((?:draft|projet|proyecto|provisional)\))?\s*:?$"
)
"""The heading of an agenda."""

COLUMNS: dict[str, re.Pattern[str]] = {
    role: re.compile(rf"(?:{pattern})\s*[:*]?$")
    for role, pattern in (
        ("time", r"times?|hours?|heures?|horaires?|horas?|horario|when|timing|schedule|time slot|"
                 r"time \(.*\)|hour \(.*\)|time \w{2,5}|local time|hora local|heure locale|"
                 r"(?:cest?|gmt|utc|e[sd]t|p[sd]t|eest|eet|bst|sgt|pht|jst|"
                 r"ict)(?:\s?[+-]\s?\d{1,2})?"),
        ("start", r"start(?:s|ing)?(?: time| hour)?|begins?(?: at)?|from|debut|heure de debut|"
                  r"inicio|hora (?:de )?inicio|time from|start \(.*\)|desde"),
        ("end", r"end(?:s|ing)?(?: time| hour)?|until|till|to|fin|heure de fin|hora (?:de )?fin|"
                r"finish|time to|termino|end \(.*\)|hasta|hora de termino"),
        ("day", r"days?|dates?|jours?|dias?|fechas?|start dates?|date de debut|fecha de inicio"),
        ("count", r"end dates?|date de fin|fecha de fin|all day event|reminder.*|categories|"
                  r"private|sensitivity|uid|id"),
        ("title", r"sessions?|topics?|subjects?|agenda items?|activit(?:y|ies)|programme|program|"
                  r"items?|themes?|sujets?|activites?|temas?|actividad(?:es)?|sesion(?:es)?|"
                  r"events?|evenements?|eventos?|"
                  r"titles?|contents?|seances?|intitule|titulo|what|agenda|tema y contenido|"
                  r"session title|tasks?|agenda points?|subject matter"),
        ("abstract", r"descriptions?|details|description de la seance|descripcion|objective|"
                     r"remarks|notes|contenu|contenido|outcomes?|resources?|materials?|"
                     r"documents?|methods?|"
                     r"methodology|comments?|observations?|agenda notes"),
        ("presiding", r"moderators?|chairs?|chairpersons?|moderateurs?|moderador(?:es)?|"
                      r"presidents?|presidents? de seance|session chairs?"),
        ("speakers", r"speakers?|presenters?|led by|lead|facilitators?|intervenants?|ponentes?|"
                     r"oradores?|orador|responsible|who|resource persons?|by|speaker\(s\)|"
                     r"facilitator\(s\)|presenter\(s\)|presented by|intervenant\(e\)s|expositor|"
                     r"expositores|speakers? ?/ ?\w+|panell?ists?|animateurs?|"
                     r"task manager|responsables?|"
                     r"responsible persons?|persons? responsible|lead persons?|lead speakers?"),
        ("room", r"rooms?|venues?|locations?|places?|salles?|lieux?|salas?|lugar(?:es)?|where"),
        ("duration", r"durations?|durees?|duracion|length|minutes|min\.?"),
        ("number", r"no\.?|n°|nr\.?|#|item no\.?"),
    )
}  # fmt: skip
"""Which column a heading names."""

SPEAKER_LABEL = re.compile(
    r"(?:(?:guest |invited |keynote |lead |main )?(?:speakers?|presenters?|panell?ists?|"
    r"intervenants?|intervenantes?|intervenant\(e\)s|intervenant\(s\)|intervenant·e·s|ponentes?|"
    r"orador(?:a|es|as)?|"
    r"expositor(?:a|es)?|conferencistas?|orateurs?|oratrices?|presented by|presentation by|led by|"
    r"facilitators?|facilitated by|lead|resource persons?|speaker\(s\)|presenter\(s\)|"
    r"participants?|panel members?|discussants?|panelistas?|panel|intervienen|participan|"
    r"participent|"
    r"introduced by|delivered by|presente par|animateurs?|facilitador(?:a|es)?|by))\s*:\s*"
)
"""What stands before the names of speakers."""

SIDE_BY_SIDE = re.compile(
    r"(?:(?:two|three|four|\d|deux|trois|dos|tres) )?(?:parallel|concurrent|simultaneous|"
    r"break-?out|"
    r"working groups?|group work|workshops\b|ateliers\b|talleres|seances paralleles|sesiones "
    r"paralelas|groupes? de travail|grupos? de trabajo|travaux de groupe)"
)
"""A title that announces entries running at the same time."""

ROOM_HEADING = re.compile(
    r"(?:\w[\w'-]* ){0,3}(?:room|salle|sala|salon|hall|auditorium|auditorio|ballroom|amphitheatre)"
    r"(?: [\w-]+){0,3}$"
)
"""What stands above a column that belongs to one room."""

ROOM_LABEL = re.compile(r"(?:meeting |conference )?(?:room|salle|sala|venue|location|lieu|lugar)\b")

CHAIRING = re.compile(
    r"(?:(?:session|panel|chaired|moderated|presided|facilitated) (?:by|par|por)\s*:?|"
    r"(?:(?:session|panel|co-)[\s-]*)?(?:chair(?:man|person|woman)?s?|moderat(?:or|eur|rice|ion)s?|"
    r"moderador(?:a|es|as)?|modera|anime par|moderation|presid(?:ent|ente|enta|ence|e|es par)s?)"
    r"(?: (?:of the (?:session|panel)|de (?:la )?(?:seance|session|sesion|mesa)|par|por))?\s*:)\s*"
)
"""What stands before the name of whoever presides over an entry."""

PRESIDING = re.compile(
    r"(?:session |panel |co-)?(?:chair(?:man|person|woman)?s?|moderat(?:or|eur|rice|ion)s?|"
    r"moderador(?:a|es|as)?|president(?:e|a)?|rapporteurs?|relator(?:a|es)?|master of ceremonies)"
    r"(?: of the (?:session|panel))?\s*:?"
)
"""A line that announces who presides, not who speaks."""

NOT_PERSONS = re.compile(
    r"(?:the |all |les |tous les |los |todos los )?(?:\w+ )?(?:experts?|participants?|"
    r"participantes|expertos?|chairs?|chairman|chairperson|president\w*|presidente|moderators?|"
    r"moderateur|"
    r"moderador|rapporteurs?|relator\w*|delegations?|delegaciones|delegates?|delegues?|"
    r"delegados?|countries|pays|paises|all|tous|todos|tbc|tbd|to be confirmed|secretariat|"
    r"secretaria\w*|organi[sz]ers?|speakers?|panell?ists?|facilitators?|host|observers?|"
    r"trainers?|n/?a|plenary|"
    r"representatives?.*|members?.*|"
    r"a confirmer|por confirmar|working groups?|groups?)\s*$"
)

SECTION_ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|\d{1,2}(?:st|nd|rd|th)|premiere?|deuxieme|seconde?|"
    r"troisieme|quatrieme|cinquieme|primera|segunda|tercera|cuarta|quinta)\s+"
    r"(?:(?:working|plenary|technical|thematic)\s+)?(?:session|seance|sesion)\b.{0,160}$"
)
"""A line that heads the entries below it: "Third Session: Review"."""
