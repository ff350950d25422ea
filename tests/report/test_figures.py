import struct
import xml.etree.ElementTree as ElementTree

import pytest

from brimstone.report import figures, write_figures
from brimstone.view import losses

RUNS = {
    "uncertain": {"voltage", "electrodes", "rates", "ragone", "differential", "losses", "gains", "front", "front-last"},
    "cycled": {"voltage", "electrodes", "cycles", "differential", "losses", "gains", "front", "front-last"},
    "varied": {
        "voltage",
        "electrodes",
        "voltammogram",
        "differential",
        "nyquist",
        "bode",
        "titration",
        "losses",
        "gains",
        "front",
        "front-last",
    },
    "charged": {"voltage", "differential", "losses", "gains", "front"},
    # The electrolyte's own redox ends on a slope, where each millivolt is capacity.
    "without_sulfur": {"voltage", "differential", "losses", "gains", "front", "front-last"},
}


@pytest.mark.parametrize("name", RUNS)
def test_figures_for_a_paper_come_as_png_svg_and_pdf_one_column_wide(name, request, tmp_path):
    run = request.getfixturevalue(name)
    paths = write_figures(run, tmp_path)
    gained = losses.gain_chart(run, losses.step_losses(run)) is not None  # a full charge gains nothing by any change
    drawn = RUNS[name] - (set() if gained else {"gains"})
    assert {path.name for path in paths} == {f"{figure}.{kind}" for figure in drawn for kind in ("png", "svg", "pdf")}
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    for path in paths:
        if path.suffix == ".png":
            content = path.read_bytes()
            assert content[:8] == b"\x89PNG\r\n\x1a\n"
            assert struct.unpack(">I", content[16:20])[0] == pytest.approx(85 / 25.4 * 300, abs=2)
        elif path.suffix == ".pdf":
            content = path.read_bytes()
            assert b"/Type3" not in content  # journals refuse these fonts
            assert b"/FontFile2" in content
            assert float(content.split(b"/MediaBox [ 0 0 ")[1].split()[0]) == pytest.approx(85 / 25.4 * 72, abs=0.1)
        else:
            width = ElementTree.fromstring(path.read_text()).attrib["width"]
            assert float(width.removesuffix("pt")) == pytest.approx(85 / 25.4 * 72, abs=0.1)


def test_a_vector_figure_keeps_its_words_as_text_and_is_the_same_each_time(uncertain, tmp_path):
    first = {path.name: path.read_bytes() for path in write_figures(uncertain, tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in write_figures(uncertain, tmp_path / "b")}
    assert first == second
    words = "".join(ElementTree.fromstring(first["voltage.svg"]).itertext())
    assert "Capacity (mAh g⁻¹ S)" in words
    assert "0.5C" in words


def test_a_figure_that_its_reader_saves_has_the_fonts_and_the_resolution_of_a_paper(uncertain, tmp_path):
    figure = figures(uncertain)["rates"]
    figure.savefig(tmp_path / "rates.pdf")
    content = (tmp_path / "rates.pdf").read_bytes()
    assert b"/Type3" not in content
    assert b"/FontFile2" in content
    figure.savefig(tmp_path / "rates.svg")
    assert "Rate (C)" in "".join(ElementTree.parse(tmp_path / "rates.svg").getroot().itertext())


@pytest.mark.parametrize(("columns", "width"), [(1, 85), (2, 178)])
def test_figures_are_those_of_matplotlib_one_column_wide_or_two(uncertain, columns, width):
    drawn = figures(uncertain, columns)
    assert {"voltage", "rates", "losses"} <= set(drawn)
    for figure in drawn.values():
        assert 25.4 * figure.get_figwidth() == pytest.approx(width)
    (axes,) = drawn["voltage"].axes
    assert axes.get_ylabel() == "Voltage vs. Li/Li⁺ (V)"
