"""What the tests of criteria share: one reader with the bundled vocabulary."""

from __future__ import annotations

import pytest

from trialign import resources
from trialign.criteria.extract import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The reader, made once."""
    return Extractor(resources.directories() / "vocabulary")
