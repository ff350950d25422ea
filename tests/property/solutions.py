"""Random recipes of cells whose sulfur reacts through a solution: liquids, gels, polymers, hybrids, packed and bare."""

from tests.property.recipes import CARBONS, Writer

LIQUIDS = ("DOL-DME LiTFSI",)
GELS = ("poly-DOL gel", "PETEA gel", "AHE", "ETPTA gel", "PEO gel", "poly-DOL")
POLYMERS = ("PEO-LiTFSI", "PEO-LiClO4", "PEO-LLZTO-LiTFSI", "PEO-zeolite-LiTFSI", "LLZO-PEO-LiClO4")
CERAMICS = ("LLZO", "LLZTO", "LATP", "LAGP")
KINDS = {"liquid": 3, "gel": 4, "polymer": 3, "hybrid": 3}


class Solution(Writer):
    """One recipe of a kind, drawn field by field."""

    def recipe(self) -> str:
        self.active, self.half_cell = "S", False
        self.kind = self.one_of(KINDS)
        self.inside = self.one_of(POLYMERS if self.kind == "polymer" else GELS if self.kind == "gel" else LIQUIDS)
        lines = [f"name: random solution {self.number}", *self.format()]
        lines += ["cathode:", *("  " + line for line in self.cathode())]
        lines.append(f"separator: [{', '.join(self.layers())}]")
        lines += [f"anode: {self.anode()}", f"operation: {self.operation()}"]
        lines += ["protocol:", *("  " + line for line in self.protocol())]
        return "\n".join(lines) + "\n"

    def format(self) -> list[str]:
        form = self.one_of({"": 3, "coin": 1, "pouch": 2})
        if form == "pouch":
            size = f"width: {self.number_in(2, 20)} cm, height: {self.number_in(2, 20)} cm"
            return [f"format: {{kind: pouch, layers: {self.one_of((1, 4, 20))}, {size}}}"]
        return [f"format: {form}", "diameter: 12 mm"] if form else []

    def cathode(self) -> list[str]:
        shares = {
            "S": self.number_in(30, 75),
            self.one_of(CARBONS): self.number_in(5, 40),
            "PVDF": self.number_in(2, 12),
        }
        mixed = self.kind == "polymer" and self.chance(0.7)
        if mixed:
            shares[self.inside] = self.number_in(15, 60)
        lines = ["active: S", f"composition: {self.written(shares)}", f"loading: {self.spread_in(0.3, 8)} mg/cm2"]
        lines.append("mixing: slurry")
        if not mixed and (self.kind == "hybrid" or self.chance(0.9)):
            lines.append(f"infiltrated: '{self.inside}'")
        if self.kind in ("liquid", "hybrid") and self.chance(0.5):
            lines.append(f"electrolyte_to_sulfur: {self.spread_in(3, 30)} uL/mg")
        if self.chance(0.3):
            lines.append("collector: Al")
        return lines

    def layers(self) -> list[str]:
        salted = ", additives: [LiNO3]" if self.kind != "polymer" and self.chance(0.5) else ""
        held = ", membrane: polyolefin separator" if self.kind in ("liquid", "hybrid") else ""
        soft = f"{{electrolyte: '{self.inside}', thickness: {self.spread_in(5, 300)} um{held}{salted}}}"
        if self.kind != "hybrid":
            return [soft]
        tight = f"{{electrolyte: {self.one_of(CERAMICS)}, thickness: {self.spread_in(10, 500)} um}}"
        return self.one_of(([soft, tight], [tight, soft], [soft, tight, soft], [tight]))

    def anode(self) -> str:
        more = self.one_of(
            ("", "", f", thickness: {self.spread_in(20, 500)} um", f", np_ratio: {self.spread_in(1.2, 50)}")
        )
        return f"{{material: Li{more}}}"

    def operation(self) -> str:
        self.temperature = self.number_in(-20, 90)
        return f"{{temperature: {self.temperature} degC}}"

    def window(self) -> tuple[float, float]:
        return self.number_in(1.4, 1.9), self.number_in(2.5, 3.0)


def recipe(number: int) -> str:
    """YAML text of one random recipe."""
    return Solution(number).recipe()
