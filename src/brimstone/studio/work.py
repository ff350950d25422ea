"""Work that takes longer than a look: how far it is, and an end to it when nobody wants it any more."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from brimstone.errors import BrimstoneError
from brimstone.studio import engine
from brimstone.studio.engine import Job, Stopped

_EVERY = 0.25  # [s] between looks at how far it is


async def worked(place: ui.element, words: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function finds, computed on a thread while the place shows how far it is; None when there is nothing.

    Parameters
    ----------
    place : element
        Emptied first and last; what went wrong is told in it.
    words : str
        What is being done.
    function : callable
        Its last argument is the `Job` that it reports to.
    *arguments
    """
    job = Job(gone=lambda: bool(place.is_deleted))
    place.clear()
    with place, ui.row().classes("items-center").props('role="status"'):
        ui.spinner(size="sm")
        label = ui.label(words).classes("summary")
        bar = ui.linear_progress(value=0.0, show_value=False, size="4px").classes("w-40")
        bar.props(f'aria-label="{words}"').set_visibility(False)
        timer = ui.timer(_EVERY, lambda: _shown(job, words, label, bar))
        ui.button("Stop", on_click=lambda: _stop(job, place, timer)).props("flat dense no-caps")
    try:
        found = await engine.aside(function, *arguments, job)
    except Stopped:
        return None
    except BrimstoneError as problem:
        _end(place, timer)
        with place:
            ui.label(str(problem)).classes("note bad").props('role="alert"')
        return None
    if job.stopped or place.is_deleted:
        return None
    _end(place, timer)
    return found


def _shown(job: Job, words: str, label: ui.label, bar: ui.linear_progress) -> None:
    if job.share > 0.0:
        label.text = f"{words}: {job.words}"
        bar.value = job.share
        bar.set_visibility(True)


def _stop(job: Job, place: ui.element, timer: ui.timer) -> None:
    job.stopped = True
    _end(place, timer)
    with place:
        ui.label("Stopped.").classes("summary").props('role="status"')


def _end(place: ui.element, timer: ui.timer) -> None:
    timer.cancel()
    place.clear()
