Feature: Decisions of the nations side by side
  Commissioners want to know where bodies decide differently on the same patients, who decided when, and which
  restriction is tighter; and they do not want to be told of differences that are none.

  Rule: What the bundled decisions show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: One nation refuses what another funds
      When I check everything
      Then DEC-001 finds in Scotland: tebentafusp, SMC, SMC2746, 2025-04-07, NICE, TA1027, 2024-12, Uveal Melanoma
      And it tells in order: 2024-12 NICE TA1027 recommended, 2025-04-07 SMC SMC2746 not recommended
      And it rests on TA1027, SMC2746

    Scenario: A body reverses its decision while another stands
      When I check everything
      Then DEC-005 finds in Scotland: osimertinib, SMC2171, 2019-09-09, SMC2382, 2022-01-17
      And it tells in order: SMC SMC2171 not recommended, NICE TA654 recommended, SMC SMC2382 recommended

    Scenario: One nation decides more than a year after another
      When I check everything
      Then DEC-006 finds in Scotland: osimertinib, SMC2382, 2022-01-17, 460 days after England, TA654, 2020-10-14

    Scenario: A date that is only a month gives a range of days
      When I check everything
      Then DEC-006 finds in Scotland: entrectinib, SMC2294, 140 to 170 days after England, TA643, 2020-08

    Scenario: A funding form names fewer variants than the guidance
      When I check everything
      Then DEC-008 finds in England: erdafitinib, ERD1, TA1062, 2025-04-10, FGFR3 R248C, FGFR3::TACC3 fusion, instead of FGFR3 alteration

    Scenario: A company did not submit, which is no refusal
      When I check everything
      Then DEC-007 finds in Scotland: ceritinib, 1333/18, 2018-04-09, non submission, TA500
      And DEC-001 finds nothing that names ceritinib

    Scenario: Both fund, one of them only for a time
      When I check everything
      Then DEC-004 finds in England: sotorasib, TA781, 2022-03-03, SMC March 2022 release, 2022-03-07, managed access
      And DEC-001 finds nothing that names sotorasib

    Scenario: A medicine is licensed and refused
      When I check everything
      Then DEC-003 finds in England: amivantamab, licensed, EGFR exon 20 insertion

    Scenario: A test is tied to a medicine whose funding has ended
      When I check everything
      Then DEC-002 finds in England: M3.5, entrectinib, TA644, TA1118, terminated

    Scenario: Low expression is another group of patients than expression
      When I check everything
      Then DEC-001 finds in England: trastuzumab deruxtecan, TA992, HER2 expression [low], SMC2608
      And it does not name SMC2388, SMC2545

  Rule: False alarms are not raised

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: Decisions on other patients are no disagreement
      Given my own decisions:
        | body | ref | medicine    | biomarkers        | cancers | line | setting  | outcome         | date       |
        | NICE | TA1 | osimertinib | <first biomarker> | NSCLC   | 1L   | advanced | recommended     | 2024-01-10 |
        | SMC  | SM1 | <medicine>  | <biomarker>       | NSCLC   | <line> | advanced | <outcome>     | 2024-06-10 |
      When I check it
      Then DEC-001 says nothing

      Examples:
        | first biomarker | medicine                | biomarker             | line | outcome         |
        | EGFR L858R      | osimertinib             | EGFR L858R            | 2L+  | not-recommended |
        | EGFR L858R      | osimertinib             | EGFR L858R            | 1L   | non-submission  |
        | EGFR L858R      | osimertinib             | EGFR L858R            | 1L   | optimised       |
        | EGFR L858R      | osimertinib + pemetrexed | EGFR L858R           | 1L   | not-recommended |
        | EGFR L858R      | osimertinib             | EGFR exon 20 insertion | 1L  | not-recommended |
        | HER2 expression | osimertinib             | HER2 expression [low] | 1L   | not-recommended |

    Scenario: The very same patients are a disagreement
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome         | date       |
        | NICE | TA1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended     | 2024-01-10 |
        | SMC  | SM1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | not-recommended | 2024-06-10 |
      When I check it
      Then DEC-001 finds in Scotland: osimertinib, SM1, 2024-06-10, TA1, 2024-01-10
      And it tells in order: NICE TA1, SMC SM1

    Scenario: Where the line of one of them is not printed, it cannot be told
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome         | date       |
        | NICE | TA1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended     | 2024-01-10 |
        | SMC  | SM1 | osimertinib | EGFR L858R | NSCLC   |      | advanced | not-recommended | 2024-06-10 |
      When I check it
      Then DEC-001 cannot tell in Scotland: osimertinib, SM1, TA1

    Scenario: Adjuvant treatment has no line, so none is asked for
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome         | date       |
        | NICE | TA1 | osimertinib | EGFR L858R | NSCLC   |      | adjuvant | recommended     | 2024-01-10 |
        | SMC  | SM1 | osimertinib | EGFR L858R | NSCLC   |      | adjuvant | not-recommended | 2024-06-10 |
      When I check it
      Then DEC-001 finds in Scotland: osimertinib, SM1, TA1

    Scenario: A refusal that the body itself has replaced is history
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome         | date       | superseded_by |
        | NICE | TA1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended     | 2024-01-10 |               |
        | SMC  | SM1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | not-recommended | 2024-01-12 | SM2           |
        | SMC  | SM2 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended     | 2024-01-31 |               |
      When I check it
      Then DEC-001 says nothing
      And DEC-005 finds in Scotland: osimertinib, SM1, SM2
      And DEC-006 says nothing

    Scenario: Nations that decide within a month are not said to lag
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended | 2024-01-10 |
        | SMC  | SM1 | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | recommended | 2024-02-08 |
      When I check it
      Then DEC-006 says nothing
      And DEC-004 says nothing

    Scenario: A form that is wider than the guidance takes nothing from anyone
      Given my own decisions:
        | body     | ref  | medicine    | biomarkers         | cancers | line | setting  | outcome      | date       |
        | NICE     | TA1  | osimertinib | EGFR L858R         | NSCLC   | 1L   | advanced | recommended  | 2024-01-10 |
        | NHSE-CDF | OSI1 | osimertinib | EGFR small variant | NSCLC   | 1L   | advanced | funding-form | 2024-02-10 |
      When I check it
      Then DEC-008 says nothing

    Scenario: A licence without a decision that is held cannot be called a broken chain
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome  | date       |
        | MHRA | L1  | osimertinib | EGFR L858R | NSCLC   | 1L   | advanced | licensed | 2024-01-10 |
      When I check it
      Then DEC-003 finds nothing
      And DEC-003 cannot tell in Scotland: osimertinib, L1

  Rule: What the bundled data do not show is found in other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: Managed access is to be reviewed, and its test is missing
      Given my own decisions, of which TA1 is to be reviewed on <review>:
        | body | ref | medicine  | biomarkers | cancers | line | setting  | outcome        | date       |
        | NICE | TA1 | sotorasib | KRAS G12C  | NSCLC   | 2L+  | advanced | managed-access | 2022-03-03 |
      And my own tests of England in several releases:
        | release    | code | test           | cancers |
        | 2021-10-01 | M4.1 | EGFR hotspot   | NSCLC   |
        | 2026-07-16 | M4.1 | <gene> hotspot | NSCLC   |
      When I check it
      Then DEC-009 <result>

      Examples:
        | review     | gene | result                                                            |
        | 2027-04-22 | EGFR | finds in England: sotorasib, TA1, 2027-04-22, KRAS G12C           |
        | 2027-04-22 | KRAS | says nothing                                                      |
        | 2029-04-22 | EGFR | says nothing                                                      |

    Scenario: A proprietary assay stands in the directory, and nobody says which guidance allows it
      Given my own tests of England:
        | code | test             | target                 | method | cancers |
        | M3.2 | tumour profiling | as per proprietary assay | Panel  | BRCA    |
        | M2.5 | HRD status       | as per proprietary assay | Panel  | EOC     |
      And my own decisions:
        | body | ref | medicine               | biomarkers | cancers | line        | setting  | outcome        | date       |
        | NICE | TA1 | olaparib + bevacizumab | HRD        | EOC     | maintenance | advanced | managed-access | 2022-03-03 |
      And statements that tie tests to decisions:
        | test_code | medicine               | decision_refs | date    |
        | M2.5      | olaparib + bevacizumab | TA1           | 2023-09 |
      When I check it
      Then DEC-010 finds in England: M3.2
      And DEC-010 says nothing that names M2.5
