"""A user's settings applied to the rules: other severities, and whether the rules that they name exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from trialign.errors import Problem, SettingsProblems, did_you_mean
from trialign.load.settings import Settings
from trialign.model.rule import Rule


def applied(rules: tuple[Rule, ...], settings: Settings, known: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules with the severities that the settings give them.

    Args:
        rules: The rulebook.
        settings: The settings.
        known: Every id that they may name; a rule of the bundled rulebook may be absent from this one.

    Raises:
        SettingsProblems: They name rules that do not exist.
    """
    problems = list(_unknown(settings, known))
    if problems:
        raise SettingsProblems(problems)
    return tuple(_ranked(rule, settings) for rule in rules)


def _ranked(rule: Rule, settings: Settings) -> Rule:
    severity = settings.severity.get(rule.id, rule.severity)
    return rule if severity is rule.severity else replace(rule, severity=severity, own_severity=rule.severity)


def _unknown(settings: Settings, known: Collection[str]) -> Iterator[Problem]:
    places: list[tuple[str, tuple[str | int, ...]]] = [
        *((rule, ("severity", rule)) for rule in settings.severity),
        *((rule, ("disable", number)) for number, rule in enumerate(settings.disabled)),
        *((rule, ("gate", "required", number)) for number, rule in enumerate(settings.required)),
    ]
    for rule, path in places:
        if rule not in known:
            mend = did_you_mean(rule, known) or "'trialign rules list' lists the rules"
            yield Problem(settings.document.at(*path), f"there is no rule '{rule}'", mend)
    for number, rule in enumerate(settings.required):
        if rule in settings.disabled:
            what = f"the rule {rule} is required by the gate and disabled"
            yield Problem(settings.document.at("gate", "required", number), what, "remove it from one of the two")
