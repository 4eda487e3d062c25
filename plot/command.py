# SPDX-License-Identifier: MIT
"""What draw and report have in common as programs: how they complain and how they end."""

import os
import signal
import sys


class Failure(Exception):
    """What ends the program with a status, and one line on stderr."""

    def __init__(self, text, status=1):
        super().__init__(text)
        self.status = status


def complain(text):
    """Writes one line to stderr, whatever is in the text."""
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    if sys.stderr:
        print(f"{os.path.basename(sys.argv[0])}: {line}", file=sys.stderr)


SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def _stop(number, _frame):
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # tidying up is not stopped
    sys.exit(128 + number)


def _give_up_output():
    """What standard output does not take is dropped, as Python would complain of it again at its end."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(main):
    """Ends the process with the status of main(arguments); a failure is one line on stderr.

    A signal becomes an exception, so that temporary files go; one that was ignored when the
    process began stays ignored, as under nohup.
    """
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        if not sys.stdout:
            raise Failure("standard output is closed")
        # A path is printed as the bytes that it has.
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except (Failure, OSError) as failure:
        complain(str(failure))
        status = getattr(failure, "status", 1)
        _give_up_output()
    sys.exit(status)
