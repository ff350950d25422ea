"""States and parameters of the gel model with a field of dissolved sulfur: those of two places, and what moves.

Rows begin as the solver wants them, so that what comes after the charges is a row of `brimstone.model.gel.parameters`
from `SHIFT` on.
"""

from brimstone._compile import columns
from brimstone.model.gel import parameters as two_places

_STATES = {state.name: (state.unit, state.meaning) for state in two_places.State}
_CHARGES = len(_STATES) + 1
_BEFORE = {parameter.name: (parameter.unit, parameter.meaning) for parameter in two_places.Parameter}

#: Local states, one value a node: shares of the sulfur in reach, of which each node has as much as of the cathode.
#: What is outside the cathode is in slices from its face to lithium, one a node.
State = columns(
    "State",
    {
        **_STATES,
        "polysulfide": ("1", "Li2S4 in the cathode's pores"),
        "unmoved": ("1", "what a node would have of long chains, with those shuttled, if none had moved from or to it"),
    },
    module=__name__,
)

#: A row of parameters.
Parameter = columns(
    "Parameter",
    {
        **{name: _BEFORE[name] for name in list(_BEFORE)[:_CHARGES]},
        "polysulfide_charge": ("C/m3", "zero: what moves carries no charge"),
        "unmoved_charge": ("C/m3", "of S8 to Li2S4, negative"),
        **{name: _BEFORE[name] for name in list(_BEFORE)[_CHARGES:]},
        "mixing": ("1/s", "of the solution in the cathode through its depth"),
        "mixing_outside": ("1/s", "of the solution outside, from the face of the cathode to lithium"),
        "film_delay": ("s", "that a film before the cathode adds between both"),
        "reduction_rate": ("1/s", "as shuttle_rate, of what reaches the end of the solution outside"),
    },
    module=__name__,
)

#: Columns that come before those of a row for two places.
SHIFT = len(State) - len(two_places.State)

#: Places that kernels use.
POLYSULFIDE, UNMOVED = int(State["polysulfide"]), int(State["unmoved"])
MIXING, MIXING_OUTSIDE = int(Parameter["mixing"]), int(Parameter["mixing_outside"])
FILM_DELAY, REDUCTION_RATE = int(Parameter["film_delay"]), int(Parameter["reduction_rate"])
