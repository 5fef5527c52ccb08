"""Records of several registries to trials: which belong together, which is taken, and where they contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trialign.importers.registries import identity, phases, statuses
from trialign.importers.registries.statuses import Access
from trialign.model.dates import PartialDate
from trialign.model.directory import UNITED_KINGDOM, Nation
from trialign.model.registry import RegistryRecord

RANK = (identity.CTGOV, identity.NCI, identity.ISRCTN, identity.CTIS, identity.EUCTR, identity.CTML)


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial with the record of the registry that is preferred, and the others beside it.

    Attributes:
        text_of: The first record with eligibility text; ``main`` where none has any.
    """

    main: RegistryRecord
    others: tuple[RegistryRecord, ...]
    text_of: RegistryRecord

    @property
    def records(self) -> tuple[RegistryRecord, ...]:
        """Return every record, the preferred one first."""
        return (self.main, *self.others)

    @property
    def nations(self) -> tuple[Nation, ...]:
        """Return the nations that any record names a site in."""
        found = {nation for record in self.records for nation in record.nations}
        return tuple(nation for nation in Nation if nation in found)

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries that any record names."""
        return frozenset(country for record in self.records for country in record.countries)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Return the conditions of the first record that has any."""
        return next((record.conditions for record in self.records if record.conditions), ())

    @property
    def access(self) -> Access:
        """Return whether the preferred record lets patients in; where it does not say, any other."""
        own = statuses.access(self.main.status)
        return own if own is not Access.UNKNOWN else _access(self.records)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records of one trial that cannot both be right: the field, and what each says of it."""

    field: str
    first: RegistryRecord
    said: str
    second: RegistryRecord
    against: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that stands twice in one registry: the one that is kept and the one that is not."""

    kept: RegistryRecord
    dropped: RegistryRecord


def trial(records: Iterable[RegistryRecord]) -> tuple[Trial, tuple[Duplicate, ...]]:
    """Return the trial of records that belong together, and the records that stood twice."""
    kept: dict[tuple[str, str, str], RegistryRecord] = {}
    duplicates = []
    for record in records:
        own = (record.registry, record.id, _country(record))
        if own in kept:
            older, newer = sorted((kept[own], record), key=_age)
            duplicates.append(Duplicate(newer, older))
            kept[own] = newer
        else:
            kept[own] = record
    ranked = sorted(kept.values(), key=lambda each: (RANK.index(each.registry), not _is_british(each)))
    text_of = next((each for each in ranked if each.eligibility), ranked[0])
    return Trial(ranked[0], tuple(ranked[1:]), text_of), tuple(duplicates)


def _country(record: RegistryRecord) -> str:
    """Return what tells records of one id apart: EUCTR has one for each country."""
    return record.countries[0] if record.registry == identity.EUCTR and record.countries else ""


def _is_british(record: RegistryRecord) -> bool:
    return record.countries[:1] == (UNITED_KINGDOM,)


def _age(record: RegistryRecord) -> tuple[str, str]:
    """Return what orders records of one id, the later after the earlier; one without a date comes first."""
    return _last(record.updated), _last(record.captured)


def _last(day: PartialDate | None) -> str:
    return day.last.isoformat() if day else ""


def contradictions(found: Trial) -> Iterator[Contradiction]:
    """Yield where another registry's record contradicts the preferred one.

    A status contradicts where one lets patients in and the other does not, national records of EUCTR taken together
    ("Ongoing" says neither); phases where both name some and not the same; dates where no day fits both.
    """
    main = found.main
    for registry in dict.fromkeys(each.registry for each in found.others):
        members = [each for each in found.others if each.registry == registry]
        if {statuses.access(main.status), _access(members)} == {Access.OPEN, Access.CLOSED}:
            against = " / ".join(dict.fromkeys(each.status for each in members))
            yield Contradiction("status", main, main.status, members[0], against)
    for other in found.others:
        own, its = phases.numbers(main.phase), phases.numbers(other.phase)
        if own and its and own != its:
            yield Contradiction("phase", main, main.phase, other, other.phase)
        for field, first, second in (
            ("start", main.started, other.started),
            ("primary completion", main.primary_completion, other.primary_completion),
        ):
            if first and second and not _overlap(first, second):
                yield Contradiction(field, main, str(first), other, str(second))


def _access(records: Sequence[RegistryRecord]) -> Access:
    return statuses.joined(statuses.access(each.status) for each in records)


def _overlap(first: PartialDate, second: PartialDate) -> bool:
    return first.first <= second.last and second.first <= first.last


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which trial each id belongs to, by the smallest id of the trial; and ties that were not followed."""

    trial_of: dict[str, str]
    ambiguous: tuple[tuple[str, ...], ...]


def group(links: Iterable[tuple[str, str]], is_there: Callable[[str], bool]) -> Grouping:
    """Return the trials that cross references tie together.

    Args:
        links: Pairs of keys (``identity.key``), an id and one that its record names.
        is_there: Tells whether a record of a key was read.

    Records of one registry are never tied by a third record: a parent study and its extension share numbers and are
    two trials. Such a set stays apart and is named.
    """
    from networkx.utils import UnionFind  # noqa: PLC0415 - a heavy import, for files of several registries only

    union: UnionFind[str] = UnionFind()
    for first, second in links:
        if identity.registry(first) != identity.registry(second):
            union.union(first, second)
    trial_of, ambiguous = {}, []
    for members in union.to_sets():
        here = sorted(key for key in members if is_there(key))
        registries = [identity.registry(key) for key in here]
        if len(set(registries)) < len(registries):
            ambiguous.append(tuple(here))
            continue
        trial_of.update(dict.fromkeys(here, here[0]) if here else {})
    return Grouping(trial_of, tuple(sorted(ambiguous)))
