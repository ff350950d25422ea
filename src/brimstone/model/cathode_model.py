"""What a model of the cathode offers: everything that the rest of the house asks of it.

Two models stand behind it, `brimstone.model.solid` and `brimstone.model.gel`; outside of this room nobody asks which
of them it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from brimstone._compile import Column
from brimstone._records import record
from brimstone.solver.interface import Fields, Functions

#: Conversion of a cell as assembled: charged with sulfur, discharged with Li2S. Not quite 0 and 1, where no cell is.
CHARGED, DISCHARGED = 0.002, 0.998

#: Name of each loss -> what it is.
LOSSES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the composite cathode",
    "kinetics": "charge transfer at the reaction area",
    "precipitation": "supersaturation from which Li2S grows, and undersaturation into which it dissolves",
    "product film": "conduction through what the reaction has covered itself with",
    "uneven reaction": "sulfur converting unevenly through the depth",
    "electrolyte redox": "charge that goes into the electrolyte's own redox, at other potentials than sulfur's",
    "shuttle": "polysulfides reduced chemically by lithium; costs charge, not voltage",
}

#: Losses outside the reactions: every cell has them.
CONDUCTION = ("anode", "electrolyte layer", "contacts", "ionic path", "electronic path")

#: Name of each source of heat -> what it is.
HEAT_SOURCES: Mapping[str, str] = {
    "resistances": "all resistances and overpotentials of the cell",
    "entropy": "reversible heat of sulfur's conversion; negative where it cools",
    "electrolyte redox": "what the electrolyte's own redox and its interphase lose below their own equilibrium",
    "shuttle": "dissolved sulfur without a current: what lithium reduces, what diffuses, Li2S that goes out of reach",
}

#: What stands in the way of ions and electrons, and the factors on parameters that take it away.
CONDUCTION_REMOVABLE: Mapping[str, Mapping[str, float]] = {
    "ionic path": {"ionic_resistivity": 1e-6},
    "electronic path": {"electronic_resistivity": 1e-6},
}


def rows_of(columns: type[Column], values: Mapping[str, Any], members: int) -> np.ndarray:
    """Rows of numbers that kernels read, one a member, (members, columns), from values by the name of the column."""
    across = np.empty((len(columns), members))
    for row, name in zip(across, columns.__members__, strict=True):
        row[:] = values[name]
    return np.ascontiguousarray(across.T)


@record
class Reactions:
    """What the reactions of a member do with the voltage, at every recorded point.

    Attributes
    ----------
    dissipated : mapping of str to ndarray (points,)
        Power turned to heat, by the names of `LOSSES` [W/m2].
    exchanged : mapping of str to ndarray (points,)
        Power that is not lost but goes elsewhere than to the equilibrium at the mean composition, by the names of
        `LOSSES` [W/m2]; may be negative.
    equilibrium : ndarray (points,)
        Equilibrium potential at the mean composition [V].
    released : float
        Free energy that the conversion of sulfur released from the first point to the last [J/m2].
    work : ndarray (points,)
        Power that other reactions than sulfur's deliver [W/m2].
    """

    dissipated: Mapping[str, np.ndarray]
    exchanged: Mapping[str, np.ndarray]
    equilibrium: np.ndarray
    released: float
    work: np.ndarray


class CathodeModel(Protocol):
    """The equations of a cathode and what follows from their solution.

    A `profile` has the shape (..., 1 + states, nodes): the potential between electron and ion conductor, then the
    local states. `p` is a row of parameters, or whatever `parameters` indexes: an array for each of them.

    Attributes
    ----------
    name : str
    parameters, states : type of Column
        Members are places in a row; each knows its unit and meaning. The thickness comes first, then the charges of
        the states in their order.
    functions : Functions
    fields : Fields or None
        Local states that move from node to node.
    scales : ndarray (states,)
        Absolute tolerance of each state in units of the tolerance.
    of_sulfur : tuple of Column
        States whose charge is sulfur's own; the others carry that of the electrolyte.
    removable : mapping of str to mapping
        Losses that can be taken away one at a time -> factors on the parameters that make them, by name.
    ageing : mapping of str to mapping
        Mechanisms that take capacity from cycle to cycle -> parameters by name, of the model or of its surroundings,
        and the values that keep them from it.
    charge_limit : float
        Charge at which a charge ends whose voltage is never reached, over the theory of the active material.
    """

    name: str
    parameters: type[Column]
    states: type[Column]
    functions: Functions
    fields: Fields | None = None
    scales: np.ndarray
    of_sulfur: tuple[Column, ...]
    removable: Mapping[str, Mapping[str, float]]
    ageing: Mapping[str, Mapping[str, float]]
    charge_limit: float

    def charges(self, row: np.ndarray) -> np.ndarray:
        """Charge of each state [C/m3]."""
        return np.array([row[self.parameters[f"{state.name}_charge"]] for state in self.states])

    def potential_and_states(self, profile: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        """Rows of a profile, each (..., nodes)."""
        return profile[..., 0, :], [profile[..., 1 + state, :] for state in self.states]

    def at_contact(self, p: Any, theta: Any) -> Any:
        """Parameters of a cathode that is left with a share of the contact that `p` is for.

        `theta` may be an array (points, 1), beside the (points, nodes) of a profile.
        """
        ...

    def sulfur_charge(self, p: Any) -> Any:
        """Charge of all sulfur in reach [C/m3]."""
        ...

    def converts(self, p: Any) -> bool:
        """Whether there is sulfur to convert; without any the electrolyte itself is the active material."""
        ...

    def conversion(self, profile: np.ndarray) -> np.ndarray:
        """Share of the sulfur's lithium that a cathode holds, (..., nodes)."""
        ...

    def from_anode(self, profile: np.ndarray) -> np.ndarray:
        """Share of the sulfur's lithium that came from the anode without current, (..., nodes)."""
        ...

    def progress(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """How far the active material has reacted, 0 to 1, (..., nodes)."""
        ...

    def progress_name(self, p: Any) -> str:
        """What `progress` is a share of."""
        ...

    def held(self, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """Shares of the sulfur by what it is in, each (..., nodes); they add up to one."""
        ...

    def dissolved(self, p: Any, profile: np.ndarray) -> np.ndarray | None:
        """Sulfur in solution in the pores, over that of all in all solution, (..., nodes), where that is a field."""
        return None

    def electrolyte(self, p: Any, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """Shares of the accessible electrolyte by what has become of it, each (..., nodes), or nothing.

        ``oxidised`` and ``reduced`` are counted with what stays so for good.
        """
        return {}

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ionic and electronic resistivity of the composite [ohm m], each (..., nodes)."""
        ...

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """Current per volume that passes from ions to electrons, discharge positive [A/m3], (..., nodes)."""
        ...

    def conductance(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """Of all reactions at rest, current per volume over potential [S/m3], (..., nodes)."""
        ...

    def losses(self, p: Any) -> tuple[str, ...]:
        """Names of the losses that a cell with these parameters may have, in the order of `LOSSES`."""
        ...

    def reactions(self, p: Any, profile: np.ndarray, current: np.ndarray) -> Reactions:
        """What the reactions of a member do with the voltage; profile (points, 1 + states, nodes), current [A/m2]."""
        ...

    def sulfur_current(self, p: Any, profile: np.ndarray, current: np.ndarray) -> np.ndarray:
        """What of a current the conversion of sulfur passes [A/m2], (points,)."""
        ...

    def sulfur_charge_passed(self, p: np.ndarray, profile: np.ndarray, passed: float) -> float:
        """What of a charge that passed from the first to the last point the conversion of sulfur took [C/m2]."""
        ...

    def reaction_heat(self, p: Any, profile: np.ndarray, work: np.ndarray) -> Mapping[str, np.ndarray]:
        """Heat of other reactions than sulfur's, by the names of `HEAT_SOURCES` [W/m2], each (points,).

        `work` is what they deliver, as `reactions` finds it [W/m2], (points,).
        """
        ...

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """States of a cell as assembled, charged or not, and a first guess of its potential [V]."""
        ...
