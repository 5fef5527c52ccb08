Feature: What can be said of the report's recommendations, and what cannot
  Commissioners answer for thirty-two recommendations. They want to see which of them software can judge, with which
  number, and which data they would have to publish for the rest.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Scenario: Every recommendation is there, and none is judged that software cannot see
    When I ask for the report by recommendation
    Then all 32 recommendations have a verdict, a reason and what is missing
    And those that software cannot check have no number

  Scenario: The four nations stand side by side
    When I ask for the report by recommendation
    Then recommendation 10 has six numbers for each of the four nations
    And each of the six has its caution

  Scenario: Parity tells apart who decides and who tests
    When I ask for the report by recommendation
    Then each of the six pairs of nations counts every medicine once
    And what Northern Ireland is only presumed to follow cannot be told

  Scenario: Genes come in waves, those that unlock most trials first
    When I ask for the report by gene in "england"
    Then no later wave unlocks more trials than an earlier one

  Scenario: Indications without a route are ranked by what they lack
    When I ask for the report by island in "england"
    Then the first indication lacks at least as much as the last
    And each missing biomarker has the medicines that need it
