"""Section E of the checklist: volume change and pressure."""

from brimstone.constants import MAH_CM2
from brimstone.verify._cells import SULFUR_ALONE, capacity, made, mixture, run
from brimstone.verify.row import Outcome, row


@row(
    "E1",
    "sulfur swells",
    quotes=("about 80% volume changes compared to the pristine sulfur when lithiated to Li_2S",),
    source="Zhu 2023, section 2.3",
    expected="78.7 to 82 %",
    tolerance="0.1 %, the range is that of densities in tables",
)
def _swelling() -> Outcome:
    # The same moles of sulfur, once as such and once as Li2S: how much of the electrode each takes up.
    volumes = {}
    for active, loading in (("S", 32.06), ("Li2S", 45.94)):
        one = made(
            active=active,
            loading=f"{loading / 10} mg/cm2",
            composition=mixture(**{active: 40, "Li6PS5Cl": 40, "acetylene black": 20}),
        ).composite
        volumes[active] = float(one.phi_active[0] * one.thickness[0])
    strain = 100.0 * (volumes["Li2S"] / volumes["S"] - 1.0)
    return Outcome(f"{strain:.1f} %", 78.6 <= strain <= 82.1, {"strain [%]": strain})


@row(
    "E8",
    "carbon structures made for liquids",
    quotes=(
        'the complex sulfur/ carbon structures such as "tube in tube" and "nest" in the liquid are mainly designed to '
        "rivet sulfur and reduce the dissolution of the polysulfides, which may block ionic transport in ASSLSBs",
    ),
    source="Zhu 2023, section 2.3",
    expected="sulfur inside tubes gives less than half of what the same materials give when mixed; sulfur on sheets of "
    "graphene gives most of it",
    tolerance="most is two thirds",
)
def _cages() -> Outcome:
    def discharge(carbon: str, inside: bool) -> float:
        shares = {"S": 30.1, carbon: 12.9} if not inside else {f"S/{carbon}": 43.0}
        host = f"host: {{carbon: {carbon}, sulfur: 70 wt%}}" if inside else ""
        of = run(
            cathode=host,
            composition=mixture(**shares, **{"Li6PS5Cl": 45.0, "Super P": 12.0}),
            temperature="60 degC",
            more=SULFUR_ALONE,
        )
        return capacity(of.steps[0])

    capacities = {name: (discharge(name, True), discharge(name, False)) for name in ("tube-in-tube carbon", "rGO")}
    kept = {name: held / mixed for name, (held, mixed) in capacities.items()}
    passed = kept["tube-in-tube carbon"] < 0.5 and kept["rGO"] > 2 / 3
    computed = "; ".join(
        f"{name}: {held:.0f} mAh/g inside, {mixed:.0f} mixed" for name, (held, mixed) in capacities.items()
    )
    return Outcome(computed, passed, {f"{name} inside over mixed": share for name, share in kept.items()})


@row(
    "E11",
    "two pressures",
    quotes=(
        "can reach orders of several hundred MPa, or even several GPa, which is called the fabrication pressure",
        "The external pressure applied during the time of cell operation is normally less than 100 MPa",
    ),
    source="Qi 2024, section 2.1",
    expected="the porosity of the cathode falls with the fabrication pressure and not with the stack pressure",
    tolerance="exactly",
)
def _two_pressures() -> Outcome:
    fabrication = {p: float(made(pressed_at=f"{p} MPa").composite.porosity[0]) for p in (100, 300, 500, 1000)}
    stack = {p: float(made(stack_pressure=f"{p} MPa").composite.porosity[0]) for p in (1, 10, 100)}
    pores = list(fabrication.values())
    passed = pores == sorted(pores, reverse=True) and pores[0] > 1.2 * pores[-1] and len(set(stack.values())) == 1
    computed = "pressed at " + ", ".join(f"{p} MPa {100 * e:.1f} %" for p, e in fabrication.items())
    computed += " pores; held at " + ", ".join(f"{p} MPa {100 * e:.1f} %" for p, e in stack.items())
    return Outcome(computed, passed)


@row(
    "E16",
    "lithium's change of thickness",
    quotes=(
        "the huge volume change of Li anodes will result in partial delamination and incompatible contact between the "
        "Li and SSEs",
    ),
    source="Qi 2024, section 5",
    expected="4.85 um of lithium for each mAh/cm2",
    tolerance="0.5 %: densities of lithium in tables",
)
def _lithium_thickness() -> Outcome:
    thin, thick = (run(anode=f"{{material: Li, np_ratio: {ratio}}}") for ratio in (1, 2))
    lithium = float(thick.stack.thickness[0] - thin.stack.thickness[0])
    growth = 1e6 * lithium / float(thin.cell.theoretical_charge[0]) * MAH_CM2
    return Outcome(f"{growth:.3f} um", abs(growth / 4.85 - 1.0) <= 5e-3, {"um for each mAh/cm2": growth})


ROWS = (_swelling, _cages, _two_pressures, _lithium_thickness)
