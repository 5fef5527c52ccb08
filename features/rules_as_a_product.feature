Feature: Rules as a product
  The people who write rules want to begin one without copying another, to see that it does what they mean on every
  executor, to be told what of it is in vain or unproven, and to have pages that say what their rules ask.

  Scenario: A rule is begun without copying another
    Given a rulebook of my own
    When I begin a rule of the family coverage
    Then a file of my rulebook holds it, valid and experimental
    And I am told to fill in what only a person knows
    And its examples pass on durable, sql and the oracle

  Scenario: An id is never used twice
    Given a rulebook of my own
    When I begin a rule of the family coverage
    And I begin a rule of the family coverage
    Then the two rules have ids that follow each other and that no bundled rule has

  Scenario: Nothing is written over
    Given a rulebook of my own with a rule of the family coverage
    When I begin a rule of the family coverage under the same id
    Then I am told that it is there already
    And the file is as it was

  Scenario: A family of my own needs a prefix
    Given a rulebook of my own
    When I begin a rule of the family screening
    Then I am asked for a prefix
    When I begin a rule of the family screening with the prefix SCR
    Then its id is SCR-001

  Scenario: A rule needs an example that finds nothing
    Given a rulebook of my own with a rule of the family coverage
    And every example of it finds something
    When I test my rules
    Then I am told the file and line, and to add an example that expects none

  Scenario: An example that fails is named for each executor
    Given a rulebook of my own with a rule of the family coverage
    And its first example expects an exception
    When I test my rules
    Then it is named with its line on durable, sql and the oracle

  Scenario: Lint says what a person has still to do
    Given a rulebook of my own with a rule of the family coverage
    When I lint my rules
    Then lint warns that it is unfilled
    And lint warns that it is not-read
    And the command ends with 1

  Scenario: Lint is content with a rule that is written and read
    Given a rulebook of my own with a bundled rule and what it found on real data
    When I lint my rules
    Then lint says nothing
    And the command ends with 0

  Scenario Outline: Lint finds what is in vain
    Given a rulebook of my own with a bundled rule and what it found on real data
    And <what>
    When I lint my rules
    Then lint warns that it is <check>
    And the command ends with 1

    Examples:
      | what                                         | check         |
      | it asks for a complete directory that is not | contradiction |
      | one of its doubts says what another says     | unreachable   |
      | a second rule that asks more for the same    | shadowed      |

  Scenario: A page says what a rule asks
    Given a rulebook of my own with a bundled rule and what it found on real data
    When I write the pages of my rules
    Then the page of the rule says in words what it asks and what it found
    And the pages are fresh

  Scenario: A page that no longer says what the rule says is named
    Given a rulebook of my own with a bundled rule and what it found on real data
    When I write the pages of my rules
    And I change the title of the rule
    Then its page is named as stale
