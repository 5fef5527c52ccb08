"""Criteria as short text, so that tables of expectations read like sentences."""

from __future__ import annotations

from trialign.model.criteria import Criteria, Forms, Leaf, Role


def name(leaf: Leaf) -> str:
    """Return what a leaf speaks of: its label, or marker and class where it has none, and its level."""
    label = leaf.label or f"{leaf.marker} {leaf.alteration.value}"
    return f"{label} [{leaf.level}]" if leaf.level else label


def said(criteria: Criteria) -> list[str]:
    """Return what a text asks, sorted: ``required KRAS G12C``; what is said twice stands once."""
    return sorted({f"{leaf.role.value} {name(leaf)}" for leaf in criteria.leaves})


def forms(several: Forms | None) -> list[list[str]] | None:
    """Return a normal form as text: ``[["KRAS G12C"], ["NRAS small variant", "!HER2 expression"]]``."""
    return None if several is None else [[_literal(leaf) for leaf in form] for form in several]


def inclusion(*lines: str) -> str:
    """Return lines below an inclusion heading."""
    return "\n".join(("Inclusion Criteria:", *lines))


def exclusion(*lines: str) -> str:
    """Return lines below an exclusion heading."""
    return "\n".join(("Exclusion Criteria:", *lines))


def _literal(leaf: Leaf) -> str:
    return f"!{name(leaf)}" if leaf.role is Role.EXCLUDED else name(leaf)
