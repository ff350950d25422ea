"""What ``brimstone strategies``, ``energy``, ``package`` and ``structure`` print with ``--json``; nominal values."""

from collections.abc import Mapping
from typing import Annotated, Literal

from brimstone.contract.base import EXACT, CommandRecord, Measure, Number, Record, key
from brimstone.contract.run import FormatRecord, HeatRecord

Exact = Annotated[float, EXACT]
ExactOrNull = Annotated[Number, EXACT]
ExactByName = Annotated[Mapping[str, Number], EXACT]
ExactList = Annotated[list[Number], EXACT]


class TreatmentRecord(Record):
    """A treatment of one side of a cell, and its effect."""

    treatment: str = key("Name of the treatment; of the cell itself `as written` or `untreated`.")
    side: Literal["anode", "cathode"] = key("Side that is treated; the other stays as written.")
    strategy: str | None = key("Strategy that the treatment belongs to.")
    contact: ExactOrNull = key("Share of the interface in contact.", "1")
    resistance_ohm_cm2: ExactOrNull = key("Of the interface on this side.", "ohm cm2")
    cell_resistance_ohm_cm2: ExactOrNull = key("Of the cell as assembled.", "ohm cm2")
    capacity_mAh_g: ExactByName = key("By discharge, per gram of sulfur (of active material without sulfur).", "mAh/g")
    critical_current_mA_cm2: ExactOrNull = key("Of the anode; null when the library knows too little.", "mA/cm2")
    energy_Wh_kg_cell: ExactOrNull = key("Of the layers in the first discharge.", "Wh/kg")
    scalability: str | None = key("Scalability of the strategy, in a word of the reviews.")
    hazards: list[str] = key("Hazards of the strategy.")
    warnings: list[str] = key("Rules of the lab that it breaks and the untreated cell does not.")
    no_effect: str | None = key("Why it changes nothing here; null when it does.")
    reported: str = key("What the papers report of it.")
    cells: list[str] = key("Cells of the library that used it.")


class RefusedTreatment(Record):
    """A treatment that is impossible on this cell."""

    treatment: str = key("Name of the treatment.")
    side: Literal["anode", "cathode"] = key("Side of the cell.")
    reason: str = key("Why it is impossible.")


class StrategiesRecord(CommandRecord):
    """Every treatment of the library applied to one cell."""

    recipe: str = key("Name of the recipe.")
    discharges: list[str] = key("Discharges that capacities are given for, one or two.")
    as_written: list[TreatmentRecord] = key("The cell as in the recipe, from either side.")
    untreated: list[TreatmentRecord] = key("The cell with one side untreated.")
    options: list[TreatmentRecord] = key("What is possible, best first.")
    refused: list[RefusedTreatment] = key("What is impossible.")


class CostPartRecord(Record):
    """A material or a step of making in the cost of a packaged cell."""

    name: str = key("Name of the material, or `making`.")
    role: str = key("What it is in the cell.")
    mass_g: ExactOrNull = key("In the cell; null for making.", "g")
    cost_EUR: Annotated[Measure, EXACT] = key("In a cell that passes.", "EUR")
    share: ExactOrNull = key("Of the whole cost, nominal.", "1")
    known: str = key("How its price is known.")
    source: str = key("Of its price.")


class CostRecord(Record):
    """What a packaged cell costs in a large factory; nearly all prices are estimates."""

    cost_EUR_kWh: Annotated[Measure, EXACT] = key("Per energy of the discharge.", "EUR/kWh")
    cost_EUR_m2: Annotated[Measure, EXACT] = key("Per area of cathode.", "EUR/m2")
    cost_EUR: Annotated[Measure, EXACT] = key("Of the cell.", "EUR")
    parts: list[CostPartRecord] = key("The dearest first.")


class StageRecord(Record):
    """The cell after one more change of its design."""

    name: str = key("What is changed; `as written` for the first.")
    change: str = key("From what to what.")
    utilisation: Exact = key("Charge over theory that the energies assume.", "1")
    voltage_V: Exact = key("Mean voltage at the terminals that the energies assume.", "V")
    energy_Wh_kg_layers: Exact = key("Per mass of layers and collectors.", "Wh/kg")
    energy_Wh_kg_package: Exact = key("Per mass of the packaged cell.", "Wh/kg")
    energy_Wh_L_package: Exact = key("Per volume of the packaged cell as made.", "Wh/L")
    energy_Wh_kg_package_simulated: ExactOrNull = key(
        "With the charge and the voltage of its simulation; null where there is none.", "Wh/kg"
    )
    cost_EUR_kWh: Annotated[Measure, EXACT] = key("Cost of the packaged cell per energy.", "EUR/kWh")
    cost_EUR_m2: Annotated[Measure, EXACT] = key("Cost of the packaged cell per area of cathode.", "EUR/m2")


class ReviewGoalRecord(Record):
    """A direction that the reviews name for future cells, and the value of this cell."""

    name: str = key("Name of the direction.")
    value: ExactOrNull = key("Value; null where it is not known, with the reason in `about`.", "as in `unit`")
    unit: str = key("Unit of the value.")
    better: Literal["higher", "lower"] = key("Which way is better.")
    about: str = key("What it is.")


class EnergyRecord(CommandRecord):
    """How far a cell is from a target energy, and what each change of its design would gain."""

    recipe: str = key("Name of the recipe.")
    target_Wh_kg: Exact = key("Target of the packaged cell.", "Wh/kg")
    assumed_format: bool = key("Whether the recipe names no format, so that one is assumed.")
    assumed_layers: int | None = key("Layers of the assumed format; null where the recipe names one.", "1", minimum=1)
    anode_over_cathode: ExactOrNull = key("Charge of the anode over that of the cathode; null where unknown.", "1")
    not_recharged: str = key("Why the cell as written could not be recharged; empty where nothing says so.")
    stages: list[StageRecord] = key("From the cell as written, each with all changes before it.")
    met: list[str] = key("Goals that the recipe meets already.")
    reached_with: Mapping[str, str | None] = key("By energy in Wh/kg: the change that reaches it, or null.")
    needed_loading_mg_cm2: ExactOrNull = key(
        "Sulfur loading at which the last stage reaches the target, all else equal; null for none.", "mg/cm2"
    )
    objectives: list[ReviewGoalRecord] = key("Directions that the reviews name for future cells.")


class CurrentRecord(Record):
    """Distribution of the current over the electrodes."""

    current_density_mA_cm2: Exact = key("Of the first discharge.", "mA/cm2")
    area_resistance_ohm_cm2: Exact = key("Of the cell between its foils.", "ohm cm2")
    in_plane_ohm_cm2: Exact = key("Area resistance that the foils add.", "ohm cm2")
    in_plane_loss_mV: Exact = key("Voltage lost in the foils.", "mV")
    spread: Exact = key("Standard deviation of the current density over its mean.", "1")
    lowest_over_mean: Exact = key("Lowest current density over its mean.", "1")
    highest_over_mean: Exact = key("Highest current density over its mean.", "1")
    hottest_cm: ExactList = key("Where that is, from the corner farthest from the tabs.", "cm")


class SafetyEventRecord(Record):
    """What happens to a content of the cell as it gets hot."""

    temperature_degC: Exact = key("From which it happens.", "degC")
    material: str = key("What it happens to.")
    what: str = key("What it is, in words.")
    reached: bool = key("Whether sulfur and lithium alone make the layers that hot, without any loss of heat.")


class SafetyRecord(Record):
    """Hazards of the contents of a cell, fully discharged where that is worse."""

    burns: list[str] = key("Materials that burn.")
    evaporates: list[str] = key("Materials that hold liquid, which evaporates.")
    events: list[SafetyEventRecord] = key("What melts, boils and reacts, in order of temperature.")
    gives_hydrogen_sulfide: list[str] = key("Materials that release hydrogen sulfide in water.")
    hydrogen_sulfide_cm3_g: Exact = key("From all its sulfides, per gram of layers.", "cm3/g")
    humid_hydrogen_sulfide_cm3_g: Exact = key(
        "From its electrolytes in half an hour of humid air, per gram of layers.", "cm3/g"
    )
    reaction_heat_kJ_g: Exact = key("Of sulfur with lithium, per gram of layers.", "kJ/g")
    combustion_heat_kJ_g: Exact = key("Of its solvents, per gram of layers.", "kJ/g")
    liquid_combustion_heat_kJ_g: Exact = key(
        "Of the solvent of a liquid cell with the same sulfur, per gram of that cell.", "kJ/g"
    )
    fire_heat_kJ_g: Exact = key("Of its sulfur and lithium in air, per gram of layers.", "kJ/g")
    sulfur_dioxide_g_g: Exact = key("From all its sulfur in a fire, per gram of layers.", "g/g")
    adiabatic_rise_K: Exact = key(
        "If the layers kept all the heat of reaction and vent what boils; sulfur that boils off reacts no more.", "K"
    )
    sulfur_vapour: Exact = key("Share of the sulfur that has boiled off by then.", "1")
    sealed_rise_K: Exact = key("If no sulfur got away, and all of it reacted.", "K")
    sentences: list[str] = key("What it means.")


class PackageRecord(CommandRecord):
    """A packaged cell: masses, energies, distribution of its current, heat and hazards."""

    recipe: str = key("Name of the recipe.")
    assumed_format: bool = key("Whether the recipe names no format, so that one is assumed.")
    format: FormatRecord = key("The packaged cell.")
    discharge: str = key("Discharge that the energies are of.")
    not_recharged: str = key("Why the cell could not be recharged at that current; empty where nothing says so.")
    energy_Wh_kg_layers: Exact = key("Per mass of layers and collectors.", "Wh/kg")
    energy_Wh_L_layers: Exact = key("Per volume of layers and collectors.", "Wh/L")
    cell_capacity_mAh: Exact = key("Of the packaged cell.", "mAh")
    cell_energy_mWh: Exact = key("Of the packaged cell.", "mWh")
    energy_Wh_kg_package: Exact = key("Per mass of the packaged cell.", "Wh/kg")
    energy_Wh_L_package: Exact = key(
        "Per volume of the packaged cell as made or fully lithiated, whichever is larger.", "Wh/L"
    )
    current: CurrentRecord = key("Distribution of the current.")
    heat: list[HeatRecord] = key("Heat of the steps that pass charge.")
    cost: CostRecord = key("What it costs, by part.")
    safety: SafetyRecord = key("Hazards of its contents.")


class NetworkRecord(Record):
    """Figures of the network of a composite."""

    ionic_factor: Exact = key("Effective over bulk ionic conductivity.", "1")
    tortuosity_factor: ExactOrNull = key("Volume fraction of electrolyte over that; null without a path.", "1")
    connected: Exact = key("Share of the electrolyte in the network.", "1")
    touched_by_electrolyte: Exact = key("Share of the active surface on electrolyte.", "1")
    touched_by_carbon: Exact = key("Share of the active surface on carbon.", "1")
    triple_phase_line: Exact = key("Length where active material, electrolyte and carbon meet.", "m/m3")


class TernaryRecord(Record):
    """A quantity over all mixtures of active material, electrolyte and carbon, by weight."""

    unit: str = key("Unit of the values.")
    active: ExactList = key("Share of active material.", "1")
    electrolyte: ExactList = key("Share of electrolyte.", "1")
    carbon: ExactList = key("Share of carbon.", "1")
    values: ExactList = key("Values; null where the cell is impossible.", "as in `unit`")
    ionic_edge: Annotated[list[list[float]], EXACT] = key("Ion percolation threshold, as mixtures.", "1")
    electronic_edge: Annotated[list[list[float]], EXACT] = key("Electron percolation threshold, as mixtures.", "1")


class PhaseRecord(Record):
    """A phase of a segmented image, taken as the only conductor."""

    fraction: Exact = key("Volume fraction.", "1")
    connected: Exact = key("Share of the phase in a path through the image.", "1")
    tortuosity_factor: ExactByName = key("By axis; null without a path.", "1")


class StructureRecord(CommandRecord):
    """The network of a composite by formulas and by voxels, or the phases of a segmented image."""

    recipe: str | None = key("Name of the recipe.", optional=True)
    fractions: Annotated[Mapping[str, Number] | None, EXACT] = key("Volume fraction by phase.", "1", optional=True)
    formulas: NetworkRecord | None = key("By formulas.", optional=True)
    voxels_flowed: NetworkRecord | None = key(
        "By voxels, where the electrolyte fills what the other phases leave.", optional=True
    )
    voxels_grains: NetworkRecord | None = key("By voxels, where the electrolyte keeps its grains.", optional=True)
    drawn_coarser: list[str] | None = key("Phases finer than the voxels can show.", optional=True)
    repeats_flowed: list[NetworkRecord] | None = key("The same with other seeds.", optional=True)
    repeats_grains: list[NetworkRecord] | None = key("The same with other seeds.", optional=True)
    ternary: Mapping[str, TernaryRecord] | None = key("Maps by quantity.", optional=True)
    image: str | None = key("File of a segmented image.", optional=True)
    shape: list[int] | None = key("Its voxels along x, y and z.", "1", optional=True)
    phases: Mapping[str, PhaseRecord] | None = key("Its phases.", optional=True)
