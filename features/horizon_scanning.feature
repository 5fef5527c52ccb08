Feature: Horizon scanning
  Teams that look ahead want a list of what does not line up between directories, decisions and trials,
  with a source for every claim, and without false alarms.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Rule: What does not line up is found

    Scenario Outline: Scotland and England disagree on a breast cancer medicine
      When I check everything
      Then bodies are said to disagree on <medicine> in "Invasive Breast Carcinoma" between Scotland and England
      And the finding quotes <refusal> and <approval> with their dates

      Examples:
        | medicine     | refusal                | approval |
        | capivasertib | SMC2823                | TA1063   |
        | elacestrant  | November 2025 release  | TA1036   |

    Scenario: Indications without any route to a medicine for every histology
      When I check everything
      Then the finding on larotrectinib in England lists M54, M236, M237, M238, M239, M241, M243 and M245
      And it does not list the benign M44, M59, M69, M240 and M242

    Scenario: A finding is explained down to file, line and publisher's page
      Given the finding that Scotland refuses capivasertib
      When I ask why it was found
      Then each decision behind it is given with the file and the line where it stands
      And the page "https://scottishmedicines.org.uk/medicines-advice/capivasertib-truqap-full-smc2823" is given
      And the dates of publication and retrieval are given

    Scenario: A trial whose registry record is stale is shown, and is no reason to ask for a test
      Given my own trial that still recruits, needs "MTAP loss" in "PAAD" and was last updated on 2024-10-31
      And its record was copied on 2026-11-01
      When I check it
      Then the trial is found stale by REG-002, with its status, its last update and the day of the copy
      And no finding asks for a test for that trial

    Scenario: A trial that a recent copy shows as kept up to date does ask for a test
      Given my own trial that still recruits, needs "MTAP loss" in "PAAD" and was last updated on 2026-10-01
      And its record was copied on 2026-11-01
      When I check it
      Then some finding asks for a test for that trial
      And no finding calls its record stale

    Scenario: An old copy of a record is not called a stale record
      Given my own trial that still recruits, needs "MTAP loss" in "PAAD" and was last updated on 2025-05-01
      And its record was copied on 2026-03-13
      When I check it
      Then it cannot be told by REG-001 whether the record was updated since
      And no finding calls its record stale

  Rule: One question is answered for every nation

    Scenario Outline: Is a biomarker tested?
      When I ask whether "<biomarker>" is tested in "<cancer>"
      Then England, Scotland, Wales and Northern Ireland each have an answer
      And in England it is covered by <test>

      Examples:
        | biomarker  | cancer                       | test  |
        | KRAS G12C  | NSCLC                        | M4.1  |
        | KRAS G12C  | Non-Small Cell Lung Cancer   | M4.1  |
        | ABL1 T315I | CML                          | GT303 |

    Scenario: The name and the code of a cancer get the same answer
      When I ask whether "KRAS G12C" is tested in "NSCLC"
      And I ask whether "KRAS G12C" is tested in "non-small cell lung cancer"
      Then both times every nation gives the same answer

    Scenario: What a nation does not publish is not called missing
      When I ask whether "KRAS G12C" is tested in "NSCLC"
      Then in Scotland it cannot be told
      And in Northern Ireland it cannot be told

    Scenario Outline: No test of a nation without a complete list is reported missing
      When I check everything
      Then no finding says that <nation> lacks a test
      And some findings say that it cannot be told for <nation>

      Examples:
        | nation           |
        | Scotland         |
        | Northern Ireland |

    Scenario: A day whose release is not held is not answered from another release
      When I ask whether "KRAS G12C" is tested in "NSCLC" as of 2025-06-01
      Then in England it cannot be told
      And the reason names the release that was in force

  Rule: False alarms are not raised

    Scenario Outline: Proteins are tested in pathology, outside the genomic directory
      When I ask whether "<protein>" is tested in "<cancer>"
      Then in England it is outside the directory
      And in no nation it is called not covered

      Examples:
        | protein      | cancer            |
        | PD-L1        | NSCLC             |
        | HER2         | BRCA              |
        | FRα          | Ovarian Carcinoma |
        | claudin 18.2 | STAD              |

    Scenario: Mismatch repair in endometrial cancer is answered in pathology
      When I ask whether "MSI-H" is tested in "Endometrial Cancer"
      Then in England it is outside the directory

    Scenario: Medicines that need BRCA are no reason to ask for ATM in prostate cancer
      When I check everything
      Then no finding asks for ATM in "Prostate Adenocarcinoma"

    Scenario: CD markers and HER2-positive disease are no reason to ask for a gene test
      When I check everything
      Then no finding asks for a CD marker
      And no funded medicine is said to lack a test of the gene ERBB2
