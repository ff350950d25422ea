"""Chemical formulas: how many atoms of what, and what a mole weighs."""

import re
import unicodedata

from brimstone.constants import MOLAR_MASS_LITHIUM, MOLAR_MASS_SELENIUM, MOLAR_MASS_SULFUR

#: IUPAC conventional atomic weights (2021) [kg/mol].
MOLAR_MASSES = {
    "Li": MOLAR_MASS_LITHIUM, "S": MOLAR_MASS_SULFUR, "Se": MOLAR_MASS_SELENIUM, "H": 1.008e-3, "B": 10.81e-3,
    "C": 12.011e-3, "N": 14.007e-3, "O": 15.999e-3, "F": 18.998403e-3, "Na": 22.989769e-3, "Mg": 24.305e-3,
    "Al": 26.981538e-3, "Si": 28.085e-3, "P": 30.973762e-3, "Cl": 35.45e-3, "K": 39.0983e-3, "Ca": 40.078e-3,
    "Ti": 47.867e-3, "V": 50.9415e-3, "Cr": 51.9961e-3, "Mn": 54.938043e-3, "Fe": 55.845e-3, "Co": 58.933194e-3,
    "Ni": 58.6934e-3, "Cu": 63.546e-3, "Zn": 65.38e-3, "Ga": 69.723e-3, "Ge": 72.63e-3, "As": 74.921595e-3,
    "Br": 79.904e-3, "Y": 88.905838e-3, "Zr": 91.224e-3, "Nb": 92.90637e-3, "Mo": 95.95e-3, "Ag": 107.8682e-3,
    "In": 114.818e-3, "Sn": 118.71e-3, "Sb": 121.76e-3, "Te": 127.6e-3, "I": 126.90447e-3, "La": 138.90547e-3,
    "Ta": 180.94788e-3, "W": 183.84e-3, "Au": 196.96657e-3,
}  # fmt: skip

#: Cation of a sulfide electrolyte -> chalcogen that it holds when all else is oxidised, and electrons that it takes on
#: its way to what lithium makes of it: Li3P, Li15Ge4, Li15Si4, Li17Sn4, Li3Sb, B, LiIn, Nb, nothing of Ca.
_CATIONS = {
    "P": (2.5, 8.0),
    "Ge": (2.0, 7.75),
    "Si": (2.0, 7.75),
    "Sn": (2.0, 8.25),
    "Sb": (2.5, 8.0),
    "B": (1.5, 3.0),
    "In": (1.5, 4.0),
    "Nb": (2.5, 5.0),
    "Ca": (1.0, 0.0),
}

_TOKEN = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)|(\()|\)(\d*\.?\d*)")


def atoms(formula: str) -> dict[str, float]:
    """Count the atoms of a formula such as ``Li10GeP2S12`` or ``Al(CF3SO3)3``.

    Raises
    ------
    ValueError
        When the text is not a formula of known elements.
    """
    stack: list[dict[str, float]] = [{}]
    position = 0
    for token in _TOKEN.finditer(formula):
        if token.start() != position:
            break
        position = token.end()
        element, count, opening, times = token.groups()
        if element:
            if element not in MOLAR_MASSES:
                raise ValueError(f"'{element}' in '{formula}' is not an element of the table of atomic weights")
            stack[-1][element] = stack[-1].get(element, 0.0) + float(count or 1)
        elif opening:
            stack.append({})
        elif len(stack) > 1:
            for name, number in stack.pop().items():
                stack[-1][name] = stack[-1].get(name, 0.0) + number * float(times or 1)
        else:
            raise ValueError(f"'{formula}' is not a chemical formula: a bracket closes that was not opened")
    if position != len(formula) or len(stack) != 1 or not stack[0]:
        raise ValueError(f"'{formula}' is not a chemical formula")
    return stack[0]


def same(formula: str) -> str:
    """One way of writing a formula, whatever the order of its atoms and the form of its numbers.

    Raises
    ------
    ValueError
        As `atoms`.
    """
    plain = unicodedata.normalize("NFKC", formula).replace(" ", "")
    return " ".join(f"{element}{count:.6g}" for element, count in sorted(atoms(plain).items()))


def molar_mass(formula: str) -> float:
    """Molar mass [kg/mol] of a formula."""
    return sum(MOLAR_MASSES[element] * count for element, count in atoms(formula).items())


def redox_electrons(counts: dict[str, float]) -> tuple[float, float] | None:
    """Electrons that one formula unit of a sulfide electrolyte gives when oxidised, and takes when reduced, at most.

    Oxidation ends at sulfur and the sulfides (or oxides, which keep their oxygen) of the cations, reduction at Li2S,
    lithium halide and what lithium makes of the cations. Li6PS5Cl gives 5 and takes 8. None for other materials.
    """
    cations = {element: count for element, count in counts.items() if element in _CATIONS}
    sulfur = counts.get("S", 0.0)
    if not cations or not sulfur or "Li" not in counts:
        return None
    held = sum(_CATIONS[element][0] * count for element, count in cations.items())
    free = min(sulfur + counts.get("O", 0.0) - held, sulfur)
    return 2.0 * max(free, 0.0), sum(_CATIONS[element][1] * count for element, count in cations.items())
