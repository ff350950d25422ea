import json

import pytest
from typer.testing import CliRunner

from brimstone.cli.app import app
from brimstone.cli.files import MANIFEST

CELL = """\
name: S, LPSCl, Ketjenblack | LPSCl | Li-In
cathode:
  active: S
  composition: {S: 30 wt%, LPSCl: 50 wt%, Ketjenblack: 20 wt%}
  loading: 1 mg/cm2
  mixing: ball-milled
  pressed_at: 360 MPa
  collector: stainless steel
separator:
  - {electrolyte: LPSCl, thickness: 500 um, pressed_at: 360 MPa}
anode: {material: Li-In, thickness: 100 um, interface: mechanical pressing}
operation: {temperature: 60 degC, stack_pressure: 50 MPa}
protocol:
  - {rates: [0.1C, 1C], window: [1.0 V, 2.8 V]}
reported:
  - {rate: 0.1C, capacity: 1200 mAh/g, per: sulfur, source: a paper that is made up for this test}
  - {rate: 0.1C, capacity: 900 mAh/g, cycle: 50, source: a paper that is made up for this test}
"""
QUICK = ("--certain", "--nodes", "8")
SCREEN = 22  # lines that fit one screen


def names(folder):
    """Names of what stands in a folder of results, beside the manifest that each has."""
    return {path.name for path in folder.iterdir()} - {MANIFEST}


@pytest.fixture
def brimstone():
    """Call the command line in this process."""
    runner = CliRunner()

    def call(*words, **more):
        return runner.invoke(app, [str(word) for word in words], **more)

    return call


@pytest.fixture
def recipe(tmp_path):
    """A valid recipe in a file."""
    path = tmp_path / "cell.yaml"
    path.write_text(CELL, encoding="utf-8")
    return path


@pytest.fixture
def asked(brimstone):
    """Call the command line and read the JSON it prints, which must be all that it prints."""

    def ask(*words):
        done = brimstone(*words, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return ask


def assert_one_screen(message):
    """What stands on standard error is a message for a person."""
    assert message.strip()
    assert len(message.splitlines()) <= SCREEN
    assert len(message) < 2500
    assert "Traceback" not in message
    assert "pydantic" not in message
