"""Run trialign as ``python -m trialign``."""

from trialign.cli import run

run()
