"""Frozen records of the domain: what a test, a decision, a trial, a rule and a finding are.

Imports nothing from third parties and nothing from the rest of trialign but ``errors``.
"""
