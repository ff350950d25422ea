"""The command line: thin; it parses, calls and prints. Everything heavy is imported by the command that needs it."""

from brimstone.cli.app import main

__all__ = ["main"]
