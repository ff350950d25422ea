"""A process that does work for another one, see `brimstone._executor`, and ends with it."""

import os
import pickle
import signal
import sys

from brimstone._executor import _receive, _send, do_all


def main() -> None:
    """Read what to do, then chunks of tasks until there are no more; answer each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one is asked, and ends it
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else prints must not be taken for an answer
    tasks = sys.stdin.buffer
    try:
        do = pickle.loads(_receive(tasks))
        while True:
            try:
                answer = do_all(do, pickle.loads(_receive(tasks)))
                content = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
            except EOFError:
                return
            except Exception as problem:  # a defect, which ends the study where its results are read
                content = _pickled(problem)
            _send(answers, content)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return


def _pickled(problem: Exception) -> bytes:
    try:
        return pickle.dumps(problem)
    except Exception:  # an error of a class that cannot be pickled is sent in words
        return pickle.dumps(RuntimeError(f"{type(problem).__name__}: {problem}"))


if __name__ == "__main__":
    main()
