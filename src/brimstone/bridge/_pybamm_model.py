"""The solid cell as a PyBaMM model; imports PyBaMM, so only `brimstone.bridge.pybamm` imports this."""

from types import SimpleNamespace

import pybamm

from brimstone.model import solid
from brimstone.physics.anode import charge_transfer_overpotential
from brimstone.physics.conversion import activated_rate, conversion_drive, film_blocking, turnover_rate
from brimstone.physics.electrolyte_redox import branch_rate, interphase_rate

DOMAIN = "positive electrode"
CURRENT = "Current function [A]"  # the name that PyBaMM gives currents by
AREA = "Electrode area [m2]"
CAPACITY = "Nominal cell capacity [A.h]"  # what PyBaMM's C-rates refer to


class SolidModel(pybamm.BaseModel):
    """The unreduced equations, as PyBaMM would write them: the engine's closed forms are unknowns here.

    Both potentials are solved for, where the engine has eliminated one, and so is the share of the drive that a film
    leaves, for which the engine has a formula.

    Every parameter of `solid.PARAMETERS` is a `pybamm.Parameter` of the same name, so that "[input]" as a value makes
    an input of it. The depth is scaled by the thickness, which may thus be an input too.

    Parameters
    ----------
    parameter_values : mapping of str to float or str
        `solid.PARAMETERS` by name, the current and the area.
    initial_states : sequence of float
        Uniform through the depth, in the order of `solid.STATES`.
    initial_potential : float
        First guess of the potential between the conductors [V].
    lower, upper : float or None
        Voltages that end the run [V].
    nodes : int
    """

    def __init__(self, parameter_values, initial_states, initial_potential, lower, upper, nodes):
        super().__init__("composite sulfur cathode with a single-ion electrolyte")
        self._nodes, self._values = nodes, parameter_values
        self._depth = pybamm.SpatialVariable("x", domain=[DOMAIN], coord_sys="cartesian")
        p = SimpleNamespace(**{name: pybamm.Parameter(name) for name in solid.PARAMETERS})
        # What PyBaMM's own circuit for holds asks a model for.
        self._param = SimpleNamespace(Q=pybamm.Parameter(CAPACITY), A_cc=pybamm.Parameter(AREA))
        self.options, self.summary_variables = {}, []
        total = pybamm.FunctionParameter(CURRENT, {"Time [s]": pybamm.t})
        current = total / pybamm.Parameter(AREA)
        electrons = pybamm.Variable("Electron conductor potential [V]", domain=[DOMAIN])
        ions = pybamm.Variable("Ion conductor potential [V]", domain=[DOMAIN])
        active = pybamm.Variable("Drive behind the film", domain=[DOMAIN])
        states = [pybamm.Variable(name.capitalize(), domain=[DOMAIN]) for name in solid.STATES]
        conversion, reduction, oxidation, interphase, turnover = states
        potential = electrons - ions

        drive = conversion_drive(
            potential, conversion, p.plateau, p.plateau_slope, p.plateau_step, p.half_inverse_thermal_voltage
        )  # fmt: skip
        speed, films = solid.conversion_constants(vars(p), interphase, turnover)
        blocking = film_blocking(drive, conversion, *films)
        converts = activated_rate(
            pybamm.exp(active), pybamm.exp(-active), drive, conversion, speed, films[-1]
        )  # fmt: skip
        rates = [
            converts,
            branch_rate(potential, reduction, *solid.branch_constants(vars(p), "reduction", 1.0)),
            branch_rate(potential, oxidation, *solid.branch_constants(vars(p), "oxidation", -1.0)),
            interphase_rate(
                potential, interphase, p.interphase_rate, p.interphase_onset, p.interphase_half_inverse_width
            ),
            turnover_rate(converts),
        ]  # fmt: skip
        charges = [p.conversion_charge, p.reduction_charge, p.oxidation_charge, p.interphase_charge, p.turnover_charge]
        source = sum(charge * rate for charge, rate in zip(charges, rates, strict=True))
        ionic, electronic = solid.resistivities(vars(p), conversion, interphase, turnover)

        # Between nodes: conductivity times gradient, which PyBaMM takes by the harmonic mean, as resistances in series.
        # At the ends: half a volume from the separator, whose potential is given, and the whole current at the
        # collector; within the first and last volume, no other current crosses the boundary.
        h = 1.0 / nodes
        first, last = self._depth < h, self._depth > 1.0 - h
        entering = -charge_transfer_overpotential(current, p.anode_exchange_current, p.half_inverse_thermal_voltage)
        entering -= current * p.series_resistance
        within = pybamm.div(-(1.0 / ionic) * pybamm.grad(ions)) / p.thickness**2
        through_separator = (entering - ions) / (0.5 * h * h * p.thickness**2 * ionic)
        within_electrons = pybamm.div(-(1.0 / electronic) * pybamm.grad(electrons)) / p.thickness**2
        scale = p.thickness * h
        self.algebraic = {
            ions: scale * (within - first * through_separator + source),
            electrons: scale * (within_electrons + last * current / scale - source),
            active: active + blocking * pybamm.sinh(active) - drive,
        }
        no_flux = {side: (pybamm.Scalar(0.0), "Neumann") for side in ("left", "right")}
        self.boundary_conditions = {ions: no_flux, electrons: no_flux}
        self.rhs = dict(zip(states, rates, strict=True))
        self.initial_conditions = {
            ions: pybamm.Scalar(0.0),
            electrons: pybamm.Scalar(initial_potential),
            active: pybamm.Scalar(0.0),
            **{state: pybamm.Scalar(value) for state, value in zip(states, initial_states, strict=True)},
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
            **{variable.name: variable for variable in (electrons, ions, active, *states)},
        }
        self.events = [
            pybamm.Event(name, sign * (voltage - level))
            for name, level, sign in (("lower voltage", lower, 1), ("upper voltage", upper, -1))
            if level is not None
        ]

    @property
    def default_geometry(self):
        return {DOMAIN: {self._depth: {"min": 0.0, "max": 1.0}}}

    @property
    def default_submesh_types(self):
        return {DOMAIN: pybamm.Uniform1DSubMesh}

    @property
    def default_var_pts(self):
        return {self._depth: self._nodes}

    @property
    def default_spatial_methods(self):
        nearest = {"extrapolation": {"order": {"value": "constant", "gradient": "linear"}, "use bcs": False}}
        return {DOMAIN: pybamm.FiniteVolume(nearest)}

    @property
    def default_parameter_values(self):
        return pybamm.ParameterValues(self._values)

    @property
    def default_quick_plot_variables(self):
        return ["Voltage [V]", *(name.capitalize() for name in solid.STATES)]

    @property
    def default_solver(self):
        return pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-6)
