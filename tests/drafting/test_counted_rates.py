"""Cycles at each of several rates, and numbers of a test that are no steps of it."""

import pytest

from brimstone.drafting import draft

CELL = (
    "The cathode was made of S, Li6PS5Cl and Super P in a weight ratio of 30:50:20 by ball milling and the loading was "
    "1.5 mg cm-2 of sulfur. The separator was 100 mg of Li6PS5Cl, and a Li-In foil was the anode. "
)


def steps(text):
    """Cycles and rate of every step of a draft."""
    fields = {one.field: one.value for one in draft(CELL + text).placed}
    found = []
    while (step := f"protocol.step {len(found) + 1}") + ".cycles" in fields:
        found.append((fields[f"{step}.cycles"], fields[f"{step}.discharge"]))
    return found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Cycles 1–2 at C/50, 3–10 at C/20 and 11–100 at C/10 (C = 1675 mA/g).",
            [("2", "C/50"), ("8", "C/20"), ("90", "C/10")],
        ),
        ("The rate test was run at 0.05C (5), 0.1C (5) and 1C (10).", [("5", "0.05C"), ("5", "0.1C"), ("10", "1C")]),
        ("Cells were cycled at C/20 (2×), then at 1C (500×).", [("2", "C/20"), ("500", "1C")]),
        ("Cells were cycled at C/50 (cycles 1-2) and C/20 (cycles 3 to 10).", [("2", "C/50"), ("8", "C/20")]),
        (
            "Rate capability was tested at 0.1, 0.2 and 0.1C for 4, 4, and 10 cycles, respectively.",
            [("4", "0.1C"), ("4", "0.2C"), ("10", "0.1C")],
        ),
    ],
)  # fmt: skip
def test_the_cycles_told_of_each_rate_are_its_own(words, told):
    assert steps(words) == told


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("The first cycle was run at C/50, cycles 2–5 at C/20, and later C/10.", "is that one list of rates?"),
        ("The initial discharge was at 0.02C and the next four cycles at 0.05C.", "is that one list of rates?"),
        ("They ran 50 cycles at 0.1C. They rested for 72 h after the tenth charge.", "before it, or the first?"),
        ("A constant-voltage step at 2.5 V down to C/50 was used. Then 50 cycles ran at 0.1C.", "after which charge"),
    ],
)  # fmt: skip
def test_what_the_order_does_not_tell_is_asked(words, asked):
    assert any(asked in question for question in draft(CELL + words).questions)


def test_a_load_that_seals_the_cell_presses_no_layer():
    assert not [one for one in draft(CELL + "Cells were sealed at 0.8 t.").placed if one.field.endswith("pressed_at")]


@pytest.mark.parametrize("link", ["and", "or"])
def test_several_loadings_are_asked_about(link):
    drafted = draft(
        "S, Li6PS5Cl and Super P were mixed in a weight ratio of 30:50:20. Composite (3.0, 7.5 or 13 mg; 1.15, 2.9 "
        f"{link} 5.0 mg cm-2 of sulfur) was spread on a pellet of 100 mg Li6PS5Cl. Li-In was the anode."
    )
    assert any("one of several" in question and "cathode.loading" in question for question in drafted.questions)
