"""Recipes for the tests of the composite, with only what a test is about written out."""

from brimstone.recipe import Recipe, parse

_CELL = """
name: test
cathode:
  active: {active}
  composition: {composition}
{details}
separator: [{{electrolyte: Li6PS5Cl, thickness: 600 um}}]
anode: {{material: Li-In}}
operation: {{temperature: 25 degC, stack_pressure: {stack_pressure}}}
protocol: [{{discharge: 0.1C, to: 1.0 V}}]
"""


def cathode(composition: str, active: str = "S", stack_pressure: str = "60 MPa", **details: str) -> Recipe:
    """Recipe of a cell whose cathode has this composition; milled and pressed at 370 MPa by default."""
    fields = {"loading": "1 mg/cm2", "mixing": "ball-milled", "pressed_at": "370 MPa", **details}
    own = fields.pop("materials", "")
    lines = "\n".join(f"  {name}: {value}" for name, value in fields.items() if value)
    cell = _CELL.format(active=active, composition=composition, details=lines, stack_pressure=stack_pressure)
    return parse(cell + (f"materials: {{{own}}}\n" if own else ""))


def weights(**parts: float) -> str:
    """Composition in wt% from shares that are scaled to 100; underscores in names stand for blanks."""
    total = sum(parts.values())
    return (
        "{" + ", ".join(f"{name.replace('_', ' ')}: {100 * part / total:.6f} wt%" for name, part in parts.items()) + "}"
    )
