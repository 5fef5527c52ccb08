Feature: Reading the criteria of trials
  Those who keep trials want the biomarkers that a text asks for without reading every text,
  and want to be sure that nothing counts as confirmed before a person has said so.

  Background:
    Given a trial whose text asks for "KRAS G12C mutation" and excludes "ALK fusion"

  Scenario: What a text asks of biomarkers is extracted with the words it stands on
    When I extract its criteria
    Then "KRAS G12C" is required, by the words "KRAS G12C mutation"
    And "ALK fusion" is excluded, by the words "ALK fusion"

  Scenario: A broken record costs only itself
    Given a line that is no record stands before it
    When I extract its criteria
    Then the broken line is named with file and line 1
    And "KRAS G12C" is required, by the words "KRAS G12C mutation"

  Scenario: An import is not confirmed
    Given I have imported it
    When I show the trial
    Then it says "not reviewed by a person"
    And it says "not ALK fusion"

  Scenario: A review file holds no word of the registry's text
    When I ask for a review file
    Then it does not hold the word "mutation"

  Scenario: A person corrects what the program read, and the trial is confirmed
    Given I have imported it
    And "Dr Grey" has reviewed it on 2026-11-20 and corrected "KRAS G12C" to "KRAS G12D"
    When I apply the review
    And I show the trial
    Then it says "confirmed by Dr Grey on 2026-11-20"
    And it says "KRAS G12D"

  Scenario: A confirmed trial is left alone, and a change in the registry is said
    Given I have imported it
    And "Dr Grey" has reviewed it on 2026-11-20 and corrected "KRAS G12C" to "KRAS G12D"
    And I have applied the review
    When the registry adds "BRAF V600E" to the exclusions and I import it again
    Then the import says "registry text changed since it was confirmed"
    And the confirmed trial is as it was

  Scenario: A review without a reviewer confirms nothing
    Given I have imported it
    And nobody has filled in the review
    When I apply the review
    Then the missing reviewer is named with its line
    And the trial is still not reviewed
