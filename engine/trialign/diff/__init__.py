"""Release against release: what changed in meaning, row by row, matched by what tests report and never by position.

Knows tests of two releases and a crosswalk; knows no decisions, trials or rules.
"""
