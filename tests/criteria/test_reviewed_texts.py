"""What reviewers of the reader found wrong, each as a wording of its own."""

from __future__ import annotations

import pytest
from tests.criteria.notation import exclusion, inclusion, said

from trialign.criteria.extract import Extractor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "INCLUSION CRITERIA: cancer with KRAS G12C. EXCLUSION CRITERIA: EGFR mutation.",
            ["excluded EGFR small variant", "required KRAS G12C"],
        ),
        (
            inclusion("- KRAS G12C", "Non-inclusion criteria:", "- EGFR mutation"),
            ["excluded EGFR small variant", "required KRAS G12C"],
        ),
        (inclusion("- Loss of PTEN expression"), ["required PTEN loss"]),
        (inclusion("- BRAF non-V600 mutation"), ["required BRAF small variant"]),
        (inclusion("- BRAF V600E or non–V600E mutation"), ["required BRAF V600E", "required BRAF small variant"]),
        (exclusion("- Non-V600 BRAF mutations"), ["optional BRAF small variant"]),
        (exclusion("- KRAS non-G12C mutation"), ["optional KRAS small variant"]),
        (inclusion("- NSCLC, no EGFR or ALK"), ["excluded ALK alteration", "excluded EGFR alteration"]),
        (inclusion("- No EGFR inhibitor", "- No HER2 or EGFR directed therapy"), []),
        (inclusion("- No surgery and a KRAS G12C mutation"), ["required KRAS G12C"]),
        (inclusion("- PD-L1 TPS < 1%"), ["excluded PD-L1 expression [TPS >= 1%]"]),
        (inclusion("- HER2 IHC 0 or 1+"), ["excluded HER2 expression"]),
        (inclusion("- MGMT promoter methylated"), ["required MGMT promoter methylation"]),
        (inclusion("- Unmethylated MGMT promoter"), ["excluded MGMT promoter methylation"]),
        (exclusion("- Proven DPD enzyme deficiency"), ["excluded DPYD pharmacogenomic"]),
        (
            exclusion("- Drivers such as alterations in EGFR, BRAF (V600E), HER2, MET (exon 14), ROS1 or NTRK1"),
            [
                "excluded BRAF V600E",
                "excluded EGFR alteration",
                "excluded ERBB2 alteration",
                "excluded MET exon 14 skipping",
                "excluded NTRK1 alteration",
                "excluded ROS1 alteration",
            ],
        ),
        (inclusion("- BRAF wild type or mutant"), ["either BRAF small variant"]),
        (exclusion("- Tumour with a T790M mutation"), ["excluded EGFR T790M"]),
    ],
)
def test_it_is_read_as_a_reviewer_reads_it(extractor: Extractor, text: str, expected: list[str]) -> None:
    assert said(extractor.read(text)) == expected
