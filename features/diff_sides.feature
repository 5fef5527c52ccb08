Feature: What may be compared, and who settles what is not sure
  Those who keep a directory compare what they are about to publish with what they published, a nation with another,
  and know their tests better than any guess.

  Rule: A side may be what a git repository held at a commit

    Scenario: A branch that drops BRAF from colorectal cancer
      Given a repository whose tag "v1" holds KRAS and BRAF for colorectal cancer
      And whose branch "main" holds KRAS alone
      When I compare "v1:directories/england" with "main:directories/england"
      Then M1.2 is said to be removed
      And its evidence stands at "v1:directories/england/2026-01-01.csv:3"
      And both commits are named in full

    Scenario: A slip of the pen in the name of a branch
      Given a repository whose tag "v1" holds KRAS and BRAF for colorectal cancer
      When I compare "v1:directories" with "mian:directories"
      Then I am asked whether I meant "main"
      And the comparison ends with status 2

  Rule: Two nations are compared by what their tests mean

    Scenario: A nation that states what it does and does not offer
      Given England's complete directory with KRAS and BRAF for colorectal cancer
      And Scotland states that it offers KRAS and EGFR there, and BRAF not
      When I compare "england" with "scotland"
      Then KRAS small variant is in both
      And BRAF small variant is only in England
      And EGFR small variant is only in Scotland

    Scenario: A nation of which only some facts are held
      Given England's complete directory with KRAS and BRAF for colorectal cancer
      And Scotland states nothing but that it offers EGFR there
      When I compare "england" with "scotland"
      Then KRAS small variant is in England, and of Scotland it cannot be told
      And the reason is "what is held of Scotland's tests is not complete"

  Rule: People settle what is not sure

    Scenario: A test whose code changed
      Given a release in which KRAS has the code M1.5 and had M1.1 before
      When I compare the two releases with the file "links.yaml"
      Then the file holds the guess that M1.1 goes on in M1.5
      When A. Curator confirms it and I compare them again
      Then M1.1 is said to be recoded with confidence high
      And it is said to be confirmed by A. Curator

    Scenario: A guess that is wrong
      Given a release in which KRAS has the code M1.5 and had M1.1 before
      When I compare the two releases with the file "links.yaml"
      And A. Curator denies it and I compare them again
      Then M1.1 is not said to be recoded
