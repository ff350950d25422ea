"""Section E of the checklist: stress, stack pressure, sensors, and what they do to contacts."""

import numpy as np

from brimstone.constants import MAH_CM2, MPA, UM
from brimstone.contract.run import run_record
from brimstone.instrument.sensors import SENSORS
from brimstone.model.solid import State
from brimstone.physics.conversion import contact_left
from brimstone.physics.thermodynamics import pressure_coefficient
from brimstone.result import Run
from brimstone.verify._cells import SULFUR_ALONE, capacity, mixture, run
from brimstone.verify.row import Outcome, row

_GAP = {"fixture": "constant gap", "stack_pressure": "100 MPa", "loading": "0.5 mg/cm2"}


def _stress(**fields: str) -> float:
    """Hydrostatic stress in a cathode when all of its sulfur is Li2S [MPa]."""
    return float(run_record(run(**fields)).pressure.cathode_stress_MPa or 0.0)


def _change(of: Run) -> float:
    """Stack pressure at the end of a run less that at its start [MPa]."""
    pressure = of.pressure.pressure
    return float(pressure[-1] - pressure[0]) / MPA


_TWENTY = "[{cycles: 20, discharge: 0.5C, charge: 0.5C, window: [1.0 V, 2.8 V]}]"
_UNWORN = SULFUR_ALONE.removesuffix("}") + ", contact/loss: 0, contact/damage: 0}"


def _cycled(**fields: str) -> Run:
    """Twenty cycles of sulfur alone, warm and under little pressure."""
    return run(
        **{"temperature": "60 degC", "stack_pressure": "20 MPa", "protocol": _TWENTY, "more": SULFUR_ALONE, **fields}
    )


def _fade(of: Run) -> float:
    """Capacity lost from the second discharge to the last, over the second [%]."""
    discharges = [step for step in of.steps if step.instruction.kind == "discharge"]
    return 100.0 * (1.0 - discharges[-1].charge.value / discharges[1].charge.value)


def _number(of: Run, name: str) -> float:
    """A number of the provenance record."""
    return next(entry.value for entry in of.provenance if entry.where == name)


@row(
    "E2",
    "swelling sulfur in a rigid electrolyte",
    quotes=(
        "the rigid solid-state electrolytes are unable to accommodate the volume change of the element sulfur, thus "
        "resulting in the build-up of stress inside the composite cathode",
        "The mechanical fracture will occur including the formation of cracks upon long-term cycling",
    ),
    source="Zhu 2023, section 2.3",
    expected="stress of the order of GPa in a cathode without pores, that of the stack, some MPa, where pores take the "
    "swelling; without pores cracks grow with every cycle and the capacity fades by more, with pores none grow",
    tolerance="order of magnitude: no part withstands GPa, so something yields; the fade by a tenth more at least",
)
def _build_up() -> Outcome:
    dense, pressed = _stress(cathode="porosity: 0.1 %"), _stress()
    parts = mixture(S=30, Li6PS5Cl=50, Ketjenblack=20)
    without, porous = (_cycled(composition=parts, cathode=f"porosity: {share} %") for share in (0.1, 10))
    cracks = [_damage(of) for of in (without, porous)]
    fades = [_fade(of) for of in (without, porous)]
    passed = 1e3 <= dense <= 2e4 and pressed < 100.0 and bool(np.all(np.diff(cracks[0]) > 0.0))
    passed &= cracks[0][0] > 0.0 == cracks[1][-1] and fades[0] > 1.1 * fades[1]
    computed = (
        f"{dense / 1e3:.1f} GPa without pores, {pressed:.0f} MPa pressed at 370 MPa; {100 * cracks[0][0]:.2f} % of the "
        f"ion paths cut after a cycle and {100 * cracks[0][-1]:.2f} % after twenty without pores, {fades[0]:.2f} % of "
        f"the capacity lost; {fades[1]:.2f} % with 10 % of pores"
    )
    return Outcome(computed, passed, {"without pores [MPa]": dense, "pressed [MPa]": pressed})


def _damage(of: Run) -> np.ndarray:
    """Cut share of the ion paths at the end of each charge."""
    ends = [step.profile["damage"][-1] for step in of.steps if step.instruction.kind == "charge" and len(step.profile)]
    return np.array([float(np.mean(damage / (1.0 + damage))) for damage in ends])


@row(
    "E4",
    "a fibre Bragg grating in the cell",
    quotes=(
        "The former introduces an integrated optical FBG sensor into the battery system to measure the pressure by "
        "converting the Bragg wavelength and the corresponding physical parameters of the FBG sensor",
    ),
    source="Zhu 2023, section 2.3",
    expected="the wavelength follows the pressure through the run, 1.2 pm for each microstrain at 1550 nm",
    tolerance="2 %; a kelvin shifts it too, by about 10 pm",
)
def _grating() -> Outcome:
    of = run(anode="LTO", **_GAP)
    trace, signal = of.pressure, of.fibre_bragg_grating
    if signal is None:
        return Outcome("no fibre Bragg grating in the run", False)
    picometres = 1e12 * float(signal.shift[-1])
    per_strain = picometres / (1e6 * float(signal.strain[-1]))
    follows = float(np.corrcoef(trace.pressure, signal.shift)[0, 1])
    kelvin = 1e12 * signal.per_kelvin
    passed = abs(per_strain / 1.2 - 1.0) <= 0.02 and follows > 0.999 and 8.0 <= kelvin <= 14.0 and picometres > 1.0
    computed = (
        f"{picometres:.0f} pm at the end of discharge, {per_strain:.2f} pm a microstrain, {kelvin:.0f} pm a kelvin"
    )
    return Outcome(computed, passed, {"pm a microstrain": per_strain, "pm a kelvin": kelvin})


@row(
    "E5",
    "stress of the whole cell",
    quotes=(
        "The latter applies an external pressure sensor outside the battery system to detect the overall stress change "
        "of the whole cell during cycling",
    ),
    source="Zhu 2023, section 2.3",
    expected="on discharge the stack pressure falls against lithium and rises against LTO; a gap that is held swings "
    "more than a spring, and constant pressure not at all",
    tolerance="signs and order",
)
def _whole_cell() -> Outcome:
    changes = {}
    for anode in ("Li", "LTO"):
        for fixture in ("constant gap", "1 MPa/um", "constant pressure"):
            changes[anode, fixture] = _change(run(anode=anode, **{**_GAP, "fixture": fixture}))
    passed = changes["Li", "constant gap"] < 0.0 < changes["LTO", "constant gap"]
    for anode in ("Li", "LTO"):
        gap, spring, held = (changes[anode, fixture] for fixture in ("constant gap", "1 MPa/um", "constant pressure"))
        passed = passed and abs(gap) > abs(spring) > 0.0 and held == 0.0 and gap * spring > 0.0
    computed = "; ".join(f"{anode}, {fixture}: {change:+.2f} MPa" for (anode, fixture), change in changes.items())
    return Outcome(
        computed, passed, {f"{anode}, {fixture} [MPa]": change for (anode, fixture), change in changes.items()}
    )


@row(
    "E6",
    "a zero-strain anode isolates the cathode",
    quotes=(
        "employing zero-strain anodes like $L_4T_5O_{12}$ (LTO) as the counter electrode seems to be an effective way "
        "to eliminate the effect of large volume changes of lithium anodes",
    ),
    source="Zhu 2023, section 2.3",
    expected="the whole change of pressure against LTO is the cathode's, whose sulfur swells by 2.27 um for each "
    "mAh/cm2, in thickness and pores together",
    tolerance="0.5 %: densities of S and Li2S in tables",
)
def _zero_strain() -> Outcome:
    of = run(anode="LTO", more=SULFUR_ALONE, **_GAP)
    trace = of.pressure
    cathode = float(np.ptp(trace.cathode)) * float(of.mechanics.stiffness[0]) / MPA
    share = cathode / _change(of)
    filled = float(trace.pores[0] - trace.pores[-1]) * float(of.cell.composite.thickness[0])
    swelling = (float(np.ptp(trace.cathode)) + filled) / UM / (of.steps[0].charge.value / MAH_CM2)
    passed = abs(share - 1.0) <= 1e-6 and abs(swelling / 2.27 - 1.0) <= 5e-3 and not np.any(trace.anode)
    computed = f"{100 * share:.1f} % of {_change(of):+.2f} MPa; {swelling:.3f} um for each mAh/cm2"
    return Outcome(computed, passed, {"um for each mAh/cm2": swelling})


@row(
    "E7",
    "two ways to measure stress",
    quotes=(
        "The two methods differ in many aspects in terms of the operational complexity, the degree of damage to the "
        "material, and the direction of the obtained pressure",
    ),
    source="Zhu 2023, section 2.3",
    expected="they differ in direction, damage and effort; the fibre sees no change under constant pressure where a "
    "displacement gauge does",
    tolerance="as stated",
)
def _two_sensors() -> Outcome:
    outside, inside = SENSORS["pressure sensor"], SENSORS["fibre Bragg grating"]
    of = run(anode="LTO")
    if of.fibre_bragg_grating is None:
        return Outcome("no fibre Bragg grating in the run", False)
    strain = float(np.max(np.abs(of.fibre_bragg_grating.strain)))
    gauge = float(np.ptp(of.pressure.thickness_change)) / UM
    passed = (
        outside.direction != inside.direction
        and inside.damages
        and not outside.damages
        and outside.effort != inside.effort
        and strain == 0.0
        and gauge > 0.1
    )
    computed = f"outside: {outside.direction}, {outside.effort}; inside: {inside.direction}, {inside.effort}"
    return Outcome(f"{computed}; {gauge:.2f} um under constant pressure", passed, {"gauge [um]": gauge})


@row(
    "E10",
    "flexible electrolytes",
    quotes=(
        "developing mechanically flexible electrolytes that can accommodate volume changes of sulfur could be another "
        "effective strategy to gain highly mechanically stable ASSLSBs",
    ),
    source="Zhu 2023, section 2.3",
    expected="without pores the stress falls from oxide over sulfide and hydride to polymer",
    tolerance="order",
)
def _flexible() -> Outcome:
    stresses = {
        name: _stress(
            composition=mixture(**{"S": 30, name: 50, "acetylene black": 20}),
            cathode="porosity: 0.1 %",
            temperature="60 degC",
        )
        for name in ("LLZO", "Li6PS5Cl", "LiBH4", "PEO-LiTFSI")
    }
    values = list(stresses.values())
    passed = values == sorted(values, reverse=True) and values[-1] < 0.2 * values[1]
    computed = ", ".join(f"{name} {stress:.0f} MPa" for name, stress in stresses.items())
    return Outcome(computed, passed, {f"{name} [MPa]": stress for name, stress in stresses.items()})


@row(
    "E13",
    "pressure and the open-circuit voltage",
    quotes=(
        "the open-circuit voltage (OCV) of solid-state battery depends on the external pressure, showing a variation "
        "of approximately 1 mV/100 MPa",
    ),
    source="Qi 2024, section 3.1",
    expected="1.0 mV/100 MPa with 0.965 cm3 a mole of electrons, as of intercalation; +7.2 mV/100 MPa for a cell of "
    "lithium and sulfur, of which the cathode takes 6.3 and lithium gives 13.5",
    tolerance="2 %: densities in tables",
)
def _open_circuit() -> Outcome:
    rests = [
        run(
            anode="Li",
            stack_pressure=f"{pressure} MPa",
            protocol="[{discharge: 0.05C, to: 200 mAh/g}, {rest: 100 h}]",
            more=SULFUR_ALONE,
        )
        for pressure in (10, 110)
    ]
    whole = 1e3 * float(rests[1].steps[1].curve.voltage[-1] - rests[0].steps[1].curve.voltage[-1])
    cathode, lithium = (
        1e3 * 100 * MPA * float(part[0])
        for part in (rests[0].mechanics.cathode_coefficient, rests[0].mechanics.anode_coefficient)
    )
    generic = 1e3 * 100 * MPA * float(pressure_coefficient(-0.965e-6, 1))
    indium = 1e3 * MPA * float(run(anode="Li-In").mechanics.anode_coefficient[0])
    pairs = ((generic, 1.0), (whole, 7.2), (cathode, -6.3), (lithium, 13.5))
    passed = all(abs(computed_value / due - 1.0) <= 0.02 for computed_value, due in pairs)
    computed = (
        f"{generic:.2f}; {whole:+.2f} in a cell at rest, cathode {cathode:+.2f}, lithium {lithium:+.2f} mV/100 MPa; "
        f"In/InLi {indium:.3f} mV/MPa from molar volumes, measured 0.122 (doi:10.1039/c8ee00907d)"
    )
    return Outcome(computed, passed, {"Li-S [mV/100 MPa]": whole, "In/InLi [mV/MPa]": indium})


@row(
    "E3",
    "capacity and stack pressure",
    quotes=("researchers usually utilize high external press to enhance the physical interfacial contact",),
    source="Zhu 2023, section 2.3",
    expected="capacity rises with the stack pressure and saturates",
    tolerance="order; from 60 to 100 MPa it rises, for each MPa, by less than a tenth of what it does from 1 to 5 MPa",
)
def _saturates() -> Outcome:
    pressures = (1, 5, 20, 60, 100)
    capacities = [capacity(run(stack_pressure=f"{pressure} MPa").steps[0]) for pressure in pressures]
    slopes = np.diff(capacities) / np.diff(pressures)
    passed = bool(np.all(slopes > 0.0)) and slopes[-1] < 0.1 * slopes[0]
    computed = ", ".join(f"{p} MPa {q:.0f}" for p, q in zip(pressures, capacities, strict=True)) + " mAh/g"
    return Outcome(computed, passed, {f"{p} MPa [mAh/g]": q for p, q in zip(pressures, capacities, strict=True)})


@row(
    "E9",
    "binders",
    quotes=(
        "The binder owning large elasticity can be mobile as the volume change of the active materials, avoiding the "
        "contact failure between electrode components",
    ),
    source="Zhu 2023, section 2.3",
    expected="3 wt% of rubber added lower the fade of capacity and contact and raise the ionic resistance of the "
    "cathode",
    tolerance="order",
)
def _binder() -> Outcome:
    parts = {"S": 30, "Li6PS5Cl": 50, "acetylene black": 20}
    plain, bound = (_cycled(composition=mixture(**parts, **more)) for more in ({}, {"NBR": 3}))
    fades = [_fade(of) for of in (plain, bound)]
    resistivities = [100.0 / float(_number(of, "cathode.ionic_conductivity")) for of in (plain, bound)]
    # Poorer transport alone lowers the fade a little, too: the contact itself has to last longer.
    lasts = _number(plain, "cathode.contact_wear") / _number(bound, "cathode.contact_wear")
    passed = 0.0 < fades[1] < fades[0] and resistivities[1] > resistivities[0] and lasts > 1.5
    computed = (
        f"fade in twenty cycles {fades[0]:.2f} %, with binder {fades[1]:.2f} %; "
        f"contact lasts {lasts:.1f} times as long; "
        f"{resistivities[0]:.0f} and {resistivities[1]:.0f} ohm cm"
    )
    return Outcome(computed, passed, {"fade [%]": fades[0], "fade with binder [%]": fades[1]})


@row(
    "E15",
    "contacts are lost on cycling",
    quotes=(
        "the aggravation of dead area due to the shrinkage and expansion of cathode particles, coupled with the growth "
        "of sulfur-rich needles at the cathode/electrolyte interface, expedite the deterioration of the battery",
    ),
    source="Qi 2024, section 3",
    expected="capacity fades where contact is lost, and would not fade without; a rigid oxide loses more than a "
    "sulfide, a polymer less",
    tolerance="order",
)
def _dead_area() -> Outcome:
    worn, unworn = _fade(_cycled()), _fade(_cycled(more=_UNWORN))
    loss = {
        name: _number(
            run(composition=mixture(**{"S": 30, name: 50, "acetylene black": 20}), temperature="60 degC"),
            "cathode.contact_wear",
        )
        for name in ("LLZO", "Li6PS5Cl", "PEO-LiTFSI")
    }
    passed = worn > 0.1 > abs(unworn) and loss["LLZO"] > loss["Li6PS5Cl"] > loss["PEO-LiTFSI"]
    computed = f"fade in twenty cycles {worn:.2f} %, {unworn:.2f} % without loss of contact; area lost a cycle: "
    computed += ", ".join(f"{name} {100 * share:.3f} %" for name, share in loss.items())
    return Outcome(computed, passed, {"fade [%]": worn, "fade without [%]": unworn})


@row(
    "G8",
    "adhesion is lost with volume change",
    quotes=(
        "As interface stress/strain intensifies, the interface contact between sulfur cathodes and SSEs deteriorates, "
        "resulting in rapid increase in battery impedance",
        "The slurry casting improves the wetting capability of SSEs on sulfur cathodes and enhances the interface "
        "adhesion.",
    ),
    source="Qi 2024, sections 3 and 3.2",
    expected="the reaction area shrinks from cycle to cycle; that of a cathode cast with a rubber binder less than "
    "that of one pressed dry, after as many charges",
    tolerance="order",
)
def _adhesion() -> Outcome:
    parts = {"S": 30, "Li6PS5Cl": 50, "acetylene black": 20}
    pressed = _cycled(composition=mixture(**parts))
    cast = _cycled(composition=mixture(**parts, NBR=2), mixing="[{method: slurry, solvent: toluene}]")
    contact = {name: _contact(of) for name, of in (("pressed", pressed), ("cast", cast))}
    passed = all(left[0] == 1.0 and left[-1] < left[len(left) // 2] < 1.0 for left in contact.values())
    passed &= contact["pressed"][-1] < contact["cast"][-1]
    computed = "; ".join(
        f"{name}: {100 * (1.0 - left[-1]):.2f} % of the reaction area lost in twenty cycles"
        for name, left in contact.items()
    )
    return Outcome(computed, passed)


def _contact(of: Run) -> list[float]:
    """Reaction area over the fresh one at the start of each discharge: what the charges before have left of it."""
    wear = float(of.cell.parameter("wear")[0])
    starts = [step.profile.values[0] for step in of.steps if step.instruction.kind == "discharge" and len(step.profile)]
    return [float(contact_left(start[1 + State.turnover], wear, 0.0, 0.0, 0.0).mean()) for start in starts]


ROWS = (
    _build_up,
    _grating,
    _whole_cell,
    _zero_strain,
    _two_sensors,
    _flexible,
    _open_circuit,
    _saturates,
    _binder,
    _dead_area,
    _adhesion,
)
