"""The steps of a recipe as a flat list of cycler instructions with currents and stop conditions."""

from brimstone.protocol.instruction import alike
from brimstone.protocol.program import Basis, Instruction, Program, compile_protocol

__all__ = ["Basis", "Instruction", "Program", "alike", "compile_protocol"]
