"""Work on many tasks: in this process, in processes of this machine, or on a Dask cluster.

What is the same for all tasks, such as the library, is sent once to each process. Tasks are taken from their iterator
as they are needed and results come as they are done, so that memory does not grow with the number of tasks.
"""

import contextlib
import importlib.util
import itertools
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Generic, Protocol, TypeVar

from brimstone.errors import BrimstoneError

Task = TypeVar("Task")
Result = TypeVar("Result")
THREADS = "BRIMSTONE_THREADS"  #: environment variable: cores that one process uses

_TRIAL = 0.3  # [s] of tasks done here, after the first, before the rest is judged
_WORTH_PROCESSES = 3.0  # [s] of work left, above which processes are started; each takes about 1 s to be ready
_CHUNK = 0.25  # [s] of work that is sent at a time
_MOST_CHUNK = 200
_AHEAD = 2  # chunks that wait for each process
_LIVES = 3  # processes that a task may take with it
_SIZE = struct.Struct("!Q")
_PATIENCE = "10s"  # until a scheduler answers
_WORKERS_LATEST = 60.0  # [s] until a worker is there, or there again


@dataclass(frozen=True)
class Form(Generic[Task, Result]):
    """How tasks and results are written down, so that what is done need not be done again.

    Attributes
    ----------
    key : callable
        Of a task, in words: all that its result follows from, but for what a whole study has in common.
    columns : callable
        Of a task and its result, for tables: words, numbers or None by name.
    classes : tuple of type
        That results consist of.
    """

    key: Callable[[Task], str]
    columns: Callable[[Task, Result], Mapping[str, str | float | None]]
    classes: tuple[type, ...] = ()


@dataclass(frozen=True)
class Work(Generic[Task, Result]):
    """What is to be done, and what stands in for a result that is lost with its process.

    Attributes
    ----------
    do : callable
        Takes a task; it and what it returns can be pickled.
    lost : callable
        Takes a task and a reason.
    form : Form, optional
        How it can be written down.
    """

    do: Callable[[Task], Result]
    lost: Callable[[Task, str], Result]
    form: Form[Task, Result] | None = None


class Executor(Protocol):
    """A place where work is done."""

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """Number and result of each of `count` tasks, as they are done; an error in one of them ends it all."""


def cores() -> int:
    """Cores that this process may use."""
    try:
        named = int(os.environ.get(THREADS, ""))
    except ValueError:
        named = 0
    if named > 0:
        return named
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def executor(scheduler: str | None = None) -> Executor:
    """The machine at hand, or the Dask cluster whose scheduler has the address `scheduler`.

    Raises
    ------
    BrimstoneError
        Without Dask.
    """
    return Local() if scheduler is None else Dask(scheduler)


@dataclass(frozen=True)
class Threads:
    """Threads of this process: for work that is mostly kernels, which release the interpreter's lock."""

    count: int = 0

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """As `Executor.results`."""
        threads = max(1, min(self.count or cores(), count))
        numbered = enumerate(tasks)
        if threads == 1:
            yield from ((number, work.do(task)) for number, task in numbered)
            return
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def carry_out(number: int, task: Task) -> None:
            try:
                done.put((number, work.do(task), None))
            except BaseException as problem:  # to be raised where the results are read
                done.put((number, None, problem))

        pool, waiting = ThreadPoolExecutor(threads), 0
        try:
            for number, task in numbered:
                pool.submit(carry_out, number, task)
                waiting += 1
                if waiting >= _AHEAD * threads:
                    yield _unless_failed(done.get())
                    waiting -= 1
            for _ in range(waiting):
                yield _unless_failed(done.get())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _unless_failed(answer: tuple[int, Any, BaseException | None]) -> tuple[int, Any]:
    number, result, problem = answer
    if problem is not None:
        raise problem
    return number, result


@dataclass(frozen=True)
class Local:
    """The machine at hand: a short study in this process, a long one in a process for each core.

    Deriving cells holds the interpreter's lock, so that threads do not help there.
    """

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """As `Executor.results`."""
        numbered = enumerate(tasks)
        if cores() == 1:
            yield from ((number, work.do(task)) for number, task in numbered)
            return
        began = time.perf_counter()
        for number, task in numbered:
            yield number, work.do(task)
            if number == 0:  # it also makes ready what the others use
                began = time.perf_counter()
                continue
            spent = time.perf_counter() - began
            if spent > _TRIAL and (count - number) * spent / number > _WORTH_PROCESSES:
                chunk = max(1, min(_MOST_CHUNK, int(_CHUNK * number / spent)))
                yield from Processes(chunk=chunk).numbered_results(work, numbered, help_out=True)


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, started for this work and gone with this process, however it ends.

    Attributes
    ----------
    count : int
        One a core by default.
    chunk : int
        Tasks that are sent at a time.
    """

    count: int = 0
    chunk: int = 16

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """As `Executor.results`."""
        return self.numbered_results(work, enumerate(tasks))

    def numbered_results(
        self, work: Work[Task, Result], numbered: Iterator[tuple[int, Task]], help_out: bool = False
    ) -> Iterator[tuple[int, Result]]:
        """As `results`, of tasks with their numbers; `help_out` does some of them here until a process has answered."""
        run = _Processes(work, numbered, self.count or cores(), self.chunk)
        try:
            yield from run.results(help_out)
        finally:
            run.stop()


class _Chunk:
    """Tasks that are sent together, and how many processes have died over them."""

    def __init__(self, tasks: Sequence[tuple[int, Any]], deaths: int = 0):
        self.tasks, self.deaths = tasks, deaths


class _Processes:
    def __init__(self, work: Work[Any, Any], numbered: Iterator[tuple[int, Any]], count: int, chunk: int):
        self.work, self.numbered, self.chunk = work, numbered, chunk
        self.payload = pickle.dumps(work.do, protocol=pickle.HIGHEST_PROTOCOL)
        self.waiting: queue.SimpleQueue[_Chunk | None] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.started: list[subprocess.Popen[bytes]] = []
        self.stopping = False
        self.threads = [threading.Thread(target=self.serve, daemon=True) for _ in range(count)]

    def results(self, help_out: bool = False) -> Iterator[tuple[int, Any]]:
        open_chunks = sum(map(self.send_next, range(_AHEAD * len(self.threads))))
        for thread in self.threads:
            thread.start()
        while help_out and self.done.empty() and (mine := next(self.numbered, None)) is not None:
            yield mine[0], self.work.do(mine[1])
        while open_chunks:
            chunk, answer = self.done.get()
            if isinstance(answer, _Died):
                open_chunks += self.retry(chunk) - 1
                if chunk.deaths >= _LIVES:
                    yield from ((n, self.work.lost(task, answer.reason)) for n, task in chunk.tasks)
                continue
            if isinstance(answer, BaseException):
                raise answer
            open_chunks += self.send_next() - 1
            yield from zip((number for number, _ in chunk.tasks), answer, strict=True)

    def send_next(self, _: int = 0) -> int:
        tasks = list(itertools.islice(self.numbered, self.chunk))
        if tasks:
            self.waiting.put(_Chunk(tasks))
        return bool(tasks)

    def retry(self, chunk: _Chunk) -> int:
        """Send the tasks of a chunk that a process died over once more, each alone, to find the one that kills."""
        chunk.deaths += 1
        if chunk.deaths >= _LIVES:
            return self.send_next()
        for task in chunk.tasks:
            self.waiting.put(_Chunk([task], chunk.deaths))
        return len(chunk.tasks)

    def serve(self) -> None:
        """Send chunks to one process after the other and pass on what comes back."""
        process = None
        while (chunk := self.waiting.get()) is not None:
            try:
                if process is None:
                    process = self.start()
                _send(process.stdin, pickle.dumps([task for _, task in chunk.tasks]))
                answer = pickle.loads(_receive(process.stdout))  # from our own process, through a pipe of our own
            except (OSError, EOFError, ValueError) as problem:
                answer = _Died(_end_of(process, problem))
                process = None
                if self.stopping:
                    return
            self.done.put((chunk, answer))

    def start(self) -> "subprocess.Popen[bytes]":
        source = str(Path(__file__).resolve().parents[1])
        paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = os.environ | {
            THREADS: "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join(paths),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "brimstone._worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self.started.append(process)
        _send(process.stdin, self.payload)
        return process

    def stop(self) -> None:
        self.stopping = True
        for _ in self.threads:
            self.waiting.put(None)
        for process in self.started:
            process.kill()
        for process in self.started:
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # it was killed with something left to read
                    if stream is not None:
                        stream.close()


class _Died:
    def __init__(self, reason: str):
        self.reason = reason


def _end_of(process: "subprocess.Popen[bytes] | None", problem: Exception) -> str:
    if process is None:
        return f"no process could be started for it ({problem})"
    with contextlib.suppress(subprocess.TimeoutExpired):  # then it has no code yet
        process.wait(5.0)
    return f"{_LIVES} processes that computed it ended with code {process.returncode}"


def _send(stream: IO[bytes] | None, content: bytes) -> None:
    if stream is None:
        raise EOFError
    stream.write(_SIZE.pack(len(content)) + content)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes:
    size = b"" if stream is None else stream.read(_SIZE.size)
    if stream is None or len(size) < _SIZE.size:
        raise EOFError
    (length,) = _SIZE.unpack(size)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


class Dask:
    """A Dask cluster.

    One connection serves for all work of a study, and what is the same for all tasks is sent once.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    BrimstoneError
        Without Dask.
    """

    def __init__(self, address: str):
        self.address = address
        self._client: Any = None
        self._shared: tuple[Any, Any] | None = None  # what to do, and where it lies in the cluster
        if importlib.util.find_spec("distributed") is None:
            raise BrimstoneError("a cluster needs Dask: pip install 'brimstone[cluster]'")

    def results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        """As `Executor.results`."""
        if count == 0:
            return
        try:
            yield from self._results(work, tasks, count)
        except (OSError, TimeoutError) as problem:
            words = str(problem).strip()[:300] or type(problem).__name__
            raise BrimstoneError(
                f"the connection to the scheduler at {self.address} was lost ({words}). What is done is kept where the "
                "study is kept; with --resume it goes on from there"
            ) from None

    def _results(self, work: Work[Task, Result], tasks: Iterable[Task], count: int) -> Iterator[tuple[int, Result]]:
        client, numbered = self._connected(), enumerate(tasks)
        workers = max(1, sum(client.nthreads().values()))
        size = max(1, min(_MOST_CHUNK, count // (8 * workers)))
        waiting: list[list[tuple[int, Task]]] = []  # chunks of one task that workers died over
        sent: dict[Any, list[tuple[int, Task]]] = {}

        def submit() -> Any:
            chunk = waiting.pop() if waiting else list(itertools.islice(numbered, size))
            if not chunk:
                return None
            future = client.submit(do_all, self._sent(work.do), [task for _, task in chunk], pure=False)
            sent[future] = chunk
            return future

        from distributed import as_completed

        first = [one for _ in range(_AHEAD * workers) if (one := submit()) is not None]
        running = as_completed(first, loop=client.loop)
        try:
            for future in running:
                chunk = sent.pop(future)
                answer = _answer_of(future)
                if isinstance(answer, BaseException):
                    why = type(answer).__name__
                    if why not in ("KilledWorker", "FutureCancelledError", "FutureLostError"):
                        raise BrimstoneError(f"the cluster failed: {answer}") from answer
                    if why != "KilledWorker":
                        self._shared = None  # lost with the workers that held it
                    if why != "KilledWorker" or len(chunk) > 1:
                        self._require_workers()
                        waiting += [[one] for one in chunk]
                        answer, chunk = [], []
                    else:
                        answer = [work.lost(task, f"the workers that computed it died ({answer})") for _, task in chunk]
                while len(sent) < _AHEAD * workers and (following := submit()) is not None:
                    running.add(following)
                yield from zip((number for number, _ in chunk), answer, strict=True)
        finally:
            with contextlib.suppress(Exception):  # a scheduler that is gone forgets them anyway
                client.cancel(list(sent), asynchronous=False)

    def close(self) -> None:
        """Give up the connection."""
        if self._client is not None:
            with contextlib.suppress(Exception):  # it may be lost already
                self._client.close(timeout=_PATIENCE)
            self._client, self._shared = None, None

    def _connected(self) -> Any:
        if self._client is None:
            from distributed import Client

            try:
                self._client = Client(self.address, timeout=_PATIENCE, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as problem:
                words = str(problem).strip() or type(problem).__name__
                raise BrimstoneError(f"no Dask scheduler answers at {self.address} ({words[:300]})") from None
            self._require_workers()
        return self._client

    def _require_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_WORKERS_LATEST)
        except (OSError, TimeoutError) as problem:
            raise BrimstoneError(f"the scheduler at {self.address} has no workers ({problem})") from None

    def _sent(self, do: Any) -> Any:
        """What to do, as the workers hold it."""
        if self._shared is None or self._shared[0] != do:
            (there,) = self._client.scatter([do], broadcast=True, hash=False)
            self._shared = do, there
        return self._shared[1]


def _answer_of(future: Any) -> Any:
    """What came of a future, or the error that it ended with.

    One whose result was lost with its worker between its end and now is computed again, and waited for.
    """
    try:
        return future.result()
    except Exception as problem:  # its own, or it was cancelled or lost with the scheduler
        return problem


def do_all(do: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """All results of some tasks, in order."""
    return [do(task) for task in tasks]
