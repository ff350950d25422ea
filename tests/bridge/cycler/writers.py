"""Files as cyclers write them, of a cell whose charge is known: three cycles of a lithium-sulfur cell at 1 mA."""

from dataclasses import dataclass, replace

import numpy as np

#: [A], [C], [s]
CURRENT, DISCHARGE, CHARGE = 1e-3, (4.5, 4.2, 4.0), (4.4, 4.1, 3.9)
REST, STEP = 600.0, 30.0


@dataclass(frozen=True)
class Cell:
    """Records, current positive on charge; counters start again with each step."""

    time: np.ndarray
    step_time: np.ndarray
    step: np.ndarray
    cycle: np.ndarray
    current: np.ndarray
    voltage: np.ndarray
    charge: np.ndarray
    discharge: np.ndarray
    words: np.ndarray

    def __len__(self):
        return self.time.size


def cell():
    """Discharge, rest, charge, rest, three times."""
    rows, now, step = [], 0.0, 0
    for cycle, (down, up) in enumerate(zip(DISCHARGE, CHARGE, strict=True), 1):
        for way, charge in ((-1, down), (0, 0.0), (1, up), (0, 0.0)):
            step += 1
            lasts = charge / CURRENT if way else REST
            times = np.append(np.arange(0.0, lasts, STEP), lasts)
            share = times / lasts
            if way < 0:
                voltage = 2.15 - 0.1 * share - 0.9 * share**30
            elif way > 0:
                voltage = 2.25 + 0.1 * share + 0.4 * share**30
            else:
                voltage = 2.2 + 0.01 * share
            for one, volts in zip(times, voltage, strict=True):
                passed = CURRENT * one
                rows.append((now + one, one, step, cycle, way * CURRENT, volts,
                             passed if way > 0 else 0.0, passed if way < 0 else 0.0))  # fmt: skip
            now += lasts
    columns = np.array(rows).T
    words = np.array(["discharge", "rest", "charge"])[np.sign(columns[4]).astype(int) + 1]
    return Cell(columns[0], columns[1], columns[2].astype(int), columns[3].astype(int), *columns[4:], words)


def turned(one):
    """The same, written with a current positive on discharge."""
    return replace(one, current=-one.current)


def table(columns, delimiter=",", head=(), decimal=".", end="\n"):
    """Text of columns under titles, after lines of a head."""
    lines = [*head, delimiter.join(columns)]
    for row in zip(*columns.values(), strict=True):
        words = [one if isinstance(one, str) else f"{one:.8g}" for one in row]
        lines.append(delimiter.join(words).replace(".", decimal))
    return end.join(lines) + end


def clock(seconds, days=False):
    whole = int(seconds)
    if days and whole >= 86400:
        return f"{whole // 86400}d {whole % 86400 // 3600:02d}:{whole % 3600 // 60:02d}:{seconds % 60:05.2f}"
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{seconds % 60:06.3f}"


def date(seconds, pattern="%Y-%m-%d %H:%M:%S"):
    return str(np.datetime_as_string(np.datetime64("2024-03-01T10:00:00") + np.timedelta64(int(seconds), "s"))).replace(
        "T", " "
    )


def bdf(one):
    return table({
        "Test Time / s": one.time, "Voltage / V": one.voltage, "Current / A": one.current,
        "Cycle Count / 1": one.cycle, "Step Count / 1": one.step,
    })  # fmt: skip


def bdf_machine(one):
    return table({
        "test_time_second": one.time, "voltage_volt": one.voltage, "current_ampere": one.current,
        "step_index": one.step, "ambient_temperature_celsius": np.full(len(one), 25.0),
        "applied_pressure_pascal": np.full(len(one), 5e7),
    })  # fmt: skip


def mpt(one, decimal="."):
    titles = {
        "mode": np.ones(len(one)), "ox/red": (one.current > 0) * 1.0, "error": np.zeros(len(one)), "Ns": one.step - 1.0,
        "time/s": one.time, "Ewe/V": one.voltage, "<I>/mA": one.current * 1e3,
        "(Q-Qo)/mA.h": np.cumsum(np.diff(one.time, prepend=0.0) * one.current) / 3.6,
        "cycle number": one.cycle * 1.0,
    }  # fmt: skip
    head = ["EC-Lab ASCII FILE", "Nb header lines : 8", "", "Galvanostatic Cycling with Potential Limitation", "",
            "Characteristic mass : 0.001 g", "Electrode surface area : 1.000 cm\xb2"]  # fmt: skip
    return table(titles, "\t", head, decimal, "\r\n")


def neware(one):
    words = {"charge": "CC Chg", "discharge": "CC DChg", "rest": "Rest"}
    return table({
        "DataPoint": np.arange(1, len(one) + 1), "Cycle Index": one.cycle, "Step Index": one.step,
        "Step Type": [words[word] for word in one.words], "Time": [clock(t) for t in one.step_time],
        "Total Time": [clock(t) for t in one.time], "Current(mA)": one.current * 1e3, "Voltage(V)": one.voltage,
        "Capacity(mAh)": (one.charge + one.discharge) / 3.6, "Chg. Cap.(mAh)": one.charge / 3.6,
        "DChg. Cap.(mAh)": one.discharge / 3.6, "Date": [date(t) for t in one.time],
    })  # fmt: skip


def neware_nested(one):
    """The older export: cycles, steps and records under each other, with the time of the step only."""
    words = {"charge": "CC_Chg", "discharge": "CC_DChg", "rest": "Rest"}
    lines = ["Cycle ID,Cap_Chg(mAh),Cap_DChg(mAh)", ",Step ID,Step Name,Step Time(h:min:s)",
             ",,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA),Capacity(mAh)"]  # fmt: skip
    record = 0
    for place in range(len(one)):
        if place == 0 or one.cycle[place] != one.cycle[place - 1]:
            lines.append(f"{one.cycle[place]},0,0")
        if place == 0 or one.step[place] != one.step[place - 1]:
            lines.append(f",{one.step[place]},{words[one.words[place]]},00:00:00")
        record += 1
        capacity = (one.charge + one.discharge)[place] / 3.6
        lines.append(f",,{record},{clock(one.step_time[place])},{one.voltage[place]:.4f},"
                     f"{one.current[place] * 1e3:.4f},{capacity:.5f}")  # fmt: skip
    return "\n".join(lines) + "\n"


def neware_layers(one):
    """The newer export in layers: the line of a cycle goes on with its first step, and records have both times."""
    words = {"charge": "CC Chg", "discharge": "CC DChg", "rest": "Rest"}
    lines = ["Cycle Index,Chg. Cap.(Ah),DChg. Cap.(Ah),Chg. Time", ",Step Index,Step Number,Step Type,Step Time",
             ",,DataPoint,Time,Total Time,Current(A),Voltage(V),Capacity(Ah),Date"]  # fmt: skip
    for place in range(len(one)):
        new = place == 0 or one.cycle[place] != one.cycle[place - 1]
        if new or one.step[place] != one.step[place - 1]:
            cycle = f"{one.cycle[place]},0,0,00:00:00" if new else ""
            lines.append(f"{cycle},{one.step[place]},1,{words[one.words[place]]},00:00:00")
        capacity = (one.charge + one.discharge)[place] / 3600.0
        lines.append(f",,{place + 1},{clock(one.step_time[place])},{clock(one.time[place])},{one.current[place]:.7f},"
                     f"{one.voltage[place]:.4f},{capacity:.9f},{date(one.time[place])}")  # fmt: skip
    return "\n".join(lines) + "\n"


def arbin(one):
    run_on = [np.cumsum(np.maximum(np.diff(c, prepend=0.0), 0.0)) / 3600 for c in (one.charge, one.discharge)]
    return table({
        "Data_Point": np.arange(1, len(one) + 1), "Date_Time": [date(t) for t in one.time], "Test_Time(s)": one.time,
        "Step_Time(s)": one.step_time, "Step_Index": one.step, "Cycle_Index": one.cycle, "Current(A)": one.current,
        "Voltage(V)": one.voltage, "Charge_Capacity(Ah)": run_on[0], "Discharge_Capacity(Ah)": run_on[1],
    })  # fmt: skip


def landt(one):
    words = {"charge": "C_CC", "discharge": "D_CC", "rest": "R"}
    return table({
        "Record": np.arange(1, len(one) + 1), "State": [words[w] for w in one.words], "TestTime/Sec.": one.time,
        "StepTime/Sec.": one.step_time, "Current/uA": np.abs(one.current) * 1e6, "Capacity/uAh":
        (one.charge + one.discharge) / 3.6e-3, "Voltage/V": one.voltage, "Cycle": one.cycle, "Step": one.step,
        "SysTime": [date(t) for t in one.time],
    }, "\t", ["LAND battery test system"])  # fmt: skip


def maccor(one):
    letters = {"charge": "C", "discharge": "D", "rest": "R"}
    return table({
        "Rec#": np.arange(1, len(one) + 1), "Cyc#": one.cycle, "Step": one.step, "Test (Min)": one.time / 60,
        "Step (Min)": one.step_time / 60, "Amp-hr": (one.charge + one.discharge) / 3600,
        "Amps": np.abs(one.current), "Volts": one.voltage, "State": [letters[w] for w in one.words],
    }, "\t", ["Today's Date\t03/01/2024\tDate of Test:\t03/01/2024\tFilename:\tcell.001"])  # fmt: skip


def pec(one):
    return table({
        "Test": np.full(len(one), 25205), "Step": one.step, "Cycle": one.cycle,
        "Total Time (Hours in hh:mm:ss.xxx)": [clock(t) for t in one.time], "Step Time (Seconds)": one.step_time,
        "Real Time": [date(t) for t in one.time], "Position Start Time": [date(0)] * len(one),
        "Voltage (V)": one.voltage, "Current (A)": one.current, "Charge Capacity (mAh)": one.charge / 3.6,
        "Discharge Capacity (mAh)": one.discharge / 3.6, "ReasonCode": np.ones(len(one)),
    }, ",", ["Test:,25205", "TestRegime Name:,a cell"])  # fmt: skip


def basytec(one):
    words = {"charge": "Charge", "discharge": "Discharge", "rest": "Pause"}
    return table({
        "~Time[h]": one.time / 3600, "DataSet": np.arange(1, len(one) + 1), "t-Step[h]": one.step_time / 3600,
        "Line": one.step, "Command": [words[w] for w in one.words], "U[V]": one.voltage, "I[A]": one.current,
        "Ah[Ah]": np.cumsum(np.diff(one.time, prepend=0.0) * one.current) / 3600, "T1[\xb0C]": np.full(len(one), 60.0),
        "Cyc-Count": one.cycle,
    }, "\t", ["~Resultfile from Basytec Battery Test System", "~Battery: cell"])  # fmt: skip


def novonix(one):
    return table({
        "Date and Time": [date(t) for t in one.time], "Cycle Number": one.cycle, "Step Type": np.ones(len(one)),
        "Run Time (h)": one.time / 3600, "Step Time (h)": one.step_time / 3600, "Current (A)": one.current,
        "Potential (V)": one.voltage, "Capacity (Ah)": (one.charge + one.discharge) / 3600, "Step Number": one.step,
    }, ",", ["[Summary]", "Novonix UHPC data file", "[End Summary]", "[Data]"])  # fmt: skip


def plain(one):
    return table({"time (h)": one.time / 3600, "I (mA)": one.current * 1e3, "U (V)": one.voltage})


#: Format as it is recognised -> text of it.
WRITERS = {
    "BDF csv": (bdf, bdf_machine), "BioLogic mpt": (mpt,), "Neware csv": (neware, neware_nested, neware_layers),
    "Arbin csv": (arbin,), "Landt csv": (landt,), "Maccor text": (maccor,), "PEC csv": (pec,),
    "Basytec text": (basytec,), "Novonix csv": (novonix,), "plain csv": (plain,),
}  # fmt: skip
CASES = [(kind, writer) for kind, writers in WRITERS.items() for writer in writers]


# --- impedance: a resistance and an arc
FREQUENCY = np.logspace(5, -1, 43)
SPECTRUM = 20.0 + 80.0 / (1.0 + 2j * np.pi * FREQUENCY * 80.0 * 1e-5)


def mpt_impedance():
    return table({
        "freq/Hz": FREQUENCY, "Re(Z)/Ohm": SPECTRUM.real, "-Im(Z)/Ohm": -SPECTRUM.imag, "|Z|/Ohm": np.abs(SPECTRUM),
        "Phase(Z)/deg": np.degrees(np.angle(SPECTRUM)), "time/s": np.arange(43.0), "<Ewe>/V": np.full(43, 2.1),
    }, "\t", ["EC-Lab ASCII FILE", "Nb header lines : 4", ""])  # fmt: skip


def gamry():
    lines = ["EXPLAIN", "TAG\tEISPOT", "OCVCURVE\tTABLE\t1", "\tPt\tT\tVf", "\t#\ts\tV", "\t0\t0.5\t2.1",
             "ZCURVE\tTABLE", "\tPt\tTime\tFreq\tZreal\tZimag\tZsig", "\t#\ts\tHz\tohm\tohm\tV"]  # fmt: skip
    for number, (f, z) in enumerate(zip(FREQUENCY, SPECTRUM, strict=True)):
        lines.append(f"\t{number}\t{number}\t{f:.8g}\t{z.real:.8g}\t{z.imag:.8g}\t1")
    lines += ["EXPERIMENTABORTED\tTOGGLE\tT\tExperiment Aborted", "FRACURVE\tTABLE\t1", "\tPt\tT\tV\tI", "\t#\ts\tV\tA"]
    return "\n".join([*lines, "\t0\t0.1\t1e-3\t1e-6"]) + "\n"


def zplot():
    lines = ["ZPLOT2 ASCII", "  Date: 10-12-2018", "End Comments"]
    for number, (f, z) in enumerate(zip(FREQUENCY, SPECTRUM, strict=True)):
        lines.append(f"{f:.8E}\t1.0E-02\t0.0\t{number}\t{z.real:.8E}\t{z.imag:.8E}\t0\t0\t3")
    return "\n".join(lines) + "\n"


def zplot_plain():
    """Without comments; the titles are one word in quotation marks."""
    lines = ['"ZPlotW Data File: Version 3.2c"', '"Raw Data"', "0,3,0,1,300000,0.005", "43",
             '"  Freq(Hz)    Ampl     Bias   Time(Sec)   Z\'(a)    Z\'\'(b)    GD   Err   Range"']  # fmt: skip
    for number, (f, z) in enumerate(zip(FREQUENCY, SPECTRUM, strict=True)):
        lines.append(f"{f:.8E}, 1.0E-02, 0.0, {number}, {z.real:.8E}, {z.imag:.8E}, 0.0, 0, 5")
    return "\n".join(lines) + "\n"


def bare():
    return "".join(f"{f:.8g},{z.real:.8g},{z.imag:.8g}\n" for f, z in zip(FREQUENCY, SPECTRUM, strict=True))


def mirrored():
    """With the sign that the field plots, and no word about it."""
    return table({"Frequency (Hz)": FREQUENCY, "Z' (ohm)": SPECTRUM.real, "Z'' (ohm)": -SPECTRUM.imag})


def polar():
    return table({"Freq [kHz]": FREQUENCY / 1e3, "|Z| [ohm]": np.abs(SPECTRUM),
                  "Phase [deg]": np.degrees(np.angle(SPECTRUM))}, "\t")  # fmt: skip


SPECTRA = [
    ("BioLogic mpt", mpt_impedance), ("Gamry DTA", gamry), ("ZPlot z", zplot), ("ZPlot z", zplot_plain),
    ("plain csv", bare),
]  # fmt: skip
