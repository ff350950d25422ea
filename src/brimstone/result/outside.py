"""What happens around the cathode during a step: anode, stack, contacts."""

import numpy as np

from brimstone._records import record


@record
class Outside:
    """Surroundings of the cathode during one step, nominal member; arrays of shape (points,) beside its curve.

    Attributes
    ----------
    charge : ndarray
        That the anode gave through the circuit since assembly [C/m2].
    lithium : ndarray
        Left in the anode [C/m2].
    pressure : ndarray
        Of the stack [Pa].
    highest_pressure : ndarray
        Of the stack since assembly [Pa].
    contact : ndarray
        Left inside the cathode of the contact as assembled [-].
    anode_contact : ndarray
        Share of the area in contact between anode and electrolyte [-].
    contact_left : ndarray
        Share of it that voids leave [-].
    voids : ndarray
        Volume of voids between anode and electrolyte, per area [m].
    interphase : ndarray
        Lithium that the interphase on the anode has taken [C/m2].
    crack : ndarray
        Depth to which lithium has grown into the separator [m].
    anode_loss, series_loss, contact_loss : ndarray
        Voltage lost at the anode, in the separator and what else is in series, at the cathode's contacts [V].
    cathode_growth, anode_growth : ndarray
        Change of thickness since assembly that each electrode would make under constant pressure [m].
    pores_filled : ndarray
        Volume of the cathode's pores per area that swelling took since assembly [m].
    squeezed_out : ndarray
        Thickness of the anode that has flowed out between the plates since assembly [m].
    """

    charge: np.ndarray
    lithium: np.ndarray
    pressure: np.ndarray
    highest_pressure: np.ndarray
    contact: np.ndarray
    anode_contact: np.ndarray
    contact_left: np.ndarray
    voids: np.ndarray
    interphase: np.ndarray
    crack: np.ndarray
    anode_loss: np.ndarray
    series_loss: np.ndarray
    contact_loss: np.ndarray
    cathode_growth: np.ndarray
    anode_growth: np.ndarray
    pores_filled: np.ndarray
    squeezed_out: np.ndarray
