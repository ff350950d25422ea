"""Text files of cyclers and impedance analysers: whose they are, by what stands in them."""

import re
from collections.abc import Sequence

import numpy as np

from brimstone.bridge.cycler._clean import cycling
from brimstone.bridge.cycler._columns import Habits
from brimstone.bridge.cycler._digitised import is_over_capacity
from brimstone.bridge.cycler._grid import Table, find_table, numbers
from brimstone.bridge.cycler._spectra import made, spectra
from brimstone.bridge.cycler._vocabulary import is_impedance
from brimstone.constants import HOUR
from brimstone.errors import DataError
from brimstone.result.measured import Measured

_RECORDS = r"{0}\s*{0}\s*(?:\S*Record|DataPoint)"  #: begins the line of titles of records under steps under cycles
_NEWARE, _ARBIN, _LANDT = "Neware csv", "Arbin csv", "Landt csv"

#: Format -> its habits. The units are those of headers that name none.
HABITS: dict[str, Habits] = {
    "Arbin": Habits(charge=HOUR, time=1.0),
    "BDF": Habits(charge=HOUR, time=1.0, charge_positive=True),
    "BioLogic": Habits(charge=3.6, time=1.0),
    "Maccor": Habits(charge=HOUR, unsigned=True),
    "PEC": Habits(charge=HOUR, time=1.0),
    "Basytec": Habits(charge=HOUR, time=1.0),
    "Gamry": Habits(time=1.0),
}


def text_file(name: str, text: str) -> Measured:
    """Read a text file.

    Raises
    ------
    DataError
        When there is no table of measurements in it, or too little of it can be read.
    """
    lines = text.splitlines()
    head = "\n".join(lines[:60])
    if re.match(r"(?:EC|BT)-Lab SETTING FILE", head, re.IGNORECASE):
        raise DataError(f"{name}: settings of EC-Lab, no measurements; export the data (.mpr) as .mpt")
    if re.match(r"\W*ZPLOT", head, re.IGNORECASE) or re.search(r"(?m)^End Comments", text[:200_000]):
        return _zplot(name, lines)
    if re.match(r"EXPLAIN\s*$", lines[0].strip()) if lines else False:
        return _gamry(name, lines)
    header = None
    if re.match(r"(?:EC|BT)-Lab ASCII FILE", head):
        if (stated := re.search(r"Nb header lines\s*:\s*(\d+)", head)) and 0 < int(stated[1]) <= len(lines):
            header = int(stated[1]) - 1
    nested = _nested(lines)
    if nested is not None:
        return measured(name, _NEWARE, nested, HABITS["Arbin"])
    table = find_table(lines, header) or (find_table(lines) if header is not None else None)
    if table is None:
        return _without_header(name, lines)
    if table.crowded:
        raise DataError(
            f"{name}: its lines have {table.crowded} values under {len(table.named)} titles, so that it can't be told "
            "which is which; a title of a column is missing, or a delimiter stands in a value"
        )
    kind = recognised(head, table)
    return measured(name, kind, table, habits(kind))


def habits(kind: str) -> Habits:
    """What the files of a format leave out."""
    return HABITS.get(kind.split()[0], Habits())


def measured(name: str, kind: str, table: Table, usual: Habits) -> Measured:
    """What a table holds."""
    if is_impedance(table.matched):
        found, notes = spectra(name, table)
        return Measured(name, kind, None, found, tuple(notes))
    records, notes = cycling(name, table, usual)
    return Measured(name, kind, records, (), tuple(notes))


def recognised(head: str, table: Table) -> str:
    """The format of a file, from its first lines and its titles."""
    titles = {title.strip().strip('\ufeff~"') for title in table.titles}
    names = {one.name for one in table.headings}
    above = "\n".join(table.above)
    if re.match(r"(?:EC|BT)-Lab ASCII FILE", head):
        return "BioLogic mpt"
    if (
        {"Test Time / s", "Voltage / V"} <= titles
        or {"test_time_second", "voltage_volt"} <= titles
        or any(title in ("real_impedance_ohm", "Real Impedance / ohm", "Real Impedance / Ohm") for title in titles)
    ):
        return "BDF csv"
    if "[Summary]" in above or re.search(r"(?i)novonix", above):
        return "Novonix csv"
    if re.search(r"(?i)basytec", above):
        return "Basytec text"
    if (
        {"Rec#", "Cyc#"} <= titles
        or re.search(r"(?i)maccor", above)
        or {"rec", "cyclec"} <= names
        or ({"rec", "cyclep"} <= names)
    ):
        return "Maccor text"
    if re.search(r"(?i)TestRegime", above) or {"positionstarttime", "reasoncode"} <= names:
        return "PEC csv"
    if {"datapoint", "steptype"} <= names or {"recordid", "steptype"} <= names or {"recordindex", "steptype"} <= names:
        return _NEWARE
    if "datapoint" in names and {"steptime", "stepindex"} & names:
        return _ARBIN
    if {"testtime", "stepindex", "cycleindex", "chargecapacity"} <= names and "steptype" not in names:
        return _LANDT if {"channelindex", "stepname"} <= names else _ARBIN
    if {"channelindex", "stepname"} <= names or re.search(r"(?i)\bLAND(?:T)?\b", head):
        return _LANDT
    if {"recordid", "cyclestate"} <= names or {"testtime", "systemtime", "state"} <= names:
        return _LANDT
    if {"ewe", "mode"} <= names or {"ewe", "oxred"} <= names or {"freq", "rez", "minusimz"} <= names:
        return "BioLogic text"
    return "plain csv"


def _nested(lines: Sequence[str]) -> Table | None:
    """Neware's exports in layers: lines of cycles, of steps one cell in, and of records two cells in.

    Newer ones write the first step of a cycle into the line of the cycle.
    """
    for delimiter in (",", "\t"):
        deep = [place for place, line in enumerate(lines[:50]) if re.match(_RECORDS.format(delimiter), line)]
        if not deep or deep[0] < 2:
            continue
        of_cycles, of_steps = (_trimmed(lines[place].split(delimiter)) for place in (deep[0] - 2, deep[0] - 1))
        words = [place for place, title in enumerate(of_steps) if re.search(r"(?i)type|name", title)]
        named = words[0] if words else 2
        out = [lines[deep[0]].strip(delimiter) + f"{delimiter}Cycle ID{delimiter}Step ID{delimiter}Step Name"]
        cycle = step = word = ""
        for line in lines[deep[0] + 1 :]:
            cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
            if cells[0]:
                cycle, cells = cells[0], ["", *cells[len(of_cycles) :]]
            if len(cells) > named and cells[1]:
                step, word = cells[1], cells[named]
            elif len(cells) > 3 and cells[2]:
                out.append(delimiter.join([*_trimmed(cells[2:]), cycle, step, word]))
        return find_table(out, 0)
    return None


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _zplot(name: str, lines: Sequence[str]) -> Measured:
    """ZPlot: nine columns, of which frequency, real and imaginary part are read.

    They follow the line "End Comments", or in files without comments the line of titles in quotation marks.
    """
    ends = [place for place, line in enumerate(lines) if line.strip() == "End Comments"]
    titles = [place for place, line in enumerate(lines) if re.match(r"\W*Freq\w*\s*\(Hz\).*Z'", line)]
    begin = next(iter(ends or titles), None)
    if begin is None:
        raise DataError(f"{name}: a file of ZPlot without the line 'End Comments' or titles, so without data")
    rows = [re.split(r"[\t ,]+", line.strip()) for line in lines[begin + 1 :] if line.strip()]
    rows = [row for row in rows if len(row) >= 6]
    if not rows:
        raise DataError(f"{name}: no points after '{lines[begin].strip()[:40]}'")
    columns = [numbers([row[place] for row in rows]) for place in (0, 4, 5)]
    impedance = np.empty(len(rows), dtype=complex)
    impedance.real, impedance.imag = columns[1], columns[2]
    found, notes = made(name, columns[0], impedance, [], sign_stated=True)
    return Measured(name, "ZPlot z", None, found, tuple(notes))


def _gamry(name: str, lines: Sequence[str]) -> Measured:
    """Gamry: tables that begin with a word and TABLE; the spectrum if there is one, else the curve."""
    tables: dict[str, tuple[int, int]] = {}
    begins = [place for place, line in enumerate(lines) if re.match(r"[A-Z]+\d*\tTABLE", line)]
    for number, place in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else len(lines)
        tables[lines[place].split("\t")[0]] = (place + 1, end)
    for kind in ("ZCURVE", *(one for one in tables if one.startswith("CURVE")), "OCVCURVE"):
        if kind not in tables:
            continue
        begin, end = tables[kind]
        body = [line for line in lines[begin:end] if line.startswith("\t")]
        table = find_table(body, 0) if body else None
        if table is None:
            continue
        table.ragged = 0
        found = measured(name, "Gamry DTA", table, HABITS["Gamry"])
        others = [one for one in tables if one != kind]
        told = [f"read from the table {kind}; not read: {', '.join(others)}"] if others else []
        if any(re.match(r"EXPERIMENTABORTED\tTOGGLE\tT", line) for line in lines):
            told.append("the experiment was aborted")
        return Measured(name, found.format, found.cycling, found.spectra, (*found.notes, *told))
    raise DataError(
        f"{name}: a file of Gamry without a table of a curve or a spectrum; it has {', '.join(tables) or 'none'}"
    )


def _without_header(name: str, lines: Sequence[str]) -> Measured:
    """Three columns of numbers whose first is a frequency; anything else without a header is refused."""
    full = [line for line in lines if line.strip()]
    for delimiter in (r"\s*[,;\t]\s*", r"\s+"):
        rows = [re.split(delimiter, line.strip()) for line in full]
        if len({len(row) for row in rows}) == 1 and len(rows[0]) in (3, 4) and len(rows) >= 5:
            columns = [numbers([row[place] for row in rows]) for place in range(3)]
            frequency = columns[0]
            if np.all(np.isfinite(columns)) and np.all(frequency > 0.0) and _is_geometric(frequency):
                notes = ["no header; read as frequency in Hz, real and imaginary part in ohm"]
                found, notes = made(name, frequency, columns[1] + 1j * columns[2], notes)
                return Measured(name, "plain csv", None, found, tuple(notes))
    first = next((line.strip() for line in full), "")
    if is_over_capacity(first):
        raise DataError(
            f"{name}: a voltage over capacity, without a time: '{first[:60]}'. At a constant current the time is the "
            f'capacity over it: \'brimstone data {name} --current "0.1 mA" --mass "1.2 mg" --to bdf -o '
            "curve.bdf.csv' writes one that can be read"
        )
    raise DataError(
        f"{name}: no table of measurements in it: no line names a time and a voltage, or a frequency and an impedance. "
        f"It begins with '{first[:60]}'. Files of BDF, BioLogic (mpt), Neware, Arbin, Landt, Maccor, PEC, Basytec, "
        "Novonix, Gamry and ZPlot are read, and csv with a header such as 'time/s,current/mA,voltage/V'"
    )


def _is_geometric(frequency: np.ndarray) -> bool:
    """Whether values go in one direction by nearly even factors over a decade or more, as frequencies of a sweep do."""
    steps = np.diff(np.log(frequency))
    one_way = bool(np.all(steps > 0.0) or np.all(steps < 0.0))
    return one_way and abs(float(np.sum(steps))) > np.log(10.0) and float(np.std(steps)) < abs(float(np.mean(steps)))
