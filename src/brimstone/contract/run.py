"""What ``brimstone run --json`` prints and ``run.json`` keeps."""

from typing import Annotated

from brimstone._records import nominal
from brimstone.constants import HOUR, MA_CM2, MAH, MAH_CM2, MAH_G, MPA, OHM_CM2, UM, WH_KG, WH_L
from brimstone.contract.anode import AnodeRecord, anode_record
from brimstone.contract.base import EXACT, CommandRecord, Measure, Number, Record, key
from brimstone.contract.cycling import CyclingRecord, FadeRecord, cycling_record, fade_record
from brimstone.contract.instruments import (
    ImpedanceRecord,
    TitrationRecord,
    VoltammetryRecord,
    impedance_record,
    titration_record,
    voltammetry_record,
)
from brimstone.model import HEAT_SOURCES
from brimstone.result import LOSSES, RESISTANCES, Figure, Run, Step
from brimstone.result.heat import StepHeat
from brimstone.result.left_open import LeftOpen
from brimstone.result.step import Packed
from brimstone.solver.interface import OUTCOMES
from brimstone.units import from_si

_LOSS_NAMES = {"enum": list(LOSSES)}
_PART_NAMES = {"enum": list(RESISTANCES)}
_WH_CM2 = 3.6e7  # [J/m2]


class PeakRecord(Record):
    """A peak of the current on a voltage ramp."""

    voltage_V: Number = key("Cathode against Li/Li+.", "V")
    current_mA_cm2: Number = key("At the peak; oxidation is positive.", "mA/cm2")
    charge_mAh_cm2: Number = key("Area between the minima on either side, without a baseline.", "mAh/cm2")


class CurveRecord(Record):
    """A step against time, nominal."""

    time_h: list[Number] = key("From the start of the step.", "h")
    voltage_V: list[Number] = key("Cathode against Li/Li+.", "V")
    current_mA_cm2: list[Number] = key("Positive on discharge.", "mA/cm2")
    charge_mAh_cm2: list[Number] = key("Since the start of the step; positive on discharge.", "mAh/cm2")
    cathode_V: list[Number] = key("Cathode against Li/Li+, a reference in the middle of the separator.", "V")
    anode_V: list[Number] = key("Anode against Li/Li+ and the same reference.", "V")


class StepRecord(Record):
    """A step requested by the recipe."""

    kind: str = key("What was done.", enum=["discharge", "charge", "rest", "hold", "ramp", "drive"])
    label: str = key("The step in the words of the recipe.")
    cycle: int = key(
        "Counted from 1 through the cycles of the protocol; within pulses and ramps; 0 elsewhere.", "1", minimum=0
    )
    rate_C: Number = key(
        "1C passes the theoretical capacity of the active material in one hour; null where the voltage is controlled.",
        "C",
    )
    current_mA_cm2: Number = key("Magnitude; null where the voltage is controlled.", "mA/cm2")
    status: str = key("How the step ended, in a word or two.")
    stop_reason: str = key("How the step ended, in a sentence.")
    duration_h: Number = key("Duration.", "h")
    capacity_mAh_g_sulfur: Measure = key("Per gram of sulfur, including that in Li2S.", "mAh/g")
    capacity_mAh_g_active: Measure = key("Per gram of active material.", "mAh/g")
    areal_capacity_mAh_cm2: Measure = key("Per area of the cathode.", "mAh/cm2")
    mean_voltage_V: Measure = key("Energy over charge, cathode against Li/Li+.", "V")
    energy_Wh_kg_cell: Measure = key(
        "At the terminals, per mass of all layers without package; given on discharge, taken on charge, negative "
        "where the cell voltage is.",
        "Wh/kg",
    )
    energy_Wh_L_cell: Measure = key("At the terminals, per volume of all layers without package.", "Wh/L")
    stack_pressure_change_MPa: Measure = key(
        "Change over the step; negative where the pressure falls, zero in a constant-pressure fixture.", "MPa"
    )
    thickness_change_um: Measure = key("Change over the step, all layers.", "um")
    cell_capacity_mAh: Measure = key(
        "Of the whole packaged cell; present, like its other figures, when the recipe names a format.",
        "mAh",
        optional=True,
    )
    cell_energy_mWh: Measure = key("At the terminals of the packaged cell.", "mWh", optional=True)
    energy_Wh_kg_package: Measure = key("At the terminals, per mass of the packaged cell.", "Wh/kg", optional=True)
    energy_Wh_L_package: Measure = key(
        "At the terminals, per volume of the packaged cell as made or fully lithiated, whichever is larger.",
        "Wh/L",
        optional=True,
    )
    losses_mV: dict[str, Number] = key(
        "Mean voltage loss over the charge passed, positive when lost; empty for rests, and beyond the first 40 steps "
        "of a protocol but in its last cycle and chosen ones.",
        "mV",
        propertyNames=_LOSS_NAMES,
    )
    losses_mAh_g: dict[str, Number] = key(
        "Capacity gained if this loss alone were removed, from the start of the protocol, or of a chosen cycle beyond "
        "its first 40 steps, per gram of sulfur (of active material without sulfur).",
        "mAh/g",
        propertyNames=_LOSS_NAMES,
    )
    capacity_of_sulfur_mAh_g: Number = key(
        "Share of the capacity that the conversion of sulfur passed, per gram of sulfur (of active material without "
        "sulfur), nominal; the rest is redox of the electrolyte.",
        "mAh/g",
    )
    half_capacity_voltage_V: Number = key(
        "When half of the charge has passed, cathode against Li/Li+; null for other steps than charge and discharge.",
        "V",
    )
    ionic_conductivity_mS_cm: Number = key(
        "Effective, of the cathode at the end of the step: lowered by product and by interphase. Null where losses "
        "are not told.",
        "mS/cm",
    )
    peaks: list[PeakRecord] | None = key("Peaks of a voltage ramp, in the order of the sweep.", optional=True)
    curve: CurveRecord | None = key("The step against time, where it was asked for.", optional=True)


class BalanceRecord(Record):
    """Relative errors of the balances, nominal member."""

    charge: Annotated[float, EXACT] = key("Charge passed against charge that reacted.", "1", minimum=0)
    lithium: Annotated[float, EXACT] = key("Lithium in both electrodes and the electrolyte.", "1", minimum=0)
    sulfur: Annotated[float, EXACT] = key("Sulfur in all its forms.", "1", minimum=0)
    electrolyte: Annotated[float, EXACT] = key(
        "Shares of the electrolyte within reach of carbon, and the charge that it took by its formula.", "1", minimum=0
    )
    energy: Annotated[float, EXACT] = key("Energy released against work and dissipation.", "1", minimum=0)
    volume: Annotated[float, EXACT] = key("Growth of the layers against the volume of what reacted.", "1", minimum=0)


class ResistanceRecord(Record):
    """Resistance of the cell as assembled."""

    series_ohm_cm2: Measure = key(
        "Of anode, electrolyte layer, contacts and paths, in series with the reaction.", "ohm cm2"
    )
    series_ohm: Number = key("Of this cell; null where the recipe gives neither area nor diameter.", "ohm")
    reaction_mV: Number = key(
        "Taken by kinetics and film of the reaction where current first flows in a shown step; null where none does.",
        "mV",
    )
    total_ohm_cm2: Measure = key(
        "Sum of all parts. It holds within millivolts of rest, where sulfur hardly reacts: a discharge shows far less.",
        "ohm cm2",
    )
    total_ohm: Number = key("Of this cell; null where the recipe gives neither area nor diameter.", "ohm")
    parts_ohm_cm2: dict[str, Number] = key(
        "Contributions to the total. Electronic path: including a part of the cathode that ions do not reach. Charge "
        "transfer: conversion of sulfur in parallel with redox of the electrolyte.",
        "ohm cm2",
        propertyNames=_PART_NAMES,
    )


class ShuttleRecord(Record):
    """Polysulfides of a cell whose cathode electrolyte dissolves them, nominal values."""

    rate_1_h: Number = key("Share of the dissolved long chains that lithium reduces per hour.", "1/h")
    current_mA_cm2: Number = key(
        "Charging current that this consumes with all sulfur dissolved as long chains.", "mA/cm2"
    )
    charge_shuttle_factor: Number = key(
        "The same over the lowest charging current; from 1 on a charge never ends. Null without a charge.", "1"
    )
    front_in_24_h_um: list[Number] = key(
        "How far polysulfides penetrate each layer of the separator in a day, from the cathode.", "um"
    )
    lost_sulfur: Number = key("Share of the sulfur that lithium has turned solid.", "1")


class PressureRecord(Record):
    """The stack in its fixture, nominal values. Growth is on discharge, under constant pressure."""

    fixture: str = key("In the words of the recipe: constant pressure, constant gap, or a stiffness per area.")
    initial_MPa: Number = key("Stack pressure as assembled.", "MPa")
    assumed: bool = key("Whether the recipe leaves the stack pressure open.")
    lowest_MPa: Number = key("Lowest stack pressure of the run.", "MPa")
    highest_MPa: Number = key("Highest stack pressure of the run.", "MPa")
    squeezed_out_um: Number = key("Thickness of a metallic anode that has been squeezed out sideways.", "um")
    stiffness_MPa_um: Number = key(
        "Of stack and fixture in series, per growth of each unit cell; zero in a constant-pressure fixture.", "MPa/um"
    )
    cathode_um_per_mAh_cm2: Number = key("Growth of the cathode, while its pores have room.", "um cm2/mAh")
    anode_um_per_mAh_cm2: Number = key("Growth of the anode.", "um cm2/mAh")
    cathode_stress_MPa: Number = key(
        "Hydrostatic stress in the cathode at its deepest discharge if nothing yielded.", "MPa"
    )
    voltage_mV_per_100MPa: Number = key("Of the equilibrium voltage, with the pressure on both electrodes.", "mV")


class PartRecord(Record):
    """A part of a packaged cell."""

    name: str = key("Material or part.")
    role: str = key("What it is for: a collector, cathode, electrolyte, separator, anode, or the package.")
    count: int = key("How many there are.", "1", minimum=1)
    mass_g: Number = key("Mass of all of them.", "g")


class FormatRecord(Record):
    """The packaged cell, nominal values."""

    kind: str = key("Format.", enum=["coin", "pouch"])
    layers: int = key("Cells of cathode, separator and anode in it.", "1", minimum=1)
    area_cm2: Number = key("Of one cathode.", "cm2")
    mass_g: Number = key("Of the whole cell.", "g")
    mass_of_layers_g: Number = key("Of layers and collectors, without tabs, case and plates.", "g")
    volume_mL: Number = key("Of the whole cell as made.", "mL")
    volume_lithiated_mL: Number = key("Of the whole cell when all accessible sulfur is Li2S.", "mL")
    volume_of_layers_mL: Number = key("Cathode area times thickness of layers and collectors, as made.", "mL")
    parts: list[PartRecord] = key("Bill of materials.")


class HeatRecord(Record):
    """Heat of a step, nominal values; the entropy of the electrolyte's redox is unknown and left out."""

    label: str = key("The step in the words of the recipe.")
    heat_mWh_cm2: Number = key("All heat of the step.", "mWh/cm2")
    sources_mWh_cm2: dict[str, Number] = key("Heat by source.", "mWh/cm2", propertyNames={"enum": list(HEAT_SOURCES)})
    mean_power_mW_cm2: Number = key("Mean heating power.", "mW/cm2")
    temperature_rise_K: Number = key("Highest, with heat lost at the faces of the cell; the run is isothermal.", "K")
    adiabatic_rise_K: Number = key("If the cell kept all heat of the step.", "K")
    balance: Number = key("Enthalpy released less heat and electrical energy, over the largest of them.", "1")


class LeftOpenRecord(Record):
    """A number that the recipe leaves open or states as a range, and what the discharges give at its ends."""

    field: str = key("Field of the recipe that would settle it.")
    value: str = key("As assumed, with its unit.")
    low: str = key("Lower end of its 80 % interval, with its unit.")
    high: str = key("Upper end of its 80 % interval, with its unit.")
    as_assumed_mAh_g: Number = key("Mean capacity of the discharges of the first step per active material.", "mAh/g")
    at_low_mAh_g: Number = key(
        "The same with this number alone at `low`; null where that run fails.",
        "mAh/g",
    )
    at_high_mAh_g: Number = key("The same at `high`.", "mAh/g")


class RunRecord(CommandRecord):
    """A simulated cell. Where a run has samples, numbers come with the ends of their 80 % interval."""

    status: str = key(
        "completed: all steps ended as requested and all balances close. failed: a step did not. unbalanced: a balance "
        "does not close, and no number should be used.",
        enum=["completed", "failed", "unbalanced"],
    )
    recipe: str = key("Name of the recipe.")
    members: int = key("Members of the ensemble with the nominal one; 1 without uncertainty.", "1", minimum=1)
    steps: list[StepRecord] = key("Requested steps that were run, in order.")
    balances: BalanceRecord = key("Relative errors of the balances.")
    mesh_error_mV: Number = key("Root-mean-square voltage error of the mesh, the largest over the steps.", "mV")
    time_error: Annotated[float, EXACT] = key(
        "Largest residual of the algebraic equations over the current, nominal member.", "1", minimum=0
    )
    losses_mV: dict[str, Number] = key(
        "Mean voltage losses of the first step that has them.", "mV", propertyNames=_LOSS_NAMES
    )
    resistance: ResistanceRecord = key("Of the cell as assembled: dV/dI against a small direct current.")
    impedance: list[ImpedanceRecord] | None = key(
        "Spectra requested by the protocol, each in the state reached at that point.", optional=True
    )
    gitt: list[TitrationRecord] | None = key("Intermittent titrations of the protocol.", optional=True)
    cycling: list[CyclingRecord] | None = key("Steps of the protocol that cycle, cycle by cycle.", optional=True)
    fade: list[FadeRecord] | None = key(
        "What took the capacity from the first complete cycle to the last; before it, where cycles were chosen, from "
        "each of them to the next.",
        optional=True,
    )
    voltammetry: VoltammetryRecord | None = key("Hysteresis and scan rates of voltage ramps.", optional=True)
    anode: AnodeRecord = key("Limits of the anode.")
    shuttle: ShuttleRecord | None = key("Polysulfides, where the cathode electrolyte dissolves them.", optional=True)
    pressure: PressureRecord = key("The stack in its fixture.")
    format: FormatRecord | None = key("The packaged cell, when the recipe names a format.", optional=True)
    heat: list[HeatRecord] = key("Heat of the steps that pass charge.")
    left_open: list[LeftOpenRecord] = key(
        "What the recipe leaves open, the number that matters most first; empty without samples.", optional=True
    )
    warnings: list[str] = key("Assumptions, notes from the design rules, and failures, in sentences.")
    timing_s: dict[str, Number] = key("Time spent, by part of the work.", "s")


def run_record(run: Run, curves: bool = False) -> RunRecord:
    """A run as plain numbers and words in field units; with each step against time if `curves` are asked for."""
    steps = [step_record(step, curves) for step in run.shown]
    mass = nominal(run.cell.sulfur_mass) or nominal(run.cell.active_mass)
    return RunRecord(
        version=run.version,
        status=run.status,
        recipe=run.recipe.name,
        members=run.members,
        steps=steps,
        balances=BalanceRecord(**run.balances),
        mesh_error_mV=1e3 * run.mesh_error,
        time_error=max((step.residual for step in run.steps), default=0.0),
        losses_mV=next((step.losses_mV for step in steps if step.losses_mV), {}),
        resistance=_resistance(run),
        impedance=[impedance_record(one) for one in run.impedance] or None,
        gitt=[titration_record(one) for one in run.gitt] or None,
        cycling=[cycling_record(one, mass) for one in run.cycles()] or None,
        fade=[fade_record(one, mass) for one in run.fades] or None,
        voltammetry=voltammetry_record(run),
        anode=anode_record(run.lithium),
        shuttle=_shuttle(run),
        pressure=_pressure(run),
        format=_format(run),
        heat=[_heat(one) for one in run.heat],
        left_open=[_left_open(one) for one in run.left_open],
        warnings=run.warnings,
        timing_s={name: round(seconds, 4) for name, seconds in run.timings.items()},
    )


def _left_open(one: LeftOpen) -> LeftOpenRecord:
    value, low, high = (
        f"{from_si(number, one.unit, one.dimension):.6g} {one.unit}".strip()
        for number in (one.value, one.low, one.high)
    )
    return LeftOpenRecord(
        field=one.field,
        value=value,
        low=low,
        high=high,
        as_assumed_mAh_g=one.capacity / MAH_G,
        at_low_mAh_g=one.at_low / MAH_G,
        at_high_mAh_g=one.at_high / MAH_G,
    )


def _curve(step: Step) -> CurveRecord:
    curve = step.curve
    cathode, anode = step.electrodes()
    return CurveRecord(
        cathode_V=cathode.tolist(),
        anode_V=anode.tolist(),
        time_h=(curve.time / HOUR).tolist(),
        voltage_V=curve.voltage.tolist(),
        current_mA_cm2=(curve.current / MA_CM2).tolist(),
        charge_mAh_cm2=(curve.charge / MAH_CM2).tolist(),
    )


def step_record(step: Step, curves: bool = False) -> StepRecord:
    """A step as plain numbers and words in field units; against time as well if its `curves` are asked for."""
    instruction, mass = step.instruction, step.amounts.reference
    mean = step.losses.mean(step.curve.charge) if step.losses else {}
    peaks = [
        PeakRecord(voltage_V=peak.voltage, current_mA_cm2=peak.current / MA_CM2, charge_mAh_cm2=peak.charge / MAH_CM2)
        for peak in step.peaks()
    ]
    return StepRecord(
        curve=_curve(step) if curves else None,
        kind=instruction.kind,
        label=instruction.label,
        cycle=instruction.cycle,
        rate_C=abs(instruction.rate),
        current_mA_cm2=abs(instruction.current) / MA_CM2,
        status=OUTCOMES[step.status][0],
        stop_reason=step.stop_reason,
        duration_h=step.duration / HOUR,
        capacity_mAh_g_sulfur=step.capacity("sulfur").times(1 / MAH_G),
        capacity_mAh_g_active=step.capacity("active").times(1 / MAH_G),
        areal_capacity_mAh_cm2=step.charge.times(1 / MAH_CM2),
        mean_voltage_V=step.mean_voltage,
        energy_Wh_kg_cell=step.specific_energy.times(1 / WH_KG),
        energy_Wh_L_cell=step.energy_density.times(1 / WH_L),
        stack_pressure_change_MPa=step.pressure_change.times(1 / MPA),
        thickness_change_um=step.thickness_change.times(1 / UM),
        **packed_figures(step.packed),
        losses_mV={name: 1e3 * volts for name, volts in mean.items()},
        losses_mAh_g={name: charge / mass / MAH_G for name, charge in step.regained.items()},
        capacity_of_sulfur_mAh_g=step.sulfur_charge / mass / MAH_G,
        half_capacity_voltage_V=step.half_capacity_voltage,
        ionic_conductivity_mS_cm=10.0 * step.ionic_conductivity,
        peaks=peaks if instruction.kind == "ramp" else None,
    )


def packed_figures(packed: Packed | None) -> dict[str, Figure]:
    """Charge and energy of the packaged cell by their keys; empty without a package."""
    if packed is None:
        return {}
    return {
        "cell_capacity_mAh": packed.capacity.times(1 / MAH),
        "cell_energy_mWh": packed.energy.times(1 / MAH),
        "energy_Wh_kg_package": packed.specific_energy.times(1 / WH_KG),
        "energy_Wh_L_package": packed.energy_density.times(1 / WH_L),
    }


def _resistance(run: Run) -> ResistanceRecord:
    parts = {name: figure.times(1 / OHM_CM2) for name, figure in run.resistance.items()}
    total = parts.pop("total", None)  # a run without detail has none
    series = None if run.series_resistance is None else run.series_resistance.times(1 / OHM_CM2)
    return ResistanceRecord(
        series_ohm_cm2=series,
        series_ohm=None if run.area is None or series is None else series.value * OHM_CM2 / run.area,
        reaction_mV=None if run.beginning is None else 1e3 * run.beginning.lost,
        total_ohm_cm2=total,
        total_ohm=None if run.area is None or total is None else total.value * OHM_CM2 / run.area,
        parts_ohm_cm2={name: figure.value for name, figure in parts.items()},
    )


def _shuttle(run: Run) -> ShuttleRecord | None:
    shuttle = run.shuttle
    if shuttle is None:
        return None
    return ShuttleRecord(
        rate_1_h=shuttle.rate.value * HOUR,
        current_mA_cm2=shuttle.current.value / MA_CM2,
        charge_shuttle_factor=shuttle.factor,
        front_in_24_h_um=[front.value / UM for front in shuttle.front],
        lost_sulfur=shuttle.lost,
    )


def _pressure(run: Run) -> PressureRecord:
    trace, mechanics = run.pressure, run.mechanics
    filled = mechanics.pore_thickness[0] - trace.pores * mechanics.cathode_thickness[0]
    swollen = float((trace.cathode + filled).max(initial=0.0))
    return PressureRecord(
        fixture=str(run.recipe.operation.fixture),
        initial_MPa=float(mechanics.initial_pressure[0]) / MPA,
        assumed=mechanics.assumed_pressure,
        lowest_MPa=float(trace.pressure.min(initial=float("inf"))) / MPA,
        highest_MPa=float(trace.pressure.max(initial=float("-inf"))) / MPA,
        squeezed_out_um=float(trace.squeezed_out.max(initial=0.0)) / UM,
        stiffness_MPa_um=float(mechanics.stiffness[0]) * UM / MPA,
        cathode_um_per_mAh_cm2=float((mechanics.into_thickness * mechanics.cathode_volume)[0]) * MAH_CM2 / UM,
        anode_um_per_mAh_cm2=float(mechanics.anode_volume[0]) * MAH_CM2 / UM,
        cathode_stress_MPa=float(mechanics.stress(swollen)[0]) / MPA,
        voltage_mV_per_100MPa=1e11 * float(mechanics.voltage_coefficient[0]),
    )


def _format(run: Run) -> FormatRecord | None:
    package, lithiated = run.package, run.lithiated_volume
    if package is None or lithiated is None:
        return None
    return FormatRecord(
        kind=package.kind,
        layers=package.units,
        area_cm2=1e4 * package.area,
        mass_g=1e3 * float(package.mass[0]),
        mass_of_layers_g=1e3 * float(package.layers_mass[0]),
        volume_mL=1e6 * float(package.volume()[0]),
        volume_lithiated_mL=1e6 * nominal(lithiated),
        volume_of_layers_mL=1e6 * float(package.layers_volume[0]),
        parts=[
            PartRecord(name=part.name, role=part.role, count=part.count, mass_g=1e3 * float(part.mass[0]))
            for part in package.parts
        ],
    )


def _heat(heat: StepHeat) -> HeatRecord:
    return HeatRecord(
        label=heat.label,
        heat_mWh_cm2=1e3 * heat.total / _WH_CM2,
        sources_mWh_cm2={name: 1e3 * part / _WH_CM2 for name, part in heat.heat.items()},
        mean_power_mW_cm2=0.1 * heat.mean_power,
        temperature_rise_K=float(heat.temperature.max()),
        adiabatic_rise_K=heat.adiabatic_rise,
        balance=heat.error,
    )
