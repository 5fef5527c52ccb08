Feature: Explanations that can be acted on
  Commissioners who are told of a gap want to know for whom it is one, where exactly the way from licence to
  laboratory breaks, and what the smallest step would be that mends it.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Rule: A gap has a face, though no patient's data

    Scenario: A funded medicine whose test leaves some cancers out
      When I ask about the gap of "larotrectinib" in England
      Then I am told of a patient whom no test serves, with an age, a cancer and a biomarker
      And that patient's cancer is one that the finding lists as without a test
      And asking for that very patient, England does not test it

    Scenario: A doubt is no gap, so nobody is said to be left out
      When I look at what cannot be told
      Then no patient is said to be left out by it

    Scenario: Disagreements between bodies are about no test
      When I look at the disagreements between bodies
      Then no patient is said to be left out by it

  Rule: The way from the decision to the cell is shown, and where it breaks

    Scenario: The chain of a gap
      When I ask for the chain behind the gap of "larotrectinib" in England
      Then it begins with the decision, its reference, its date and its page
      And it goes on to the need and to the tests of the nation
      And every test is given with the file and the line where it stands
      And it is said at exactly one place that the chain breaks there

    Scenario: The chain reads well in a narrow window
      When I ask for the chain behind the gap of "larotrectinib" in England in a window of 60 columns
      Then no line is longer than that
      And it is said at exactly one place that the chain breaks there

    Scenario: Bodies that disagree are shown in order of date
      When I look at the disagreements between bodies
      Then each chain gives the decisions in order of date, with their pages

  Rule: Why not, and what then?

    Scenario: A test that nobody is sure of
      When I ask why "ESR1 mutation" is not tested in "BRCA" in Scotland
      Then I am told that it cannot be told, never that it is not tested
      And I am told that SMC does not recommend elacestrant
      And I am told that England tests it by M3.13
      And the first change is to find something out

    Scenario: A directory that lists the gene for other cancers only
      When I ask why "KRAS mutation" is not tested in "PAAD" in England
      Then I am told that it is not tested
      And M1.1 comes near, and lacks the cancer
      And a change would be to list it under M219

    Scenario: What is tested is said so
      When I ask why "KRAS G12C" is not tested in "NSCLC" in England
      Then I am told that it is tested, by M4.1
      And nothing needs to change

    Scenario Outline: A question that cannot be read is refused with the remedy
      When I ask why "<biomarker>" is not tested in "<cancer>" in <nation>
      Then the question is refused, and I am told "<remedy>"

      Examples:
        | biomarker | cancer | nation   | remedy                   |
        | KRAS G12C | NSCLC  | Scotlnd  | did you mean 'Scotland'  |
        | KRAS G12C | NSCLCC | Scotland | unknown cancer 'NSCLCC'  |
        | ZZZZ9     | NSCLC  | Scotland | 'ZZZZ9'                  |
