import pytest

from brimstone import study
from brimstone._deprecation import moved_names
from brimstone.design import energy


def test_a_name_that_moved_still_works_and_says_where_it_is_now():
    with pytest.warns(DeprecationWarning, match=r"brimstone\.study\.energy is now brimstone\.design\.energy"):
        assert study.energy is energy


def test_a_function_that_moved_is_found_in_its_new_module():
    lookup = moved_names("brimstone.old", {"load": "brimstone.cell:load"})
    with pytest.warns(DeprecationWarning, match=r"brimstone\.old\.load is now brimstone\.cell\.load"):
        assert lookup("load").__module__ == "brimstone.cell"


def test_a_name_that_never_was_is_an_attribute_error_as_usual():
    with pytest.raises(AttributeError, match="no attribute 'enrgy'"):
        _ = study.enrgy
