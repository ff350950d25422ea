"""What each command prints as JSON: one record per command, from which JSON and JSON Schema are generated.

A command that prints a list prints one record for each entry. Keys are only added within a minor version of Brimstone;
removing a key or changing its meaning is a breaking change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brimstone.contract.base import CommandRecord

#: Command -> the module and class of its record, and whether the command prints a list of them.
_RECORDS: dict[str, tuple[str, str, bool]] = {
    "run": ("run", "RunRecord", False),
    "run symmetric": ("laboratory", "SymmetricRunRecord", False),
    "run blocking": ("laboratory", "BlockingRunRecord", False),
    "compare": ("studies", "CompareRecord", False),
    "sweep": ("studies", "SweepRecord", False),
    "sensitivity": ("studies", "SensitivityRecord", False),
    "optimise": ("studies", "OptimiseRecord", False),
    "pareto": ("studies", "ParetoRecord", False),
    "ccd": ("critical", "CriticalRecord", False),
    "strategies": ("design", "StrategiesRecord", False),
    "energy": ("design", "EnergyRecord", False),
    "package": ("design", "PackageRecord", False),
    "structure": ("design", "StructureRecord", False),
    "explain": ("library", "ExplainRecord", False),
    "list materials": ("library", "ListedMaterialRecord", True),
    "list cells": ("library", "ListedCellRecord", True),
    "list strategies": ("library", "ListedStrategyRecord", True),
    "list treatments": ("library", "ListedTreatmentRecord", True),
    "list constants": ("library", "ConstantRecord", True),
    "list classes": ("library", "ListedClassRecord", True),
    "list rules": ("library", "RuleRecord", True),
    "list reviews": ("library", "DefectRecord", True),
    "list protocols": ("library", "ListedProtocolRecord", True),
    "list processes": ("library", "ProcessRecord", True),
    "list limits": ("library", "LimitRecord", True),
    "list polymers": ("library", "PolymerRecord", True),
    "list instruments": ("library", "InstrumentRecord", True),
    "show material": ("library", "MaterialRecord", False),
    "show cell": ("library", "CellRecord", False),
    "show strategy": ("library", "StrategyRecord", False),
    "show treatment": ("library", "TreatmentRecord", False),
    "show constant": ("library", "ConstantRecord", False),
    "show class": ("library", "ClassRecord", False),
    "show rule": ("library", "RuleRecord", False),
    "show protocol": ("library", "ProtocolRecord", False),
    "check": ("check", "ProblemRecord", True),
    "draft": ("draft", "DraftRecord", False),
    "data": ("data", "DataRecord", False),
    "impedance": ("impedance", "ImpedanceAnalysisRecord", False),
    "synthetic": ("data", "SyntheticRecord", False),
    "fit": ("fit", "FitRecord", False),
    "verify": ("verify", "CheckRecord", True),
    "runs list": ("runs", "KeptRecord", True),
    "runs show": ("runs", "ShownRunRecord", False),
    "runs query": ("runs", "QueryRecord", False),
    "runs compare": ("studies", "CompareRecord", False),
    "runs export": ("runs", "ExportRecord", False),
    "runs gc": ("runs", "CleanedRecord", False),
    "validate": ("validate", "ValidateRecord", False),
    "calibrate": ("calibrate", "CalibrateRecord", False),
}

#: Commands with a record.
COMMANDS = tuple(_RECORDS)


def record_of(command: str) -> "type[CommandRecord]":
    """The record of a command, such as ``"run"``."""
    module, name, _ = _RECORDS[command]
    record: type[CommandRecord] = getattr(import_module(f"brimstone.contract.{module}"), name)
    return record


def json_schema(command: str) -> dict[str, Any]:
    """JSON Schema of what a command prints with ``--json``."""
    title = f"brimstone {command} --json"
    record = record_of(command).json_schema()
    if not _RECORDS[command][2]:
        return {**record, "title": title}
    definitions = {"$defs": record.pop("$defs")} if "$defs" in record else {}
    draft = record.pop("$schema")
    return {"$schema": draft, "title": title, "type": "array", "items": record, **definitions}
