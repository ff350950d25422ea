"""Stack pressure and thickness of a run, and what sensors read of them."""

import math

import numpy as np

from brimstone._records import record


@record
class PressureTrace:
    """What sensors outside the cell read over a run, nominal values; arrays of shape (points,).

    Attributes
    ----------
    time : ndarray
        From the start of the run [s].
    step : ndarray of int
        Place of the instruction in the run that each point belongs to.
    pressure : ndarray
        Stack pressure, what the pressure sensor reads [Pa].
    thickness_change : ndarray
        Of all layers since assembly, what a dilatometer on the plates reads [m].
    cathode, anode : ndarray
        Change that each electrode would make under constant pressure [m].
    pores : ndarray
        Share of the cathode's volume, as made, that is pores [-].
    squeezed_out : ndarray
        Thickness of the anode that has flowed out between the plates since assembly [m].
    """

    time: np.ndarray
    step: np.ndarray
    pressure: np.ndarray
    thickness_change: np.ndarray
    cathode: np.ndarray
    anode: np.ndarray
    pores: np.ndarray
    squeezed_out: np.ndarray

    @property
    def swing(self) -> float:
        """Of the pressure in the last cycle, about what the fixture gives up meanwhile [Pa].

        Half the difference between the changes over the last two steps, there and back: a drift that is the same in
        both cancels. Not a number in a run of fewer than two steps.
        """
        ends = self.pressure[np.append(np.diff(self.step) != 0, True)] if self.step.size else self.pressure
        if ends.size < 2:
            return math.nan
        first = ends[-3] if ends.size > 2 else self.pressure[0]
        return float(abs(0.5 * (first - 2.0 * ends[-2] + ends[-1])))

    @property
    def loses_contact(self) -> bool:
        """Whether the layers separate: the pressure falls to zero at some point."""
        return bool(np.any(self.pressure <= 0.0))


@record
class BraggTrace:
    """What a fibre Bragg grating in one layer reads over a run; arrays of shape (points,).

    Attributes
    ----------
    time : ndarray
        From the start of the run [s].
    strain : ndarray
        Along the fibre, since assembly [-].
    shift : ndarray
        Of the Bragg wavelength [m].
    low, high : ndarray
        80 % interval of `shift` over grating and stiffness of the layer, at the nominal pressure; `shift` itself in a
        run without samples [m].
    per_kelvin : float
        Shift that a change of temperature adds, nominal [m/K]; a run is isothermal.
    """

    time: np.ndarray
    strain: np.ndarray
    shift: np.ndarray
    low: np.ndarray
    high: np.ndarray
    per_kelvin: float
