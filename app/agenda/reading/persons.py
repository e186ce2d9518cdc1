"""Whether words are the name of a person, and the persons of a list.

Knows words only. Inventing a person is worse than missing one: two capitalised words are a name
only if neither is a word that programmes use, and nobody without a title, a function or a place
in a list of speakers is taken for a person.
"""

from __future__ import annotations

import re

from app.agenda.reading.blocks import squeeze
from app.agenda.reading.places import is_country
from app.agenda.reading.words import NOT_PERSONS, fold

ADDRESS = re.compile(
    r"(?:Ambassador|Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Judge|Justice|H\.\s?E|Hon|M|MM|Mme|Mlle|"
    r"Mmes|Sr|Sra|Srta|"
    r"Dra|Lic|Ing|Eng|Mtro|Mtra|Amb|S\.\s?E\.\s?M|S\.\s?E|Atty|Col|Maj|Gen|Capt|Sen|Rep|Rev|Msgr|"
    r"Datuk|Dato|Engr|Arq|Mag|Me|Undersecretary|Commissioner|Minister|Senator)\.?\s?(?=[A-ZÀ-Þ])"
)
"""Forms of address and titles, before a name."""

_NAME_WORD = (
    r"(?:[A-ZÀ-Þ][\w'’.-]*|d['’][A-ZÀ-Þ][\w'’-]*|de|del|da|do|dos|di|du|des|van|von|zu|der|den|ten|"
    r"ter|la|le|los|las|bin|ben|ibn|al|el|y|e|af|of)"
)
_NAME = re.compile(rf"(?!The\b)[A-ZÀ-Þ][\w'’.-]*(?:\s+{_NAME_WORD}){{1,5}}$")
_BODIES = re.compile(
    r"\b(?:council|ministr|ministe|universit|department|division|commission|agency|centre|center|"
    r"institut|session|study|studies|country|authority|service|directorate|embassy|committee|"
    r"convention|consejo|conseil|departamento|direccion|fiscalia|procuraduria|tribunal|parquet|"
    r"ecole|autorite|justicia|estados|secretar|programme|interpol|europol|foundation|fondation|"
    r"fundacion|association|asociacion|federation|organi[sz]ation|network|reseau|company|building|"
    r"republic|europe|(?:office|court|police|union|nations|groups?|bureau|unit|task|force|of|for|"
    r"and|corte|cour|bod(?:y|ies)|room|hall|break|lunch|bank|banque|banco|general|national|"
    r"federal)\b)"
)
_WORDS = (
    "access accion accueil action actions address adoption african afternoon agenda "
    "agriculture allocution almuerzo american annex annexe annual answer answers apertura "
    "approval arab arrival arts asian assessment asylum atelier ateliers avenue award awards "
    "bar best bienvenida bienvenue bilateral biodiversity bloc block board bonnes border "
    "breakfast briefing buenas building cadre cafe capacity cas case cases caso cena ceremony "
    "challenge challenges child children cierre cities civil clausura climate closed closing "
    "cloture coffee conclusion conclusiones conclusions conference conferences conferencia "
    "cooperation coordination countries course crime criminal culture current customs cyber "
    "cybercrime data datos day debat debate debriefing december dejeuner demonstration "
    "departure development digital dinner discours discurso discussion discussions donnees "
    "draft droit east echange echanges economic education ejercicio election energy english "
    "environment estudio etude european evaluation evening evidence executive exercice "
    "exercise exercises exhibition experience experiences experiencias experts february field "
    "film final finance financial floor food forest formacion formal formation forward foyer "
    "framework free french friday funding future gala garden gender gestion global good "
    "governance group groupe groupes groups grupo grupos health high hotel human impact "
    "inauguracion informal information informe innovation inscription institutions "
    "interactive international internet intervention interventions introduccion introduction "
    "introductory investigation investigations investment invited issues item january july "
    "juridique justice key keynote kingdom labour launch law laws learned learnt lecture "
    "lectures legal legislation lessons level lobby local lunch main management march marco "
    "marine meeting member mesa message methods mid migration ministerial mobility module "
    "modules monday monitoring morning mot mots moyens multilateral museum nacional nationale "
    "needs networking new next north november objectifs objectives objetivos ocean october "
    "official online open opening opportunities opportunity ouverture overview palabras panel "
    "papel paper parallel part parties partnership partnerships party pause perspectives "
    "photo plan planning plans plenary policies policy politica political politique ponencia "
    "ponencias poster posters practicas practice practices pratiques preguntas presentacion "
    "presentation presentations prevention priorities private problem problems program "
    "programme progress project projection projects projet prosecution protection proyecto "
    "public quality question questions rapport rapports reception recommendations redonda "
    "reform reforms regional registration registro remarks reponses report reporting reports "
    "research respuestas restaurant results review rights risk risks role roles ronde room "
    "rural saturday science sciences scientific seance section security segment september "
    "sesion session session's sessions signature signing site social society solutions south "
    "spanish speech speeches sport square statement statements states status steps strategic "
    "strategies strategy stream street suite suivi sujet summary sunday support synthese "
    "system systems table talk talks taller tea technical technology tema temas term terrace "
    "thematic theme themes thursday time tools topic topics tour trabajo track trade training "
    "transfer transport travaux tuesday united update updates urban victim victims video "
    "visit visita visite vote water way wednesday welcome welcoming west witness witnesses "
    "women working workshop workshops youth"
)
_PROGRAMME_WORDS = frozenset(_WORDS.split())
"""Words that a name in a programme does not hold, folded."""

FUNCTION = re.compile(
    r"(?:the |le |la |el )?(?:(?:deputy|senior|chief|vice|assistant|associate|former|state|public|"
    r"legal|national|regional|programme|project|supreme court|under|district)[\s-]+)*"
    r"(?:director|head|judge|prosecutor|minister|secretary|ambassador|advis[eo]r|officer|"
    r"professor|delegate|commissioner|inspector|magistrate|registrar|co-?ordinator|manager|"
    r"economist|researcher|lecturer|analyst|consultant|investigator|directeur|directrice|chef|"
    r"cheffe|juge|procureure?|ministre|conseill(?:er|ere)|professeure?|coordonna(?:teur|trice)|"
    r"directora?|jef[ea]|juez|jueza|fiscal|ministr[oa]|asesora?|profesora?|coordinadora?)\b"
)
"""A function that stands for a person where the document calls it a speaker."""

_OFFICE = re.compile(
    r"\b(?:(?:vice-?|co-|sous-)?(?:president|presidente|presidenta|chair(?:man|woman|person)?)|"
    r"direct(?:or|ora|eur|rice)|secretar[yi]\w*|secretaire|minist(?:er|re|ro|ra)|commissioner|"
    r"commissaire|head|chief|judge|juge|juez|jueza|prosecutor|procureure?|fiscal|prof(?:essor|"
    r"esseure?|"
    r"esora?)?|lecturer|researcher|chercheu\w+|rector|rectora|recteur|dean|doyen|decan[oa]|mep|"
    r"deputy|"
    r"deputee?|diputad[oa]|senator|senateur|senador|mayor|maire|alcalde|alcaldesa|ambassador|"
    r"ambassadeur|ambassadrice|embajadora?|officer|advis[eo]r|experte?|consultante?|manager|"
    r"coordinat(?:or|rice)|co-ordinator|coordonnat(?:eur|rice)|coordinadora?|specialist\w*|"
    r"analyst|economist|"
    r"lawyer|avocate?|abogad[oa]|attorney|counsel|(?:co-)?founder|ceo|coo|cto|member|membre|"
    r"miembro|"
    r"representative|representante?|rapporteur|fellow|editor|journaliste?|periodista|writer|"
    r"escritora?|activist|inspector|delegate|delegue|engineer|scientist|phd|"
    r"master of ceremonies|responsable|chargee? de|catedratic[oa]|jef[ea]|conseill\w+|asesora?|"
    r"magistrat\w*|docente|prefet|"
    r"gerente|tecnic[oa]|maitre de conferences|governor|provost|chancellor|curator|owner|founder|"
    r"inspect(?:eur|rice)|administrat(?:or|eur|rice)|presidency|focal point|team leader)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:ministr|ministe|universit|universid|institut|department|departament|council|consejo|"
    r"conseil|"
    r"commission|agency|agence|agencia|authority|autorite|office|committee|directorate|college|"
    r"federation|foundation|fundacion|association|asociacion|organi[sz]ation|centre|center|court|"
    r"government|gouvernement|gobierno|parliament|school|ecole|embassy|secretariat|bank|academy)|"
    r"\binc\b|\bltd\b"
)


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's name of two words or more."""
    text = text.strip(" .")
    if not _NAME.match(text) or text.isupper():
        return False
    plain = fold(text)
    if _BODIES.search(plain.replace(" of ", " ")) or " of " in plain:
        return False
    if ADDRESS.search(text, 1) and not re.match(r"\w\.", text):
        return False  # "Intervention de M. Example" begins with no name
    return _PROGRAMME_WORDS.isdisjoint(re.split(r"[\s-]+", plain)) and not is_country(text)


def has_address(text: str) -> bool:
    """Whether a text begins with a form of address: "Ms", "Dr", "S.E."."""
    return bool(ADDRESS.match(text))


def with_function(text: str) -> bool:
    """Whether a text is a name and what that person is: "Ada Example, Director, Example Office".

    Without a function or an institution behind the name nobody can tell a person from a title.
    """
    parts = re.split(r"\s*,\s*|\s+[-–—]\s+|\s*[(:]\s*", text.strip(" .;"), maxsplit=1)
    if len(text) > 220 or len(parts) < 2 or not is_name(ADDRESS.sub("", parts[0])):
        return False
    rest = fold(parts[1])
    if _OFFICE.search(fold(ADDRESS.sub("", parts[0]))):
        return False  # "Deputy Director, Ministry of Justice" names nobody
    return bool(_OFFICE.search(rest[:90]) or _INSTITUTION.search(rest))


def is_function(text: str) -> bool:
    """Whether a line is only a function or an institution: "Head of Division, Example Office"."""
    plain = fold(text).strip("() ")
    return len(text) < 120 and bool(_OFFICE.match(plain) or FUNCTION.match(plain))


def persons(text: str, *, named: bool = False) -> list[str]:
    """The persons of a list; with `named` the document calls them speakers, so that a function
    ("Director, Water Department") stands for a person too."""
    pieces = re.split(r"\s*;\s*|\s*\n\s*|\s+/\s+", text.strip(" .;"))
    addressed = re.split(rf",?\s+(?:and |et |y |& )?(?={_SURE.pattern})", text)
    if len(pieces) == 1 and len(addressed) > 1 and has_address(text):
        pieces = addressed
    elif len(pieces) == 1 and "," in text:
        parts = [part.strip() for part in re.split(r",| and | et | y ", text)]
        titled = [has_address(part) for part in parts]
        # "Sr. Eusebio Ejemplo, Departamento de Justicia": who has a title stands before a body.
        # "Ada Example, Vice-Chair": what somebody is stands behind the name.
        alone = (titled[0] and not any(titled[1:])) or bool(_OFFICE.search(fold(parts[1])))
        if not alone and all(is_name(ADDRESS.sub("", part)) for part in parts):
            pieces = parts
    elif len(pieces) == 1:
        halves = re.split(r"\s+(?:and|et|y|&|\+)\s+", text)
        if all(is_name(ADDRESS.sub("", half)) for half in halves):
            pieces = halves
    found = (squeeze(piece).strip(" .,") for piece in pieces)
    return [
        p
        for p in found
        if len(p) > 3
        and not NOT_PERSONS.match(fold(p))
        and (_may_be_person(p) or (named and FUNCTION.match(fold(p))))
    ]


_SURE = re.compile(r"(?:Mr|Ms|Mrs|Dr|Prof|Mme|Mlle|Sr|Sra|Srta|Dra|H\.\s?E|Hon)\.?\s[A-ZÀ-Þ]")
"""Forms of address that also divide a list; "M." and "Gen." end names as well."""


def _may_be_person(text: str) -> bool:
    first = re.split(r",|\(| [-–—] ", text)[0].strip()
    bare = ADDRESS.sub("", first)
    if is_country(bare):
        return False
    return has_address(text) or is_name(bare)
