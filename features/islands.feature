Feature: Islands in medicines for every cancer
  Where a medicine is funded whatever the cancer, each indication needs a route to its test. Commissioners want the
  indications that have none, worst first.

  Scenario: Eight indications have no route to larotrectinib
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then ISL-001 finds exactly these indications in England: M54, M236, M237, M238, M239, M241, M243, M245
    And ISL-001 finds in England: M236 Oesophageal Cancer, larotrectinib, TA630, 2020-05-27, NTRK1 fusion, NTRK2 fusion, NTRK3 fusion
    And it rests on TA630, M236 Oesophageal Cancer

  Scenario: Benign tumours, overlays and medicines whose funding has ended make no islands
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then ISL-001 says nothing that names M44
    And ISL-001 says nothing that names M233
    And ISL-001 says nothing that names entrectinib

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario: The indication that lacks more comes first
      Given my own decisions:
        | body | ref | medicine      | biomarkers                  | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | larotrectinib | NTRK1 fusion                | SOLID   | any  | advanced | recommended | 2020-05-27 |
        | NICE | TA2 | selpercatinib | RET fusion                  | SOLID   | any  | advanced | recommended | 2021-05-27 |
      And my own tests of England:
        | code | test                                                   | cancers |
        | M4.1 | Multi-target NGS panel - structural variant (NTRK1, RET) | NSCLC |
        | M5.1 | Multi-target NGS panel - structural variant (RET)        | THPA  |
        | M6.1 | KIT hotspot                                              | GIST  |
      When I check it
      Then ISL-001 finds exactly these indications in England: M5, M6
      And ISL-001 finds in England: M6, lacks 2 such biomarkers, rank 1 among 2
      And ISL-001 finds in England: M5, lacks 1 such biomarkers, rank 2 among 2, NTRK1 fusion
      And it does not name RET fusion

    Scenario: A medicine for one cancer makes no islands elsewhere
      Given my own decisions:
        | body | ref | medicine      | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | selpercatinib | RET fusion | NSCLC   | 1L   | advanced | recommended | 2021-05-27 |
      And my own tests of England:
        | code | test                                              | cancers |
        | M4.1 | Multi-target NGS panel - structural variant (RET) | NSCLC   |
        | M6.1 | KIT hotspot                                       | GIST    |
      When I check it
      Then ISL-001 says nothing

    Scenario: A benign indication is no island
      Given my own decisions:
        | body | ref | medicine      | biomarkers   | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | larotrectinib | NTRK1 fusion | SOLID   | any  | advanced | recommended | 2020-05-27 |
      And my own tests of England:
        | code | test                                                | cancers | kind      |
        | M4.1 | Multi-target NGS panel - structural variant (NTRK1) | NSCLC   | malignant |
        | M6.1 | KIT hotspot                                         | GIST    | benign    |
      When I check it
      Then ISL-001 says nothing
