"""How laboratories and journals write it, with the right reading of each: written down before the reader was tried on it.

A reading is what a native reader of the field would understand. `Ask` marks words with two readings, or none: the
reader has to refuse them, and its message has to hold the words given.
"""
# ruff: noqa: E501  (a row of a table is easier to read on one line; typographic signs are the subject)

from typing import NamedTuple


class Ask(NamedTuple):
    """A question is due; what it has to mention."""

    mentions: tuple[str, ...] = ()


def ask(*mentions: str) -> Ask:
    return Ask(mentions)


HALF, THIRDS = {"S": 30, "LPSCl": 50, "KB": 20}, {"S": 40, "LPSCl": 40, "C65": 20}

#: composition -> wt% by component; the first is the active material
COMPOSITIONS = [
    # the rows of the list of faults
    ("S, LPSCl and KB in a weight ratio of 3:5:2", HALF),
    ("S/LPSCl/KB (30/50/20, w/w/w)", HALF),
    ("S:LPSCl:KB = 30:50:20 by mass", HALF),
    ("S–LPSCl–KB = 30:50:20", HALF),
    ("S–LPSCl–KB (30:50:20 by mass)", HALF),
    # further ones
    ("S, LPSCl, and KB with a mass ratio of 3:5:2", HALF),
    ("S, LPSCl and KB (weight ratio = 3:5:2)", HALF),
    ("S, LPSCl, KB were mixed in a weight ratio of 30:50:20", HALF),
    ("a mixture of S, LPSCl and KB at a mass ratio of 3 : 5 : 2", HALF),
    ("S/LPSCl/KB in the mass ratio of 30/50/20", HALF),
    ("S/LPSCl/KB = 3/5/2 (w/w/w)", HALF),
    ("S/LPSCl/KB 3:5:2 wt.", HALF),
    ("S∶LPSCl∶KB = 3∶5∶2", HALF),
    ("S : LPSCl : KB = 3 : 5 : 2 (mass ratio)", HALF),
    ("S + LPSCl + KB (30 + 50 + 20 wt%)", HALF),
    ("30:50:20 S:LPSCl:KB by weight", HALF),
    ("30:50:20 (wt%) S:LPSCl:KB", HALF),
    ("30 wt.% S, 50 wt.% LPSCl, and 20 wt.% KB", HALF),
    ("30 wt% of S, 50 wt% of LPSCl and 20 wt% of KB", HALF),
    ("S (30 wt%), LPSCl (50 wt%), and KB (20 wt%)", HALF),
    ("S (30%), LPSCl (50%) & KB (20%)", HALF),
    ("S 30%, LPSCl 50%, KB 20%", HALF),
    ("S: 30 wt %, LPSCl: 50 wt %, KB: 20 wt %", HALF),
    ("S-30 wt%, LPSCl-50 wt%, KB-20 wt%", HALF),
    ("30% S / 50% LPSCl / 20% KB (by weight)", HALF),
    ("30 mg S, 50 mg LPSCl and 20 mg KB", HALF),
    ("S (60 mg), LPSCl (100 mg), KB (40 mg)", HALF),
    ("0.3 g S; 0.5 g LPSCl; 0.2 g KB", HALF),
    ("S/LPSCl/C65 = 4:4:2", THIRDS),
    ("S, LPSCl and C65 in a weight ratio of 2:2:1", THIRDS),
    ("S, LPSCl and C65 (40:40:20 wt%)", THIRDS),
    ("S–LPSCl–C65 composite (4:4:2 in weight)", THIRDS),
    ("S|LPSCl|C65 40|40|20", THIRDS),
    ("S (40), LPSCl (40), C65 (20)", THIRDS),
    ("2:2:1 weight ratio of S, LPSCl, and C65", THIRDS),
    ("Li2S:LPSCl:VGCF = 50:40:10 (weight ratio)", {"Li2S": 50, "LPSCl": 40, "VGCF": 10}),
    ("Li₂S, Li₆PS₅Cl and VGCF in a ratio of 5:4:1 by weight", {"Li2S": 50, "Li6PS5Cl": 40, "VGCF": 10}),
    ("Li2S, LiI, LPSCl, VGCF = 40:10:40:10", {"Li2S": 40, "LiI": 10, "LPSCl": 40, "VGCF": 10}),
    ("37.5 wt% Li2S, 50 wt% LPSCl, 12.5 wt% AB", {"Li2S": 37.5, "LPSCl": 50, "AB": 12.5}),
    ("S, Li3PS4 and KB in equal amounts", ask()),
    ("S:LPSCl:KB = 3:5", ask("3 components", "2 numbers")),
    ("S:LPSCl:KB = 1:1:1 (molar ratio)", ask("molar")),
    ("30 mol% S, 50 mol% LPSCl, 20 mol% KB", ask()),
    ("S:LPSCl:KB = 30-40:50:20", ask()),
    ("mainly sulfur and LPSCl", ask()),
    ({"S": "30 wt.%", "LPSCl": "50 wt.%", "KB": "20 wt.%"}, HALF),
    ({"S": "30\u00a0wt%", "LPSCl": "50\u2009wt%", "KB": "20\u202fwt%"}, HALF),
    ({"S": "~30 wt%", "LPSCl": "~50 wt%", "KB": "~20 wt%"}, HALF),
    ({"S": "30 mg", "LPSCl": "50 mg", "KB": "20 mg"}, HALF),
]

#: (active, composition) -> wt% by component, one material under one name
SAME = [
    ("S", {"sulfur": "30 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"}, {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}),
    ("sulfur", {"S": "30 wt%", "LPSCl": "50 wt%", "KB": "20 wt%"}, {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}),
    ("S8", "elemental sulfur, LPSCl and KB in a weight ratio of 3:5:2", {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}),
    ("lithium sulfide", "Li2S:LPSCl:VGCF = 5:4:1", {"Li2S": 50, "Li6PS5Cl": 40, "VGCF": 10}),
    ("Li₂S", "Li2S:LPSCl:VGCF = 5:4:1", {"Li2S": 50, "Li6PS5Cl": 40, "VGCF": 10}),
    ("S", {"S": 30, "LPSCl": 25, "Li6PS5Cl": 25, "Ketjenblack": 20}, {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}),
    ("S", {"S": 30, "LPSCl": 50, "Ketjenblack": 10, "KB": 10}, {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}),
    ("Li2S", {"S": 30, "LPSCl": 50, "KB": 20}, ask("Li2S")),
]

#: field -> rows of (words, unit, value, low, high); low and high are None where no spread is stated
QUANTITIES = {
    "cathode.loading": [
        ("1 mg cm−2", "mg/cm2", 1, None, None),
        ("1.2–1.4 mg/cm2", "mg/cm2", 1.3, 1.2, 1.4),
        ("~1 mg/cm2", "mg/cm2", 1, None, None),
        ("about 1 mg/cm2", "mg/cm2", 1, None, None),
        ("1.3 ± 0.1 mg/cm2", "mg/cm2", 1.3, 1.2, 1.4),
        ("2 mAh/cm2", "mg/cm2", 1.196, None, None),
        ("1.2-1.4 mg cm⁻²", "mg/cm2", 1.3, 1.2, 1.4),
        ("1.2 to 1.4 mg cm-2", "mg/cm2", 1.3, 1.2, 1.4),
        ("between 1.2 and 1.4 mg cm-2", "mg/cm2", 1.3, 1.2, 1.4),
        ("1.2~1.4 mg cm–2", "mg/cm2", 1.3, 1.2, 1.4),
        ("1.3(1) mg/cm2", "mg/cm2", 1.3, 1.2, 1.4),
        ("(1.3 ± 0.1) mg cm⁻²", "mg/cm2", 1.3, 1.2, 1.4),
        ("1.3 +/- 0.1 mg·cm−2", "mg/cm2", 1.3, 1.2, 1.4),
        ("1.3 mg cm^{-2}", "mg/cm2", 1.3, None, None),
        ("ca. 1.3 mg cm⁻²", "mg/cm2", 1.3, None, None),
        ("approximately 1.3 mg/cm²", "mg/cm2", 1.3, None, None),
        ("≈1.3 mg per cm2", "mg/cm2", 1.3, None, None),
        ("1.3 mgS cm−2", "mg/cm2", 1.3, None, None),
        ("1.3 mg(sulfur) cm⁻²", "mg/cm2", 1.3, None, None),
        ("1,25 mg/cm2", "mg/cm2", 1.25, None, None),
        ("1,250 mg/cm2", "mg/cm2", 1.25, None, None),
        ("2.0–2.5 mg cm⁻² of sulfur", "mg/cm2", 2.25, 2.0, 2.5),
        ("1.3 mg\u200b/cm2", "mg/cm2", 1.3, None, None),
        ("13 g m−2", "mg/cm2", 1.3, None, None),
        ("1.3 mg cm-2 (sulfur)", "mg/cm2", 1.3, None, None),
        ("areal loading of 1.3 mg cm−2", "mg/cm2", 1.3, None, None),
        (">1 mg/cm2", ask(">1 mg/cm2")),
        ("up to 5 mg/cm2", ask("up to 5 mg/cm2")),
        ("at least 2 mg/cm2", ask("at least 2 mg/cm2")),
        ("1.3", ask("mg/cm2")),
    ],
    "separator.thickness": [
        ("1,000 um", "um", 1000, None, None),
        ("1 000 µm", "um", 1000, None, None),
        ("0,5 mm", "um", 500, None, None),
        ("0,500 mm", "um", 500, None, None),
        ("600–700 μm", "um", 650, 600, 700),
        ("~ 0.7 mm", "um", 700, None, None),
        ("about half a millimetre", ask()),
        ("500 microns", "um", 500, None, None),
        ("5 × 10² µm", "um", 500, None, None),
        ("0.05 cm", "um", 500, None, None),
        ("less than 50 um", ask("less than 50 um")),
        ("500", ask("um")),
    ],
    "cathode.pressed_at": [
        ("4 ton on 10 mm", "MPa", 499.5, None, None),
        ("5 t/cm2", "MPa", 490.3, None, None),
        ("4 t on a die of 10 mm diameter", "MPa", 499.5, None, None),
        ("3 tons (10 mm die)", "MPa", 374.6, None, None),
        ("3 tonnes, Ø 10 mm", "MPa", 374.6, None, None),
        ("30 kN on 10 mm", "MPa", 382.0, None, None),
        ("5 tons cm−2", "MPa", 490.3, None, None),
        ("360\u00a0MPa for 5\u00a0min", "MPa", 360, None, None),
        ("360 MPa (3 min)", "MPa", 360, None, None),
        ("360 MPa held for 10 minutes", "MPa", 360, None, None),
        ("300–400 MPa", "MPa", 350, 300, 400),
        ("uniaxial pressure of 360 MPa", "MPa", 360, None, None),
        ("cold pressed at 360 MPa", "MPa", 360, None, None),
        ("3.7 kbar", "MPa", 370, None, None),
        ("4 ton", ask("4 ton", "die")),
        ("high pressure", ask()),
    ],
    "operation.stack_pressure": [
        ("50 ± 5 MPa", "MPa", 50, 45, 55),
        ("50 N/mm2", "MPa", 50, None, None),
        ("2 N·m torque", ask()),
    ],
    "operation.temperature": [
        ("−20 °C", "degC", -20, None, None),
        ("60\u202f°C", "degC", 60, None, None),
        ("60 ºC", "degC", 60, None, None),
        ("333 K", "degC", 59.85, None, None),
        ("25–30 °C", "degC", 27.5, 25, 30),
        ("60 ± 1 ℃", "degC", 60, 59, 61),
        ("rt", "degC", 25, None, None),
        ("at room temperature", "degC", 25, None, None),
        ("298 degC", ask("298 K")),
        ("333 °C", ask("333 K")),
        ("elevated temperature", ask()),
    ],
    "anchor.capacity": [
        ("1,000 mAh/g", "mAh/g", 1000, None, None),
        ("1,200 mAh/g", "mAh/g", 1200, None, None),
        ("1 200 mAh g−1", "mAh/g", 1200, None, None),
        ("1200 mA h g⁻¹", "mAh/g", 1200, None, None),
        ("1200 mA·h·g−1", "mAh/g", 1200, None, None),
        ("1200 mAh gS−1", "mAh/g", 1200, None, None),
        ("1.2 Ah/g", "mAh/g", 1200, None, None),
        ("1’200 mAh/g", "mAh/g", 1200, None, None),
        ("1200 ± 50 mAh/g", "mAh/g", 1200, 1150, 1250),
    ],
    "discharge.rate": [
        ("0.1 C", "C", 0.1, None, None),
        ("C/10", "C", 0.1, None, None),
        ("0.1C-rate", "C", 0.1, None, None),
        ("1/10 C", "C", 0.1, None, None),
        ("0.05C (83.75 mA/g)", "C", 0.05, None, None),
        ("0.13 mA cm⁻²", "mA/cm2", 0.13, None, None),
        ("0.13 mA·cm−2", "mA/cm2", 0.13, None, None),
        ("130 µA cm−2", "mA/cm2", 0.13, None, None),
        ("1,675 mA/g", "mA/g", 1675, None, None),
        ("167.5 mA gS⁻¹", "mA/g", 167.5, None, None),
        ("1 mA", ask("mA/cm2")),
        ("fast", ask()),
        ("10 mA", ask("mA/cm2")),
    ],
    "rest": [
        ("2 hours", "h", 2, None, None),
        ("30 mins", "h", 0.5, None, None),
        ("1.5 h", "h", 1.5, None, None),
        ("2 h 30 min", "h", 2.5, None, None),
        ("overnight", ask()),
    ],
}

#: mixing -> steps of (method, class of machine, rpm, hours)
MIXING = [
    ("ball milled, 15 min on and 5 min off, 2 h in all", [("ball-milled", "planetary", None, 1.5)]),
    ("milled at 300 r min−1", [("ball-milled", "planetary", 300, None)]),
    ("planetary centrifugal mixer (THINKY), 1500 rpm, 2 h", [("hand-ground", "centrifugal", 1500, 2)]),
    ("3D swing mill, 2 h", [("ball-milled", "swing", None, 2)]),
    ("vibration mill, 1 h", [("ball-milled", "vibration", None, 1)]),
    ("SPEX, 1 h", [("ball-milled", "vibration", None, 1)]),
    ("mixer mill 30 Hz, 20 min", [("ball-milled", "vibration", None, 1 / 3)]),
    ("cryomilling, 30 min", [("ball-milled", "cryo", None, 0.5)]),
    ("acoustic mixer, 10 min", [("hand-ground", "acoustic", None, 1 / 6)]),
    (
        "pre-milled, then mixed by hand",
        [("ball-milled", "planetary", None, None), ("hand-ground", "mortar", None, None)],
    ),
    # further ones
    ("ball-milled at 500 rpm for 2 h", [("ball-milled", "planetary", 500, 2)]),
    ("high-energy ball milling (Fritsch Pulverisette 7, 510 rpm, 10 h)", [("ball-milled", "planetary", 510, 10)]),
    ("planetary ball mill (Retsch PM 100) at 300 rpm for 5 h", [("ball-milled", "planetary", 300, 5)]),
    ("milled for 20 cycles of 15 min with 5 min rest at 500 rpm", [("ball-milled", "planetary", 500, 5)]),
    (
        "ball milled at 400 rpm for 10 h in total with 10 min milling and 5 min rest",
        [("ball-milled", "planetary", 400, 20 / 3)],
    ),
    ("ball milled for 10 h (15 min on, 5 min off)", ask("10 h", "7.5 h")),
    ("ground in an agate mortar for 30 min", [("hand-ground", "mortar", None, 0.5)]),
    ("hand-ground with mortar and pestle for 15 min", [("hand-ground", "mortar", None, 0.25)]),
    ("manually mixed using an agate mortar", [("hand-ground", "mortar", None, None)]),
    ("mixed by a Thinky mixer at 2000 rpm for 6 min", [("hand-ground", "centrifugal", 2000, 0.1)]),
    ("vortex mixer, 5 min", [("hand-ground", None, None, 1 / 12)]),
    ("blade mixer, 10 min", [("hand-ground", "blade", None, 1 / 6)]),
    ("coffee grinder, 3 min", [("hand-ground", "blade", None, 0.05)]),
    ("resonant acoustic mixing (LabRAM, 60 g, 5 min)", [("hand-ground", "acoustic", None, 1 / 12)]),
    ("vibratory ball mill (Retsch MM400) at 25 Hz for 1 h", [("ball-milled", "vibration", None, 1)]),
    ("SPEX 8000M mixer/mill for 90 min", [("ball-milled", "vibration", None, 1.5)]),
    ("cryogenic milling (Retsch CryoMill, 30 Hz, 10 min)", [("ball-milled", "cryo", None, 1 / 6)]),
    (
        "melt-diffused at 155 °C for 12 h, then ball-milled at 300 rpm for 4 h",
        [("melt-milled", None, None, 12), ("ball-milled", "planetary", 300, 4)],
    ),
    (
        "ball milled for 10 h at 370 rpm followed by hand grinding for 10 min",
        [("ball-milled", "planetary", 370, 10), ("hand-ground", "mortar", None, 1 / 6)],
    ),
    (
        "heated at 155 °C for 10 h; ground by hand for 30 min",
        [("melt-milled", None, None, 10), ("hand-ground", "mortar", None, 0.5)],
    ),
    (
        "first milled at 500 r/min for 1 h and subsequently at 200 r/min for 2 h",
        [("ball-milled", "planetary", 500, 1), ("ball-milled", "planetary", 200, 2)],
    ),
    (
        "planetary milling, 510 r.p.m., 10 h, ZrO2 balls 5 mm, ball-to-powder ratio 30:1",
        [("ball-milled", "planetary", 510, 10)],
    ),
    ("milled at 500 r·min⁻¹ for 2 h", [("ball-milled", "planetary", 500, 2)]),
    ("ball milled at 500\u00a0rpm for 2\u00a0h", [("ball-milled", "planetary", 500, 2)]),
    ("ball milled at 1,000 rpm for 1 h", [("ball-milled", "planetary", 1000, 1)]),
    ("slurry mixed in toluene with a Thinky mixer", [("slurry", "centrifugal", None, None)]),
    ("wet ball milling in heptane, 200 rpm, 4 h", [("ball-milled", "planetary", 200, 4)]),
    ("mixed", ask("mixed")),
    ("prepared as before", ask("prepared as before")),
]

#: anode -> (material, um of foils or thickness, atoms)
ANODES = [
    ("Li:In = 1:2 (atomic ratio)", ("Li-In", {}, {"Li": 1, "In": 2})),
    ("In foil (100 um) with Li foil (50 um)", ("Li-In", {"In": 100, "Li": 50}, {})),
    ("Li0.5In", ("Li-In", {}, {"Li": 0.5, "In": 1})),
    ("Li–In alloy", ("Li-In", {}, {})),
    ("In-Li", ("Li-In", {}, {})),
    ("none", ask("none", "Li-In")),
    ("anode-free", ask("anode-free", "Li-In")),
    ("half cell", ask("half cell", "Li-In")),
    ("In/Li", ("Li-In", {}, {})),
    ("LiIn", ("Li-In", {}, {})),
    ("Li-In", ("Li-In", {}, {})),
    ("lithium–indium alloy", ("Li-In", {}, {})),
    ("In 100 µm + Li 50 µm", ("Li-In", {"In": 100, "Li": 50}, {})),
    ("indium foil (thickness 100 µm) and lithium foil (50 µm)", ("Li-In", {"In": 100, "Li": 50}, {})),
    ("100 um In foil and 50 um Li foil", ("Li-In", {"In": 100, "Li": 50}, {})),
    ("In (0.1 mm)/Li (0.05 mm)", ("Li-In", {"In": 100, "Li": 50}, {})),
    ("Li-In alloy with a molar ratio of Li:In = 1:2", ("Li-In", {}, {"Li": 1, "In": 2})),
    ("Li–In (In:Li = 2:1)", ("Li-In", {}, {"Li": 1, "In": 2})),
    ("In:Li 2:1 at.", ("Li-In", {}, {"Li": 1, "In": 2})),
    ("InLi0.5", ("Li-In", {}, {"Li": 0.5, "In": 1})),
    ("Li metal", ("Li", {}, {})),
    ("lithium foil, 100 µm", ("Li", {"": 100}, {})),
    ("Li metal foil (thickness: 200 μm)", ("Li", {"": 200}, {})),
    ("50 um Li", ("Li", {"": 50}, {})),
    ("Li chip", ("Li", {}, {})),
    ("Li4Ti5O12", ("LTO", {}, {})),
    ("LixSi", ("Li-Si", {}, {})),
    ("Li22Si5", ("Li-Si", {}, {})),
    ("Li15Si4", ("Li-Si", {}, {})),
]

#: separator -> (name, um, mg, MPa) of the only layer
LAYERS = [
    ("LPSCl (100 mg) at 300 MPa for 3 min", ("Li6PS5Cl", None, 100, 300)),
    ("LPSCl", ("Li6PS5Cl", None, None, None)),
    ("Li6PS5Cl", ("Li6PS5Cl", None, None, None)),
    ("100 mg LPSCl pressed at 375 MPa", ("Li6PS5Cl", None, 100, 375)),
    ("100 mg of Li₆PS₅Cl, cold-pressed at 375 MPa for 1 min", ("Li6PS5Cl", None, 100, 375)),
    ("Li6PS5Cl (120 mg, 10 mm in diameter, 360 MPa)", ("Li6PS5Cl", None, 120, 360)),
    ("LGPS, ~600 µm", ("LGPS", 600, None, None)),
    ("Li3PS4 glass pellet, 0.5 mm thick", ("Li3PS4 glass", 500, None, None)),
    ("80 mg β-Li3PS4 pelletized under 300 MPa", ("beta-Li3PS4", None, 80, 300)),
    ("75Li2S·25P2S5 glass (80 mg) pressed under 370 MPa for 5 min", ("Li3PS4 glass", None, 80, 370)),
    ("PEO–LiTFSI film, 60 µm", ("PEO-LiTFSI", 60, None, None)),
    ("LPSCl pellet of 1 mm", ("Li6PS5Cl", 1000, None, None)),
    ("SE", ask("SE")),
]

#: a step -> what it is: (kind, rates as words, window or limit)
STEPS = [
    ({"current": "1 mA/cm2"}, [("Cycles", "1 mA/cm2")]),
    ({"rate": "0.1C"}, [("Cycles", "0.1C")]),
    ("Discharge at 0.1C until 1.0 V", [("Discharge", "0.1C", "1.0 V")]),
    ("Discharge at C/10 to 1.0 V", [("Discharge", "C/10", "1.0 V")]),
    ("Charge at C/10 until 2.8 V", [("Charge", "C/10", "2.8 V")]),
    ("CC discharge, 0.1C, 1.0 V", [("Discharge", "0.1C", "1.0 V")]),
    ("Rest for 2 hours", [("Rest", "2 hours")]),
    ("Rest 10 min", [("Rest", "10 min")]),
    ("OCV 1 h", [("Rest", "1 h")]),
    ("Hold at 2.8 V until C/50", [("Hold", "2.8 V", "C/50")]),
    ("CV 2.8 V until 0.02C", [("Hold", "2.8 V", "0.02C")]),
    ("CCCV charge 0.1C to 2.8 V, until 0.02C", [("Charge", "0.1C", "2.8 V"), ("Hold", "2.8 V", "0.02C")]),
    ("3 cycles at 0.1C between 1.0 and 2.8 V", [("Cycles", "0.1C", "1.0", "2.8")]),
    ("50 cycles at 0.5C, 1.0–2.8 V", [("Cycles", "0.5C", "1.0", "2.8")]),
    ("0.1C, 1.0-2.8 V", [("Cycles", "0.1C", "1.0", "2.8")]),
    ("cycled at 0.1C in a voltage window of 1.0–2.8 V", [("Cycles", "0.1C", "1.0", "2.8")]),
    ({"cycles": "3", "rate": "0.1C"}, [("Cycles", "0.1C")]),
    ({"rates": ["0.1C", "1C"]}, [("Rates", "0.1C")]),
    ({"discharge": "0.1C"}, [("Discharge", "0.1C")]),
    ({"discharge": "0.1 C", "to": "1.0\u00a0V"}, [("Discharge", "0.1 C", "1.0\u00a0V")]),
    ({"charge": "0.1C", "to": "2.4 V vs. In/InLi"}, [("Charge", "0.1C", "2.4 V")]),
    ("cycling", ask("cycling")),
    ({"current": "0.1C", "to": "1.0 V"}, ask("charge", "discharge")),
    ({"discharge": "0.1C", "to": "9000 mAh/g"}, ask("9000 mAh/g")),
]

#: names that have to be known, by the part they play
NAMES = {
    "carbon": ["CB", "C65", "carbon black", "Super P", "KB", "Ketjen Black EC-600JD", "VGCF-H", "MWCNTs", "AB"],
    "electrolyte": ["LPSCBr", "LPSCB", "Li3YCl5I", "LPSCl", "LGPS", "LPS", "LPSI", "LIC", "LYC", "β‑Li₃PS₄"],
    "anode": ["LixSi", "Li22Si5", "Li15Si4", "InLi", "Li–In", "LTO"],
    "active": ["CuI", "LiVS2", "VS2", "S9.3I", "SPAN", "SeS2", "85Li2S-15CuI", "Li2S-LiI"],
    "additive": ["LPO", "LiFSI", "PI3", "LiI"],
}
