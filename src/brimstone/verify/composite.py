"""Section C of the checklist, continued: what the composite is made of."""

from brimstone.verify._cells import S_CM, capacity, mixture, run, sulfur_capacity
from brimstone.verify.row import Outcome, row


@row(
    "C8",
    "the surface of the carbon counts for more than its conductivity",
    quotes=(
        "The surface area of conductive material is found to have a greater influence on battery performance than "
        "electronic conductivities",
        "composite sulfur cathode containing activated carbon with a high surface area can deliver extremely larger "
        "reversible capacities than other carbon materials including acetylene black and Ketjenblack",
    ),
    source="Zhu 2023, section 2.1",
    expected="reversible capacity with activated carbon above Ketjenblack above acetylene black, though its composite "
    "conducts electrons worst",
    tolerance="the order, of the whole capacity at 0.05C and of sulfur's share of it also at 0.2C, where more of the "
    "electrolyte decomposes on Ketjenblack; at 50 wt% of sulfur: where there is little, Ketjenblack converts it all",
)
def _surface_of_carbon() -> Outcome:
    carbons = ("activated carbon", "Ketjenblack", "acetylene black")
    conductivity: dict[str, float] = {}
    capacities: dict[str, dict[str, tuple[float, float]]] = {}
    for rate in ("0.05C", "0.2C"):
        for carbon in carbons:
            of = run(
                composition=mixture(**{"S": 50, "Li6PS5Cl": 30, carbon: 20}),
                protocol=f"[{{cycles: 2, charge: {rate}, discharge: {rate}, window: [1.0 V, 2.8 V]}}]",
            )
            second = [step for step in of.steps if step.instruction.kind == "discharge"][1]
            capacities.setdefault(rate, {})[carbon] = (capacity(second), sulfur_capacity(second))
            conductivity[carbon] = float(of.cell.composite.electronic_conductivity[0]) / S_CM
    passed = conductivity["activated carbon"] < min(conductivity["Ketjenblack"], conductivity["acetylene black"])
    whole = [capacities["0.05C"][carbon][0] for carbon in carbons]
    shares = [[of_rate[carbon][1] for carbon in carbons] for of_rate in capacities.values()]
    passed &= all(values[0] > values[1] > values[2] for values in (whole, *shares))
    computed = "; ".join(
        f"{carbon} {conductivity[carbon]:.3f} S/cm, "
        + ", ".join(
            f"{of_rate[carbon][0]:.0f} mAh/g at {rate}, {of_rate[carbon][1]:.0f} of them sulfur's"
            for rate, of_rate in capacities.items()
        )
        for carbon in carbons
    )
    details = {f"{c}, {r} [mAh/g]": of_rate[c][0] for r, of_rate in capacities.items() for c in carbons}
    return Outcome(computed, passed, details)


@row(
    "C11",
    "Li2S in a shell of electrolyte",
    quotes=(
        "the Li₂S@SSE core-shell structure simplifies the triple-phase boundaries, improving the ionic transport "
        "coefficient inside the composite cathode",
    ),
    source="Zhu 2023, section 2.1",
    expected="at 60 degC a larger share of the sulfur converts than with bare Li2S, at any rate; all of the surface "
    "touches electrolyte, so that it reacts wherever carbon touches it",
    tolerance="the order; the cell of the review delivered 848 mAh/g of Li2S at 0.1C (recalled), the composition is "
    "not in the review",
)
def _core_shell() -> Outcome:
    theory = 1672.0
    used: dict[str, list[float]] = {}
    touched, area = {}, {}
    for active in ("Li2S@Li3PS4", "Li2S"):
        for rate in ("0.1C", "1C"):
            of = run(
                active=active,
                composition=mixture(**{active: 40, "beta-Li3PS4": 40, "acetylene black": 20}),
                separator="[{electrolyte: beta-Li3PS4, thickness: 500 um}]",
                anode="Li",
                temperature="60 degC",
                protocol=f"[{{cycles: 1, charge: {rate}, discharge: {rate}, window: [1.5 V, 2.8 V]}}]",
            )
            used.setdefault(active, []).append(sulfur_capacity(of.steps[1]) / theory)
        inside = of.cell.composite
        touched[active] = float(inside.electrolyte_on_active[0])
        area[active] = float(inside.geometric_area[0])
    shell, bare = used["Li2S@Li3PS4"], used["Li2S"]
    passed = all(one > other for one, other in zip(shell, bare, strict=True))
    passed &= touched["Li2S@Li3PS4"] > 0.99 > touched["Li2S"] and area["Li2S@Li3PS4"] > area["Li2S"]
    computed = "; ".join(
        f"{active} {100 * shares[0]:.0f} % at 0.1C, {100 * shares[1]:.0f} % at 1C, "
        f"{100 * touched[active]:.0f} % of its surface on electrolyte"
        for active, shares in used.items()
    )
    return Outcome(computed, passed, {f"{active} at 0.1C": shares[0] for active, shares in used.items()})


ROWS = (_surface_of_carbon, _core_shell)
