"""Random recipes that a person could have written: YAML text, valid, as wide as the language and the library go.

`recipe(number)` gives the same text for the same number, on any machine.
"""

import numpy as np

from brimstone.library import load

LIBRARY = load()

ACTIVES = {"S": 10, "Li2S": 6, "SeS2": 3, "S/CuS": 1, "Se": 1, "FeS2": 1, "Te-doped sulfur": 1, "Li2S-LiI": 1, "": 1}
CARBONS = {
    "acetylene black": 4,
    "Ketjenblack": 4,
    "Super P": 3,
    "VGCF": 2,
    "CNT": 2,
    "rGO": 1,
    "activated carbon": 1,
    "mesoporous carbon": 1,
}
HOSTS = ("Ketjenblack", "mesoporous carbon", "rGO", "CNT", "tube-in-tube carbon", "activated carbon")
BINDERS = ("PTFE", "NBR", "PVC", "PVDF", "ionomer", "lithium-conducting elastomer")
METHODS = ("hand-ground", "ball-milled", "melt-milled", "vapour-mixed", "solution", "slurry", "dry film")
SULFIDES = [m.name for m in LIBRARY.materials("electrolyte", "sulfide") if "ionic_conductivity" in m]
OTHERS = (
    "LLZO",
    "LLZTO",
    "LATP",
    "LiBH4",
    "Li3InCl6",
    "Li3YCl6",
    "PEO-LiTFSI",
    "PEO-LLZTO-LiTFSI",
    "PVDF-HFP-LiTFSI-FG",
)
COLLECTORS = ("stainless steel", "Al", "carbon-coated Al", "steel mesh", "carbon paper")
REFERENCES = {"Li": 0.0, "Li-In": 0.62, "SHE": 3.04, "LTO": 1.55}


class Writer:
    """One recipe, drawn field by field."""

    def __init__(self, number: int):
        self.random = np.random.default_rng([number, 2023])
        self.number = number

    def one_of(self, choices):
        if isinstance(choices, dict):
            weights = np.array(list(choices.values()), dtype=float)
            return list(choices)[self.random.choice(len(choices), p=weights / weights.sum())]
        return choices[self.random.integers(len(choices))]

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def number_in(self, low: float, high: float, digits: int = 3) -> float:
        return float(f"{self.random.uniform(low, high):.{digits}g}")

    def spread_in(self, low: float, high: float, digits: int = 3) -> float:
        """A number whose logarithm is uniform."""
        return float(f"{np.exp(self.random.uniform(np.log(low), np.log(high))):.{digits}g}")

    def electrolyte(self) -> str:
        return str(self.one_of(SULFIDES if self.chance(0.85) else OTHERS))

    def recipe(self) -> str:
        self.active = self.one_of(ACTIVES)
        self.half_cell = not self.active
        if self.half_cell:
            self.active = "Li6PS5Cl"
        lines = [f"name: random recipe {self.number}", "cathode:", *("  " + line for line in self.cathode())]
        lines.append(f"separator: [{', '.join(self.layer() for _ in range(self.one_of({1: 6, 2: 3, 3: 1})))}]")
        lines += [f"anode: {self.anode()}", f"operation: {self.operation()}"]
        lines += ["protocol:", *("  " + line for line in self.protocol())]
        return "\n".join(lines) + "\n"

    def cathode(self) -> list[str]:
        lines = [f"active: '{self.active}'", *self.composition()]
        lines += self.one_of([self.loading, self.loading, self.loading, self.thickness])()
        if self.chance(0.85):
            lines.append(f"mixing: {self.mixing()}")
        if self.chance(0.3):
            lines.append(f"collector: {self.one_of(COLLECTORS)}")
        if self.chance(0.2):
            lines.append(f"particle_size: {{'{self.active}': {self.spread_in(0.05, 30)} um}}")
        return lines

    def composition(self) -> list[str]:
        shares = {} if self.half_cell else {self.active: self.number_in(5, 70)}
        electrolyte = self.active if self.half_cell else self.electrolyte()
        shares[electrolyte] = self.number_in(10, 70)
        if self.chance(0.15):
            shares.setdefault(self.electrolyte(), self.number_in(2, 30))
        carbon = self.one_of(CARBONS)
        shares[carbon] = self.spread_in(0.5, 30)
        if self.chance(0.3):
            shares.setdefault(self.one_of(CARBONS), self.spread_in(0.5, 20))
        if self.chance(0.3):
            shares[self.one_of(BINDERS)] = self.spread_in(0.2, 5)
        self.components = list(shares)
        if not self.half_cell and self.chance(0.15):
            return self.hosted(shares)
        return [f"composition: {self.written(shares)}"]

    def written(self, shares: dict[str, float]) -> str:
        form = self.one_of(("wt%", "wt%", "vol%", "ratio"))
        if form == "ratio":
            return "{ratio: {" + ", ".join(f"'{name}': {share}" for name, share in shares.items()) + "}}"
        total = sum(shares.values())
        return "{" + ", ".join(f"'{name}': {100 * s / total:.5f} {form}" for name, s in shares.items()) + "}"

    def hosted(self, shares: dict[str, float]) -> list[str]:
        carbon, sulfur = self.one_of(HOSTS), self.number_in(30, 85)
        filled = {f"{self.active}/{carbon}": shares.pop(self.active) * 100.0 / sulfur, **shares}
        total = sum(filled.values())
        words = ", ".join(f"'{name}': {100 * share / total:.5f} wt%" for name, share in filled.items())
        return [f"host: {{carbon: {carbon}, sulfur: {sulfur} wt%}}", f"composition: {{{words}}}"]

    def loading(self) -> list[str]:
        with_sulfur = "S" in self.active.replace("Se", "") and not self.half_cell
        bases = ("", "", " of electrode", *((" of sulfur",) if with_sulfur else ()))
        lines = [f"loading: {self.spread_in(0.2, 10)} mg/cm2{self.one_of(bases)}"]
        return lines + self.one_of(
            [[f"pressed_at: {self.spread_in(20, 1000)} MPa"], [f"porosity: {self.number_in(0, 40)} %"], []]
        )

    def thickness(self) -> list[str]:
        lines = [f"thickness: {self.spread_in(3, 300)} um"]
        return lines + self.one_of(
            [[f"pressed_at: {self.spread_in(20, 1000)} MPa"], [f"porosity: {self.number_in(0, 40)} %"]]
        )

    def mixing(self) -> str:
        if self.chance(0.6):
            return str(self.one_of(METHODS))
        first = f"{{method: {self.one_of(('ball-milled', 'melt-milled', 'vapour-mixed'))}"
        if self.chance(0.5):
            first += f", time: {self.spread_in(0.5, 60)} h, speed: {self.number_in(200, 600)} rpm"
        first += "}"
        return f"[{first}, {self.one_of(METHODS)}]" if self.chance(0.5) else f"[{first}]"

    def layer(self) -> str:
        name = "LiPON" if self.chance(0.03) else self.electrolyte()
        if name == "LiPON":
            return f"{{electrolyte: LiPON, thickness: {self.spread_in(0.1, 2)} um}}"
        if self.chance(0.15):
            return (
                f"{{electrolyte: '{name}', mass: {self.spread_in(10, 200)} mg, diameter: {self.number_in(8, 16)} mm}}"
            )
        pores = f", porosity: {self.number_in(0, 30)} %" if self.chance(0.2) else ""
        return f"{{electrolyte: '{name}', thickness: {self.spread_in(10, 1000)} um{pores}}}"

    def anode(self) -> str:
        material = self.one_of({"Li": 4, "Li-In": 5, "LTO": 1})
        more = self.one_of(("", f", thickness: {self.spread_in(10, 500)} um", f", np_ratio: {self.spread_in(1, 100)}"))
        if self.chance(0.3):
            more += f", interface: {self.one_of(('mechanical pressing', 'vapour deposition', 'none'))}"
        return f"{{material: {material}{more}}}"

    def operation(self) -> str:
        self.temperature = self.number_in(-20, 100)
        pressure = f", stack_pressure: {self.spread_in(1, 200)} MPa" if self.chance(0.7) else ""
        return f"{{temperature: {self.temperature} degC{pressure}}}"

    def rate(self) -> str:
        """C/50 to 10C, in one of the ways people write it."""
        rate = self.spread_in(0.02, 10)
        per_gram = 500.0 if self.half_cell else LIBRARY.material(self.active)["theoretical_capacity"].si / 3600.0
        return str(self.one_of((f"{rate}C", f"{rate}C", f"C/{1 / rate:.4g}", f"{rate * per_gram:.4g} mA/g")))

    def window(self) -> tuple[float, float]:
        return self.number_in(0.8, 1.6), self.number_in(2.4, 3.4)

    def protocol(self) -> list[str]:
        self.offset = 0.0
        steps = [self.step() for _ in range(self.one_of({1: 5, 2: 3, 3: 2}))]
        return [f"- {step}" for step in steps]

    def step(self) -> str:
        low, high = self.window()
        window = f"window: [{low} V, {high} V]"
        kind = self.one_of(
            {"rates": 4, "cycles": 4, "there and back": 4, "limited": 2, "hold": 2, "ramp": 2, "pulse": 1}
        )
        if kind == "rates":
            rates = ", ".join(self.rate() for _ in range(self.one_of((1, 2, 3, 4))))
            more = self.one_of(("", "", f", charge: {self.rate()}", ", restore: no", ", direction: charge"))
            return f"{{rates: [{rates}], {window}{more}}}"
        if kind == "cycles":
            return f"{{cycles: {self.one_of((1, 2, 5))}, charge: {self.rate()}, discharge: {self.rate()}, {window}}}"
        if kind == "there and back":
            halves = [f"{{discharge: {self.rate()}, to: {low} V}}", f"{{charge: {self.rate()}, to: {high} V}}"]
            if self.active in ("Li2S", "Li2S-LiI"):
                halves.reverse()
            return f"{halves[0]}\n  - {{rest: {self.spread_in(0.1, 24)} h}}\n  - {halves[1]}"
        if kind == "limited":
            limit = self.one_of((f"{self.spread_in(0.05, 20)} h", f"{self.spread_in(10, 800)} mAh/g"))
            return f"{{{self.one_of(('charge', 'discharge'))}: {self.rate()}, to: {limit}}}"
        if kind == "hold":
            until = self.one_of((f"{self.spread_in(0.01, 5)} h", f"{self.spread_in(0.005, 0.1)}C"))
            return f"{{charge: {self.rate()}, to: {high} V}}\n  - {{hold: {high} V, until: {until}}}"
        if kind == "ramp":
            return f"{{ramp: {self.spread_in(0.02, 5)} mV/s, {window}, cycles: {self.one_of((1, 2))}}}"
        rest = f"{self.spread_in(0.05, 5)} h"
        length = f"{self.spread_in(0.3, 3)} h"
        return f"{{pulse: {self.spread_in(0.05, 0.5)}C, for: {length}, rest: {rest}, to: {low} V}}"


def recipe(number: int) -> str:
    """YAML text of one random recipe."""
    return Writer(number).recipe()
