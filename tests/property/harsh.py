"""Random recipes at the ends of what laboratories do: long holds and rests, no cut-off, thin anodes, stiff fixtures."""

from tests.property.recipes import Writer


class Harsh(Writer):
    """One recipe, drawn field by field."""

    def anode(self) -> str:
        if self.chance(0.5):
            return super().anode()
        material = self.one_of({"Li": 4, "Li-In": 4, "LTO": 1})
        thin = self.one_of((f"thickness: {self.spread_in(0.3, 15)} um", f"np_ratio: {self.spread_in(0.02, 1.2)}"))
        return f"{{material: {material}, {thin}}}"

    def operation(self) -> str:
        self.temperature = self.number_in(-40, 100)
        fixture = self.one_of(("constant gap", "constant pressure", f"{self.spread_in(0.005, 100)} MPa/um"))
        pressure = f", stack_pressure: {self.spread_in(0.1, 300)} MPa" if self.chance(0.8) else ""
        return f"{{temperature: {self.temperature} degC{pressure}, fixture: {fixture}}}"

    def step(self) -> str:
        low, high = self.window()
        kind = self.one_of({"usual": 4, "hold": 3, "rest": 3, "no cut-off": 2})
        if kind == "usual":
            return super().step()
        first = f"{{discharge: {self.rate()}, to: {low} V}}"
        if kind == "hold":
            at = self.one_of((low, high, self.number_in(0.3, 4.5)))
            return f"{first}\n  - {{hold: {at} V, until: {self.spread_in(10, 1000)} h}}"
        if kind == "rest":
            return f"{first}\n  - {{rest: {self.spread_in(10, 90000)} h}}\n  - {{charge: {self.rate()}, to: {high} V}}"
        way = self.one_of(("charge", "discharge"))
        return f"{first}\n  - {{{way}: {self.rate()}, to: {self.spread_in(1, 1000)} h}}"


def recipe(number: int) -> str:
    """YAML text of one random recipe."""
    return Harsh(number).recipe()
