Feature: Trials and the tests that find their patients
  Trial teams want to learn which patients a directory would find for them, and who is lost for want of a test.

  Rule: What the bundled data show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: A pancreatic trial needs genes that panels of other cancers report
      When I check everything
      Then TRI-003 finds in England: NCT06360354, HRAS small variant, KRAS small variant and NRAS small variant, Pancreatic Adenocarcinoma
      And TRI-003 says nothing that names MTAP

    Scenario: Trials that require a local result
      When I check everything
      Then TRI-001 finds in England: NCT06151574, NCT06452277, ERBB2 TKD
      And TRI-002 finds nothing that names ERBB2 TKD

    Scenario: Trials that may screen centrally are told apart
      When I check everything
      Then TRI-002 finds in England: NCT06360354, MTAP loss, It may screen centrally
      And TRI-001 finds nothing that names NCT06360354

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: The column for trials, and the column that every laboratory reports
      Given my own tests of England:
        | code | test   | target   | trial_target | scope                   | method | cancers |
        | M5.1 | a panel | <target> | <trial>     | Small variant detection | Panel  | HNSC    |
      And my own trials:
        | biomarkers         | cancer | sites   |
        | HRAS small variant | HNSC   | England |
      When I check it
      Then TRI-004 <result>

      Examples:
        | target     | trial      | result                                                  |
        | EGFR       | HRAS       | finds in England: NCT00000001, HRAS small variant, M5.1 |
        | EGFR, HRAS |            | says nothing                                            |
        | EGFR       |            | says nothing                                            |

    Scenario Outline: A trial excludes what nobody tests
      Given my own tests of England:
        | code | test           | cancers |
        | M4.1 | <gene> hotspot | NSCLC   |
      And my own trials:
        | biomarkers                          | cancer | sites   |
        | EGFR small variant and !KRAS G12C   | NSCLC  | England |
      When I check it
      Then TRI-005 <result>

      Examples:
        | gene | result                                     |
        | EGFR | finds in England: NCT00000001, KRAS G12C   |
        | KRAS | says nothing                               |

    Scenario Outline: A trial is open in one nation, and another could find its patients too
      Given my own tests of England:
        | code | test                                            | cancers |
        | M4.1 | Multi-target NGS panel - small variant (EGFR, KRAS) | NSCLC   |
      And what sources say of tests in Scotland:
        | biomarkers  | cancers | availability   | date       |
        | <biomarker> | NSCLC   | offered        | 2026-11-01 |
      And my own trials:
        | biomarkers         | cancer | sites   | captured   |
        | EGFR small variant | NSCLC  | <sites> | <captured> |
      When I check it
      Then TRI-006 <result>

      Examples:
        | biomarker          | sites   | captured   | result                                                     |
        | EGFR small variant | England | 2026-11-01 | finds in Scotland: NCT00000001, England, EGFR small variant |
        | EGFR small variant | England | 2024-01-05 | cannot tell in Scotland: NCT00000001, England              |
        | KRAS small variant | England | 2026-11-01 | says nothing                                               |
        | EGFR small variant |         | 2026-11-01 | says nothing                                               |

    Scenario: A trial whose gene its own panel reports needs nothing
      Given my own tests of England:
        | code | test         | cancers |
        | M1.2 | KRAS hotspot | PAAD    |
        | M4.1 | KRAS hotspot | NSCLC   |
      And my own trials:
        | biomarkers | cancer | sites   | local |
        | KRAS G12C  | PAAD   | England | yes   |
      When I check it
      Then TRI-001 says nothing
      And TRI-002 says nothing
      And TRI-003 says nothing
