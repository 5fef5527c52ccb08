Feature: May this release go out?
  A maintainer puts a candidate release before a gate, in a job or at the desk. A commissioner reads the same verdict:
  what is new, what was known and is accepted, what was mended. A gate that could not judge never says yes.

  Background:
    Given a candidate release in which no test reports RET fusion, as of 2026-11-22
    And NICE recommends selpercatinib for RET fusion in England

  Rule: What is new holds a release up, what is known does not

    Scenario: The missing test holds the release up
      When I put the candidate before the gate
      Then the gate fails
      And the missing test is listed as new
      And the verdict says how to mend, except or accept it

    Scenario: What the last release had already is known
      Given I kept the check of the last release
      When I put the candidate before the gate, against the last release
      Then the gate passes
      And the missing test is known

    Scenario: The missing test was added
      Given I kept the check of the last release
      And a test for RET fusion was added
      When I put the candidate before the gate, against the last release
      Then the gate passes
      And the missing test is listed as fixed

  Rule: A list of known findings shrinks by itself and never grows in silence

    Scenario: A maintainer begins with the findings of today
      When I accept the findings of today as known
      Then the gate passes
      And the list of known findings holds the missing test

    Scenario: A known finding that was mended leaves the list
      Given I accepted the findings of today as known
      And a test for RET fusion was added
      When I put the candidate before the gate, with the list of known findings
      Then the gate passes
      And the list of known findings no longer holds the missing test

    Scenario: A new finding does not slip into the list
      Given I accepted the findings of today as known
      And NICE recommends alectinib for ALK fusion as well
      When I put the candidate before the gate, with the list of known findings
      Then the gate fails
      And the list of known findings is as it was

    Scenario: A list that a merge has torn is not read
      Given I accepted the findings of today as known
      And a merge left its marks in the list of known findings
      When I put the candidate before the gate, with the list of known findings
      Then nothing is judged
      And the torn line of the list is named, with what to do
      And the exit status is 3

  Rule: A commissioner accepts a finding for a time

    Scenario: The acceptance counts
      Given I accepted all findings of today but the missing test as known
      And the board accepts the missing test from 2026-05-01 to 2027-05-01
      When I put the candidate before the gate, with the list of known findings
      Then the gate passes

    Scenario: The acceptance has ended
      Given I accepted the findings of today as known
      And the board accepts the missing test from 2026-05-01 to 2026-06-30
      When I put the candidate before the gate, with the list of known findings
      Then the gate fails
      And the verdict names the board, the file and line, and says that its acceptance ended 145 days ago

  Rule: A gate that could not judge never says yes

    Scenario: A file of the release is gone
      Given the file with the tests of England is gone
      When I put the candidate before the gate
      Then the gate gives no verdict
      And it says which file is not there

    Scenario: The data are too old
      Given the day is 2027-11-22
      When I put the candidate before the gate
      Then the gate gives no verdict
      And it says which source is older than its limit

    Scenario: A rule that must judge something found nothing to judge
      Given settings that require the rule on trials to have something to judge
      When I put the candidate before the gate
      Then the gate gives no verdict
      And it says that the rule on trials had nothing to judge

    Scenario: A rulebook without rules
      Given a rulebook without rules
      When I put the candidate before the gate, by that rulebook
      Then the gate gives no verdict
      And it says that the rulebook holds no rule

  Rule: A draft is judged before it is a release

    Scenario: A draft that adds the missing test
      Given a draft of the next release with a test for RET fusion
      When I put the draft before the gate
      Then the gate fails
      And the missing test is not listed
      And the verdict says that the draft was judged in place of the release in force

    Scenario: A draft that is not there
      When I put the draft before the gate
      Then the gate gives no verdict
      And it says that the draft is not there

    Scenario: A draft in which the gene is misspelt
      Given I kept the check of the last release
      And a draft of the next release with a test for RETT, which is no gene
      When I put the draft before the gate, against the last release
      Then the gate passes
      And the missing test cannot be told any more, and is not listed as fixed
      And the verdict names the line of the draft that cannot be read
