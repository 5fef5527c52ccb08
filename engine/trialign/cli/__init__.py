"""The command line: arguments, output and exit statuses; everything else is in ``pipeline``."""

from __future__ import annotations

import gc
import sys

from trialign.cli.app import app
from trialign.errors import ProblemsError, TrialignError


def main() -> None:
    """Run the command and end with the exit status that docs/exit-status.md gives."""
    gc.disable()  # a run is short and keeps nearly all that it makes: collecting costs a tenth of its time
    try:
        app()
    except ProblemsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'' if count == 1 else 's'}; nothing was judged.", file=sys.stderr)
        sys.exit(error.exit_status)
    except TrialignError as error:
        print(f"trialign: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
