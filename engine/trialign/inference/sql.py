"""The rules as SQL on DuckDB: each rule's subjects, those that stay, their verdicts, then the evidence.

The SQL is plain enough to be transpiled to Spark by sqlglot. Loads only the columns that the rules read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import duckdb

from trialign.errors import EngineFailure
from trialign.facts.tables import KINDS, Facts
from trialign.inference.columns import columns_read
from trialign.model.finding import Match, Outcome, Verdict
from trialign.model.rule import Condition, Conjunction, Op, Part, Pattern, Ref, Rule, Value

_SUBJECTS, _STAYING, _JUDGED = '"the subjects"', '"the staying"', '"the matches"'
_S = '"#"'  # no rule can name a fact so
_SIDE_BY_SIDE = 2
_TYPES = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN"}


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts."""
    connection = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "8GB"})
    try:
        _load(connection, rules, facts)
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:  # planning takes most of the time of a small world
            found = list(pool.map(partial(_run_rule, connection), rules))
        matches = sorted(match for each, _ in found for match in each)
        return Outcome(tuple(matches), tuple((rule.id, count) for rule, (_, count) in zip(rules, found, strict=True)))
    except duckdb.Error as error:
        raise EngineFailure(str(error)) from error
    finally:
        connection.close()


def _load(connection: duckdb.DuckDBPyConnection, rules: Iterable[Rule], facts: Facts) -> None:
    for kind, columns in columns_read(rules).items():
        types = {name: _TYPES[KINDS[kind][name]] for name in columns}
        declared = ", ".join(f"{_name(name)} {kind_type}" for name, kind_type in types.items())
        connection.execute(f"CREATE TABLE {_name(kind)} ({declared})")
        rows = facts.rows[kind]
        if rows:
            unnested = ", ".join(f"unnest(?::{kind_type}[])" for kind_type in types.values())
            values = [[row.get(name) for row in rows] for name in columns]
            connection.execute(f"INSERT INTO {_name(kind)} SELECT {unnested}", values)


def _run_rule(shared: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[list[Match], int]:
    """Run a rule in three steps: its subjects, those that stay, their verdicts; then ask for the evidence."""
    with shared.cursor() as connection:  # temporary tables are its own
        count = _made(connection, _SUBJECTS, subject_query(rule))
        if not count or not _made(connection, _STAYING, staying_query(rule)):
            return [], count
        return _matches(connection, rule), count


def _made(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> int:
    """Make a temporary table of a query and return the number of its rows."""
    made = connection.execute(f"CREATE TEMP TABLE {table} AS {query}").fetchone()
    return made[0] if made else 0


def _matches(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[Match]:
    connection.execute(f"CREATE TEMP TABLE {_JUDGED} AS {verdict_query(rule)}")
    facts = ", ".join(f"f{number}" for number in range(len(rule.subject)))
    rows = connection.execute(f"SELECT sid, verdict, {facts} FROM {_JUDGED}").fetchall()
    evidence: dict[int, set[int]] = defaultdict(set)
    for query in _evidence_queries(rule, {row[1] for row in rows}):
        for subject, *found in connection.execute(query).fetchall():
            evidence[subject].update(found)
    return [Match(rule.id, tuple(row[2:]), Verdict(row[1]), tuple(sorted(evidence.get(row[0], ())))) for row in rows]


def subject_query(rule: Rule) -> str:
    """Return the query of a rule's subjects: a number, each fact id, and every field that its groups refer to."""
    facts = [f"{_name(pattern.alias)}.fact AS f{number}" for number, pattern in enumerate(rule.subject)]
    aliases = {pattern.alias for pattern in rule.subject}
    wanted = {
        (ref.alias, ref.field)
        for _, group in rule.groups
        for conjunction in group
        for pattern in conjunction
        for ref in pattern.references()
        if ref.alias in aliases
    }
    fields = [f"{_name(alias)}.{_name(field)} AS {_name(f'{alias}.{field}')}" for alias, field in sorted(wanted)]
    columns = ", ".join([*facts, *fields])
    where = _where(rule.subject, frozenset())
    return f"SELECT row_number() OVER () AS sid, {columns} FROM {_tables(rule.subject)} WHERE {where}"


def staying_query(rule: Rule) -> str:
    """Return the query of the subjects that have what ``with`` asks and nothing that ``without`` forbids."""
    asked = []
    if rule.group(Part.WITH):
        asked.append(f"sid IN ({_hits(rule, Part.WITH, _SUBJECTS)})")
    if rule.group(Part.WITHOUT):
        asked.append(f"sid NOT IN ({_hits(rule, Part.WITHOUT, _SUBJECTS)})")
    return f"SELECT * FROM {_SUBJECTS} WHERE {' AND '.join(asked) or 'TRUE'}"


def verdict_query(rule: Rule) -> str:
    """Return the query of a rule's matches: the subjects that stay, each with its verdict."""
    cases = [
        f"WHEN sid IN ({_hits(rule, part, _STAYING)}) THEN '{verdict.value}'"
        for part, verdict in ((Part.UNLESS, Verdict.EXCEPTED), (Part.CANNOT_TELL, Verdict.CANNOT_TELL))
        if rule.group(part)
    ]
    verdict = f"CASE {' '.join(cases)} ELSE 'gap' END" if cases else "'gap'"
    return f"SELECT *, {verdict} AS verdict FROM {_STAYING}"


def _hits(rule: Rule, part: Part, subjects: str) -> str:
    """Return the query of the subjects for which some alternative of a part holds."""
    return " UNION ".join(
        f"SELECT {_S}.sid FROM {subjects} {_S}, {_tables(each)} WHERE {_where(each, _bound(rule))}"
        for each in rule.group(part)
    )


def _evidence_queries(rule: Rule, verdicts: Set[str]) -> Iterator[str]:
    """Yield, for every conjunction that decided a verdict, a query of the subject's number and the facts."""
    deciding = {Part.CANNOT_TELL: Verdict.CANNOT_TELL, Part.UNLESS: Verdict.EXCEPTED}
    for part, group in rule.groups:
        verdict = deciding.get(part)
        if part is Part.WITHOUT or not verdicts or (verdict and verdict not in verdicts):
            continue
        wanted = f"{_S}.verdict = '{verdict.value}'" if verdict else "TRUE"
        for conjunction in group:
            facts = ", ".join(f"{_name(pattern.alias)}.fact" for pattern in conjunction)
            tables = f"{_JUDGED} {_S}, {_tables(conjunction)}"
            where = f"{wanted} AND {_where(conjunction, _bound(rule))}"
            yield f"SELECT DISTINCT {_S}.sid, {facts} FROM {tables} WHERE {where}"


def _bound(rule: Rule) -> frozenset[str]:
    return frozenset(pattern.alias for pattern in rule.subject)


def _tables(patterns: Iterable[Pattern]) -> str:
    return ", ".join(f"{_name(pattern.kind)} {_name(pattern.alias)}" for pattern in patterns)


def _where(patterns: Conjunction, bound: frozenset[str]) -> str:
    """Return the conditions of a conjunction; fields of bound aliases stand in the subject's own columns."""
    found = [_condition(pattern.alias, each, bound) for pattern in patterns for each in pattern.conditions]
    return " AND ".join(found) or "TRUE"


def _condition(alias: str, condition: Condition, bound: frozenset[str]) -> str:
    field = f"{_name(alias)}.{_name(condition.field)}"
    match condition.op, condition.operand:
        case Op.KNOWN, operand:
            return f"{field} IS {'NOT ' if operand else ''}NULL"
        case (Op.IN | Op.NOT_IN) as op, tuple() as members:
            return f"{field} {op.value.upper()} ({', '.join(_literal(member) for member in members)})"
        case op, Ref() as ref:
            plus = f" + {ref.plus}" if ref.plus else ""
            inside = ref.alias in bound
            other = f"{_S}.{_name(str(ref))}" if inside else f"{_name(ref.alias)}.{_name(ref.field)}"
            return f"{field} {op.value} {other}{plus}"
        case op, (str() | int()) as value:
            return f"{field} {op.value} {_literal(value)}"
        case _:
            raise TypeError(f"no SQL for {condition}")


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
