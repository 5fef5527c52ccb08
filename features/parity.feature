Feature: The same patients in two nations
  Commissioners of one nation want to learn what another tests and they do not; silence of a source is no "not tested".

  Scenario: What Scotland, Wales and Northern Ireland do not publish is not called a difference
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then PAR-001 finds nothing
    And PAR-002 finds nothing

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22
      And my own tests of England:
        | code | test                                                           | cancers |
        | M4.1 | Multi-target NGS panel - structural variant (RET, ALK) | NSCLC   |

    Scenario Outline: A source says, or does not say, that Scotland does not offer the test
      Given my own decisions:
        | body | ref | medicine      | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | selpercatinib | RET fusion | NSCLC   | 1L   | advanced | recommended | 2024-05-27 |
        | SMC  | SM1 | selpercatinib | RET fusion | NSCLC   | 1L   | advanced | recommended | 2024-06-01 |
      And what sources say of tests in Scotland:
        | biomarkers | cancers | availability   | date   |
        | <biomarker> | NSCLC  | <availability> | <date> |
      When I check it
      Then PAR-001 <first>
      And PAR-002 <second>

      Examples:
        | biomarker    | availability | date       | first                                          | second                                              |
        | RET fusion   | not-offered  | 2026-11-01 | finds in Scotland: RET fusion, England, M4.1   | finds in Scotland: selpercatinib, RET fusion, M4.1  |
        | RET fusion   | not-offered  | 2021-10    | says nothing                                   | says nothing                                        |
        | RET fusion   | unknown      | 2026-11-01 | says nothing                                   | says nothing                                        |
        | RET fusion   | offered      | 2026-11-01 | says nothing                                   | says nothing                                        |
        | EGFR small variant | not-offered | 2026-11-01 | says nothing                              | says nothing                                        |

    Scenario: A part of the test, where no complete list is held
      Given my own decisions:
        | body | ref | medicine  | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | alectinib | ALK fusion | NSCLC   | 1L   | advanced | recommended | 2024-05-27 |
        | SMC  | SM1 | alectinib | ALK fusion | NSCLC   | 1L   | advanced | recommended | 2024-06-01 |
      And what sources say of tests in Scotland:
        | biomarkers       | cancers | availability | date       |
        | EML4::ALK fusion | NSCLC   | offered      | 2026-11-01 |
      When I check it
      Then PAR-002 cannot tell in Scotland: alectinib, ALK fusion, M4.1

    Scenario: Funded in one nation alone is for the rules on decisions
      Given my own decisions:
        | body | ref | medicine      | biomarkers | cancers | line | setting  | outcome     | date       |
        | NICE | TA1 | selpercatinib | RET fusion | NSCLC   | 1L   | advanced | recommended | 2024-05-27 |
      And what sources say of tests in Scotland:
        | biomarkers | cancers | availability | date       |
        | RET fusion | NSCLC   | not-offered  | 2026-11-01 |
      When I check it
      Then PAR-002 says nothing
