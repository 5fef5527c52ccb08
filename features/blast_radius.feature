Feature: What follows from a change of tests
  Those who keep a directory want to know, before a release goes out, which decisions, trials and findings it touches.

  Scenario: A draft that drops KRAS from colorectal cancer opens findings
    Given a draft of the release in force without KRAS for colorectal cancer
    When I ask what changed
    Then a finding of TRI-001 opens in England because of M1.2
    And no finding of LAG-001 is said to open

  Scenario: Putting the tests back closes them again
    Given a draft without KRAS for colorectal cancer, and the release in force after it
    When I ask what changed
    Then a finding of TRI-001 closes in England because of M1.2
    And the change of M1.2 serves the decision "NICE TA439 (1.1)"
