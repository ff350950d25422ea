"""The steps of a recipe as a flat list of cycler instructions with currents and stop conditions."""

from brimstone.protocol.program import Instruction, Program, compile_protocol

__all__ = ["Instruction", "Program", "compile_protocol"]
