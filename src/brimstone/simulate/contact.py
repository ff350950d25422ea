"""Steps that a cut-off voltage ends because the anode has come off."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from brimstone.model.surroundings import Around, State, follow
from brimstone.protocol import Instruction
from brimstone.simulate.uncertainty import Members
from brimstone.solver.ensemble import Surroundings
from brimstone.solver.interface import CHARGE, CONTACT_LOST, ELAPSED, LOWER_VOLTAGE, STATUS, UPPER_VOLTAGE, among

_MUCH = 0.3  # [V]; without it a step of a sulfur cell does not end for long


def name_lost_contact(around: Surroundings, instructions: Sequence[Instruction], every: Members) -> Members:
    """What came of all members, with lost contact as the end of steps that met their cut-off voltage by it.

    A resistance that grows with lost contact takes a cell to its cut-off before the last of the contact is gone. It is
    the reason where what was lost since assembly costs more than 0.3 V.

    Parameters
    ----------
    around : Surroundings
    instructions : sequence of Instruction
    every : Members
    """
    if not np.any(around.parameters[:, [Around.parting, Around.void_growth]]):
        return every
    outcomes, q = every.outcomes.copy(), list(around.parameters.T)
    assembled = q[Around.anode_contact]
    for number, instruction in enumerate(instructions):
        here, ends = outcomes[:, number], every.ends[:, number, 1]
        stopped = among(here[:, STATUS], (LOWER_VOLTAGE, UPPER_VOLTAGE))
        if not stopped.any():
            continue
        mean = np.abs(here[:, CHARGE]) / np.where(here[:, ELAPSED] > 0.0, here[:, ELAPSED], np.inf)
        current = mean if np.isnan(instruction.current) else abs(instruction.current)
        contact = follow(ends[:, 0], current, list(ends[:, 1:].T), q).anode_contact
        bare = q[Around.anode_full] + q[Around.interphase_resistance] * ends[:, 1 + State.interphase]
        cost = current * (bare + q[Around.anode_column]) * (1.0 / contact - 1.0 / assembled)
        here[stopped & (cost > _MUCH), STATUS] = CONTACT_LOST
    return replace(every, outcomes=outcomes)
