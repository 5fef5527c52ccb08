"""Where the bundled data lie: inside the installed package, or beside it in a checkout.

The only module that builds these paths.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def directories() -> Path:
    """Return the folder of bundled directories, decisions, trials and vocabulary."""
    return _folder("directories")


def rules() -> Path:
    """Return the folder of the bundled rulebook."""
    return _folder("rules")


def in_checkout() -> bool:
    """Tell whether the bundled rules and data are those of a checkout, which a person may edit."""
    return not (_PACKAGE / "_data").is_dir()
