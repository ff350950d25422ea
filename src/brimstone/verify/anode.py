"""Section F of the checklist: the anode."""

from brimstone.constants import MAH_CM2, MAH_G
from brimstone.verify._cells import run
from brimstone.verify.row import Outcome, row

_SULFUR = 1675.0 * MAH_G  # the review's capacity of sulfur [C/kg]


def _lithium_for(areal_capacity: float, np_ratio: float) -> float:
    """Thickness of lithium in a cell of a given areal capacity and N/P ratio [um]."""
    loading = areal_capacity * MAH_CM2 / _SULFUR * 100.0  # kg/m2 to mg/cm2
    of = run(loading=f"{loading:.6f} mg/cm2", anode=f"{{material: Li, np_ratio: {np_ratio}}}")
    return next(1e6 * entry.value for entry in of.provenance if entry.where == "anode.thickness")


@row(
    "F4",
    "an alloy anode costs voltage",
    quotes=("Li-In alloys exhibit thermodynamic and kinetic stability toward SSEs",),
    source="Qi 2024, section 2.1",
    expected="at the terminals a cell with Li-In gives 0.62 V less than against lithium",
    tolerance="20 mV, at a rate at which neither anode polarises",
)
def _alloy_voltage() -> Outcome:
    voltages = {}
    for anode in ("Li", "Li-In"):
        of = run(anode=anode, temperature="60 degC", protocol="[{discharge: 0.02C, to: 1.5 V}]")
        voltages[anode] = of.steps[0].cell_energy.value / of.steps[0].charge.value
    shift = voltages["Li-In"] - voltages["Li"]
    computed = f"{voltages['Li']:.3f} V with Li, {voltages['Li-In']:.3f} V with Li-In: {shift:+.3f} V"
    return Outcome(computed, abs(shift + 0.62) <= 0.02, {"shift [V]": shift})


@row(
    "F10",
    "how thin lithium may be",
    quotes=("approximately 20 µm",),
    source="Qi 2024, section 2.3",
    expected="about 20 um of lithium for 4 mAh/cm2",
    tolerance="5 %: the review says approximately; atomic weights give 19.4 um",
)
def _thin_lithium() -> Outcome:
    thickness = _lithium_for(4.0, 1.0)
    return Outcome(f"{thickness:.1f} um", abs(thickness / 20.0 - 1.0) <= 0.05, {"4 mAh/cm2 [um]": thickness})


@row(
    "F16",
    "lithium in excess",
    quotes=("typically 100 times in excess for a 1.0 mAh cm–2cathode",),
    source="Qi 2024, section 4",
    expected="485 um of lithium",
    tolerance="0.5 %: densities of lithium in tables",
)
def _lithium_in_excess() -> Outcome:
    thickness = _lithium_for(1.0, 100.0)
    return Outcome(f"{thickness:.1f} um", abs(thickness / 485.0 - 1.0) <= 5e-3, {"excess [um]": thickness})


ROWS = (_alloy_voltage, _thin_lithium, _lithium_in_excess)
