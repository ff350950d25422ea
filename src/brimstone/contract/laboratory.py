"""What ``brimstone run --json`` prints of cells that are measured, not discharged: symmetric cells, and composites."""

from collections.abc import Mapping

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, OHM_CM2, UM
from brimstone.contract.base import CommandRecord, Measure, Number, Record, key
from brimstone.contract.instruments import ImpedanceRecord, impedance_record
from brimstone.result import BlockingRun, Figure, MeasuredRun, SymmetricRun, SymmetricStep


class SymmetricStepRecord(Record):
    """A step of a symmetric cell."""

    label: str = key("The step in the words of the recipe; a discharge strips the first side.")
    cycle: int = key("Cycle, counted from 1 through the protocol; 0 outside cycles.", "1", minimum=0)
    current_mA_cm2: Number = key("Positive while the first side is plated; null where it follows.", "mA/cm2")
    duration_h: float = key("Of the nominal member.", "h")
    areal_capacity_mAh_cm2: Measure = key("Charge passed.", "mAh/cm2")
    polarisation_mV: Measure = key("Magnitude of the voltage when it ends.", "mV")
    resistance_ohm_cm2: Measure = key("Voltage over current when it ends; null without a current.", "ohm cm2")
    voids_um: list[Number] = key("Voids at the first and at the second side when it ends, nominal.", "um")
    cracks_um: list[Number] = key("Depth of lithium in the separator from both sides, nominal.", "um")
    completed: bool = key("Whether it ended as the protocol asks.")
    end: str = key("How it ended.")


class _MeasuredRecord(CommandRecord):
    """What runs of all cells that are measured have."""

    recipe: str = key("Name of the recipe.")
    members: int = key("Members of the ensemble with the nominal one.", "1", minimum=1)
    impedance: list[ImpedanceRecord] = key("Spectra; voltage and conversion mean nothing here.")
    curves: Mapping[str, list[Number]] | None = key(
        "With --curves: all steps one after the other, by the names of their columns.", "as named", optional=True
    )
    warnings: list[str] = key("What went wrong or should be known.")


class SymmetricRunRecord(_MeasuredRecord):
    """A run of a symmetric cell."""

    cell: str = key("Kind of cell.", enum=["symmetric"])
    status: str = key("How it ended.", enum=["completed", "failed", "unbalanced"])
    electrode: str = key("Material on both sides.")
    separator: str = key("Layers between them.")
    resistance_ohm_cm2: Measure = key("Of the whole cell as assembled.", "ohm cm2")
    interface_ohm_cm2: Measure = key("Of one interface as assembled.", "ohm cm2")
    separator_ohm_cm2: Measure = key("Of the separator.", "ohm cm2")
    duration_h: float = key("Of all steps, nominal.", "h")
    short_circuit_h: Number = key("From the first step to a short circuit, nominal; null without one.", "h")
    short_circuits: Number = key("Share of all members that end in a short circuit.", "1")
    steps: list[SymmetricStepRecord] = key("The requested steps that were run.")
    balances: Mapping[str, float] = key("Relative errors.", "1")


class PolarisationRecord(Record):
    """A step of the voltage."""

    label: str = key("The step in the words of the recipe.")
    voltage_mV: float = key("Held.", "mV")
    duration_h: float = key("How long.", "h")
    current_mA_cm2: float = key("When it ends, nominal; positive with the voltage.", "mA/cm2")


class BlockingRunRecord(_MeasuredRecord):
    """Conductivities of a composite between blocking electrodes."""

    cell: str = key("Kind of cell.", enum=["ion-blocking", "electron-blocking"])
    status: str = key("How it ended.", enum=["completed"])
    carrier: str = key("What the electrodes pass.", enum=["ions", "electrons"])
    thickness_um: Measure = key("Of the composite.", "um")
    ionic_S_cm: Measure = key("Effective conductivity for ions that the composite has.", "S/cm")
    electronic_S_cm: Measure = key("Effective conductivity for electrons that it has.", "S/cm")
    outside_ohm_cm2: Measure = key("Resistance in series with it.", "ohm cm2")
    polarised_S_cm: Number = key("Of the carrier, read off the currents; null without a step.", "S/cm")
    steady: bool | None = key("Whether the currents were steady when they were read.")
    spectral_S_cm: Number = key("Of the carrier, read off the first spectrum; null without one.", "S/cm")
    other_S_cm: Number = key("Of the other carrier, read off its highest frequency; null where it can't be.", "S/cm")
    steps: list[PolarisationRecord] = key("Steps of the voltage.")


def measured_record(run: MeasuredRun, curves: bool = False) -> SymmetricRunRecord | BlockingRunRecord:
    """The record of a run; with its steps against time if asked."""
    traces = {name: values.tolist() for name, values in run.trace().items()} if curves else None
    return _symmetric(run, traces) if isinstance(run, SymmetricRun) else _blocking(run, traces)


def _symmetric(run: SymmetricRun, curves: Mapping[str, list[Number]] | None) -> SymmetricRunRecord:
    shorted = run.shorted
    return SymmetricRunRecord(
        recipe=run.recipe.name,
        cell=run.recipe.cell,
        status=run.status,
        electrode=run.recipe.anode.material,
        separator=" | ".join(layer.electrolyte for layer in run.recipe.separator),
        resistance_ohm_cm2=run.resistance.times(1 / OHM_CM2),
        interface_ohm_cm2=run.interface.times(1 / OHM_CM2),
        separator_ohm_cm2=run.separator.times(1 / OHM_CM2),
        duration_h=run.duration / HOUR,
        short_circuit_h=float(shorted[0]) / HOUR,
        short_circuits=float((shorted < float("inf")).mean()),
        members=run.members,
        steps=[_step(step) for step in run.shown],
        impedance=[impedance_record(one) for one in run.impedance],
        curves=curves,
        balances=run.balances,
        warnings=run.warnings,
    )


def _step(step: SymmetricStep) -> SymmetricStepRecord:
    return SymmetricStepRecord(
        label=step.instruction.label,
        cycle=step.instruction.cycle,
        current_mA_cm2=-step.instruction.current / MA_CM2,
        duration_h=step.duration / HOUR,
        areal_capacity_mAh_cm2=step.charge.times(1 / MAH_CM2),
        polarisation_mV=step.polarisation.times(1e3),
        resistance_ohm_cm2=step.resistance.times(1 / OHM_CM2),
        voids_um=(step.voids[:, -1] / UM).tolist() if step.time.size else [],
        cracks_um=(step.cracks[:, -1] / UM).tolist() if step.time.size else [],
        completed=step.completed,
        end=step.stop_reason,
    )


def _per_cm(figure: Figure) -> Figure:
    return figure.times(0.01)


def _blocking(run: BlockingRun, curves: Mapping[str, list[Number]] | None) -> BlockingRunRecord:
    return BlockingRunRecord(
        recipe=run.recipe.name,
        cell=run.recipe.cell,
        status=run.status,
        carrier=run.carrier,
        thickness_um=run.thickness.times(1 / UM),
        ionic_S_cm=_per_cm(run.ionic),
        electronic_S_cm=_per_cm(run.electronic),
        outside_ohm_cm2=run.outside.times(1 / OHM_CM2),
        polarised_S_cm=0.01 * run.polarised,
        steady=run.steady,
        spectral_S_cm=0.01 * run.spectral,
        other_S_cm=0.01 * run.other,
        members=run.members,
        steps=[
            PolarisationRecord(
                label=step.label,
                voltage_mV=1e3 * step.voltage,
                duration_h=float(step.time[-1]) / HOUR,
                current_mA_cm2=float(step.current[-1]) / MA_CM2,
            )
            for step in run.steps
        ],
        impedance=[impedance_record(one) for one in run.impedance],
        curves=curves,
        warnings=run.warnings,
    )
