import pytest

CELL = """\
name: rGO@S | LGPS + LPSP bilayer | Li
cathode:
  active: S
  composition: {S: 40 wt%, LGPS: 40 wt%, acetylene black: 20 wt%}
  loading: 0.45 mg/cm2
  mixing: ball-milled
  pressed_at: 360 MPa
  collector: stainless steel
separator:
  - {electrolyte: LGPS, thickness: 300 um, pressed_at: 360 MPa}
  - {electrolyte: 75Li2S-24P2S5-1P2O5, thickness: 100 um}
anode: {material: Li, thickness: 100 um, interface: mechanical pressing}
operation: {temperature: 60 degC, stack_pressure: 50 MPa}
protocol:
  - rates: [0.05C, 0.1C, 0.5C, 1C, 2C, 5C]
    window: [1.5 V, 2.8 V]
  - {rest: 2 h}
  - {charge: 0.05C, to: 3.5 V}
  - {hold: 3.5 V, until: 0.02C}
  - {discharge: 0.5C, to: 1.0 V}
  - {cycles: 100, charge: 0.2C, discharge: 0.5C, window: [1.0 V, 2.8 V]}
  - {ramp: 0.1 mV/s, window: [1.0 V, 3.0 V], cycles: 3}
  - {pulse: 0.1C, for: 10 min, rest: 1 h, to: 1.0 V}
  - {impedance: [1 MHz, 1 mHz], points: 60}
"""


@pytest.fixture
def cell():
    """A valid recipe with every kind of step."""
    return CELL
