"""The user's settings as the verbs take them: the option, and what it and the other options ask for together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from trialign import resources
from trialign.errors import visible
from trialign.load.settings import load_settings
from trialign.pipeline import Sources

Config = Annotated[
    Path | None,
    typer.Option("--config", help="Your settings. Default: trialign.yaml of this folder, where there is one."),
]


def asked(config: Path | None, data: Path | None = None, rules: Path | None = None, alone: bool = False) -> Sources:
    """Return what a run reads by its options and the settings; options win, and settings in use are told.

    Raises:
        SettingsProblems: Every problem of the settings.
    """
    settings = load_settings(config, resources.directories() / "schemas")
    if settings is None:
        return Sources(data, rules, alone)
    print(f"settings: {visible(settings.name)}", file=sys.stderr)
    return Sources(data or settings.data, rules, alone, settings)
