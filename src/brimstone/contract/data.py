"""What ``brimstone data --json`` prints: what a file of a cycler or an impedance analyser holds."""

from brimstone.constants import HOUR, MAH
from brimstone.contract.base import CommandRecord, Number, Record, key
from brimstone.result import CycleTotals, Measured, MeasuredSpectrum


class MeasuredCycleRecord(Record):
    """One cycle."""

    cycle: int = key("Its number.", "1")
    charge_mAh: Number = key("Charge passed on charge.", "mAh")
    discharge_mAh: Number = key("Charge passed on discharge.", "mAh")
    coulombic_efficiency_percent: Number = key("Discharge over charge of this cycle; null without one of them.", "%")
    mean_charge_voltage_V: Number = key("Mean over the charge passed on charge.", "V")
    mean_discharge_voltage_V: Number = key("Mean over the charge passed on discharge.", "V")

    @classmethod
    def of(cls, totals: CycleTotals) -> "MeasuredCycleRecord":
        """The record of a cycle."""
        return cls(
            cycle=totals.cycle,
            charge_mAh=totals.charge / MAH,
            discharge_mAh=totals.discharge / MAH,
            coulombic_efficiency_percent=100.0 * totals.efficiency,
            mean_charge_voltage_V=totals.charge_voltage,
            mean_discharge_voltage_V=totals.discharge_voltage,
        )


class MeasuredSpectrumRecord(Record):
    """One impedance spectrum."""

    points: int = key("Frequencies in it.", "1")
    lowest_Hz: Number = key("Lowest frequency.", "Hz")
    highest_Hz: Number = key("Highest frequency.", "Hz")

    @classmethod
    def of(cls, spectrum: MeasuredSpectrum) -> "MeasuredSpectrumRecord":
        """The record of a spectrum."""
        frequency = spectrum.frequency
        return cls(points=frequency.size, lowest_Hz=float(frequency.min()), highest_Hz=float(frequency.max()))


class DataRecord(CommandRecord):
    """What a file holds."""

    format: str = key("What wrote it, such as BioLogic mpt.")
    kind: str = key("cycling, impedance or both.")
    points: int = key("Records in it.", "1")
    duration_h: Number = key("From the first to the last record of the cycler; null for spectra alone.", "h")
    cycles: list[MeasuredCycleRecord] = key("Cycles in order.")
    impedance: list[MeasuredSpectrumRecord] = key("Impedance spectra in order.")
    notes: list[str] = key("What was decided on reading it.")

    @classmethod
    def of(cls, measured: Measured) -> "DataRecord":
        """The record of a file."""
        totals = [] if measured.cycling is None else measured.cycling.totals()
        return cls(
            format=measured.format,
            kind=measured.kind,
            points=measured.points,
            duration_h=measured.duration / HOUR,
            cycles=[MeasuredCycleRecord.of(one) for one in totals],
            impedance=[MeasuredSpectrumRecord.of(one) for one in measured.spectra],
            notes=list(measured.notes),
        )


class SyntheticRecord(CommandRecord):
    """Synthetic measurements of a cell."""

    files: list[str] = key("Files by name: records and spectra in the Battery Data Format, sensors, and the recipe.")
    data: DataRecord = key("What the records and spectra hold, of the first cell.")
    cells: list[DataRecord] = key("The same of every cell: one, or one a rate where all rates begin in the same state.")
