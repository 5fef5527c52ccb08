Feature: How long tests come after the decisions that need them
  A funded medicine helps nobody until its test is listed. Commissioners want to know how long that took, as surely as
  the releases that are held allow, and no surer.

  Rule: What the bundled decisions show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: Releases between are not held, so the lag is a range and cannot be judged
      When I check everything
      Then LAG-001 cannot tell in England: gilteritinib, TA642, 2020-08, today: 0 to 121, 5 releases between are not held

    Scenario: A decision without a date gives no number of days
      When I check everything
      Then LAG-001 cannot tell in England: midostaurin, TA523, undated, an unknown number of

    Scenario: A dated statement that ties a test to the medicine narrows the wait after a licence
      When I check everything
      Then LAG-002 cannot tell in England: capivasertib, 2024-07-17, today: 0 to 318, M3.13, by 2025-05

    Scenario: Nothing that is not certain is called late
      When I check everything
      Then LAG-001 finds nothing
      And LAG-002 finds nothing

  Rule: Lags of other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario: The test came with a later release
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | sotorasib   | KRAS G12C  | NSCLC   | 2L+  | advanced | recommended | 2022-03-03 |
        | MHRA | L1  | sotorasib   | KRAS G12C  | NSCLC   | 2L+  | advanced | licensed    | 2022-01-31 |
      And my own tests of England in several releases:
        | release    | code | test         | cancers |
        | 2022-07-01 | M4.1 | EGFR hotspot | NSCLC   |
        | 2022-10-01 | M4.1 | KRAS hotspot | NSCLC   |
      When I check it
      Then LAG-001 finds in England: sotorasib, TA1, 2022-03-03, today: 120 to 212, by 2022-10-01
      And LAG-002 finds in England: sotorasib, L1, 2022-01-31, today: 151 to 243

    Scenario: The test was listed before the decision
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | sotorasib   | KRAS G12C  | NSCLC   | 2L+  | advanced | recommended | 2023-03-03 |
      And my own tests of England in several releases:
        | release    | code | test         | cancers |
        | 2022-07-01 | M4.1 | KRAS hotspot | NSCLC   |
        | 2026-07-16 | M4.1 | KRAS hotspot | NSCLC   |
      When I check it
      Then LAG-001 says nothing

    Scenario: The test is still missing
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | sotorasib   | KRAS G12C  | NSCLC   | 2L+  | advanced | recommended | 2026-08-10 |
        | NICE | TA2 | selpercatinib | RET fusion | NSCLC | 1L   | advanced | recommended | 2026-09-10 |
      And my own tests of England in several releases:
        | release    | code | test         | cancers |
        | 2022-07-01 | M4.1 | EGFR hotspot | NSCLC   |
        | 2026-07-16 | M4.1 | EGFR hotspot | NSCLC   |
      When I check it
      Then LAG-001 finds in England: sotorasib, TA1, at least 104
      And LAG-001 says nothing that names TA2

    Scenario: A dated statement shows that the test came soon, though only a late release is held
      Given my own decisions:
        | body | ref | medicine    | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | sotorasib   | KRAS G12C  | NSCLC   | 2L+  | advanced | recommended | 2022-03-03 |
      And statements that tie tests to decisions:
        | test_code | medicine  | decision_refs | date    |
        | M4.1      | sotorasib | TA1           | 2022-04 |
      And my own tests of England in several releases:
        | release    | code | test         | cancers |
        | 2022-01-01 | M4.1 | EGFR hotspot | NSCLC   |
        | 2026-07-16 | M4.1 | KRAS hotspot | NSCLC   |
      When I check it
      Then LAG-001 says nothing
