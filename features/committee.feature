Feature: Papers for a committee
  As the secretary of a committee I send one file round before the meeting, and print it for those who read on paper.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Scenario: One workbook holds all that there is to discuss
    When I ask for the report as a workbook
    Then its first sheet opens with the verdict in a sentence
    And it says that findings are prompts for review, not clinical advice
    And it has a sheet of findings, of the matrix, of sources and of the recommendations
    And every one of the 32 recommendations has its verdict and the data that it needs
    And dates are dates, and publishers' pages are links

  Scenario: Members who ask about one nation get the part that concerns them
    When I ask for the report on Scotland as a workbook
    Then no finding in it is of another nation
    And the matrix has a column for Scotland and for no other nation

  Scenario: The analyst gets the same as tables
    When I ask for the report as tables
    Then the folder has a table of findings, of the matrix, of sources and of the recommendations
    And the findings are those that a check writes

  Scenario: I forget to say where it shall go
    When I ask for a workbook without saying where
    Then I am told to name a file
