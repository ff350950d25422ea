"""Files of programs that were installed in another language."""

import numpy as np
import pytest

from brimstone.bridge.cycler._languages import _ENGLISH
from brimstone.bridge.cycler._vocabulary import NAMES, heading
from tests.bridge.cycler import writers
from tests.bridge.cycler.test_formats import assert_is_the_cell, read

CHINESE = ("循环序号", "工步序号", "工步类型", "相对时间", "总时间", "电流(mA)", "电压(V)", "容量(mAh)",
           "充电容量(mAh)", "放电容量(mAh)", "绝对时间")  # fmt: skip
WORDS = {"CC DChg": "恒流放电", "CC Chg": "恒流充电", "Rest": "搁置"}


@pytest.mark.parametrize(("encoding", "note"), [("utf-8", False), ("gb18030", True)])
def test_a_chinese_export_is_read_as_an_english_one(tmp_path, encoding, note):
    header, *rows = writers.neware(writers.cell()).splitlines()
    text = "\n".join([",".join([header.split(",")[0], *CHINESE]), *rows])
    for word, chinese in WORDS.items():
        text = text.replace(f",{word},", f",{chinese},")
    measured = read(tmp_path, text, encoding=encoding)
    assert_is_the_cell(measured)
    assert any("GB 18030" in one for one in measured.notes) == note


@pytest.mark.parametrize(
    ("header", "words", "encoding"),
    [
        ("Zeit [h];Spannung [V];Strom [µA];Zustand;Zyklus", ("Entladen", "Laden", "Pause"), "latin-1"),
        ("Temps (h);Tension (V);Courant (µA);État;Numéro de cycle", ("Décharge", "Charge", "Repos"), "utf-8"),
    ],
)
def test_german_and_french_headers_have_their_words(tmp_path, header, words, encoding):
    """The current has no sign: the words of the steps tell it."""
    one, names = writers.cell(), dict(zip(("discharge", "charge", "rest"), words, strict=True))
    rows = [
        f"{time / 3600.0:.6f};{voltage:.4f};{1e6 * abs(current):.3f};{names[word]};{cycle}".replace(".", ",")
        for time, voltage, current, word, cycle in zip(
            one.time, one.voltage, one.current, one.words, one.cycle, strict=True
        )
    ]
    measured = read(tmp_path, "\n".join([header, *rows, ""]), encoding=encoding)
    assert np.allclose(measured.cycling.current, one.current, rtol=1e-3, atol=1e-7)
    assert np.allclose(measured.cycling.voltage, one.voltage, atol=1e-3)
    assert [each.cycle for each in measured.cycling.totals()] == [1, 2, 3]


def test_every_word_leads_to_a_name_that_is_known():
    known = {name for names in NAMES.values() for name in names}
    assert [word for word in _ENGLISH if heading(word).name not in known] == []
