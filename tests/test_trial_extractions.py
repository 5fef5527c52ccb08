"""What the reader of criteria finds is written beside the criteria of a file, and changes nothing else of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.bench import trial_extractions

from trialign import resources
from trialign.criteria.extract import Extractor
from trialign.nomenclature.vocabulary import Vocabulary

TEXT = "Inclusion Criteria:\n\n* KRAS G12C mutation\n\nExclusion Criteria:\n\n* ALK rearrangement\n"
FILE = """\
nct_id: NCT00000001
reviewed: true
noted:
  - biomarker: PD-L1 expression
    role: either
treatment_list:
  step:
    - match:
        - and:
            - genomic:
                biomarker: KRAS G12C
            - genomic:
                biomarker: "!ALK fusion"
                if_known: true
            - genomic:
                biomarker: RET fusion
"""


def _marked(text: str, vocabulary: Vocabulary) -> str:
    criteria = Extractor(resources.directories() / "vocabulary").read(TEXT)
    return trial_extractions.marked(text, criteria, "ab" * 32, vocabulary.genes)[0]


def test_what_was_found_stands_beside_its_biomarker(vocabulary: Vocabulary) -> None:
    value = yaml.safe_load(_marked(FILE, vocabulary))
    found, excluded, other = (each["genomic"] for each in value["treatment_list"]["step"][0]["match"][0]["and"])
    assert TEXT[slice(*found["span"])].startswith("KRAS G12C")
    assert TEXT[slice(*excluded["span"])].startswith("ALK")
    assert list(excluded) == ["biomarker", "confidence", "span", "if_known"]
    assert list(other) == ["biomarker"]
    lowest = min(found["confidence"], excluded["confidence"])
    assert value["extraction"] == {"confidence": lowest, "text_sha256": "ab" * 32}
    assert value["noted"] == [{"biomarker": "PD-L1 expression", "role": "either"}]


def test_a_second_time_changes_nothing(vocabulary: Vocabulary) -> None:
    once = _marked(FILE, vocabulary)
    assert _marked(once, vocabulary) == once
    assert set(FILE.splitlines()) < set(once.splitlines())


def test_without_registry_files_it_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trial_extractions.main([str(tmp_path / "absent")]) == 0
    assert "nothing was read and nothing changed" in capsys.readouterr().out
