Feature: Funded medicines and the tests that they need
  A medicine that is funded and whose test is not listed reaches nobody. Commissioners want these gaps, and no others.

  Scenario: Nothing funded in England lacks a test for certain, and some tests serve a part
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then COV-001 finds nothing
    And COV-003 finds nothing
    And COV-002 finds in England: larotrectinib, TA630, NTRK1 fusion, covered in 79 of 88 indications, M236 Oesophageal Cancer

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: One funded medicine and one test
      Given my own decisions:
        | body | ref | medicine     | biomarkers  | cancers  | line | setting  | outcome   | date       |
        | NICE | TA1 | a medicine   | <biomarker> | <cancer> | 2L+  | advanced | <outcome> | 2024-03-03 |
      And my own tests of England:
        | code | test   | cancers  |
        | M4.1 | <test> | <tested> |
      When I check it
      Then COV-001 <missing>
      And COV-003 <blind>

      Examples:
        | biomarker           | cancer | outcome         | test                                                | tested   | missing                          | blind                                      |
        | KRAS G12C           | NSCLC  | recommended     | EGFR hotspot                                        | NSCLC    | finds in England: TA1, KRAS G12C | says nothing that names England:           |
        | KRAS G12C           | NSCLC  | recommended     | KRAS hotspot                                        | NSCLC    | says nothing that names England: | says nothing that names England:           |
        | KRAS G12C           | NSCLC  | recommended     | KRAS hotspot                                        | COADREAD | finds in England: TA1, KRAS G12C | says nothing that names England:           |
        | KRAS G12C           | LUAD   | recommended     | KRAS hotspot                                        | NSCLC    | says nothing that names England: | says nothing that names England:           |
        | KRAS G12C           | NSCLC  | not-recommended | EGFR hotspot                                        | NSCLC    | says nothing that names England: | says nothing that names England:           |
        | KRAS G12C           | NSCLC  | non-submission  | EGFR hotspot                                        | NSCLC    | says nothing that names England: | says nothing that names England:           |
        | PD-L1 expression    | NSCLC  | recommended     | EGFR hotspot                                        | NSCLC    | says nothing that names England: | says nothing that names England:           |
        | HER2 expression     | BRCA   | recommended     | PIK3CA hotspot                                      | BRCA     | says nothing that names England: | says nothing that names England:           |
        | RET fusion          | THPA   | recommended     | RET hotspot                                         | THPA     | says nothing that names England: | finds in England: TA1, RET fusion          |
        | FGFR3 small variant | UROC   | recommended     | Multi-target NGS panel - structural variant (FGFR3) | UROC     | says nothing that names England: | finds in England: TA1, FGFR3 small variant |

    Scenario: What a nation offers besides is not known, so no gap is claimed
      Given my own decisions:
        | body | ref | medicine  | biomarkers | cancers | line | setting  | outcome     | date       |
        | SMC  | SM1 | sotorasib | KRAS G12C  | NSCLC   | 2L+  | advanced | recommended | 2024-03-03 |
      And what sources say of tests in Scotland:
        | biomarkers         | cancers | availability | date       |
        | EGFR small variant | NSCLC   | offered      | 2026-11-01 |
      When I check it
      Then COV-001 finds nothing
      And COV-001 cannot tell in Scotland: sotorasib, SM1, KRAS G12C
