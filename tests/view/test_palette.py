import numpy as np
import pytest

from brimstone.view.palette import ordered


def luminance(colour):
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize(("theme", "paper"), [(0, "#fdfcfa"), (1, "#151618")])
def test_ordered_colours_get_lighter_all_the_way_and_keep_contrast(theme, paper):
    levels = np.array([luminance(ordered(shade)[theme]) for shade in np.linspace(0, 1, 50)])
    assert np.all(np.diff(levels) > -1e-3)
    ground = luminance(paper)
    contrast = (np.maximum(levels, ground) + 0.05) / (np.minimum(levels, ground) + 0.05)
    assert contrast.min() > 2.4
