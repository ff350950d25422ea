"""What a narrow screen does to tables and sentences."""

import pytest

from brimstone import view
from brimstone.cli.screen import console, indented, print_table
from brimstone.view.elements import Column, Table, name_column, words_column


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_long_titles_of_numbers_do_not_break_the_words_beside_them(narrow, capsys):
    titles = [Column(f"discharge, cycle {cycle}{rest}") for cycle, rest in ((1, ""), (45, ""), (45, " without it"))]
    rows = [[name, *map(view.Number, (59.0, 64.0, 333.0))] for name in ("precipitation", "electrolyte redox")]
    print_table(console(), Table.of([words_column("loss"), *titles], rows))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("precipitation ") for line in lines)
    assert any(line.startswith("electrolyte redox ") for line in lines)


def test_long_intervals_cut_no_unit_off(narrow, capsys):
    columns = [name_column("parameter"), *(Column(title, interval=True) for title in ("fitted", "library"))]
    numbers = view.Number(5.28e-8, 5.26e-8, 5.29e-8), view.Number(5.29e-8, 7.85e-9, 3.56e-7)
    rows = [["kinetics/exchange_current_density", *numbers, "A cm⁻²"], ["film/length", *numbers, "µF cm⁻²"]]
    print_table(console(), Table.of([*columns, Column("unit")], rows))
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    assert all(words in printed for words in ("unit\n", "A cm⁻²\n", "µF cm⁻²\n", "5.26 × 10⁻⁸ –", "3.56 × 10⁻⁷"))


@pytest.mark.parametrize("amount", ["34 %", "15 MPa", "2.5 mAh cm⁻²", "60 °C", "0.5 mV", "12 h"])
def test_no_line_ends_between_a_number_and_its_unit(narrow, amount):
    number = amount.split(" ", 1)[0]
    for before in range(60, 80):
        text = str(indented(f"{'x' * before} {amount} and so on"))
        assert f"{number}\n" not in text
        assert amount in text


@pytest.mark.parametrize("width", ["76", "80", "96"])
def test_no_column_is_cut_off_where_words_of_all_have_room(monkeypatch, capsys, width):
    """As the constants of `calibrate` on a narrow terminal."""
    monkeypatch.setenv("COLUMNS", width)
    titles = [Column("value"), Column("80 %"), Column("spread over prior's", "%"), name_column("known")]
    row = ["kinetics/exchange_current_density", "4.73e-11 S/cm", "2.32e-11 to 9.68e-11", view.Number(33.0)]
    table = Table.of([name_column("constant"), *titles], [[*row, view.Text("open above")]])
    print_table(console(), table)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= int(width)
    for whole in ("known", "open", "above", "exchange_", "density"):
        assert whole in printed


def test_a_long_path_with_a_blank_is_broken_where_its_parts_end(narrow, capsys):
    rows = [("cathode.composition.acetylene black", "20 wt%", "solution, ball-milled and pressed at 360 MPa")]
    print_table(console(), Table.of((words_column("field"), words_column("1"), words_column("2")), rows))
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("cathode.composition. ") for line in lines)
    assert any(line.startswith("acetylene black ") for line in lines)
