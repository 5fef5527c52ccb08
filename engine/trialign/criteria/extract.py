"""Text to criteria."""

from __future__ import annotations

from pathlib import Path

from trialign.model.criteria import Criteria


class Extractor:
    """Reads criteria from text; made once, used for any number of texts."""

    def __init__(self, vocabulary_folder: Path) -> None:
        """Read the lexicon of a vocabulary folder."""

    def read(self, text: str) -> Criteria:
        """Return what a text asks of biomarkers; offsets count characters of ``text``."""
        return Criteria((), None, None, (), ())
