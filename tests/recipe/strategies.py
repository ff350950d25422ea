"""Recipes as hypothesis draws them: mappings of words that a person could have written, all of them valid."""

from hypothesis import strategies as st

ELECTROLYTES = ["LGPS", "Li6PS5Cl", "Li3PS4", "75Li2S-25P2S5 glass", "Li5.5PS4.5Cl1.5"]
CARBONS = ["acetylene black", "Ketjenblack", "Super P"]
METHODS = ["hand-ground", "ball milling", "melt-milled", "vapour-mixed", "solution", "slurry", "dry film"]


def numbers(low, high):
    return st.floats(low, high).map(lambda number: float(f"{number:.4g}")).filter(lambda number: low <= number <= high)


def quantities(low, high, *units):
    return st.builds(
        lambda number, blank, unit: f"{number:.6g}{blank}{unit}",
        numbers(low, high),
        st.sampled_from(["", " "]),
        st.sampled_from(units),
    )


def lengths():
    return st.one_of(quantities(1, 900, "um", "µm"), quantities(0.01, 5, "mm"), quantities(1, 900, "nm"))


def pressures():
    return st.one_of(quantities(1, 900, "MPa", "bar"), quantities(0.01, 2, "GPa"))


def times():
    return st.one_of(quantities(0.1, 100, "h", "min"), quantities(1, 5000, "s"))


def rates():
    return st.one_of(
        numbers(0.01, 50).map(lambda number: f"{number:.6g}C"),
        st.integers(1, 100).map(lambda number: f"C/{number}"),
        quantities(0.01, 20, "mA/cm2", "mA cm-2", "A/m2"),
        quantities(10, 900, "uA/cm2", "mA/g"),
    )


def windows():
    return st.tuples(numbers(0.5, 1.9), numbers(2.1, 4.0)).map(lambda bounds: [f"{bounds[0]} V", f"{bounds[1]} V"])


def voltages():
    return st.one_of(quantities(0.5, 4, "V"), quantities(500, 4000, "mV"))


def texts():
    """Words of any kind that YAML might trip over."""
    awkward = st.sampled_from(
        ["null", "~", "yes", "1:2:3", "# x", "a: b", "- a", "'", '"', "{a}", "5e-3", "&a", "*a", "!x", "%", "|"]
    )
    any_text = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=40
    )
    several_lines = st.lists(any_text, min_size=2, max_size=3).map("\n".join)
    return st.one_of(awkward, any_text, several_lines).filter(lambda text: bool(text.strip()))


@st.composite
def compositions(draw, active):
    names = [active, draw(st.sampled_from(ELECTROLYTES)), draw(st.sampled_from(CARBONS))]
    if draw(st.booleans()):
        return {"ratio": {name: draw(st.integers(1, 60)) for name in names}}
    first, second = draw(st.integers(1, 60)), draw(st.integers(1, 30))
    unit = draw(st.sampled_from(["wt%", "%", "vol%", "wt.%"]))
    return {name: f"{share} {unit}" for name, share in zip(names, (first, second, 100 - first - second), strict=True)}


def optional(**fields):
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def cathodes(draw):
    active = draw(st.sampled_from(["S", "Li2S", "SeS2"]))
    cathode = {"active": active, "composition": draw(compositions(active))}
    loadings = quantities(0.1, 10, "mg/cm2", "mg cm-2", "mg/cm2 of sulfur", "mgS/cm2", "mg/cm2 of electrode")
    cathode |= draw(
        st.one_of(st.fixed_dictionaries({"loading": loadings}), st.fixed_dictionaries({"thickness": lengths()}))
    )
    step = st.fixed_dictionaries(
        {"method": st.sampled_from(METHODS)},
        optional={
            "time": times(),
            "speed": quantities(50, 900, "rpm"),
            "temperature": quantities(20, 300, "degC"),
            "of": st.just([active]),
            "solvent": st.sampled_from(["toluene", "dodecane", "THF"]),
        },
    )
    words = st.sampled_from(METHODS)
    return cathode | draw(
        optional(
            mixing=st.one_of(words, st.lists(st.one_of(words, step), min_size=1, max_size=3)),
            pressed_at=pressures(),
            porosity=st.one_of(quantities(0, 60, "%"), st.just("0.12"), st.just(0.12)),
            particle_size=st.fixed_dictionaries({active: quantities(0.01, 20, "um")}),
            infiltrated=st.one_of(
                st.just("LGPS"),
                st.fixed_dictionaries(
                    {"filled": quantities(1, 100, "%")},
                    optional={"electrolyte": st.sampled_from(ELECTROLYTES), "solvent": st.just("THF")},
                ),
            ),
            collector=st.sampled_from(["Al", "carbon-coated Al", "SS", "steel mesh", "carbon paper", "Au-coated Ni"]),
            treatment=texts().filter(lambda text: "\n" not in text),
        )
    )


@st.composite
def layers(draw):
    layer = {"electrolyte": draw(st.sampled_from(ELECTROLYTES))}
    by_mass = st.fixed_dictionaries({"mass": quantities(1, 200, "mg"), "diameter": quantities(5, 30, "mm")})
    layer |= draw(st.one_of(st.fixed_dictionaries({"thickness": lengths()}), by_mass))
    return layer | draw(optional(pressed_at=pressures(), porosity=quantities(0, 60, "%")))


def steps():
    limits = st.one_of(voltages(), times(), quantities(10, 1600, "mAh/g"))
    return st.one_of(
        st.fixed_dictionaries({"rest": times()}),
        st.fixed_dictionaries({"charge": rates(), "to": limits}),
        st.fixed_dictionaries({"discharge": rates(), "to": limits}),
        st.fixed_dictionaries({"hold": voltages(), "until": st.one_of(rates(), times())}),
        st.fixed_dictionaries(
            {"rates": st.lists(rates(), min_size=1, max_size=6), "window": windows()},
            optional={"charge": rates(), "restore": st.sampled_from([True, False, "yes", "off"])},
        ),
        st.fixed_dictionaries(
            {"rates": st.lists(rates(), min_size=1, max_size=6), "window": windows(), "direction": st.just("charge")},
            optional={"discharge": rates()},
        ),
        st.fixed_dictionaries(
            {"cycles": st.integers(1, 500), "charge": rates(), "discharge": rates(), "window": windows()}
        ),
        st.fixed_dictionaries(
            {"ramp": quantities(0.01, 10, "mV/s"), "window": windows()}, optional={"cycles": st.integers(1, 9)}
        ),
        st.fixed_dictionaries({"pulse": rates(), "for": times(), "rest": times(), "to": voltages()}),
        st.fixed_dictionaries(
            {"impedance": st.just(["1 MHz", "1 mHz"])}, optional={"points": st.sampled_from([10, "60"])}
        ),
    )


def formats():
    """What a cell is packed in; with its own size, since not every recipe has an area."""
    size = {"width": st.just("3 cm"), "height": st.just("4 cm")}
    return st.fixed_dictionaries(
        {"kind": st.sampled_from(["pouch", "pouch cell"]), **size},
        optional={
            "layers": st.integers(1, 60),
            "seal": st.just("5 mm"),
            "tabs": st.sampled_from(["same", "opposite"]),
            "plates": st.just("3 mm"),
        },
    )


def own_materials():
    """Materials that a recipe defines."""
    conductivity = st.one_of(
        quantities(0.1, 20, "mS/cm", "mS cm-1"),
        st.just("5 ± 1 mS/cm"),
        st.just(
            {"value": "5 mS/cm", "low": "4 mS/cm", "high": "6 mS/cm", "temperature": "25 degC", "source": "our own"}
        ),
    )
    one = st.fixed_dictionaries(
        {"like": st.sampled_from(ELECTROLYTES)},
        optional={"ionic_conductivity": conductivity, "density": quantities(1.7, 2.2, "g/cm3"), "D50": lengths()},
    )
    return st.dictionaries(st.sampled_from(["MySE", "LGPS", "batch 7 (SE)"]), one, min_size=1, max_size=3)


@st.composite
def recipes(draw):
    """Mappings that `Recipe.from_mapping` takes."""
    anodes = st.one_of(
        st.just("Li"),
        st.fixed_dictionaries({"material": st.sampled_from(["Li", "Li-In", "LTO"])}, optional={"thickness": lengths()}),
        st.fixed_dictionaries({"material": st.just("Li"), "np_ratio": st.one_of(numbers(0.5, 90), st.just("1.2"))}),
    )
    operation = optional(
        temperature=st.one_of(quantities(-40, 120, "degC", "°C"), quantities(250, 380, "K"), st.just("RT")),
        stack_pressure=st.one_of(pressures(), st.just("0 MPa")),
        fixture=st.sampled_from(["constant pressure", "fixed gap", "2 MPa/um"]),
    )
    point = st.fixed_dictionaries(
        {"capacity": quantities(10, 1600, "mAh/g"), "rate": rates()}, optional={"voltage": quantities(1, 3, "V")}
    )
    figure = st.fixed_dictionaries(
        {"source": texts()}, optional={"rate": rates(), "quote": texts(), "note": texts(), "cycle": st.integers(1, 999)}
    )
    figures = st.builds(
        lambda figure, capacity: figure | {"capacity": capacity}, figure, quantities(1, 1600, "mAh/g", "mAh/cm2")
    )
    required = st.fixed_dictionaries(
        {"cathode": cathodes(), "separator": st.lists(layers(), min_size=1, max_size=3), "anode": anodes}
    )
    drawn = draw(required) | draw(
        optional(
            name=texts().filter(lambda text: "\n" not in text),
            note=texts(),
            operation=operation,
            handling=st.fixed_dictionaries({"dew_point": quantities(-80, 20, "degC"), "time": times()}),
            protocol=st.lists(steps(), min_size=1, max_size=4),
            reference=st.sampled_from(["Li", "Li/Li+", "Li-In", "LTO", "SHE"]),
            diameter=quantities(5, 30, "mm"),
            materials=own_materials(),
            format=formats(),
            overrides=st.fixed_dictionaries({"film/conductivity": st.sampled_from(["1e-9 S/cm", "5e-3", 3])}),
            anchor=st.lists(point, min_size=1, max_size=2),
            reported=st.lists(figures, min_size=1, max_size=3),
        )
    )
    if "format" in drawn:  # its size is its own
        drawn.pop("diameter", None)
    return drawn
