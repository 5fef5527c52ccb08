"""The verb of those who keep settings: a file to begin with."""

from __future__ import annotations

import typer

from trialign import resources
from trialign.cli.app import app
from trialign.cli.options import emit

settings_app = typer.Typer(help="Begin a file of settings.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(settings_app, name="settings")

_NEW = """\
# yaml-language-server: $schema={schema}
# Settings of trialign, read from the folder in which it runs, or named with --config.
# Paths are read from the folder of this file. Options of the command line win.

# Directories, decisions and trials of your own, laid over the bundled ones.
# data: my-data

# Folders with rules of your own, added to the bundled ones, each rule as <folder>/<family>/<id>.yaml.
# rules: [my-rules]

# Findings that you accept: rule,subject,owner,reason,source,created,expires
# exceptions: exceptions.csv

# error, warning or info in place of a rule's own severity; reports say so.
severity: {{}}
#  HYG-001: info

# Rules that are not reported; every check names them.
disable: []

# Rules that a gate requires to have a subject.
# gate:
#   required: [COV-001]
"""


@settings_app.callback()
def _root() -> None:
    """Begin a file of settings."""


@settings_app.command("new")
def settings_new() -> None:
    """Print settings with a comment on each, such as for: trialign settings new > trialign.yaml."""
    emit(_NEW.format(schema=(resources.directories() / "schemas" / "trialign.schema.json").as_posix()))
