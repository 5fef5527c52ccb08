Feature: The picture of the four nations, and everything on one medicine
  Commissioners want to see at a glance which nation tests what and since when, and, before a meeting on one medicine,
  where its way from licence to test breaks.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Rule: The picture shows who tests what, and since when

    Scenario Outline: Since when England tests what a funded medicine needs
      When I look at the picture of "<biomarker>" in "<cancer>"
      Then in England it is covered since <since>

      Examples:
        | biomarker  | cancer | since                         |
        | EGFR L858R | NSCLC  | 2020-11 or earlier            |
        | BRAF V600E | THAP   | after 2021-10, by 2026-07-16  |

    Scenario: Releases that are known but not held are named, not passed over
      When I look at the picture of "EGFR L858R" in "NSCLC"
      Then England's releases of October 2024 and July 2025 are named as not held

    Scenario: A gap is said to be open at least since the first release that shows it
      When I look at the picture of "RET fusion" in "COADREAD"
      Then in England it is a gap at least since 2020-11-30

    Scenario: A nation that publishes no list has no date that is not its own
      When I look at the picture of "EGFR L858R" in "NSCLC"
      Then in Scotland it is covered, and it is not known since when, with a reason

    Scenario: Nobody's answer is made up
      When I look at the picture of "KRAS G12C" in "NSCLC"
      Then in Scotland and Northern Ireland it cannot be told, each with a reason
      And the nations are not said to differ

    Scenario: Without names the picture holds what decisions in force need
      When I look at the whole picture
      Then every line is asked for by a decision
      And each of the four nations has an answer on every line
      And the counts of each nation add up to the number of lines

    Scenario: The picture goes into a spreadsheet as it is
      When I take the picture of "KRAS G12C" in "NSCLC" into a spreadsheet
      Then it has one row for each of the four nations
      And each row holds the answer, the tests and since when

    Scenario: Nothing is shown where nobody needs it, and a way on is named
      When I look at the picture of "GNAS R201C" alone
      Then I am told to try --needed-by all, or to name a cancer too
      And the exit status is 2

  Rule: One medicine on one page

    Scenario: The first broken link of a medicine is named for each nation
      When I look up "capivasertib"
      Then for Scotland the first broken link is the decision SMC2823
      And for England no link is known to be broken

    Scenario: Combinations are found with the medicine
      When I look up "osimertinib"
      Then it was found as "osimertinib" and "osimertinib + pemetrexed + platinum"

    Scenario: Every decision stands there with its date, state and page, oldest first
      When I look up "osimertinib"
      Then the decisions stand in order of date
      And TA416 is superseded by TA653
      And every decision has a file, a line and a page

    Scenario: The statements that tie tests to a medicine are there
      When I look up "capivasertib"
      Then the tests M3.6 and M3.13 are tied to it

    Scenario: What check finds on the medicine is there too
      When I look up "capivasertib"
      Then the disagreement between Scotland and England is among the findings

    Scenario: A slip of the pen gets the right name
      When I look up "osimertnib"
      Then I am asked whether I meant 'osimertinib'
      And the exit status is 2
