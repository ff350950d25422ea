"""A small library in a folder, good as it stands, for tests that spoil it."""

from pathlib import Path

CONSTANTS = """\
conductivity:
  {dimension: conductivity, unit: S/cm, value: 1e-10 S/cm, low: 1e-11 S/cm, high: 1e-9 S/cm,
   source: a fit, known: calibrated}
area_resistance: {dimension: area resistance, value: 12 ohm cm2, source: a fit, known: calibrated}
"""
CLASS = """\
name: sulfide
about: Thiophosphates.
kind: electrolyte
rules: {single_ion: true, polar_solvent: damaged}
defaults:
  transference_number: {value: 1, source: class rule, known: estimate}
ranges: {density: [1.4 g/cm3, 3.5 g/cm3]}
quotes: [a sentence]
"""
MATERIAL = """\
name: Li6PS5Cl
synonyms: [LPSCl, argyrodite chloride]
kind: electrolyte
class: sulfide
formula: Li6PS5Cl
shape: sphere
density: {value: 1.86 g/cm3, low: 1.84 g/cm3, high: 1.88 g/cm3, source: 'doi:10.1002/aenm.201903253', known: measured}
ionic_conductivity:
  law: arrhenius
  at_25_degC: {value: 1.5 mS/cm, low: 0.6 mS/cm, high: 3 mS/cm, source: OBELiX, known: database, temperature: 25 degC}
  activation_energy: {value: 0.35 eV, source: a paper, known: measured, note: small grains}
stability_window: {value: [1.71 V, 2.01 V], source: a review, known: computed}
area_resistance: {constant: film/area_resistance}
price: {value: null, note: no source found}
records:
  ionic_conductivity:
    - {value: 1.95 mS/cm, source: another paper, known: measured}
notes: [soft]
hazards: [gives H2S]
rules: {against_lithium: reacts}
"""
CELL = """\
name: Somebody2020
synonyms: [Q1]
about: A cell.
paper: {authors: Somebody, year: '2020'}
quotes:
  - {entry: Q1, review: Qi 2024, quote: a sentence}
setup: {anode: Li, temperature: 60 degC}
figures:
  - {quantity: discharge capacity, value: 1000 mAh/g, basis: sulfur, at: 0.1C, cycle: 1, source: a review}
  - {quantity: resistance, value: 70 ohm, source: a review, known: derived}
missing: [loading]
cannot_run: only a resistance was reported, no cell
"""
STRATEGY = """\
name: molten lithium
synonyms: [molten Li]
sides: [anode]
section: a section
about: Hot lithium.
order: [first, second]
scalability: {word: doubtful, quote: a sentence}
hazards: [burns]
quotes: [a sentence]
variants:
  - name: heating
    sides: [anode]
    acts: [heated]
    applies_to: [oxide]
    temperature: {value: 175 degC, source: a review, known: reported}
    resistance_before: {value: 5822 ohm cm2, source: a review, known: reported}
    resistance_after: {value: 514 ohm cm2, source: a review, known: reported}
    cells: [Somebody2020]
"""
FILES = {
    "constants/film.yaml": CONSTANTS,
    "classes/sulfide.yaml": CLASS,
    "materials/Li6PS5Cl.yaml": MATERIAL,
    "cells/Somebody2020.yaml": CELL,
    "strategies/molten lithium.yaml": STRATEGY,
}


def write(root: Path, **changed: str) -> Path:
    """Write the good library, with some files' contents replaced (by the first word of their path)."""
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(name.split("/")[0], content), encoding="utf-8")
    return root
