"""What the cycler does: the steps of a recipe as a plain list of instructions with currents and stops."""

from brimstone.protocol.program import Instruction, Program, compile_protocol

__all__ = ["Instruction", "Program", "compile_protocol"]
