Feature: Pathways of tests that end before the patient is served
  Guidance asks for tests step by step. One step without a test ends the way for the patient and the family.

  Rule: What the bundled data show

    Background:
      Given the data that come with trialign, as of 2026-11-22

    Scenario: England's last step for Lynch syndrome lies in a release that is not held
      When I check everything
      Then PTH-001 cannot tell in England: step 4, Colorectal Adenocarcinoma, DG27, MLH1 small variant (germline)
      And PTH-001 cannot tell in England: step 3, Endometrial Carcinoma, DG42, MLH1 small variant (germline)
      And PTH-001 finds nothing

    Scenario: The endometrial pathway has no BRAF step
      When I check everything
      Then PTH-001 cannot tell in Scotland: step 2, Colorectal Adenocarcinoma, BRAF V600E
      And PTH-001 says nothing that names Endometrial, BRAF

    Scenario: England tests DPYD wherever a fluoropyrimidine is given
      When I check everything
      Then PTH-002 finds nothing
      And PTH-002 says nothing that names England:

  Rule: Other data

    Background:
      Given only data of my own, as of 2026-11-22

    Scenario Outline: A step between has no test
      Given my own tests of England:
        | code | test                                           | cancers |
        | M7.1 | <test>                                         | UCEC    |
      And my own pathway "lynch":
        | nations | cancers | step | name             | biomarkers                |
        | england | UCEC    | 1    | immunohistochemistry | dMMR                  |
        | england | UCEC    | 2    | promoter test    | MLH1 promoter methylation |
      When I check it
      Then PTH-001 <result>

      Examples:
        | test                                           | result                                                           |
        | Multi-target NGS panel - small variant (POLE)  | finds in England: step 2, promoter test, MLH1 promoter methylation |
        | MLH1 promoter hypermethylation                 | says nothing                                                     |

    Scenario: Either of two tests serves, and pathology does one
      Given my own tests of England:
        | code | test         | cancers  |
        | M1.2 | KRAS hotspot | COADREAD |
      And my own pathway "lynch":
        | nations | cancers  | step | biomarkers    |
        | england | COADREAD | 1    | dMMR \| MSI-H |
      When I check it
      Then PTH-001 says nothing

    Scenario Outline: A fluoropyrimidine is given
      Given my own tests of England:
        | code | test         | cancers |
        | M8.1 | <test>       | ESOC    |
      And my own pathway "dpyd":
        | nations | cancers | biomarkers           | medicine     |
        | england | ESOC    | DPYD pharmacogenomic | fluorouracil |
      When I check it
      Then PTH-002 <result>

      Examples:
        | test         | result                                                    |
        | EGFR hotspot | finds in England: fluorouracil, DPYD, Oesophageal         |
        | DPYD hotspot | says nothing                                              |

    Scenario: What a nation tests is not known, so no patient is said to be in danger
      Given what sources say of tests in Scotland:
        | biomarkers | cancers | availability | date       |
        | RET fusion | NSCLC   | offered      | 2026-11-01 |
      And my own pathway "dpyd":
        | nations  | cancers | biomarkers           | medicine     |
        | scotland | ESOC    | DPYD pharmacogenomic | fluorouracil |
      When I check it
      Then PTH-002 finds nothing
      And PTH-002 cannot tell in Scotland: fluorouracil, DPYD
