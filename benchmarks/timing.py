"""Best of several repeats, since other work shares the machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds: the shortest of the repeats, on the clock and of the processor."""

    wall: float
    processor: float


def best(call: Callable[[], object], repeats: int, seconds: float = 3.0) -> Timing:
    """Call it up to `repeats` times or for some seconds, at least twice."""
    walls, processors = [], []
    begin = time.perf_counter()
    while len(walls) < 2 or (len(walls) < repeats and time.perf_counter() - begin < seconds):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return Timing(min(walls), min(processors))
