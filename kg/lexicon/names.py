"""``names.toml``: the words that names of people, bodies, places and other things are made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonNames:
    surnames: str
    compound_surnames: tuple[str, ...]
    not_names: frozenset[str]
    foreign: str
    marks: tuple[str, ...]
    marked_characters: str
    marked_stops: tuple[str, ...]
    parts: tuple[str, ...]
    not_after_parts: tuple[str, ...]
    given: frozenset[str]
    given_last: frozenset[str]
    trailing: frozenset[str]
    given_and_more: frozenset[str]
    homes: tuple[str, ...]
    held: tuple[str, ...]
    assigned: frozenset[str]
    after: tuple[str, ...]
    pronouns: tuple[str, ...]
    pair_pronouns: tuple[str, ...]
    oblique_before: tuple[str, ...]
    escorts: str
    natives: str
    honorifics: tuple[str, ...]
    elders: tuple[str, ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationParts:
    tails: tuple[str, ...]
    bare: frozenset[str]
    work_words: frozenset[str]
    parties: frozenset[str]
    in_full: dict[str, str]
    offices: dict[str, str]
    committees: tuple[str, ...]
    departments: frozenset[str]
    kinds_in_short: str
    bureaus: str
    known: frozenset[str]
    stop: frozenset[str]
    unique: tuple[str, ...]
    loose: frozenset[str]
    company: str
    cooperative: str
    not_first: frozenset[str]
    prepositions: frozenset[str]
    nobody: frozenset[str]
    generic: frozenset[str]
    standing: frozenset[str]
    deictics: tuple[str, ...]
    own_deictics: tuple[str, ...]
    more_called: tuple[str, ...]
    sides: tuple[str, ...]
    not_sides: tuple[str, ...]
    temples: tuple[str, ...]
    numbered: tuple[str, ...]
    missions: tuple[str, ...]
    rounds: str
    sent: frozenset[str]
    founding: tuple[str, ...]
    common_stems: tuple[str, ...]
    acts: frozenset[str]
    which: str
    teams: tuple[str, ...]
    lying: tuple[str, ...]
    homographs: tuple[str, ...]
    datelines: tuple[str, ...]
    located: frozenset[str]
    own: tuple[str, ...]
    below: tuple[str, ...]
    called: dict[str, tuple[str, ...]]
    glued: tuple[str, ...]
    stations: tuple[str, ...]
    branches: tuple[str, ...]
    numbering: str
    official: frozenset[str]
    outlets: tuple[str, ...]
    attributive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Oblique:
    """Words before, and patterns after, a body that is no subject; how a clause before the main one ends."""

    before: tuple[str, ...]
    not_before: tuple[str, ...]
    after: tuple[str, ...]
    clause_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationNames:
    oblique: Oblique
    abbreviations: dict[str, str]
    suffixes: dict[str, tuple[str, ...]]
    parts: OrganizationParts


@dataclass(frozen=True, slots=True)
class Sites:
    suffixes: tuple[str, ...]
    venues: tuple[str, ...]
    spots: tuple[str, ...]
    nearby: tuple[str, ...]
    not_inside: tuple[str, ...]
    natural: tuple[str, ...]
    not_deictics: tuple[str, ...]
    alone: frozenset[str]
    dwellings: tuple[str, ...]
    generic_modifiers: frozenset[str]
    not_places: frozenset[str]
    deictics: tuple[str, ...]
    more_deictics: tuple[str, ...]
    more_levels: tuple[str, ...]
    directions: str
    not_first: str
    not_levels: tuple[str, ...]
    shops: tuple[str, ...]
    shop_then: tuple[str, ...]
    shop_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceNames:
    table_only: frozenset[str]
    peoples: tuple[str, ...]
    autonomous: str
    no_short: tuple[str, ...]
    words: frozenset[str]
    elsewhere: frozenset[str]
    levels: dict[str, int]
    sites: Sites
    nicknames: dict[str, str]

    def called(self, name: str) -> str:
        """What an autonomous area is called for short: 民和回族土族自治县 is 民和县; empty for others.

        Of banners the table of nicknames tells it: 达茂旗.
        """
        if name in self.nicknames.values():
            return next(short for short, full in self.nicknames.items() if full == name)
        stem, sign, level = name.partition(self.autonomous)
        if not sign or not level:
            return ""
        short = stem
        while found := next((word for word in self.peoples if short.endswith(word)), ""):
            short = short[: -len(found)]
        return short + level if len(short) > 1 and short != stem else ""


@dataclass(frozen=True, slots=True)
class ListWords:
    joins: tuple[str, ...]
    etc: str
    counted: tuple[str, ...]
    each: tuple[str, ...]
    respectively: tuple[str, ...]
    aspects: tuple[str, ...]
    particles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """How a further class of entities is named: the endings of its names, and names in full.

    ``unique`` says that a name means one thing in all articles.
    """

    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The words of names; ``things`` are classes of the user's own ontology."""

    lists: ListWords
    person: PersonNames
    organization: OrganizationNames
    place: PlaceNames
    things: dict[str, Thing] = field(default_factory=dict)
