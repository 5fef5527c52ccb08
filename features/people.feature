Feature: Children, relatives, and patients without tissue
  A test that is listed may still not serve the patient: by age, by where the variant comes from, or by the sample.

  Rule: What the bundled data show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: Whether a test without ages serves children is not known
      When I check everything
      Then PEO-001 cannot tell in England: blinatumomab, BLI6, paediatric, GT649, the ages served are not stated

    Scenario: England tests plasma where tissue fails; of Wales that is not known
      When I check everything
      Then PEO-004 cannot tell in Wales: EGFR small variant, plasma, Non-Small Cell Lung Cancer
      And PEO-004 finds nothing

    Scenario: Germline tests of inherited cancer follow what the tumour shows
      When I check everything
      Then PEO-002 finds nothing
      And PEO-003 finds nothing

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: A medicine for children, and a test for adults, all, or nobody in particular
      Given my own decisions:
        | body | ref | medicine                | biomarkers | cancers | line | setting  | age  | outcome     | date       |
        | NICE | TA1 | dabrafenib + trametinib | BRAF V600E | GLIOMA  | any  | advanced | 1-17 | recommended | 2024-05-29 |
      And my own tests of England:
        | code | test         | cancers | age   |
        | M9.1 | BRAF hotspot | GLIOMA  | <age> |
      When I check it
      Then PEO-001 <result>

      Examples:
        | age   | result                                                           |
        | adult | finds in England: dabrafenib, TA1, 2024-05-29, 1-17, BRAF V600E  |
        | all   | says nothing                                                     |
        |       | cannot tell in England: dabrafenib, TA1, M9.1                    |

    Scenario Outline: Inherited variants count, and what is tested is the tumour
      Given my own decisions:
        | body | ref | medicine | biomarkers                     | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | olaparib | BRCA1 small variant (<origin>) | BRCA    | any  | advanced | recommended | 2024-05-29 |
      And my own tests of England:
        | code | test                                           | cancers |
        | M3.1 | Multi-target NGS panel - small variant (BRCA1) | BRCA    |
      When I check it
      Then PEO-002 <result>

      Examples:
        | origin   | result                                                           |
        | germline | finds in England: olaparib, TA1, BRCA1 small variant (germline)  |
        | somatic  | says nothing                                                     |

    Scenario Outline: What a tumour shows may be inherited
      Given my own tests of England:
        | code | test                                            | cancers |
        | M2.1 | Multi-target NGS panel - small variant (<gene>) | OVT     |
      And my own pathway "germline-confirmation":
        | nations | cancers | biomarkers                     |
        | england | OVT     | BRCA1 small variant (germline) |
      When I check it
      Then PEO-003 <result>

      Examples:
        | gene  | result                                                        |
        | BRCA1 | finds in England: BRCA1, a guidance                           |
        | KRAS  | says nothing                                                  |

    Scenario Outline: Some patients have no tissue
      Given my own tests of England:
        | code | test         | cancers |
        | M4.1 | EGFR hotspot | NSCLC   |
        | M4.5 | <test>       | NSCLC   |
      And my own pathway "plasma-fallback":
        | nations | cancers | biomarkers         | sample |
        | england | NSCLC   | EGFR small variant | plasma |
      When I check it
      Then PEO-004 <result>

      Examples:
        | test                                               | result                                       |
        | KRAS hotspot                                       | finds in England: EGFR small variant, plasma |
        | Multi-target ctDNA NGS panel - small variant (EGFR) | says nothing                                |
        | KRAS hotspot ctDNA                                 | finds in England: EGFR small variant, plasma |
