"""What ``brimstone impedance --json`` prints: spectra, tested, distributed over relaxation times, and fitted."""

from brimstone.contract.base import CommandRecord, Number, Record, key
from brimstone.contract.instruments import InterfaceRecord


class ProcessRecord(Record):
    """A peak of the distribution of relaxation times."""

    time_s: Number = key("Time constant.", "s")
    frequency_Hz: Number = key("At which its arc is highest.", "Hz")
    resistance: Number = key("Area of the peak, in the unit of the spectrum.", "ohm or ohm cm2")


class CircuitParameterRecord(Record):
    """A fitted number of a circuit."""

    name: str = key("Of the element, and of the number in it where there are several.")
    meaning: str = key("What it is.")
    unit: str = key("Unit of value, standard error and true value.")
    value: Number = key("Best value.", "as unit")
    standard_error: Number = key("Its standard error; null where the spectrum does not tell it.", "as unit")
    determined: bool = key("Whether the standard error is less than half of the value.")
    true: Number = key("What it is in the computed cell; null for measured spectra and others.", "as unit")


class CircuitRecord(Record):
    """A circuit fitted to a spectrum."""

    circuit: str = key("As impedance.py writes it; TL is the transmission line of two rails.")
    error_percent: Number = key("Root mean square of the difference, relative to the magnitude.", "%")
    parameters: list[CircuitParameterRecord] = key("In the order of the circuit.")


class SpectrumRecord(Record):
    """A spectrum and what was read off it."""

    name: str = key("Where it comes from.")
    unit: str = key("Of resistances: ohm cm2 where the area is known, else ohm.", enum=["ohm", "ohm cm2"])
    points: int = key("Frequencies in it.", "1")
    lowest_Hz: Number = key("Lowest frequency.", "Hz")
    highest_Hz: Number = key("Highest frequency.", "Hz")
    kramers_kronig_passed: bool = key("Whether nine tenths of the residuals are below one per cent.")
    kramers_kronig_percent: Number = key("Largest residual, relative to the magnitude.", "%")
    kramers_kronig: str = key("The finding in words.")
    interfaces: list[InterfaceRecord] = key("Resistance by interface; empty for measured spectra.")
    processes: list[ProcessRecord] = key("Peaks of the distribution of relaxation times, fastest first.")
    times_s: list[Number] = key("Relaxation times.", "s")
    resistance_per_decade: list[Number] = key("Distribution over them.", "ohm or ohm cm2")
    fit: CircuitRecord | None = key("The fitted circuit; left out where none was fitted.", optional=True)


class ImpedanceAnalysisRecord(CommandRecord):
    """Spectra of a recipe or of a file."""

    source: str = key("The recipe or the file.")
    spectra: list[SpectrumRecord] = key("In order.")
    notes: list[str] = key("What was decided on reading or assumed on computing them.")
