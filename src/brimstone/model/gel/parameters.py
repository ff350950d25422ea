"""States and parameters of the gel model: name, place in a row, unit and meaning of each, defined once."""

from brimstone._compile import Column


class State(Column):
    """Local states, one value a node: shares of the sulfur in reach. What is left is Li2S4 in solution."""

    sulfide = "1", "solid Li2S"
    sulfur = "1", "S8 and chains longer than Li2S4"
    lost = "1", "reduced on lithium to solids that do not come back"
    shuttled = "1", "reduced on lithium so far, summed: long chains that came back as Li2S4"
    dead = "1", "solid Li2S that lost contact with the carbon as it dissolved"


class Parameter(Column):
    """A row of parameters. The solver reads the thickness and the charges of the states first."""

    thickness = "m", "of the cathode"
    sulfide_charge = "C/m3", "of Li2S4 to Li2S, all of the sulfur"
    sulfur_charge = "C/m3", "of S8 to Li2S4, all of the sulfur, negative"
    lost_charge = "C/m3", "zero: what reacts on lithium draws no current"
    shuttled_charge = "C/m3", "of S8 to Li2S4, negative: what the shuttle reduces is no charge of the cathode"
    dead_charge = "C/m3", "of Li2S4 to Li2S"
    half_inverse_thermal_voltage = "1/V", "F/(2RT)"
    upper_potential = "V", "of S8 to Li2S4 at shares of one"
    lower_potential = "V", "of Li2S4 to Li2S at a share of one"
    saturation = "1", "concentration of all sulfur, dissolved, over the solubility"
    upper_rate = "1/s", "twice the exchange current of the upper step per volume over its charge"
    lower_rate = "1/s", "twice the exchange current of the lower step per volume over its charge, on discharge"
    lower_charge_ratio = "1", "exchange current of the lower step on charge over that on discharge"
    growth_rate = "1/s", "of all Li2S, at a supersaturation of two"
    dissolution_rate = "1/s", "of all Li2S, into a solution without any"
    seeds = "1", "share of Li2S at which islands have as much area again as their seeds"
    dead_blocking = "1", "inverse of the share of dead Li2S that leaves 37 % of the area"
    film = "s", "drive across a film of Li2S of the length of growth, over the rate of the lower step"
    film_growth = "1", "thickness of the film of all Li2S over its length of growth"
    shuttle_rate = "1/s", "share of the dissolved long chains that lithium reduces"
    lost_share = "1", "of what the shuttle reduces, that ends as solid on lithium"
    dead_share = "1", "of the Li2S that dissolves, that loses contact"
    ionic_resistivity = "ohm m", "of the cathode as made"
    ionic_dilution = "1", "rise of the ionic resistivity with all sulfur as Li2S"
    thickening = "1", "rise of the ionic resistivity with all sulfur in solution"
    electronic_resistivity = "ohm m", "of the cathode as made"
    electronic_dilution = "1", "rise of the electronic resistivity with all sulfur as Li2S"
