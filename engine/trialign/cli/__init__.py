"""The command line: arguments, output and exit statuses; everything else is in ``pipeline``."""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from typing import NoReturn

from trialign.errors import NotEvaluated, ProblemsError, TrialignError


def run() -> NoReturn:
    """Run the command as a process of its own: it ends without taking its memory apart, which costs a tenth of it."""
    gc.disable()  # a run is short and keeps nearly all that it makes: collecting costs a tenth of its time
    try:
        main()
        status: object = 0
    except SystemExit as ended:
        status = ended.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError):  # closed, or its reader has gone away
        status = status or NotEvaluated.exit_status
    os._exit(status if isinstance(status, int) else int(status is not None))


def main() -> None:
    """Run the command and end with the exit status that docs/exit-status.md gives."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without the sign shows its number
    from trialign.cli import (  # noqa: F401, PLC0415 - imported once collecting is off
        diff,
        gate,
        looks,
        maintain,
        plots,
        questions,
        reports,
        rules,
        settings,
        textconv,
        trials,
    )
    from trialign.cli.app import app  # noqa: PLC0415
    from trialign.cli.options import tell  # noqa: PLC0415

    try:
        app()
    except ProblemsError as error:
        for problem in error.problems:
            tell(str(problem))
        count = len(error.problems)
        tell(f"{count} problem{'' if count == 1 else 's'}; {error.outcome}.")
        sys.exit(error.exit_status)
    except OSError as error:
        print(f"trialign: the output could not be written: {error.strerror}", file=sys.stderr)
        sys.exit(NotEvaluated.exit_status)
    except TrialignError as error:
        tell(f"trialign: {error}")
        sys.exit(error.exit_status)
    except Exception:
        traceback.print_exc()
        print("trialign: this is a defect of trialign, not a finding; nothing was judged.", file=sys.stderr)
        sys.exit(NotEvaluated.exit_status)
