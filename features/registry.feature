Feature: Trials and their records in registries
  A registry record that is out of date sends patients and teams the wrong way; a record that was merely copied long
  ago does not.

  Rule: What the bundled data show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: A record does not name the biomarkers by which its trial selects
      When I check everything
      Then REG-005 finds of a trial: NCT05419375, does not name
      And REG-005 finds of a trial: NCT04929223, does not name

    Scenario: Completion has passed since the record was copied, so nobody is accused
      When I check everything
      Then REG-003 cannot tell of a trial: NCT04995523, 2026-08-18, 2026-03-13
      And REG-003 finds nothing

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: The day of primary completion
      Given my own trials:
        | biomarkers | cancer | sites   | captured   | primary_completion |
        | MTAP loss  | PAAD   | England | <captured> | <completion>       |
      When I check it
      Then REG-003 <result>

      Examples:
        | captured   | completion | result                                        |
        | 2026-11-01 | 2026-10-31 | finds of a trial: NCT00000001, 2026-10-31     |
        | 2026-11-01 | 2026-11-01 | cannot tell of a trial: NCT00000001           |
        | 2026-11-01 | 2026-11-22 | says nothing                                  |
        | 2026-11-01 | 2026-11    | says nothing                                  |

    Scenario Outline: Two registries on one trial
      Given my own trials:
        | biomarkers | cancer | sites   | elsewhere   |
        | MTAP loss  | PAAD   | England | <elsewhere> |
      When I check it
      Then REG-004 <result>

      Examples:
        | elsewhere             | result                                       |
        | Ended                 | finds of a trial: NCT00000001, Ended         |
        | Ongoing, recruiting   | says nothing                                 |
