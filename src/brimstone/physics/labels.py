"""The equation behind a loss, a process or a figure, and where it is explained.

A label ``eq-…`` stands in the docstring of the function that computes the equation; a label ``th-…`` stands on the
theory page, since that equation is assembled from several functions.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Equation(NamedTuple):
    """Where an equation is computed and explained.

    Attributes
    ----------
    function : str
        Function that computes it, or module that assembles it.
    section : str
        Anchor of its section of the theory page.
    """

    function: str
    section: str


#: Label -> where it is computed and explained.
EQUATIONS: Mapping[str, Equation] = {
    "eq-anode-overpotential": Equation("brimstone.physics.anode.charge_transfer_overpotential", "theory-transport"),
    "eq-area-resistance": Equation("brimstone.physics.transport.area_resistance", "theory-transport"),
    "eq-blocked-line": Equation("brimstone.physics.transmission_line.blocked_line", "theory-impedance"),
    "eq-contact-left": Equation("brimstone.physics.conversion.contact_left", "theory-conversion"),
    "eq-conversion-rate": Equation("brimstone.physics.conversion.activated_rate", "theory-conversion"),
    "eq-damage": Equation("brimstone.physics.damage.damage_rate", "theory-pressure"),
    "eq-electrolyte-couples": Equation("brimstone.physics.electrolyte_redox.couple_rates", "theory-electrolyte-redox"),
    "eq-electrolyte-opening": Equation("brimstone.physics.electrolyte_redox.opening_rate", "theory-electrolyte-redox"),
    "eq-electrolyte-spent": Equation("brimstone.physics.electrolyte_redox.spending_rate", "theory-electrolyte-redox"),
    "eq-entropy-heat": Equation("brimstone.physics.heat.entropy_heat", "theory-heat"),
    "eq-equilibrium-potential": Equation("brimstone.physics.thermodynamics.equilibrium_potential", "theory-conversion"),
    "eq-film-resistance": Equation("brimstone.physics.film.film_resistance", "theory-conversion"),
    "eq-interface-resistance": Equation(
        "brimstone.physics.interface_contact.interface_resistance", "theory-interfaces"
    ),
    "eq-lower-rate": Equation("brimstone.physics.polysulfide.lower_rate", "theory-solution"),
    "eq-network-resistivity": Equation("brimstone.physics.transport.blocked_resistivity", "theory-transport"),
    "eq-sulfur-film": Equation("brimstone.physics.conversion.sulfur_film_rate", "theory-conversion"),
    "eq-stranded-share": Equation("brimstone.physics.wasting.stranded_share", "theory-solution"),
    "eq-precipitation": Equation("brimstone.physics.precipitation.precipitation", "theory-solution"),
    "eq-solution-exchange": Equation("brimstone.physics.shuttle.solution_exchange", "theory-solution"),
    "eq-mesh-exchange": Equation("brimstone.physics.shuttle.mesh_exchange", "theory-solution"),
    "eq-shuttle-constant": Equation("brimstone.physics.shuttle.shuttle_rate", "theory-solution"),
    "eq-stock-left": Equation("brimstone.physics.wasting.stock_left", "theory-solution"),
    "eq-opening-current": Equation("brimstone.physics.dendrites.opening_current", "theory-lithium"),
    "eq-stack-pressure": Equation("brimstone.physics.pressure.stack_pressure", "theory-pressure"),
    "eq-two-rail-line": Equation("brimstone.physics.transmission_line.two_rail_line", "theory-impedance"),
    "eq-turnover": Equation("brimstone.physics.conversion.turnover_rate", "theory-conversion"),
    "eq-upper-rate": Equation("brimstone.physics.polysulfide.upper_rate", "theory-solution"),
    "th-energy": Equation("brimstone.design.energy", "theory-energy"),
    "th-heat": Equation("brimstone.physics.heat", "theory-heat"),
    "th-impedance": Equation("brimstone.instrument.impedance.electrode_response", "theory-impedance"),
    "th-losses": Equation("brimstone.result", "theory-losses"),
    "th-network": Equation("brimstone.composite.conduction.network_factor", "theory-composite"),
    "th-titration": Equation("brimstone.result", "theory-titration"),
    "th-transport": Equation("brimstone.solver", "theory-transport"),
    "th-uncertainty": Equation("brimstone.study.sensitivities", "theory-uncertainty"),
    "th-voltage": Equation("brimstone.solver", "theory-transport"),
}

#: Loss of voltage or charge -> label.
LOSSES: Mapping[str, str] = {
    "anode": "eq-anode-overpotential",
    "electrolyte layer": "eq-area-resistance",
    "contacts": "eq-interface-resistance",
    "ionic path": "eq-network-resistivity",
    "electronic path": "eq-network-resistivity",
    "kinetics": "eq-conversion-rate",
    "precipitation": "eq-precipitation",
    "product film": "eq-film-resistance",
    "uneven reaction": "eq-equilibrium-potential",
    "electrolyte redox": "eq-electrolyte-couples",
    "shuttle": "eq-shuttle-constant",
}

#: Part of the resistance as assembled -> label.
RESISTANCES: Mapping[str, str] = {
    **{name: LOSSES[name] for name in ("anode", "electrolyte layer", "contacts", "ionic path", "electronic path")},
    "charge transfer": "eq-conversion-rate",
}

#: Source of heat -> label.
HEAT: Mapping[str, str] = {
    "resistances": "th-heat",
    "entropy": "eq-entropy-heat",
    "electrolyte redox": "eq-electrolyte-couples",
    "shuttle": "eq-shuttle-constant",
}

#: Process, by the local state that it changes -> label.
PROCESSES: Mapping[str, str] = {
    "conversion": "eq-conversion-rate",
    "oxidised": "eq-electrolyte-couples",
    "reduced": "eq-electrolyte-couples",
    "opened_by_oxidation": "eq-electrolyte-opening",
    "opened_by_reduction": "eq-electrolyte-opening",
    "spent": "eq-electrolyte-spent",
    "turnover": "eq-turnover",
    "damage": "eq-damage",
    "sulfur_film": "eq-sulfur-film",
    "sulfide": "eq-lower-rate",
    "sulfur": "eq-upper-rate",
    "lost": "eq-shuttle-constant",
    "shuttled": "eq-shuttle-constant",
    "dead": "eq-turnover",
    "stranded": "eq-stranded-share",
    "sulfur_outside": "eq-solution-exchange",
    "polysulfide_outside": "eq-solution-exchange",
    "polysulfide": "eq-mesh-exchange",
    "unmoved": "eq-mesh-exchange",
    "reacted": "eq-stock-left",
}

#: Figure -> label.
FIGURES: Mapping[str, str] = {
    "voltage": "th-voltage",
    "time": "th-voltage",
    "rates": "eq-film-resistance",
    "ragone": "th-energy",
    "cycles": "eq-contact-left",
    "voltammogram": "eq-conversion-rate",
    "differential": "eq-equilibrium-potential",
    "nyquist": "th-impedance",
    "bode": "th-impedance",
    "spectrum-fit": "eq-two-rail-line",
    "spectrum-fast": "eq-two-rail-line",
    "spectrum-relaxation": "th-impedance",
    "spectrum-residuals": "th-impedance",
    "titration": "th-titration",
    "stack": "eq-stack-pressure",
    "losses": "th-losses",
    "front": "th-transport",
    "front-state": "eq-conversion-rate",
    "front-reaction": "th-transport",
    "energy": "th-energy",
    "road": "th-energy",
    "ternary": "th-network",
    "gains": "th-losses",
    "compare": "th-voltage",
    "sweep": "th-voltage",
    "overlay": "th-voltage",
    "overlay-differential": "eq-equilibrium-potential",
    "overlay-nyquist": "th-impedance",
    "overlay-spectra": "th-impedance",
    "overlay-pressure": "eq-stack-pressure",
    "fit": "th-voltage",
    "fit-nyquist": "th-impedance",
    "fit-spectra": "th-impedance",
    "fit-pressure": "eq-stack-pressure",
    "critical-current": "eq-opening-current",
    "critical-current-pressure": "eq-opening-current",
    "polarisation": "eq-blocked-line",
    "polarisation-line": "eq-blocked-line",
    "symmetric-cell": "th-voltage",
    "electrodes": "th-voltage",
    "package": "th-energy",
    "strategies": "eq-interface-resistance",
    "sensitivity": "th-uncertainty",
    "spread": "th-uncertainty",
    "optimum": "th-energy",
    "pareto": "th-energy",
    "measured": "th-voltage",
    "measured-nyquist": "th-impedance",
}

#: Label of a figure -> how its caption calls the equation.
NAMES: Mapping[str, str] = {
    "eq-blocked-line": "transmission line between blocking electrodes",
    "eq-contact-left": "contact left after cycling",
    "eq-conversion-rate": "rate of conversion",
    "eq-equilibrium-potential": "equilibrium potential",
    "eq-film-resistance": "resistance of the product film",
    "eq-interface-resistance": "resistance of an interface",
    "eq-opening-current": "current that opens a flaw",
    "eq-stack-pressure": "stack pressure",
    "eq-two-rail-line": "transmission line of the cathode",
    "th-energy": "energy in practice",
    "th-impedance": "impedance",
    "th-losses": "losses of voltage",
    "th-network": "conduction of a network",
    "th-titration": "intermittent titration",
    "th-transport": "transport through the depth",
    "th-uncertainty": "where an interval comes from",
    "th-voltage": "voltage of the cell",
}
