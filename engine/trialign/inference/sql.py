"""The rules as SQL on DuckDB: one query per rule for its subjects and verdicts, one more for the evidence.

The SQL is plain enough to be transpiled to Spark by sqlglot. Loads only the columns that the rules read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from trialign.facts.tables import KINDS, Facts
from trialign.inference.columns import columns_read
from trialign.model.finding import Match, Outcome, Verdict
from trialign.model.rule import Condition, Conjunction, Op, Part, Pattern, Ref, Rule, Value

_MATCH = '"#"'
_TYPES = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN"}


def run(rules: Sequence[Rule], facts: Facts) -> Outcome:
    """Return what the rules match in the facts."""
    connection = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "8GB"})
    try:
        _load(connection, rules, facts)
        matches: list[Match] = []
        subjects: list[tuple[str, int]] = []
        for rule in rules:
            found, count = _run_rule(connection, rule)
            matches += found
            subjects.append((rule.id, count))
        return Outcome(tuple(sorted(matches)), tuple(subjects))
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


def _run_rule(connection: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[list[Match], int]:
    table = _name(f"match {rule.id}")
    connection.execute(f"CREATE TEMP TABLE {table} AS {verdict_query(rule)}")
    counted = connection.execute(f"SELECT count(*) FROM ({subject_query(rule)})").fetchone()
    evidence: dict[tuple[int, ...], set[int]] = {}
    for query in _evidence_queries(rule, table):
        for row in connection.execute(query).fetchall():
            evidence.setdefault(row[:-1], set()).add(row[-1])
    matches = [
        Match(rule.id, subject, Verdict(row[-1]), tuple(sorted(evidence.get(subject, ()))))
        for row in connection.execute(f"SELECT * FROM {table}").fetchall()
        for subject in [tuple(row[:-1])]
    ]
    connection.execute(f"DROP TABLE {table}")
    return matches, counted[0] if counted else 0


def subject_query(rule: Rule) -> str:
    """Return the query of a rule's subjects: one column per ``for`` pattern with its fact id."""
    facts = ", ".join(f"{_name(pattern.alias)}.fact AS f{number}" for number, pattern in enumerate(rule.subject))
    return f"SELECT {facts} FROM {_tables(rule.subject)} WHERE {_where(rule.subject)}"


def verdict_query(rule: Rule) -> str:
    """Return the query of a rule's findings: the subject's columns, then the verdict."""
    asked = [_where(rule.subject)]
    for part, negation in ((Part.WITH, ""), (Part.WITHOUT, "NOT ")):
        if rule.group(part):
            asked.append(f"{negation}({_exists(rule, part)})")
    cases = [
        f"WHEN {_exists(rule, part)} THEN '{verdict.value}'"
        for part, verdict in ((Part.UNLESS, Verdict.EXCEPTED), (Part.CANNOT_TELL, Verdict.CANNOT_TELL))
        if rule.group(part)
    ]
    verdict = f"CASE {' '.join(cases)} ELSE 'gap' END" if cases else "'gap'"
    facts = ", ".join(f"{_name(pattern.alias)}.fact AS f{number}" for number, pattern in enumerate(rule.subject))
    return f"SELECT {facts}, {verdict} AS verdict FROM {_tables(rule.subject)} WHERE {' AND '.join(asked)}"


def _evidence_queries(rule: Rule, table: str) -> Iterator[str]:
    """Yield, for every fact that decided a verdict, a query of subject columns and that fact."""
    wanted = {
        Part.WITH: "TRUE",
        Part.CANNOT_TELL: f"{_MATCH}.verdict = '{Verdict.CANNOT_TELL.value}'",
        Part.UNLESS: f"{_MATCH}.verdict = '{Verdict.EXCEPTED.value}'",
    }
    columns = ", ".join(f"{_MATCH}.f{number}" for number in range(len(rule.subject)))
    subject = " AND ".join(
        f"{_MATCH}.f{number} = {_name(each.alias)}.fact" for number, each in enumerate(rule.subject)
    )
    for part, condition in wanted.items():
        for conjunction in rule.group(part):
            tables = f"{table} {_MATCH}, {_tables((*rule.subject, *conjunction))}"
            for pattern in conjunction:
                yield (
                    f"SELECT DISTINCT {columns}, {_name(pattern.alias)}.fact FROM {tables} "
                    f"WHERE {condition} AND {subject} AND {_where(conjunction)}"
                )


def _exists(rule: Rule, part: Part) -> str:
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {_tables(conjunction)} WHERE {_where(conjunction)})"
        for conjunction in rule.group(part)
    )


def _tables(patterns: Iterable[Pattern]) -> str:
    return ", ".join(f"{_name(pattern.kind)} {_name(pattern.alias)}" for pattern in patterns)


def _where(patterns: Conjunction) -> str:
    found = [_condition(pattern.alias, condition) for pattern in patterns for condition in pattern.conditions]
    return " AND ".join(found) or "TRUE"


def _condition(alias: str, condition: Condition) -> str:
    field = f"{_name(alias)}.{_name(condition.field)}"
    match condition.op, condition.operand:
        case Op.KNOWN, operand:
            return f"{field} IS {'NOT ' if operand else ''}NULL"
        case (Op.IN | Op.NOT_IN) as op, tuple() as members:
            return f"{field} {op.value.upper()} ({', '.join(_literal(member) for member in members)})"
        case op, Ref() as ref:
            plus = f" + {ref.plus}" if ref.plus else ""
            return f"{field} {op.value} {_name(ref.alias)}.{_name(ref.field)}{plus}"
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
