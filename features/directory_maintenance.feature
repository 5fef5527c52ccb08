Feature: Maintaining a directory
  The people who keep a directory want to see what is misprinted, what is not known of it,
  and what is wrong with their own file before anyone judges by it.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Scenario: A target printed twice is pointed out
    When I check everything
    Then in M4.2 'NTRK1' is said to be printed twice

  Scenario Outline: A misprint is shown with what it was read as
    When I check everything
    Then in M226.6 '<printed>' is said to be read as <reading>

    Examples:
      | printed | reading |
      | SHDB    | SDHB    |
      | VKL     | VHL     |

  Scenario: The sources say what is not known of them
    When I ask for the sources
    Then the sources say "No list of funded tests, of its own or adopted, has been found."
    And the sources say "Of the rare and inherited disease directory only v7 (July 2024) is held"
    And the sources say "directories/england/cancer-non-cns/2026-07-16.csv"

  Scenario: A mistake in a directory of one's own is named with file and line
    Given my own copy of England's directory in which row 3 stands twice
    When I validate it
    Then the problem is named with the file and line 4
    And it says how to mend it

  Scenario: A directory of one's own without mistakes is valid
    Given my own copy of England's directory
    When I validate it
    Then it is valid

  Scenario Outline: A name that does not exist gets a suggestion
    When I ask whether "<biomarker>" is tested in "<cancer>" in "<nation>"
    Then I am asked whether I meant '<suggestion>'
    And the exit status is 2

    Examples:
      | biomarker | cancer              | nation  | suggestion          |
      | KRSA G12C | NSCLC               | England | KRAS                |
      | KRAS G12C | Lung Adenocarcinom  | England | lung adenocarcinoma |
      | KRAS G12C | NSCLC               | scotlnd | Scotland            |

  Scenario: A rule that does not exist gets a suggestion
    When I ask for the rule "COV-01"
    Then I am asked whether I meant 'COV-001'
    And the exit status is 2

  Scenario: The workbook of next month becomes rows and a list of what could not be read
    Given a workbook that prints "KRAS, XYZ99" as the targets of M1.1
    When I import it
    Then 1 row is written with the cell it came from
    And 'XYZ99' is listed as unread

  Scenario: A workbook of another shape is refused and nothing is written
    Given a workbook whose header nobody knows
    When I import it
    Then the nearest column map is named
    And nothing is written
    And the exit status is 3

  Scenario Outline: The directory checks itself
    When I lint "england"
    Then lint says "<words>"

    Examples:
      | words                                                                           |
      | M3.6 was 'Multi-target NGS panel - small variant (DPYD)' in england/cancer@2021-10 |
      | prints 'BRAF-GNA11'; BRAF-GNAI1 is meant                                        |
      | the crosswalk leads from M80.24                                                 |
      | test M4.2 under Non-Small Cell Lung Cancer prints 'NTRK1' twice                |
      | M85.1 under Myeloproliferative Neoplasm (england/cancer@2021-10)                |
      | closed in the test name and target cell of M89.7                                |
      | directories/england/cancer/2021-10.csv:840 (Haematological Tumours!C153)        |

  Scenario: What could not be read is listed, most frequent first
    When I ask what is unresolved in "england/cancer@2021-10"
    Then 'All including burden / signature' comes first, with its file and line
    And a pointer to M80.25 to M80.40 is spelt out
