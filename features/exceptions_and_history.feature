Feature: Accepted findings, a team's settings, and what changed since the last look
  Commissioners accept some findings for a time, rank the rules for their own work, and want to see at the next meeting
  what is new, what was mended, and which acceptance has run out.

  Background:
    Given a small directory in which no test reports RET fusion, as of 2026-11-22
    And NICE recommends selpercatinib for RET fusion in England

  Rule: A finding is accepted by someone, for a reason, for a time

    Scenario: A board accepts the missing test while its order is on the way
      Given the board accepts the missing test from 2026-05-01 to 2027-05-01
      When I check
      Then the missing test is excepted
      And the report says that the board accepted it, why, and until when
      And no exception is said to excuse nothing

    Scenario: The acceptance has run out
      Given the board accepts the missing test from 2026-05-01 to 2026-06-30
      When I check for missing tests and fail on errors
      Then the missing test is a gap again
      And the report names the board, and says that its acceptance ended 145 days ago
      And the exit status is 1

    Scenario: The acceptance has not begun
      Given the board accepts the missing test from 2026-12-01 to 2027-05-01
      When I check
      Then the missing test is a gap again
      And the report says that the acceptance begins in 9 days

    Scenario: An acceptance without its minutes is refused
      Given the board accepts the missing test without saying where that is recorded
      When I check
      Then nothing is reported
      And the file and line of the acceptance are given
      And the exit status is 3

  Rule: A team ranks the rules for its own work

    Scenario: A team does not treat the missing test as an error
      Given settings by which the rule on missing tests is a warning
      When I check for missing tests and fail on errors
      Then the missing test is a warning, and the report says that the settings made it one
      And the report says which settings were used
      And the exit status is 0

    Scenario: A rule that a team has switched off is named in every check
      Given settings that disable the rule on missing tests
      When I check
      Then the missing test is not reported
      And the report says that the rule on missing tests is disabled

    Scenario: A rule that does not exist is no setting
      Given settings that disable a rule "CVO-001"
      When I check
      Then nothing is reported
      And the settings' line is given, with "COV-001" as what may have been meant
      And the exit status is 2

  Rule: The next meeting sees what changed

    Scenario: Nothing has changed
      Given I kept the check of the last meeting
      When I check against the last meeting
      Then nothing is new and the missing test is known
      And the missing test is counted and not listed again

    Scenario: The test was added, and a decision came
      Given I kept the check of the last meeting
      And a test for RET fusion was added since then
      And NICE recommends alectinib for ALK fusion since then
      When I check against the last meeting
      Then the missing test for ALK fusion is new and listed first
      And the missing test for RET fusion is resolved and named

    Scenario: An acceptance ran out between two meetings
      Given the board accepted the missing test at the last meeting, and that has ended
      When I check against the last meeting
      Then the missing test is shown as excepted then and a gap now

    Scenario: A job fails on new gaps only
      Given I kept the check of the last meeting
      When I check against the last meeting and fail on new errors only
      Then the exit status is 0

    Scenario: A rule that was not run at the last meeting
      Given I kept the check of the last meeting, of misprints only
      When I check against the last meeting
      Then the missing test is said not to have been judged then
      And it is not called new
