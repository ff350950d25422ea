"""Tables for pandas, which is optional."""

from collections.abc import Mapping
from typing import Any

from brimstone.errors import BrimstoneError

#: A pandas DataFrame; pandas need not be there.
DataFrame = Any


def frame(columns: Mapping[str, Any]) -> DataFrame:
    """Columns as a pandas DataFrame.

    Raises
    ------
    BrimstoneError
        Without pandas.
    """
    try:
        import pandas
    except ModuleNotFoundError as problem:
        raise BrimstoneError("to_frame needs pandas: pip install 'brimstone[frames]'") from problem
    return pandas.DataFrame(dict(columns))
