"""Spectra and titrations of a run, as ``brimstone run --json`` prints them."""

from brimstone.constants import CM2, HOUR, MA_CM2, MAH_G, OHM_CM2
from brimstone.contract.base import Measure, Number, Record, key
from brimstone.result import INTERFACES, LOSSES, RESISTANCES, Impedance, Pulse, Rails, Run, Titration


class ElementRecord(Record):
    """An element of the circuit behind a spectrum."""

    part: str = key("As in resistance.", enum=list(RESISTANCES))
    name: str = key("What it is.")
    resistance_ohm_cm2: Measure = key("Width of its arc.", "ohm cm2")
    frequency_Hz: Number = key("Of the top of its arc, nominal; null for a plain resistance.", "Hz")


class InterfaceRecord(Record):
    """One of the four interfaces of a cell."""

    interface: str = key("I to IV, as in the review of Qi et al. 2024.", enum=list(INTERFACES))
    meaning: str = key("Where it is.")
    resistance_ohm_cm2: Measure = key("Sum of its elements.", "ohm cm2")


class RailsRecord(Record):
    """The transmission line of the cathode, nominal."""

    ionic_ohm_cm2: Number = key("Resistance of the ions' rail from end to end.", "ohm cm2")
    electronic_ohm_cm2: Number = key("Resistance of the electrons' rail from end to end.", "ohm cm2")
    charge_transfer_ohm_cm2: Number = key("Of all reaction in parallel; null where nothing reacts.", "ohm cm2")
    capacitance_F_cm2: Number = key("Of all double layers.", "F/cm2")


class ImpedanceRecord(Record):
    """An impedance spectrum."""

    label: str = key("The step in the words of the recipe.")
    step: int = key("Place of the step in the protocol of the recipe, from 0.", "1", minimum=0)
    voltage_V: Measure = key("At rest in this state, cathode against Li/Li+.", "V")
    conversion: Number = key("Share of the way from S to Li2S, mean over the depth, nominal.", "1")
    R0_ohm_cm2: Measure = key("Real part at the highest frequency.", "ohm cm2")
    resistance_ohm_cm2: Measure = key(
        "Sum of all elements: the direct-current resistance before any current has converted material.", "ohm cm2"
    )
    elements: list[ElementRecord] = key("Elements of the circuit, fastest first.")
    interfaces: list[InterfaceRecord] = key("The same by the four interfaces of a cell; their sum is the whole.")
    rails: RailsRecord | None = key("The transmission line of the cathode.", optional=True)
    frequency_Hz: list[Number] = key("Frequencies.", "Hz")
    real_ohm_cm2: list[Number] = key("Real part.", "ohm cm2")
    imaginary_ohm_cm2: list[Number] = key("Imaginary part; that of a capacitor is negative.", "ohm cm2")
    real_ohm_cm2_low: list[Number] | None = key("Lower end of the 80 % interval.", "ohm cm2", optional=True)
    imaginary_ohm_cm2_low: list[Number] | None = key("Lower end of the 80 % interval.", "ohm cm2", optional=True)
    real_ohm_cm2_high: list[Number] | None = key("Upper end of the 80 % interval.", "ohm cm2", optional=True)
    imaginary_ohm_cm2_high: list[Number] | None = key("Upper end of the 80 % interval.", "ohm cm2", optional=True)


class PulseRecord(Record):
    """A pulse of an intermittent titration and the rest after it."""

    pulse: int = key("Counted from 1.", "1", minimum=1)
    capacity_mAh_g: Measure = key(
        "From the first pulse to the end of this one, per gram of sulfur (of active material without sulfur).", "mAh/g"
    )
    voltage_before_V: Measure = key("At rest before the pulse.", "V")
    voltage_relaxed_V: Measure = key(
        "At rest after the pulse: the quasi open-circuit voltage of the composition reached.", "V"
    )
    voltage_begin_V: Measure = key("Just after the current is switched on.", "V")
    voltage_end_V: Measure = key("Just before the current is switched off.", "V")
    resistance_instant_ohm_cm2: Measure = key("(before - begin) over the current: conduction and kinetics.", "ohm cm2")
    resistance_ohm_cm2: Measure = key("(relaxed - end) over the current.", "ohm cm2")
    resistance_slow_ohm_cm2: Measure = key("The part that recovers only during the rest.", "ohm cm2")
    resistance_interrupted_ohm_cm2: Number = key(
        "Read off the first part of the rest against the square root of time, extrapolated to its beginning, nominal.",
        "ohm cm2",
    )
    slope_interrupted_ohm_cm2_s05: Number = key("Of the same line, nominal.", "ohm cm2/s0.5")
    linear: Number = key("Share of the variance that this line explains, nominal.", "1")
    diffusion_time_h: Number = key("L2/D by the law of Weppner and Huggins, nominal; null on a flat plateau.", "h")
    losses_mV: dict[str, Number] = key(
        "At the end of the pulse, nominal; empty beyond the first 40 steps of a protocol.",
        "mV",
        propertyNames={"enum": list(LOSSES)},
    )


class TitrationRecord(Record):
    """Pulses and rests of an intermittent titration; voltages of the cathode against Li/Li+."""

    label: str = key("The step in the words of the recipe.")
    step: int = key("Place of the step in the protocol of the recipe, from 0.", "1", minimum=0)
    direction: str = key("Direction of the pulses.", enum=["discharge", "charge"])
    current_mA_cm2: Number = key("Magnitude.", "mA/cm2")
    pulses: list[PulseRecord] = key("All pulses that are followed by a rest.")


class HysteresisRecord(Record):
    """A sweep down and the sweep up after it; voltages of the cathode against Li/Li+."""

    step: int = key("Place of the step in the protocol of the recipe, from 0.", "1", minimum=0)
    cycle: int = key("Cycle of the step, from 1.", "1", minimum=1)
    rate_mV_s: Number = key("Of the voltage.", "mV/s")
    mean_V: Number = key("Mean voltage of the oxidation less that of the reduction, each over its charge.", "V")
    charge_ratio: Number = key("Charge of the oxidation over that of the reduction.", "1")
    peaks_V: Number = key("Distance of the largest peaks; null where one sweep has none.", "V")
    middle_V: Number = key("Voltage in the middle of them.", "V")


class ScanRatesRecord(Record):
    """The largest peak of one direction at several scan rates."""

    direction: str = key("Of the peaks.", enum=["oxidation", "reduction"])
    rates_mV_s: list[Number] = key("Of the voltage, rising.", "mV/s")
    peaks_V: list[Number] = key("Cathode against Li/Li+.", "V")
    currents_mA_cm2: list[Number] = key("At the peaks; oxidation is positive.", "mA/cm2")
    exponent: Number = key("b of a current that grows as the rate to the power of b.", "1")
    shift_V_decade: Number = key("Change of the peak's voltage for a tenfold rate.", "V")
    sentence: str = key("What that tells.")


class VoltammetryRecord(Record):
    """What voltage ramps tell together; each peak stands with its step."""

    hysteresis: list[HysteresisRecord] = key("Of every cycle.")
    scan_rates: list[ScanRatesRecord] = key("Of each direction; empty with a single rate.")


def voltammetry_record(run: Run) -> VoltammetryRecord | None:
    """Voltage ramps of a run in field units; None without any."""
    pairs = run.hysteresis()
    if not pairs:
        return None
    return VoltammetryRecord(
        hysteresis=[
            HysteresisRecord(
                step=pair.step,
                cycle=pair.cycle,
                rate_mV_s=1e3 * pair.rate,
                mean_V=pair.mean,
                charge_ratio=pair.returned,
                peaks_V=pair.peaks,
                middle_V=pair.middle,
            )
            for pair in pairs
        ],
        scan_rates=[
            ScanRatesRecord(
                direction="oxidation" if one.oxidation else "reduction",
                rates_mV_s=[1e3 * rate for rate in one.rates],
                peaks_V=[peak.voltage for peak in one.peaks],
                currents_mA_cm2=[peak.current / MA_CM2 for peak in one.peaks],
                exponent=one.exponent,
                shift_V_decade=one.shift,
                sentence=one.sentence,
            )
            for one in run.scan_rates()
        ],
    )


def impedance_record(spectrum: Impedance) -> ImpedanceRecord:
    """A spectrum in field units."""
    parts = {"": spectrum.impedance, "_low": spectrum.low, "_high": spectrum.high}
    curves = {
        f"{name}_ohm_cm2{end}": (part / OHM_CM2).tolist()
        for end, values in parts.items()
        if values is not None
        for name, part in (("real", values.real), ("imaginary", values.imag))
    }
    return ImpedanceRecord(
        label=spectrum.label,
        step=spectrum.step,
        voltage_V=spectrum.voltage,
        conversion=spectrum.conversion,
        R0_ohm_cm2=spectrum.ohmic.times(1 / OHM_CM2),
        resistance_ohm_cm2=spectrum.resistance.times(1 / OHM_CM2),
        elements=[
            ElementRecord(
                part=element.part,
                name=element.name,
                resistance_ohm_cm2=element.resistance.times(1 / OHM_CM2),
                frequency_Hz=element.frequency,
            )
            for element in spectrum.elements
        ],
        interfaces=interface_records(spectrum),
        rails=None if spectrum.rails is None else _rails(spectrum.rails),
        frequency_Hz=spectrum.frequency.tolist(),
        **curves,
    )


def interface_records(spectrum: Impedance) -> list[InterfaceRecord]:
    """The resistance of a spectrum by interface."""
    return [
        InterfaceRecord(interface=name, meaning=INTERFACES[name].meaning, resistance_ohm_cm2=figure.times(1 / OHM_CM2))
        for name, figure in spectrum.interfaces.items()
    ]


def _rails(rails: Rails) -> RailsRecord:
    return RailsRecord(
        ionic_ohm_cm2=rails.ionic / OHM_CM2,
        electronic_ohm_cm2=rails.electronic / OHM_CM2,
        charge_transfer_ohm_cm2=rails.charge_transfer / OHM_CM2,
        capacitance_F_cm2=rails.capacitance * CM2,
    )


def titration_record(titration: Titration) -> TitrationRecord:
    """A titration in field units."""
    return TitrationRecord(
        label=titration.label,
        step=titration.step,
        direction=titration.direction,
        current_mA_cm2=abs(titration.current) / MA_CM2,
        pulses=[_pulse(pulse, titration.sulfur) for pulse in titration.pulses],
    )


def _pulse(pulse: Pulse, sulfur: float) -> PulseRecord:
    return PulseRecord(
        pulse=pulse.number,
        capacity_mAh_g=pulse.charge.times(1 / (sulfur * MAH_G)),
        voltage_before_V=pulse.before,
        voltage_relaxed_V=pulse.relaxed,
        voltage_begin_V=pulse.start,
        voltage_end_V=pulse.end,
        resistance_instant_ohm_cm2=pulse.instant.times(1 / OHM_CM2),
        resistance_ohm_cm2=pulse.total.times(1 / OHM_CM2),
        resistance_slow_ohm_cm2=pulse.slow.times(1 / OHM_CM2),
        resistance_interrupted_ohm_cm2=pulse.interrupted / OHM_CM2,
        slope_interrupted_ohm_cm2_s05=pulse.interrupted_slope / OHM_CM2,
        linear=pulse.linear,
        diffusion_time_h=pulse.diffusion_time / HOUR,
        losses_mV={name: 1e3 * volts for name, volts in pulse.losses.items()},
    )
