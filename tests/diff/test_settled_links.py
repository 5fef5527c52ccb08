"""What settled links decide, on the bundled releases: confirmed, corrected, denied, contradicting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from tests.diff.conftest import rows

from trialign import maintenance
from trialign.diff.changes import Change, Comparison, Confidence, Kind
from trialign.diff.links import goes_on, uncertain
from trialign.diff.releases import compare
from trialign.errors import InputProblems, Location
from trialign.model.link import Link, Status
from trialign.model.rule import Severity
from trialign.ontology import Ontology

Settle = Callable[..., Comparison]


def _link(before: str, after: str, status: Status = Status.CONFIRMED, line: int = 1) -> Link:
    by, on = ("", "") if status is Status.GUESS else ("A. Curator", "2026-11-26")
    return Link(tuple(before.split()), tuple(after.split()), status, by, on, Location("links.yaml", line))


@pytest.fixture(scope="module")
def settle(shelf: maintenance.Shelf) -> Settle:
    """Compare v2 with the releases of 2026 under links; the same links are compared once."""
    sides = rows(shelf, "v2"), rows(shelf, "v16 + haem + cns")
    ontology = Ontology(shelf.vocabulary)
    known: dict[tuple[Link, ...], Comparison] = {}

    def answer(*links: Link) -> Comparison:
        if links not in known:
            known[links] = compare(*sides, shelf.crosswalk, shelf.vocabulary, ontology, links)
        return known[links]

    return answer


def _of(found: Comparison, code: str) -> Change:
    (change,) = [each for each in found.changes if code in each.before]
    return change


def _one_to_many(found: Comparison) -> Change:
    return next(
        each
        for each in found.changes
        if each.kind is Kind.REPACKAGED
        and each.confidence is Confidence.LOW
        and len(each.after) > 1
        and len(each.before) == 1
    )


def test_a_guess_decides_nothing(settle: Settle) -> None:
    assert settle(_link("M3.6", "M3.7", Status.GUESS)) == settle()


def test_a_confirmed_guess_is_sure_and_says_by_whom(settle: Settle) -> None:
    change = _of(settle(_link("M3.6", "")), "M3.6")
    assert (change.kind, change.confidence) == (Kind.REUSED, Confidence.HIGH)
    assert change.witness.endswith("; confirmed by A. Curator on 2026-11-26")


@pytest.mark.parametrize("link", [_link("M3.6", "M3.6"), _link("M3.6", "", Status.DENIED)])
def test_a_reused_code_may_be_said_to_be_the_same_test(settle: Settle, link: Link) -> None:
    change = _of(settle(link), "M3.6")
    assert (change.before, change.after[0]) == (("M3.6",), "M3.6")
    assert change.kind is not Kind.REUSED
    assert link.said in change.witness


def test_a_code_that_stays_may_be_said_to_be_another_test(settle: Settle) -> None:
    assert _of(settle(), "M4.2").kind is Kind.WIDENED
    change = _of(settle(_link("M4.2", "M4.2", Status.DENIED)), "M4.2")
    assert (change.kind, change.confidence) == (Kind.REUSED, Confidence.HIGH)
    assert "M4.2 for M4.2 denied by A. Curator on 2026-11-26" in change.witness


def test_a_candidate_that_is_confirmed_is_where_the_test_went(settle: Settle) -> None:
    guess = _of(settle(), "M3.2")
    assert (guess.kind, guess.severity, guess.after) == (Kind.UNCLEAR, Severity.WARNING, ("M3.12",))
    change = _of(settle(_link("M3.2", "M3.12")), "M3.2")
    assert (change.kind, change.severity, change.after) == (Kind.MOVED, Severity.INFO, ("M3.12",))
    assert change.confidence is Confidence.HIGH


def test_a_candidate_that_is_denied_is_not_where_the_test_went(settle: Settle) -> None:
    change = _of(settle(_link("M3.2", "M3.12", Status.DENIED)), "M3.2")
    assert "M3.12" not in change.after
    assert change.kind is Kind.REMOVED
    assert "M3.12 for M3.2 denied by" in change.witness


def test_that_nothing_goes_on_makes_what_was_unsure_a_loss(settle: Settle) -> None:
    assert _of(settle(), "M153.1").unsure == ("SMO small variant",)
    change = _of(settle(_link("M153.1", "")), "M153.1")
    assert (change.kind, change.lost, change.unsure) == (Kind.REMOVED, ("SMO small variant",), ())


def test_one_of_several_tests_of_the_crosswalk_may_be_chosen(settle: Settle) -> None:
    guess = _one_to_many(settle())
    (code,) = guess.before
    change = _of(settle(_link(code, guess.after[0])), code)
    assert (change.kind, change.after) == (Kind.REPACKAGED, guess.after[:1])
    assert (change.confidence, change.unsure, change.severity) == (Confidence.HIGH, (), Severity.INFO)
    assert "the crosswalk leads it to" in change.witness


def test_one_of_several_tests_of_the_crosswalk_may_be_denied(settle: Settle) -> None:
    guess = _one_to_many(settle())
    (code,) = guess.before
    change = _of(settle(_link(code, guess.after[0], Status.DENIED)), code)
    assert change.after == guess.after[1:]
    none = _of(settle(_link(code, " ".join(guess.after), Status.DENIED)), code)
    assert none.kind is not Kind.REPACKAGED
    assert not set(none.after) & set(guess.after)


def test_a_test_may_be_said_to_go_on_where_no_guess_led(settle: Settle) -> None:
    (gone,) = [each for each in settle().changes if each.kind is Kind.REMOVED][:1]
    new = next(each for each in settle().changes if each.kind is Kind.ADDED).after[0]
    found = settle(_link(gone.before[0], new))
    change = _of(found, gone.before[0])
    assert change.after[0] == new
    assert change.confidence is Confidence.HIGH
    assert not [each for each in found.changes if each.kind is Kind.ADDED and new in each.after]


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.DENIED])
def test_every_code_ends_in_exactly_one_class_whatever_is_settled(settle: Settle, status: Status) -> None:
    base = settle()
    guesses = [each for each in uncertain(base.changes) if status is Status.CONFIRMED or goes_on(each)]
    found = settle(*(_link(" ".join(each.before), " ".join(goes_on(each)), status) for each in guesses))
    told = Counter([*found.unchanged, *(code for change in found.changes for code in change.before)])
    assert (len(told), set(told.values())) == (1561, {1})
    whole = {*base.unchanged, *(code for change in base.changes for code in change.after)}
    assert {*found.unchanged, *(code for change in found.changes for code in change.after)} == whole


def test_nothing_stays_uncertain_once_all_is_confirmed(settle: Settle) -> None:
    links = [_link(" ".join(each.before), " ".join(goes_on(each))) for each in uncertain(settle().changes)]
    assert len(links) == 328
    assert uncertain(settle(*links).changes) == []


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([_link("M3.66", "M3.6")], "no test 'M3.66' on the earlier side; did you mean 'M3.6'"),
        ([_link("M3.6", "M9999.1", Status.GUESS)], "no test 'M9999.1' on the later side"),
        ([_link("M3.6", ""), _link("M3.6", "M3.7", line=2)], "links.yaml:2: 'M3.6' is settled already, in line 1"),
        ([_link("M3.2", "", Status.DENIED)], "and the later side has no such code; write in 'to' where it goes on"),
        (
            [_link("M3.2", "M3.12"), _link("M3.2", "M3.12", Status.DENIED, 2)],
            "links.yaml:2: that 'M3.2' goes on in 'M3.12' is confirmed in line 1",
        ),
    ],
)
def test_links_that_do_not_fit_are_problems(settle: Settle, links: list[Link], words: str) -> None:
    with pytest.raises(InputProblems, match=r"links\.yaml:") as caught:
        settle(*links)
    assert words in str(caught.value)
