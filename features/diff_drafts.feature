Feature: A draft with a slip of the pen
  Who checks a draft before it is published must see what of it cannot be read.

  Scenario: A gene is misspelt in a row of the draft
    Given a draft of the release in force in which "EGFR hotspot tumour" of M4.4 reads "EGFRR hotspot"
    When I compare the release in force with the draft
    Then M4.4 is a warning of the kind unclear
    And it says "'EGFRR' could not be read (did you mean EGFR?)"
    And nothing is said to be lost or moved
