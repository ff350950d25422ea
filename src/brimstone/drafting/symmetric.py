"""What a draft of a symmetric cell has in the place of a cathode and of a window."""

import re

from brimstone.drafting.notes import Draft

_STEP = re.compile(r"protocol\.step \d+")


def without_cathode(draft: Draft) -> None:
    """Give what was read as a cathode's to the electrodes of a symmetric cell, and one current to its cycles.

    Parameters
    ----------
    draft : Draft
        Its values are changed.
    """
    for one in [each for each in draft.placed if each.field.startswith("cathode.")]:
        draft.drop(one.field)
        if one.field == "cathode.pressed_at":
            draft.place("anode.pressed_at", one.value, one.words)
        else:
            draft.ask(f"cathode: a symmetric cell has none; what is {one.value} of? ('{one.words}')")
    own = next((each for each in draft.placed if each.field == "anode.diameter"), None)
    if own is not None:
        pellet = next((each for each in draft.placed if each.field == "diameter"), own)
        draft.drop("anode.diameter")
        draft.drop("diameter")
        draft.place("diameter", own.value, own.words)
        if pellet is not own:
            draft.place("separator.layer 1.diameter", pellet.value, pellet.words)
    for step in {match[0] for each in draft.placed if (match := _STEP.match(each.field)) is not None}:
        charge, discharge = draft.value_of(f"{step}.charge"), draft.value_of(f"{step}.discharge")
        if draft.value_of(f"{step}.cycles") is None or charge != discharge or charge is None:
            continue
        words = next(one.words for one in draft.placed if one.field == f"{step}.charge")
        for name in ("charge", "discharge", "window"):
            draft.drop(f"{step}.{name}")
        draft.assumed = [one for one in draft.assumed if not one.startswith(f"{step}.window")]
        draft.place(f"{step}.current", charge, words)
        if draft.value_of(f"{step}.for") is None:
            draft.ask(f"{step}.for: is missing; how long is each half cycle? ('{words}')")
