Feature: The register of research genes
  Directories leave out genes that only research needs. Those who plan them want to know which single addition would
  open trials to patients whose tumours are tested at home.

  Scenario: One addition would open two trials, and comes in the first wave
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then RES-001 finds in England: ERBB2 TKD, NCT06151574, NCT06452277, unlock 2, wave 1
    And RES-001 finds in England: MTAP loss in Pancreatic Adenocarcinoma, NCT06360354, unlock 1, wave 2

  Scenario: What Scotland reports is not known, so nothing is said to be missing there
    Given the data that come with trialign, as of 2026-11-22
    When I check everything
    Then RES-001 says nothing that names Scotland:

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22
      And my own tests of England:
        | code | test         | cancers |
        | M5.1 | KRAS hotspot | PAAD    |

    Scenario: Additions are ordered by the trials that each opens
      Given my own trials:
        | biomarkers           | cancer | sites   |
        | MTAP loss            | PAAD   | England |
        | MTAP loss            | PAAD   | England |
        | ARID1A small variant | PAAD   | England |
      When I check it
      Then RES-001 finds in England: MTAP loss, unlock 2, NCT00000001, NCT00000002, wave 1
      And RES-001 finds in England: ARID1A small variant, unlock 1, NCT00000003, wave 2

    Scenario: Where two genes are missing, neither alone opens the trial
      Given my own trials:
        | biomarkers                         | cancer | sites   |
        | MTAP loss and ARID1A small variant | PAAD   | England |
      When I check it
      Then RES-001 says nothing

    Scenario: A gene that is reported already is no addition
      Given my own trials:
        | biomarkers | cancer | sites   |
        | KRAS G12C  | PAAD   | England |
      When I check it
      Then RES-001 says nothing

    Scenario: A trial that closed long ago for all that is known opens nothing
      Given my own trials:
        | biomarkers | cancer | sites   | captured   |
        | MTAP loss  | PAAD   | England | 2024-01-05 |
      When I check it
      Then RES-001 says nothing
