"""Constants as fitted to open measurements: values like those of constants/, each drawn together with others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brimstone.library._read import Place, each, mapping, read_value, read_yaml
from brimstone.library.values import Value

FILE = Path(__file__).parent / "data" / "calibration.yaml"  #: constants as fitted to all papers


def read_calibration(path: Path, priors: Mapping[str, Value]) -> dict[str, Value]:
    """Read a file of fitted constants; each has a prior of the same name.

    Raises
    ------
    LibraryError
        When the file can't be understood, with the place in it.
    """
    content, place = read_yaml(path, path.parent) if path.exists() else ({}, Place(path.name))

    def fitted(name: str) -> Value:
        here = place.at(name)
        if name not in priors:
            raise here.wrong("no constant of this name has a prior in constants/")
        written = dict(mapping(content[name], here))
        scores = _scores(written.pop("scores", {}), here.at("scores"), content)
        return read_value(written, priors[name].dimension, priors[name].unit, here, scores)

    return dict(zip(content, each(content, fitted), strict=True))


def _scores(content: Any, place: Place, known: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    scores = mapping(content, place)
    for name, weight in scores.items():
        if name not in known:
            raise place.wrong(f"'{name}' is no constant of this file")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not -1.0 <= weight <= 1.0:
            raise place.at(name).wrong(f"a weight is a number from -1 to 1, not {weight}")
    if scores and abs(sum(weight**2 for weight in scores.values()) - 1.0) > 0.01:
        raise place.wrong("the squares of the weights add up to one")
    return tuple((name, float(weight)) for name, weight in scores.items())
