"""What is left out of plotly is what no page draws, and a program that is built in another way stays as it is."""

import importlib.util
from pathlib import Path

import pytest

from brimstone.report._shaken import FLAT, SOLID, shaken

BUNDLE = """"use strict";var Plotly=(()=>{var W=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);
var core=W((e,t)=>{t.exports={register:n=>n}});var help=W((e,t)=>{t.exports=/[{]"\\//});
var bars=W((e,t)=>{t.exports={moduleType:"trace",name:"bar",word:`}${help()}{`}});
var maps=W((e,t)=>{tiles();t.exports={moduleType:"trace",name:"map"}});var tiles=W((e,t)=>{t.exports="(((;"});
function top(){return 1};var all=W((e,t)=>{var p=core();p.register([bars(),maps()]);t.exports=p});return all();})();"""


def test_what_only_unwanted_kinds_call_is_left_out_and_all_else_stays():
    left = shaken(BUNDLE, frozenset({"bar"}))
    assert "register([bars()])" in left
    assert "var maps=" not in left
    assert "var tiles=" not in left
    for name in ("core", "help", "bars", "all"):
        assert f"var {name}=" in left
    assert "function top(){return 1}" in left
    assert left.endswith("return all();})();")


def test_with_all_kinds_nothing_is_left_out():
    assert shaken(BUNDLE, frozenset({"bar", "map"})) == BUNDLE


@pytest.mark.parametrize("change", [("var Plotly", "var Other"), (".register([", ".registered(["), ('"bar"', '"bars"')])
def test_a_program_that_is_built_in_another_way_stays_as_it_is(change):
    other = BUNDLE.replace(*change)
    assert shaken(other, frozenset({"bar"})) == other


def test_less_than_half_of_plotly_is_left_for_flat_figures_and_less_than_two_thirds_for_solid_ones():
    (folder,) = importlib.util.find_spec("plotly").submodule_search_locations
    program = (Path(folder) / "package_data" / "plotly.min.js").read_text("utf-8")
    flat, solid = (shaken(program, kinds) for kinds in (FLAT, SOLID))
    assert len(flat) < 0.55 * len(program)
    assert len(flat) < len(solid) < 0.7 * len(program)
