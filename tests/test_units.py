"""Units are converted by pint, and what it answered is kept from process to process."""

import os
import subprocess
import sys

import pytest

from brimstone import _cache, units
from brimstone.errors import UnitError
from brimstone.units import DIMENSIONS, parse

PROGRAM = """
import sys
from brimstone.errors import UnitError
from brimstone.units import parse

print(*(parse(text, dimension).si for text, dimension in (
    ("0.45 mg/cm2", "areal mass"), ("25 degC", "temperature"), ("50 degF", "temperature"), ("30 kJ/mol",
    "energy per charge carrier"), ("300 rpm", "rotation"), ("2 USD/kg", "specific price"),
)))
try:
    parse("3 mg", "areal mass")
except UnitError as problem:
    print(problem)
print("pint" in sys.modules)
"""


@pytest.fixture
def no_conversions(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for cached in (units._conversions, units.parse, units._factor):
        cached.cache_clear()
    yield
    for cached in (units._conversions, units.parse, units._factor):
        cached.cache_clear()


def test_a_second_process_converts_alike_without_pint(tmp_path):
    def run():
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
        command = [sys.executable, "-c", PROGRAM]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()

    first, second = run(), run()
    assert [float(number) for number in first[0].split()] == pytest.approx(
        [0.0045, 298.15, 283.15, 30e3 / 6.02214076e23, 5.0, 2.0], rel=1e-12
    )
    assert first[1].startswith("'3 mg' is not an areal mass; use mg/cm2")
    assert first[:2] == second[:2]
    assert (first[2], second[2]) == ("True", "False")


def test_without_a_cache_folder_units_are_converted_all_the_same(no_conversions, monkeypatch):
    monkeypatch.setattr(_cache, "private_folder", lambda: None)
    assert parse("300 um", "length").si == pytest.approx(300e-6, rel=1e-15)


NOT_OF_PINT = {"energy per charge carrier", "specific price", "areal price", "rotation"}


@pytest.mark.parametrize(
    "dimension", [name for name, (unit, _) in DIMENSIONS.items() if unit and name not in NOT_OF_PINT]
)
def test_one_of_the_suggested_units_is_as_much_as_pint_says(dimension, no_conversions):
    registry, target = units._registry(), DIMENSIONS[dimension][0]
    for unit in DIMENSIONS[dimension][1]:
        as_pint_says = registry.Quantity(7.0, registry.parse_units(units._unit_expression(unit))).to(target).magnitude
        assert parse(f"7 {unit}", dimension).si == pytest.approx(as_pint_says, rel=1e-15)


def test_a_logarithmic_unit_is_no_unit_here():
    with pytest.raises(UnitError, match="unknown unit 'dB'"):
        parse("3 dB", "fraction")
