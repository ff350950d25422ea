"""Further phrasings, written down before the reader was tried on them; the rows are those of `phrasings`."""
# ruff: noqa: E501  (a row of a table is easier to read on one line; typographic signs are the subject)

from tests.recipe.phrasings import ask, in_all

THREE = {"S": 30, "KB": 20, "LPSCl": 50}

#: composition -> wt% by component; the first is the active material
COMPOSITIONS = [
    ("equal weights of S, LPSCl and KB", in_all(S=1, LPSCl=1, KB=1)),
    ("S 30 mol%, LPSCl 70 wt%", ask("Give all of them in wt%")),
    ("S : C = 1 : 2 in mol", in_all(S=32.06, C=2 * 12.011)),
    ({"Li2S": "10 mmol", "KB": "40.6 mg", "LPSCl": "500 mg"}, in_all(Li2S=459.4, KB=40.6, LPSCl=500)),
    ("S:PVDF = 1:2 (molar)", ask("molar mass of 'PVDF'")),
    ("S, KB and LPSCl: S:KB = 1:2 (molar), with LPSCl 4:6 by weight", ask()),
    ("30S-60LPSCl-10CNF", {"S": 30, "LPSCl": 60, "CNF": 10}),
    ("S 30 wt% LPSCl 50 wt% KB 20 wt%", THREE),
    ("S, 30 %; LPSCl, 50 %; KB, 20 %", THREE),
    ("S/KB = 6:4 with 50 wt% LPSCl", THREE),
    ("S-KB composite (3:2) + LPSCl (50 wt%)", THREE),
    ({"S": "30,0 Gew.-%", "LPSCl": "50 Gew.-%", "KB": "20 Gew.-%"}, THREE),
    ("S:LPSCl:KB = 30,5:50:19,5", {"S": 30.5, "LPSCl": 50, "KB": 19.5}),
    ("S:KB:LPSCl = 3:2:5, milled at 300 rpm for 2 h", ask("move it to  mixing")),
    ("Li2S-LiI (80:20 mol%), C, LPS = 50:10:40", {"80Li2S-20LiI": 50, "C": 10, "LPS": 40}),
    ("3:1:6 S/AB/LPSCl", {"S": 30, "AB": 10, "LPSCl": 60}),
    ("mass ratio of Li2S:LPSCl:AB was 4:4:2", {"Li2S": 40, "LPSCl": 40, "AB": 20}),
    ("300 mg S + 200 mg KB + 500 mg LPSCl", THREE),
    ("S(30)-KB(20)-LPSCl(50)", THREE),
    ("S:KB:LPSCl=3:2:5", THREE),
    ("S/KB/LPSCl=30/20/50 wt/wt/wt", THREE),
    ("S:KB:LPSCl=3:2:5(w/w/w)", THREE),
    ("S 30 : KB 20 : LPSCl 50", THREE),
    ("S 30 Gew.%, KB 20 Gew.%, LPSCl 50 Gew.%", THREE),
    ("Li2S – Li3YCl6 – carbon black (30 – 50 – 20 wt.-%)", {"Li2S": 30, "Li3YCl6": 50, "carbon black": 20}),
    ("CuS 50, LPSCl 40, Super C65 10", {"CuS": 50, "LPSCl": 40, "Super C65": 10}),
    ("(85Li2S-15CuI) : LPS glass : KB = 50:35:15", {"85Li2S-15CuI": 50, "LPS glass": 35, "KB": 15}),
    ("80Li2S·20LiI (mol%) : VGCF : LPS = 50:10:40", {"80Li2S·20LiI": 50, "VGCF": 10, "LPS": 40}),
    ({"S": "30 wt.%", "KB": "20 wt.%", "LPSCl": "rest"}, THREE),
    ({"S": "30 wt%", "KB": "20 wt%", "LPSCl": "balance"}, THREE),
    (
        "Li2S (10 mmol), LiI (2.5 mmol), KB (100 mg), LPSCl (400 mg)",
        in_all(Li2S=459.4, LiI=334.611175, KB=100, LPSCl=400),
    ),
    ({"S": 3, "KB": 2, "LPSCl": 5}, ask("ratio")),
    ("S30 : KB20 : LPSCl50", ask()),
    ("30 wt% S on KB (2:1), 55 wt% LPSCl, 15% C65", ask()),
    ("60 wt% LPSCl, 25 wt% S and 15 wt% VGCF", {"S": 25, "LPSCl": 60, "VGCF": 15}),
    ("S-CNT-LPSCl = 1:0.5:2.5", {"S": 25, "CNT": 12.5, "LPSCl": 62.5}),
    ("Li2S+LPSCl+C65 (45+40+15 wt%)", {"Li2S": 45, "LPSCl": 40, "C65": 15}),
    ("4:1:5 (S : KB : LPSCl by wt)", {"S": 40, "KB": 10, "LPSCl": 50}),
]

COMPOSITIONS += [
    ("sulfur 60 / acetylene black 30 / PVDF 10", {"sulfur": 60, "acetylene black": 30, "PVDF": 10}),
    ("S : LPSCl : C 10 mmol= 5 : 4 : 1", ask("moles")),
    ("S:LPSCl:C =: 10 mmol,  3:6:1", ask()),
    ("S, C, LPSCl (30, 20, 50 wt%)", {"S": 30, "C": 20, "LPSCl": 50}),
    ("S(30)/KB(20)/LPSCl(50)", THREE),
    ("0.8Li2S·0.2LiI / C / LPS = 45/15/40 wt%", {"80Li2S-20LiI": 45, "C": 15, "LPS": 40}),
    ("S (1 g), KB (0.5 g), LPSCl (1.5 g)", in_all(S=1, KB=0.5, LPSCl=1.5)),
]

#: composition with a filled host -> active, carbon, its wt% of active material, wt% by component
HOSTS = [
    ("S/CNT 8:2 composite 50 wt%, LPSCl 45 wt%, VGCF 5 wt%", "S", "CNT", 80, {"S": 40, "CNT": 10}),
    ({"KB/S (70 wt% S)": "80 wt%", "Super P": "10 wt%", "PVDF": "10 wt%"}, "S", "KB", 70, {"S": 56, "KB": 24}),
    ("S/C65 (7:3) 80 wt%, Super P 10 wt%, PVDF 10 wt%", "S", "C65", 70, {"S": 56, "C65": 24}),
    ("S/KB (60 wt% S) : LPSCl = 50 : 50", "S", "KB", 60, {"S": 30, "KB": 20}),
    ("S@KB (3:2) and LPSCl in a weight ratio of 1:1", "S", "KB", 60, {"S": 30, "KB": 20}),
    ("Li2S@CNT (85 wt% Li2S) 50 %, LGPS 40 %, VGCF-H 10 %", "Li2S", "CNT", 85, {"Li2S": 42.5, "CNT": 7.5}),
    ("S/C composite (mass ratio 7:3), LPSCl, C65 with 60:30:10", "S", "C", 70, {"S": 42, "C": 18}),
    ("S-rGO (S 68%): LPSCl : C65 = 50:40:10", "S", "rGO", 68, {"S": 34, "rGO": 16}),
    ("60wt% S/CNT (75:25), 40wt% LPSCl", "S", "CNT", 75, {"S": 45, "CNT": 15}),
    ("70% S/C (S content 65 wt%), 20% LPSCl, 10% VGCF", "S", "C", 65, {"S": 45.5, "C": 24.5}),
    ("S/C 8:1:1 (S/C : Super P : PVDF), S/C contains 70 wt% S", "S", "C", 70, {"S": 56, "C": 24}),
    ({"rGO@S (S: 70 wt%)": "50 wt%", "LPSCl": "50 wt%"}, "S", "rGO", 70, {"S": 35, "rGO": 15}),
]

#: loading with a cell of 10 mm -> mg/cm2 and what it is of
LOADINGS = [
    ("1.3 mg_S·cm−2", 1.3, "sulfur"),
    ("4 mg electrode powder per cell", 5.093, "electrode"),
    ("1.7 mAh·cm⁻² (1.0 mg·cm⁻²)", 1.0, "active"),
    ("1.0 mg/cm2 (1.67 mAh/cm2)", 1.0, "active"),
    ("3 mg of S/cm2", 3, "sulfur"),
    ("1.5 mg_S cm^-2", 1.5, "sulfur"),
    ("1.27 mg (S) on a 10 mm disc", 1.617, "sulfur"),
    ("5 mg cathode powder, 10 mm die", 6.366, "electrode"),
    ("5 mg composite (13 mm die)", 3.767, "electrode"),
    ("12 mg composite per pellet", 15.28, "electrode"),
    ("12 mg of composite per pellet, Ø 10 mm", 15.28, "electrode"),
    ("4.2 mAh/cm2 (theoretical)", 2.512, "active"),
    ("8 mg electrode on 1.13 cm2", 7.080, "electrode"),
    ("15 mg composite in 13 mm die", 11.30, "electrode"),
    ("12 mg per pellet", ask("does not say of what"), None),
]

#: mixing -> steps of (method, components, rpm, hours)
MIXING = [
    ("hand-ground for a quarter of an hour", [("hand-ground", (), None, 0.25)]),
    ("ball-milled at 300 rpm for one and a half hours", [("ball-milled", (), 300, 1.5)]),
    (
        "ball-milled at 300 rpm for 5 h, then heated at 155 °C for 12 h at 5 K per minute",
        ask("'5 K' is not understood"),
    ),
    ("ball-milled at 300 rpm for 1 h 30 min", [("ball-milled", (), 300, 1.5)]),
    ("hand-ground for three quarters of an hour", [("hand-ground", (), None, 0.75)]),
    (
        "melt-diffused at 428 K for 12 h, then milled at 300 rpm for 2 h",
        [("melt-milled", ("S", "KB"), None, 12), ("ball-milled", (), 300, 2)],
    ),
    ("planetary mill, 350 rpm, 6 h, ZrO2 balls (5 mm), 30:1", ask("BPR 30:1")),
    (
        "first S and KB were ball milled at 400 rpm for 10 h, then LPSCl was added and milled at 200 rpm for 2 h",
        [("ball-milled", ("S", "KB"), 400, 10), ("ball-milled", (), 200, 2)],
    ),
    (
        "S and KB at 80 °C for 12 h, then at 155 °C for 12 h; LPSCl added and milled at 250 rpm for 4 h",
        [("melt-milled", ("S", "KB"), None, 12), ("melt-milled", ("S", "KB"), None, 12), ("ball-milled", (), 250, 4)],
    ),
    (
        "solution of S in CS2 impregnated into KB; hand-mixed with LPSCl",
        [("solution", ("S", "KB"), None, None), ("hand-ground", (), None, None)],
    ),
    ([{"S and KB": "155 °C/12 h"}], [("melt-milled", ("S", "KB"), None, 12)]),
    ("kneaded in a mortar at 80 °C for 20 min and rolled to 150 µm", ask("thickness: 150")),
    (
        "S and KB at 155 °C for 12 h, then milled with LPSCl at 400 rpm for 4 h",
        [("melt-milled", ("S", "KB"), None, 12), ("ball-milled", (), 400, 4)],
    ),
    (
        "1) S and KB ball-milled; 2) LPSCl added by hand",
        [("ball-milled", ("S", "KB"), None, None), ("hand-ground", (), None, None)],
    ),
    (
        "step 1: S and KB ball-milled at 500 rpm, 10 h; step 2: all hand-ground for 20 min",
        [("ball-milled", ("S", "KB"), 500, 10), ("hand-ground", (), None, 1 / 3)],
    ),
    (
        "planetary ball milling of S and KB at 300 rpm for 5 h, then hand mixing with LPSCl",
        [("ball-milled", ("S", "KB"), 300, 5), ("hand-ground", (), None, None)],
    ),
    (
        "milling of S and KB, then hand mixing",
        [("ball-milled", ("S", "KB"), None, None), ("hand-ground", (), None, None)],
    ),
    (
        "S and KB were first ball milled at 400 r.p.m. for 10 h, then LPSCl was added and the mixture was milled for another 5 h at 300 r.p.m.",
        [("ball-milled", ("S", "KB"), 400, 10), ("ball-milled", (), 300, 5)],
    ),
    (
        "a mixture of S and KB heated at 155 °C for 12 h in an autoclave; the product was hand-ground with LPSCl",
        [("melt-milled", ("S", "KB"), None, 12), ("hand-ground", (), None, None)],
    ),
    ("slurry in anisole with NBR, doctor blade 200 µm", [("slurry", (), None, None)]),
    ("resonant acoustic mixing 60 g 10 min", [("hand-ground", (), None, 1 / 6)]),
    ("LPSCl, S and KB ball-milled 500 rpm 2 h", [("ball-milled", ("LPSCl", "S", "KB"), 500, 2)]),
    (
        "S and KB were ball-milled at 300 rpm for 6 h; LPSCl was then mixed in by hand grinding for 30 min",
        [("ball-milled", ("S", "KB"), 300, 6), ("hand-ground", (), None, 0.5)],
    ),
    (
        "ball-milled S and KB 500 rpm 12 h and then hand mixed with LPSCl 30 min",
        [("ball-milled", ("S", "KB"), 500, 12), ("hand-ground", (), None, 0.5)],
    ),
    (
        "hand-mixed for 10 min, ball-milled at 300 rpm for 2 h",
        [("hand-ground", (), None, 1 / 6), ("ball-milled", (), 300, 2)],
    ),
    ("high-speed mixer, 10000 rpm, 1 min", [("hand-ground", (), 10000, 1 / 60)]),
    ("spray drying", ask("spray drying")),
    ("milled 2 × 30 min at 400 rpm with 10 min pause", ask("10 min")),
    ("hand and ball milling, 300 rpm", ask("two steps")),
    ("300 rpm x 10 h", ask("way of mixing")),
    ("S and KB (1:1) ball milled 10 h, then LPSCl 2 h", ask("1:1")),
]

#: anode -> (material, um of foils or thickness, diameter in mm)
ANODES = [
    ("Li-Al (Al foil 50 um with Li)", ask("of the Al in it")),
    ("Li(30 µm)/Cu", ("Li", {"": 30}, None)),
    ("50 µm Li on Cu", ("Li", {"": 50}, None)),
    ("lithium disc 14 mm x 0.45 mm", ("Li", {"": 450}, 14)),
    ("In foil + Li foil", ("Li-In", {}, None)),
    ("Li metal 99.9%, 450 um", ("Li", {"": 450}, None)),
    ("Li/Cu, 20 µm", ("Li", {"": 20}, None)),
    ("30 mg Li-In", ask("30 mg")),
    ("In (300 µm, 11 mm) / Li (100 µm, 8 mm)", ("Li-In", {"In": 300, "Li": 100}, None)),
    ("Si–LPSCl–C composite", ("Si anode", {}, None)),
    ("µ-Si", ("Si anode", {}, None)),
    ("LTO composite", ("LTO", {}, None)),
    ("anode-free (bare Cu)", ask("bare collector")),
    ("bare stainless steel", ask("bare collector")),
    ("Cu foil", ask("bare collector")),
    ("bare Cu (anode-free)", ask("bare collector")),
    ("Si (N/P = 1.5)", ("Si anode", {}, None)),
    ("Li1In2 powder", ("Li-In", {}, None)),
    ("Li-In (Li: 2 mg, In: 60 mg)", ("Li-In", {}, None)),
    ("Li coated with LiF (50 nm)", ("Li", {}, None)),
    ("graphite/LPSCl 60:40", ("graphite anode", {}, None)),
    ("0.1 mm In foil with 1 mg Li", ask("0.1 mm")),
]

#: separator -> fields of its only layer, in um, mg, MPa, mm, min
LAYERS = [
    ("1 M LiTFSI + 0.2 M LiNO3 in DOL/DME", {"electrolyte": "1 M LiTFSI in DOL/DME", "additives": ("LiNO3",)}),
    ("LLZTO pellet, 1 mm, sintered", {"electrolyte": "LLZTO", "thickness": 1000}),
    ("LPSCl, 100 mg, 10 mm", {"electrolyte": "LPSCl", "mass": 100, "diameter": 10}),
    ("100 mg LPSCl (10 mm, 375 MPa)", {"electrolyte": "LPSCl", "mass": 100, "diameter": 10, "pressed_at": 375}),
    ("60 mg Li6PS5Cl, die 8 mm, 200 MPa", {"electrolyte": "Li6PS5Cl", "mass": 60, "diameter": 8, "pressed_at": 200}),
    (
        "100 mg LPSCl in a 10 mm PEEK die at 300 MPa",
        {"electrolyte": "LPSCl", "mass": 100, "diameter": 10, "pressed_at": 300},
    ),
    (
        "LPSCl (100 mg) at 300 MPa for 3 min",
        {"electrolyte": "LPSCl", "mass": 100, "pressed_at": 300, "pressing_time": 3},
    ),
    (
        "80 mg of LGPS pressed into a 10 mm pellet at 250 MPa",
        {"electrolyte": "LGPS", "mass": 80, "diameter": 10, "pressed_at": 250},
    ),
    (
        "Li10SnP2S12 pellets (120 mg, φ 10 mm, 350 MPa)",
        {"electrolyte": "Li10SnP2S12", "mass": 120, "diameter": 10, "pressed_at": 350},
    ),
    ("Li1.3Al0.3Ti1.7(PO4)3 300 um", {"electrolyte": "Li1.3Al0.3Ti1.7(PO4)3", "thickness": 300}),
    (
        "1 M LiTFSI in DOL/DME (1:1 v/v) with 2 wt% LiNO3",
        {"electrolyte": "1 M LiTFSI in DOL/DME (1:1 v/v)", "additives": ("LiNO3",)},
    ),
    (
        "1.0 M LiTFSI in DOL:DME 1:1 + 0.2 M LiNO3",
        {"electrolyte": "1.0 M LiTFSI in DOL:DME 1:1", "additives": ("LiNO3",)},
    ),
]

#: names of electrolytes -> that of the library
ELECTROLYTES = [
    ("1.0 M LiTFSI in DOL:DME 1:1", "DOL-DME LiTFSI"),
    ("1 M LiTFSI in DOL/DME (1:1 v/v)", "DOL-DME LiTFSI"),
    ("1 M LiPF6 in EC/DEC", "carbonate electrolyte"),
    ("1 M LiPF6 in EC/DMC (1:1 vol)", "carbonate electrolyte"),
    ("PEO18-LiTFSI", "PEO-LiTFSI"),
    ("P(EO)20LiTFSI", "PEO-LiTFSI"),
    ("LPSCl pellet", "Li6PS5Cl"),
    ("liquid ether electrolyte", "DOL-DME LiTFSI"),
    ("1M LiTFSI in DOL/DME (v/v = 1:1)", "DOL-DME LiTFSI"),
    ("LPS glass ceramic (Li7P3S11)", "Li7P3S11"),
    ("Li6PS5Cl argyrodite", "Li6PS5Cl"),
]

#: pressed at -> (MPa, min, degC)
PRESSED = [
    ("375 MPa for 5 min", (375, 5, None)),
    ("360 MPa (3 min)", (360, 3, None)),
    ("500 MPa (WIP)", (500, None, None)),
    ("hot-pressed at 150 °C and 370 MPa", (370, None, 150)),
    ("370 MPa at 150 °C for 10 min", (370, 10, 150)),
    ("300 MPa, 80 °C (warm isostatic pressing)", (300, None, 80)),
    ("4 tons, 10 mm die", (499.4, None, None)),
    ("450 MPa (warm isostatic press, 85 °C)", (450, None, 85)),
    ("300 MPa at RT", (300, None, None)),
    ("cold-pressed under 6 tons (12 mm) for 2 min", (520.3, 2, None)),
]

#: a step -> what it is read as
STEPS = [
    (
        "CC-CV charge at C/10 to 3.0 V, hold until C/50",
        [("Charge", {"charge": "C/10", "to": "3.0 V"}), ("Hold", {"hold": "3.0 V", "until": "C/50"})],
    ),
    ("discharge at 1 C (1 C = 1675 mA g-1) to 1.0 V", [("Discharge", {"discharge": "1 C", "to": "1.0 V"})]),
    (
        "charge at 0.05C to 3.8 V (first cycle), then 20 cycles 0.1C 1.3-3 V",
        [("Charge", {"charge": "0.05C", "to": "3.8 V"}), ("Cycles", {"cycles": "20", "charge": "0.1C"})],
    ),
    (
        "GITT: 0.1 mA/cm2 for 20 min, relaxation 2 h, down to 1.0 V",
        [("Pulse", {"pulse": "0.1 mA/cm2", "for_": "20 min", "rest": "2 h", "to": "1.0 V"})],
    ),
    ("CV at 0.1 mV s−1 between 1.0 and 3.0 V, 3 cycles", [("Ramp", {"ramp": "0.1 mV s-1", "cycles": "3"})]),
    ("EIS from 1 MHz to 10 mHz", [("Impedance", {})]),
    ("rate test at 0.05, 0.1, 0.2, 0.5 and 1C (5 cycles each), 1.0–2.8 V", [("Rates", {"cycles_each": "5"})]),
    ("rate capability: 0.1C, 0.2C, 0.5C, 1C, 2C, 5 cycles at each rate, 1.0-2.8 V", [("Rates", {"cycles_each": "5"})]),
    ("two formation cycles at 0.05C between 1.0 and 2.8 V", [("Cycles", {"cycles": "2", "charge": "0.05C"})]),
    (
        "0.05C for 3 cycles and 0.1C for 50 cycles between 1.0-2.8V",
        [("Cycles", {"cycles": "3", "charge": "0.05C"}), ("Cycles", {"cycles": "50", "charge": "0.1C"})],
    ),
    (
        "discharged to 1 V at C/20 and charged to 2.8 V at C/20",
        [("Discharge", {"discharge": "C/20", "to": "1 V"}), ("Charge", {"charge": "C/20", "to": "2.8 V"})],
    ),
    ("charge/discharge at 0.1C between 1.0 V and 2.8 V", [("Cycles", {"cycles": "1", "charge": "0.1C"})]),
    (
        "charge at 0.05C to 3.0 V and hold at 3.0 V until 0.01C",
        [("Charge", {"charge": "0.05C", "to": "3.0 V"}), ("Hold", {"hold": "3.0 V", "until": "0.01C"})],
    ),
    (
        "5 cycles at 100 mA g-1, 10 cycles at 500 mA g-1, 1.0-2.8 V",
        [("Cycles", {"cycles": "5", "charge": "100 mA g-1"}), ("Cycles", {"cycles": "10", "charge": "500 mA g-1"})],
    ),
    (
        "cycled at 0.1 C in the range 1.0–3.0 V (vs. Li/Li+), 20 cycles",
        [("Cycles", {"cycles": "20", "charge": "0.1 C"})],
    ),
    ("Charge-discharge at 0.05 C; 1.0 - 3.0 V", [("Cycles", {"cycles": "1", "charge": "0.05 C"})]),
    ("cycle life at 0.5C (1-2.8 V), 200 cycles", [("Cycles", {"cycles": "200", "charge": "0.5C"})]),
    ("discharged at 0.1 mA cm-2 to 1 V then charged to 2.8 V", ask("charged to 2.8 V")),
    ("discharge at 1 C (1 C = 1000 mA g-1) to 1.0 V", ask("1 C = 1000 mA g-1", "current itself")),
]
