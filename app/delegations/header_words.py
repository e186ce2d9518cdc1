"""The words by which spreadsheets name their columns and roles, in English, French and Spanish.

Data only: words are compared as `territories.plain` leaves them.
"""

from __future__ import annotations

from enum import StrEnum

from app.delegations.models import Gender, Role


class Column(StrEnum):
    """What a column says about a person."""

    DELEGATION = "delegation"
    # Beside a column of countries: for those who come for no State.
    ORGANISATION = "organisation"
    SECTOR = "sector"
    NAME = "name"
    FAMILY_NAME = "family name"
    GIVEN_NAME = "given name"
    HONORIFIC = "honorific"
    FUNCTION = "function"
    EMAIL = "email"
    ROLE = "role"
    HEAD = "head"
    # Read at events that ask for it only.
    GENDER = "gender"


COLUMN_WORDS: dict[Column, str] = {
    Column.DELEGATION: "delegation|delegations|country|countries|state|states|member state"
    "|participating state|country or organisation|country organisation|country or organization"
    "|country organization|state organisation|state or organisation|state organization"
    "|delegation country|country delegation|represented country|country represented"
    "|pays|etat|pays organisation|pays ou organisation|etat membre|delegations participantes"
    "|pais|paises|estado|estado miembro|delegacion|delegaciones|pais organizacion"
    "|pais u organizacion",
    Column.ORGANISATION: "organisation|organization|organisations|organizations"
    "|name of organisation|name of organization|institution|institutions|agency|ministry"
    "|ministry agency|entity|affiliation|institution organisation|organisation institution"
    "|ministere|organisme|etablissement|organizacion|institucion|entidad|ministerio|organismo",
    Column.SECTOR: "sector|sectors|sector of work|agency sector|field|field of work"
    "|secteur|secteurs|secteur d activite|domaine|sectores|ambito|sector de trabajo",
    Column.NAME: "name|names|full name|name of participant|names of participants|participant"
    "|participants|person|name and surname|participant name|participant s name|delegate"
    "|nom|nom complet|nom et prenom|noms et prenoms|nom et prenoms|prenom et nom|nom prenom"
    "|nom du participant|participante|participantes|nombre|nombre completo|nombre y apellidos"
    "|nombre y apellido|nombres y apellidos|apellidos y nombre|apellidos y nombres"
    "|apellidos nombre|surname first name|last name first name|family name given name"
    "|surname and first name|surname name|nom du delegue",
    Column.FAMILY_NAME: "surname|surnames|last name|last names|family name|family names"
    "|nom de famille|noms de famille|apellido|apellidos",
    Column.GIVEN_NAME: "first name|first names|given name|given names|forename|forenames"
    "|prenom|prenoms|nombre de pila|nombres",
    Column.HONORIFIC: "honorific|salutation|prefix|mr ms|mr mrs|mr mrs ms|ms mr|m mme|mme m|sr sra"
    "|courtesy title|form of address|civilite|politesse|titre de civilite|tratamiento",
    Column.FUNCTION: "function|functions|title|position|job title|designation|post|rank"
    "|function title|title function|position title|title position|professional title|occupation"
    "|fonction|fonctions|poste|titre|qualite|fonction titre|titre fonction|grade"
    "|cargo|funcion|puesto|titulo",
    Column.EMAIL: "email|e mail|mail|emails|email address|e mail address|mail address|e address"
    "|courriel|adresse e mail|adresse mail|adresse electronique|adresse courriel|adresse email"
    "|correo|correo electronico|direccion de correo|direccion de correo electronico",
    Column.ROLE: "role|roles|capacity|role at the event|role in the event|participation as"
    "|participates as|role a l evenement|en qualite de|rol|papel|calidad|participa como",
    Column.GENDER: "gender|sex|m f|f m|genre|sexe|genero|sexo",
    Column.HEAD: "head|head of delegation|hod|is head|chef|cheffe|chef de delegation"
    "|chef de la delegation|jefe|jefa|jefe de delegacion|jefe de la delegacion",
}

# In these columns a comma stands between family and given name, whatever their letters.
_FAMILY_NAME_FIRST = (
    "surname first name|last name first name|family name given name|surname and first name"
    "|surname name|nom prenom|nom et prenom|nom et prenoms|noms et prenoms|apellidos y nombre"
    "|apellidos y nombres|apellidos nombre"
)
FAMILY_NAME_FIRST = frozenset(_FAMILY_NAME_FIRST.split("|"))

# Numbers of rows: said about nobody, and not worth a warning.
_COUNTING = "no|nr|n|number|numero|num|item|s n|sn|serial number|ligne|row"
COUNTING = frozenset(_COUNTING.split("|"))

ROLE_WORDS: dict[Role, str] = {
    Role.ORGANISER: "organiser|organizer|organisers|organizers|secretariat|organisateur"
    "|organisatrice|organisateurs|secretaria|organizador|organizadora|organizadores",
    Role.CHAIR: "chair|chairperson|chairman|chairwoman|moderator|president|presidente|moderateur"
    "|moderatrice|presidence|presidencia|presidenta|moderador|moderadora|co chair|facilitator",
    Role.RAPPORTEUR: "rapporteur|general rapporteur|rapporteuse|rapporteure|rapporteur general"
    "|rapporteuse generale|relator|relatora|relator general|relatora general",
    Role.HEAD: "head|head of delegation|hod|chef de delegation|cheffe de delegation|chef|cheffe"
    "|chef de la delegation|cheffe de la delegation|jefe de delegacion|jefa de delegacion|jefe|jefa"
    "|jefe de la delegacion|jefa de la delegacion",
    Role.DELEGATE: "delegate|delegates|member|member of delegation|member of the delegation"
    "|participant|delegue|deleguee|membre|membre de la delegation|participante|delegado|delegada"
    "|miembro|miembro de la delegacion|expert|experte|experto|experta|adviser|advisor",
    Role.SPEAKER: "speaker|presenter|panellist|panelist|keynote speaker|resource person"
    "|intervenant|intervenante|orateur|oratrice|conferencier|conferenciere|ponente|orador|oradora"
    "|expositor|expositora|panelista",
    Role.OBSERVER: "observer|observers|observateur|observatrice|observador|observadora",
    Role.FOCAL_POINT: "focal point|national focal point|contact point|point focal|correspondant"
    "|correspondante|punto focal|punto de contacto",
    Role.PRESS: "press|media|journalist|presse|medias|journaliste|prensa|medios|periodista",
}

_GENDERS = {
    Gender.WOMAN: "f w woman women female femme feminin mujer femenino femenina",
    Gender.MAN: "m h man men male homme masculin hombre masculino",
    Gender.OTHER: "x o other autre otro otra diverse nonbinary",
}
GENDERS = {gender: frozenset(words.split()) for gender, words in _GENDERS.items()}

_TOTALS = (
    "total|totals|grand total|sub total|subtotal|sum|total participants|total number"
    "|total number of participants|total delegates|total general|total des participants"
    "|sous total|totaux|total de participantes|subtotales|suma|total delegations"
)
TOTALS = frozenset(_TOTALS.split("|"))
