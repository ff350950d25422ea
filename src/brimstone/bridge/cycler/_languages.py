"""Headers in the language that a cycler's program was installed in: what each word is in English."""

import re
from collections.abc import Mapping

#: Words of a header without unit, case, blanks and punctuation -> English; Chinese as Neware and Landt write it.
_ENGLISH: Mapping[str, str] = {
    # German
    "zeit": "time", "testzeit": "test time", "prüfzeit": "test time", "gesamtzeit": "total time",
    "laufzeit": "run time", "schrittzeit": "step time", "datum": "date", "zeitstempel": "timestamp",
    "spannung": "voltage", "zellspannung": "cell voltage", "potenzial": "potential",
    "strom": "current", "stromstärke": "current", "zellstrom": "cell current", "kapazität": "capacity",
    "ladung": "capacity", "ladekapazität": "charge capacity", "entladekapazität": "discharge capacity",
    "zyklus": "cycle", "zyklusnummer": "cycle number", "zyklennummer": "cycle number", "zyklusnr": "cycle number",
    "schritt": "step", "schrittnummer": "step number", "schrittnr": "step number", "zustand": "state",
    "modus": "mode", "temperatur": "temperature", "zelltemperatur": "cell temperature", "druck": "pressure",
    "frequenz": "frequency", "realteil": "real impedance", "imaginärteil": "imaginary impedance",
    # French
    "temps": "time", "tempstotal": "total time", "duréetotale": "total time", "tempsdétape": "step time",
    "tension": "voltage", "potentiel": "potential", "courant": "current", "intensité": "current",
    "capacité": "capacity", "capacitédecharge": "charge capacity", "capacitédedécharge": "discharge capacity",
    "numérodecycle": "cycle number", "étape": "step", "état": "state", "température": "temperature",
    "pression": "pressure", "fréquence": "frequency",
    # Chinese
    "时间": "time", "测试时间": "test time", "总时间": "total time", "累计时间": "cumulative time",
    "步骤时间": "step time", "工步时间": "step time", "相对时间": "relative time", "绝对时间": "absolute time",
    "系统时间": "system time", "日期": "date", "电压": "voltage", "电流": "current", "容量": "capacity",
    "充电容量": "charge capacity", "放电容量": "discharge capacity", "循环": "cycle", "循环号": "cycle number",
    "循环序号": "cycle number", "循环次数": "cycle number", "工步": "step", "工步号": "step number",
    "工步序号": "step index", "步次": "step number", "工步类型": "step type", "工步名称": "step name",
    "状态": "state", "工作模式": "working mode", "温度": "temperature", "压力": "pressure", "频率": "frequency",
}  # fmt: skip
#: Words of a Chinese header, as bytes in its usual encoding.
_TOLD = ("电压".encode("gb18030"), "频率".encode("gb18030"))


def english(name: str) -> str:
    """A header's words in English; as they are where these are not known here."""
    return _ENGLISH.get(re.sub(r"[\W_]", "", name.lower()), name)


def chinese(content: bytes) -> str | None:
    """A text in the encoding of Chinese programs; None where its header is none of theirs."""
    if not any(word in content[:65536] for word in _TOLD):
        return None
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        return None
