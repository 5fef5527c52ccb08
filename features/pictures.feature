Feature: Pictures for slides and papers
  Commissioners look before they read, and pass pictures on. A picture must say the same as the tables, must not need
  colour, and must show what is not known as such.

  Background:
    Given the data that come with trialign, as of 2026-11-22

  Rule: The matrix shows every answer with a sign and a word

    Scenario: Lung cancer in four nations
      When I draw the matrix of "NSCLC" as "matrix.svg"
      Then the picture shows "− gap" and "+ covered" and "~ partly" and "? cannot tell" and "o outside"
      And it is called "Which nation tests which biomarker in which cancer, as of 2026-11-22"

  Rule: The picture of lags shows dates as far as they are known

    Scenario: A listing between two releases
      When I draw the lags of "tepotinib" as "lag.svg"
      Then the picture shows "+ listed 0 to 1,554 days after NICE TA789"

    Scenario: A nation of which nothing is known has a lane that says so
      When I draw the lags of "tepotinib" as "lag.svg"
      Then the picture shows "Wales, N. Ireland" and "? cannot tell"

    Scenario: What is not drawn is counted
      When I draw the lags as "lag.svg"
      Then the picture says how many needs are not shown, and why

  Rule: The map shows who asks for a biomarker, and who reports it

    Scenario: RET fusions
      When I draw the relations of "RET fusion" as "map.svg"
      Then the picture shows "selpercatinib (8 decisions)" and "NCT06074588" and "England" and "M4.7"
      And the picture shows "? tests not known"

    Scenario: More than can be drawn is folded, never dropped
      When I draw the relations of "EGFR small variant" as "map.svg"
      Then the picture holds at most 35 boxes
      And a box that says "more" names all that it stands for

  Rule: A picture is a file that can be passed on

    Scenario: A picture of dots for a slide
      When I draw the relations of "RET fusion" as "map.png"
      Then the file is a PNG 2200 dots wide

    Scenario: A kind of file that is not known
      When I draw the relations of "RET fusion" as "map.gif"
      Then nothing is written, and I am told to end the name in .svg or .png
