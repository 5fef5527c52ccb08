Feature: Continuous integration
  A job wants one verdict, an exit status that means one thing, and output that changes only when the data do.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Scenario: Findings alone do not fail a job
    When I check everything
    Then there are findings
    And the exit status is 0

  Scenario: A job may fail on warnings, after both executors agreed
    When I check everything on both executors and fail on warnings
    Then there are findings
    And the report says that both executors judged
    And the exit status is 1

  Scenario: Invalid data are not judged
    Given my own copy of England's directory in which row 3 stands twice
    When I check it
    Then nothing is reported
    And the problem is named with the file and line 4
    And the exit status is 3

  Scenario: A rulebook without rules judges nothing
    Given a rulebook without rules
    When I check by that rulebook
    Then nothing is reported
    And the exit status is 4

  Scenario: A wrong option is not mistaken for a finding
    When I check everything and fail on "warn"
    Then nothing is reported
    And the exit status is 2

  Scenario: The same data give the same bytes
    When I check everything
    And I check everything once more
    Then both reports are identical to the byte

  Scenario: Both executors find the same
    When I check everything with durable
    And I check everything with sql
    Then both reports hold the same findings
