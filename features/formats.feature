Feature: Formats of a check
  A finding goes to whoever can act on it: as a comment, an annotation, a test result, a table. It is the same finding.

  Background:
    Given a small directory in which some medicines have no test, as of 2026-11-22

  Scenario: Every format tells of the same findings
    When I check in each format
    Then each names exactly the findings of the JSON
    And each ends with the same exit status

  Scenario: A reviewer reads one comment
    When I check as a comment and fail on errors
    Then the comment begins with the verdict
    And it lists ten findings and counts the others
    And it offers lines for the file of exceptions without an owner

  Scenario: An exception pasted without an owner is refused
    When I paste the lines that the comment offers into my file of exceptions and check
    Then the exit status is 3
    And the problem says that the owner is missing

  Scenario: What cannot be told is no failed test
    When I check as a test report and fail on errors
    Then as many tests fail as there are misalignments of severity error
    And what cannot be told is skipped with its reason

  Scenario: A workbook goes to a file
    When I check as a workbook without naming a file
    Then the exit status is 2
    And I am told to name a file
