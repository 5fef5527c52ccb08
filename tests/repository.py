"""A git repository of a test's own: commits of what lies in its folder, and nothing of the machine's settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_NOBODY = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | _ALONE
    done = subprocess.run(
        ["git", *_NOBODY, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def begin(folder: Path) -> None:
    """Make a folder a repository with the branch ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")


def commit(folder: Path, message: str) -> str:
    """Commit everything and return the full id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")
