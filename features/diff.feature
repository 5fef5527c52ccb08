Feature: What a new release of a directory changes in meaning
  Those who keep a directory want to know what changed for patients, not which cells differ, before and after a
  release goes out.

  Rule: Changes are told by what tests report

    Scenario Outline: What became of a test of October 2021 in the releases of 2026
      Given the releases of England of October 2021 and of 2026
      When I ask what changed
      Then <code> is said to be <kind>

      Examples:
        | code   | kind       |
        | M1.1   | split      |
        | M3.6   | reused     |
        | M60.1  | corrected  |
        | M205.2 | reworded   |
        | M218.1 | narrowed   |
        | M4.2   | widened    |
        | M94.1  | repackaged |
        | M1.2   | unchanged  |

    Scenario: Every code of the earlier release is accounted for
      Given the releases of England of October 2021 and of 2026
      When I ask what changed
      Then each of the 1561 codes of the earlier side stands in exactly one place

    Scenario: A target that stands in another row is not lost
      Given the releases of England of October 2021 and of 2026
      When I ask what changed
      Then nothing that M1.1 reported is lost
      And M1.1 is said to go on in "M1.1, M1.7, M1.9"

  Rule: A loss names whom it strands

    Scenario: A draft that drops KRAS from colorectal cancer
      Given a draft of the release in force without KRAS for colorectal cancer
      When I ask what changed
      Then the loss of M1.2 strands the decision "NICE TA439 (1.1)"
      And it is an error

  Rule: A release that is not held is never guessed

    Scenario: A slip of the pen
      When I compare "england/cancer@2020-11" with "england/cancer@2021-01"
      Then I am asked whether I meant "england/cancer@2021-10"
      And the command ends with status 2
