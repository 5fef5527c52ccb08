"""The executor's SQL in another dialect, for worlds that outgrow one machine."""

from __future__ import annotations

import sqlglot

from trialign.inference import sql
from trialign.inference.evaluate import Dialect
from trialign.model.rule import Rule


def queries(rule: Rule, dialect: Dialect) -> str:
    """Return the three queries of a rule, each named by the table that it fills."""
    steps = {
        "the subjects": sql.subject_query(rule),
        "the staying": sql.staying_query(rule),
        "the matches": sql.verdict_query(rule),
    }
    written = [
        f"-- {name}\n{sqlglot.transpile(query, read='duckdb', write=dialect.value, pretty=True)[0]};"
        for name, query in steps.items()
    ]
    return "\n\n".join(written) + "\n"
