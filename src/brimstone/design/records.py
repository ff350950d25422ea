"""Designs as the records of their commands."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from brimstone._records import nominal
from brimstone.composite import TernaryMap
from brimstone.constants import MA_CM2, MAH_G, MG_CM2, OHM_CM2, WH_KG, WH_L, ZERO_CELSIUS
from brimstone.contract.design import (
    CostPartRecord,
    CostRecord,
    CurrentRecord,
    EnergyRecord,
    NetworkRecord,
    PackageRecord,
    PhaseRecord,
    RefusedTreatment,
    ReviewGoalRecord,
    SafetyEventRecord,
    SafetyRecord,
    StageRecord,
    StrategiesRecord,
    StructureRecord,
    TernaryRecord,
    TreatmentRecord,
)
from brimstone.contract.run import packed_figures, run_record
from brimstone.design.composition_map import QUANTITIES
from brimstone.design.cost import Cost
from brimstone.design.current import CurrentDistribution
from brimstone.design.energy import EnergyGap, ReviewGoal, Stage
from brimstone.design.safety import Safety
from brimstone.design.strategies import TreatmentComparison, TreatmentResult
from brimstone.result import Figure, Run, Step

if TYPE_CHECKING:  # importing the voxel model takes longer than a report
    from brimstone.composite.voxel.phases import PhaseConduction
    from brimstone.composite.voxel.recipe import Figures, Network

MILESTONE = 400.0  #: [Wh/kg]; what lithium-ion cells hardly exceed (Qi 2024, section 1)
_KJ_G = 1e6  # [J/kg]


def strategies_record(recipe: str, comparison: TreatmentComparison) -> StrategiesRecord:
    """All treatments on the cell of a recipe."""
    return StrategiesRecord(
        recipe=recipe,
        discharges=list(comparison.labels),
        as_written=[_treatment(each) for each in comparison.written],
        untreated=[_treatment(each) for each in comparison.untreated],
        options=[_treatment(each) for each in comparison.options],
        refused=[
            RefusedTreatment(treatment=each.name, side=each.side, reason=each.refused or "")
            for each in comparison.refused
        ],
    )


def _treatment(result: TreatmentResult) -> TreatmentRecord:
    strategy, treatment = result.strategy, result.treatment
    return TreatmentRecord(
        treatment=result.name,
        side=result.side,
        strategy=None if strategy is None else strategy.name,
        contact=result.contact,
        resistance_ohm_cm2=_in_unit(result.resistance, OHM_CM2),
        cell_resistance_ohm_cm2=_in_unit(result.cell_resistance, OHM_CM2),
        capacity_mAh_g={label: _in_unit(charge, MAH_G) for label, charge in result.capacities.items()},
        critical_current_mA_cm2=_in_unit(result.critical_current, MA_CM2),
        energy_Wh_kg_cell=_in_unit(result.specific_energy, WH_KG),
        scalability=None if strategy is None else strategy.scalability[0],
        hazards=[] if strategy is None else list(strategy.hazards),
        warnings=list(result.warnings),
        no_effect=result.no_effect,
        reported="" if treatment is None else treatment.reported_resistance,
        cells=[] if treatment is None else list(treatment.cells),
    )


def _in_unit(value: float | None, scale: float) -> float | None:
    return None if value is None else value * (1.0 / scale)


def energy_record(
    recipe: str, gap: EnergyGap, target: float, needed: float | None, goals: tuple[ReviewGoal, ...]
) -> EnergyRecord:
    """The way from a recipe to `target` [J/kg], for which the last stage needs a loading of `needed` [kg/m2]."""
    packed = gap.stages[0].recipe.format
    reached = {f"{energy / WH_KG:g}": gap.reaches(energy) for energy in sorted({MILESTONE * WH_KG, target})}
    return EnergyRecord(
        recipe=recipe,
        target_Wh_kg=target / WH_KG,
        assumed_format=gap.assumed_format,
        assumed_layers=packed.layers if gap.assumed_format and packed is not None else None,
        anode_over_cathode=gap.excess,
        not_recharged=gap.once,
        stages=[_stage(stage) for stage in gap.stages],
        met=list(gap.met),
        reached_with={energy: None if stage is None else stage.name for energy, stage in reached.items()},
        needed_loading_mg_cm2=_in_unit(needed, MG_CM2),
        objectives=[
            ReviewGoalRecord(name=goal.name, value=goal.value, unit=goal.unit, better=goal.better, about=goal.words)
            for goal in goals
        ],
    )


def _stage(stage: Stage) -> StageRecord:
    return StageRecord(
        name=stage.name,
        change=stage.change,
        utilisation=stage.utilisation,
        voltage_V=stage.voltage,
        energy_Wh_kg_layers=stage.layers / WH_KG,
        energy_Wh_kg_package=stage.packed / WH_KG,
        energy_Wh_L_package=stage.density / WH_L,
        energy_Wh_kg_package_simulated=_in_unit(stage.simulated, WH_KG),
        cost_EUR_kWh=stage.cost,
        cost_EUR_m2=stage.areal_cost,
    )


def package_record(
    run: Run, step: Step, current: CurrentDistribution, safety: Safety, spent: Cost, assumed_format: bool
) -> PackageRecord:
    """A packaged cell from the run of its first discharge, `step`."""
    record, figures = run_record(run), packed_figures(step.packed)
    if record.format is None or not figures:
        raise ValueError("the run has no package")
    x, y, highest = current.spread.hottest
    return PackageRecord(
        recipe=run.recipe.name,
        assumed_format=assumed_format,
        format=record.format,
        discharge=step.instruction.label,
        not_recharged="" if run.lithium.recharge is None else run.lithium.recharge.sentence(),
        energy_Wh_kg_layers=step.specific_energy.value / WH_KG,
        energy_Wh_L_layers=step.energy_density.value / WH_L,
        cell_capacity_mAh=figures["cell_capacity_mAh"].value,
        cell_energy_mWh=figures["cell_energy_mWh"].value,
        energy_Wh_kg_package=figures["energy_Wh_kg_package"].value,
        energy_Wh_L_package=figures["energy_Wh_L_package"].value,
        current=CurrentRecord(
            current_density_mA_cm2=current.current_density / MA_CM2,
            area_resistance_ohm_cm2=current.area_resistance / OHM_CM2,
            in_plane_ohm_cm2=current.in_plane_area_resistance / OHM_CM2,
            in_plane_loss_mV=1e3 * current.in_plane_loss,
            spread=current.spread.spread,
            lowest_over_mean=float(current.spread.current.min()),
            highest_over_mean=highest,
            hottest_cm=[100 * x, 100 * y],
        ),
        heat=record.heat,
        cost=_cost(spent, step.cell_energy.value * spent.area),
        safety=_safety(safety),
    )


def _cost(spent: Cost, energy: float) -> CostRecord:
    """What a cell costs that delivers `energy` [J]."""
    whole = nominal(spent.total)
    return CostRecord(
        cost_EUR_kWh=spent.per_energy(energy),
        cost_EUR_m2=spent.per_area(),
        cost_EUR=Figure.of(spent.total),
        parts=[
            CostPartRecord(
                name=part.name,
                role=part.role,
                mass_g=1e3 * nominal(part.mass),
                cost_EUR=Figure.of(part.cost),
                share=nominal(part.cost) / whole,
                known=part.known,
                source=part.source,
            )
            for part in spent.parts
        ],
    )


def _safety(safety: Safety) -> SafetyRecord:
    return SafetyRecord(
        burns=list(safety.burns),
        evaporates=list(safety.evaporates),
        events=[
            SafetyEventRecord(
                temperature_degC=one.temperature - ZERO_CELSIUS,
                material=one.material,
                what=one.what,
                reached=one.reached,
            )
            for one in safety.events
        ],
        gives_hydrogen_sulfide=list(safety.gives_hydrogen_sulfide),
        hydrogen_sulfide_cm3_g=1e3 * safety.hydrogen_sulfide,
        humid_hydrogen_sulfide_cm3_g=1e3 * safety.humid_hydrogen_sulfide,
        reaction_heat_kJ_g=safety.reaction_heat / _KJ_G,
        combustion_heat_kJ_g=safety.combustion_heat / _KJ_G,
        liquid_combustion_heat_kJ_g=safety.liquid_combustion_heat / _KJ_G,
        fire_heat_kJ_g=safety.fire_heat / _KJ_G,
        sulfur_dioxide_g_g=safety.sulfur_dioxide,
        adiabatic_rise_K=safety.adiabatic_rise,
        sulfur_vapour=safety.sulfur_vapour,
        sealed_rise_K=safety.sealed_rise,
        sentences=list(safety.sentences),
    )


def structure_record(recipe: str, networks: "Sequence[Network]", maps: Mapping[str, TernaryMap]) -> StructureRecord:
    """The network of a composite, with different seeds, and maps over other mixtures of its materials."""
    first, repeated = networks[0], len(networks) > 1
    return StructureRecord(
        recipe=recipe,
        fractions={phase: float(phi[0]) for phase, phi in first.composite.fractions.items()},
        formulas=_network(first.analytic),
        voxels_flowed=_network(first.flowed),
        voxels_grains=_network(first.granular),
        drawn_coarser=list(first.coarsened),
        repeats_flowed=[_network(each.flowed) for each in networks] if repeated else None,
        repeats_grains=[_network(each.granular) for each in networks] if repeated else None,
        ternary={name: _ternary(name, ternary) for name, ternary in maps.items()} or None,
    )


def _network(figures: "Figures") -> NetworkRecord:
    return NetworkRecord(**asdict(figures))


def _ternary(name: str, ternary: TernaryMap) -> TernaryRecord:
    return TernaryRecord(
        unit=QUANTITIES[name].unit,
        active=ternary.active.tolist(),
        electrolyte=ternary.electrolyte.tolist(),
        carbon=ternary.carbon.tolist(),
        values=[value / QUANTITIES[name].scale for value in ternary.values.tolist()],
        ionic_edge=ternary.ionic_edge.tolist(),
        electronic_edge=ternary.electronic_edge.tolist(),
    )


def image_record(image: str, shape: Sequence[int], phases: "Sequence[PhaseConduction]") -> StructureRecord:
    """The phases of a segmented image."""
    return StructureRecord(
        image=image,
        shape=list(shape),
        phases={
            phase.name: PhaseRecord(
                fraction=phase.fraction,
                connected=phase.connected,
                tortuosity_factor={axis: solved.tortuosity_factor for axis, solved in phase.along.items()},
            )
            for phase in phases
        },
    )
