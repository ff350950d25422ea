"""Cells as PyBaMM models; imports PyBaMM, so only `brimstone.bridge.pybamm` imports this."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import pybamm

from brimstone.bridge.start import Start
from brimstone.model.cathode_model import CathodeModel
from brimstone.model.gel import GEL
from brimstone.model.gel import processes as dissolved
from brimstone.model.solid import SOLID
from brimstone.model.solid import processes as solid
from brimstone.model.surroundings import State as Outside
from brimstone.model.surroundings import follow
from brimstone.solver.interface import CHARGES, THICKNESS

DOMAIN = "positive electrode"
OUTSIDE = "Surroundings: "  # before the names of their states
CURRENT = "Current function [A]"  # the name that PyBaMM gives currents by
AREA = "Electrode area [m2]"
CAPACITY = "Nominal cell capacity [A.h]"  # what PyBaMM's C-rates refer to


def name_of(state: str) -> str:
    """Name of a local state among PyBaMM's variables."""
    return state.capitalize()


class Reactions(NamedTuple):
    """What a cathode model adds to the conduction of ions and electrons.

    Attributes
    ----------
    rates : sequence
        Of the local states, in their order [1/s].
    ionic, electronic : symbol
        Resistivities [ohm m].
    residual : symbol
        Zero where `CellModel.inner` has its value.
    """

    rates: Sequence[Any]
    ionic: Any
    electronic: Any
    residual: Any


class CellModel(pybamm.BaseModel):
    """The unreduced equations, as PyBaMM would write them: the engine's closed forms are unknowns here.

    Both potentials are solved for, where the engine has eliminated one, and so is a third quantity of each node,
    `inner`, for which the engine has a formula or a few steps of Newton's method.

    Every parameter of the cathode model is a `pybamm.Parameter` of the same name, so that "[input]" as a
    value makes an input of it. The depth is scaled by the thickness, which may thus be an input too.

    Parameters
    ----------
    parameter_values : mapping of str to float or str
        Parameters by name, the current and the area.
    start : Start
    lower, upper : float or None
        Voltages that end the run [V].
    nodes : int
    """

    of: CathodeModel
    inner: tuple[str, float]  # its name, and a first guess

    def __init__(
        self,
        parameter_values: Mapping[str, float | str],
        start: Start,
        lower: float | None,
        upper: float | None,
        nodes: int,
    ) -> None:
        super().__init__(f"sulfur cathode, {self.of.name} model")
        self._nodes, self._values = nodes, parameter_values
        self._depth = pybamm.SpatialVariable("x", domain=[DOMAIN], coord_sys="cartesian")
        p = [pybamm.Parameter(parameter.name) for parameter in self.of.parameters]
        around = start.surroundings
        # What PyBaMM's own circuit for holds asks a model for.
        self._param = SimpleNamespace(Q=pybamm.Parameter(CAPACITY), A_cc=pybamm.Parameter(AREA))
        self.options: dict[str, Any] = {}
        self.summary_variables: list[str] = []
        total = pybamm.FunctionParameter(CURRENT, {"Time [s]": pybamm.t})
        current = total / pybamm.Parameter(AREA)
        electrons = pybamm.Variable("Electron conductor potential [V]", domain=[DOMAIN])
        ions = pybamm.Variable("Ion conductor potential [V]", domain=[DOMAIN])
        inner = pybamm.Variable(self.inner[0], domain=[DOMAIN])
        states = [pybamm.Variable(name_of(state), domain=[DOMAIN]) for state in self.of.states.__members__]
        potential = electrons - ions
        outside = [
            pybamm.Variable(f"{OUTSIDE}{state.name}", scale=float(scale))
            for state, scale in zip(Outside, around.scales, strict=True)
        ]
        swelling = sum(
            float(weight) * pybamm.Integral(state, self._depth)
            for weight, state in zip(around.swells[0], states, strict=True)
        )
        followed = follow(swelling, current, outside, [float(value) for value in around.parameters[0]])
        rates, ionic, electronic, residual = self.react(p, potential, states, inner, followed.theta)
        charges = p[CHARGES : CHARGES + len(states)]
        source = sum(charge * rate for charge, rate in zip(charges, rates, strict=True))
        thickness = p[THICKNESS]

        # Between nodes: conductivity times gradient, which PyBaMM takes by the harmonic mean, as resistances in series.
        # At the ends: half a volume from the separator, whose potential is given, and the whole current at the
        # collector; within the first and last volume, no other current crosses the boundary.
        h = 1.0 / nodes
        first, last = self._depth < h, self._depth > 1.0 - h
        entering = -followed.loss
        within = pybamm.div(-(1.0 / ionic) * pybamm.grad(ions)) / thickness**2
        through_separator = (entering - ions) / (0.5 * h * h * thickness**2 * ionic)
        within_electrons = pybamm.div(-(1.0 / electronic) * pybamm.grad(electrons)) / thickness**2
        scale = thickness * h
        self.algebraic = {
            ions: scale * (within - first * through_separator + source),
            electrons: scale * (within_electrons + last * current / scale - source),
            inner: residual,
        }
        no_flux = {side: (pybamm.Scalar(0.0), "Neumann") for side in ("left", "right")}
        self.boundary_conditions = {ions: no_flux, electrons: no_flux}
        self.rhs = {
            **dict(zip(states, rates, strict=True)),
            **dict(zip(outside, followed.rates, strict=True)),
        }
        self.initial_conditions = {
            ions: pybamm.Scalar(0.0),
            electrons: pybamm.Scalar(start.potential),
            inner: pybamm.Scalar(self.inner[1]),
            **{state: pybamm.Scalar(value) for state, value in zip(states, start.states, strict=True)},
            **{state: pybamm.Scalar(value) for state, value in zip(outside, around.initial[0], strict=True)},
        }

        # The nearest node's value, by the spatial method's option; the half volume to the collector is ohmic.
        at_collector = pybamm.boundary_value(electrons, "right")
        voltage = at_collector - current * 0.5 * scale * pybamm.boundary_value(electronic, "right")
        self.variables = {
            "Time [s]": pybamm.t,
            "Voltage [V]": voltage,
            "Battery voltage [V]": voltage,
            "Current [A]": total,
            "Current variable [A]": total,
            "Potential [V]": potential,
            "Stack pressure [Pa]": followed.pressure,
            "Contact left": followed.theta,
            **{variable.name: variable for variable in (electrons, ions, inner, *states, *outside)},
        }
        self.events = [
            pybamm.Event(name, sign * (voltage - level))
            for name, level, sign in (("lower voltage", lower, 1), ("upper voltage", upper, -1))
            if level is not None
        ]

    @staticmethod
    @abstractmethod
    def react(p: Sequence[Any], potential: Any, states: Sequence[Any], inner: Any, contact: Any) -> Reactions:
        """What reacts in a node, at a contact that is left of the one that the parameters are for."""

    @property
    def default_geometry(self) -> dict[str, Any]:
        return {DOMAIN: {self._depth: {"min": 0.0, "max": 1.0}}}

    @property
    def default_submesh_types(self) -> dict[str, Any]:
        return {DOMAIN: pybamm.Uniform1DSubMesh}

    @property
    def default_var_pts(self) -> dict[Any, int]:
        return {self._depth: self._nodes}

    @property
    def default_spatial_methods(self) -> dict[str, Any]:
        nearest = {"extrapolation": {"order": {"value": "constant", "gradient": "linear"}, "use bcs": False}}
        return {DOMAIN: pybamm.FiniteVolume(nearest)}

    @property
    def default_parameter_values(self) -> pybamm.ParameterValues:
        return pybamm.ParameterValues(self._values)

    @property
    def default_quick_plot_variables(self) -> list[str]:
        return ["Voltage [V]", *map(name_of, self.of.states.__members__)]

    @property
    def default_solver(self) -> pybamm.BaseSolver:
        return pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-6)


class SolidModel(CellModel):
    """Sulfur that reacts in place, beside an electrolyte of single ions."""

    of = SOLID
    inner = ("Drive behind the film", 0.0)

    @staticmethod
    def react(p: Sequence[Any], potential: Any, states: Sequence[Any], inner: Any, contact: Any) -> Reactions:
        """See `CellModel`; of the drive a film leaves the inner unknown."""
        p = solid.at_contact(p, contact)
        ahead = solid.driven(p, potential, states)
        rates = solid.rates(p, potential, states, ahead, (pybamm.exp(inner), pybamm.exp(-inner)))
        residual = inner + ahead.blocking * pybamm.sinh(inner) - ahead.drive
        ionic, electronic = solid.resistivities(p, states)
        return Reactions(rates, ionic, electronic, residual)


class GelModel(CellModel):
    """Sulfur that reacts through dissolved polysulfides: liquids, gels, and polymers."""

    of = GEL
    inner = ("Logarithm of the supersaturation with Li2S", 1e-3)

    @staticmethod
    def react(p: Sequence[Any], potential: Any, states: Sequence[Any], inner: Any, contact: Any) -> Reactions:
        """See `CellModel`; the inner unknown is the supersaturation."""
        residual = dissolved.missing_drive(p, potential, states, inner)
        ionic, electronic = dissolved.resistivities(p, states)
        return Reactions(dissolved.rates(p, potential, states, inner), ionic, electronic, residual)
