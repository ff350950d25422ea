"""What the two reviews name, in their words: materials, treatments, cells (by the number of the reference)."""

ZHU_2023_MATERIALS = """
sulfur | lithium | Li2S | Li₂S | carbon black | acetylene black | Ketjenblack | activated carbon | Li10GeP2S12
Li₁₀GeP₂S₁₂ | Li6PS5Cl | Li₆PS₅Cl | Li-In | 0.8Li2S·0.2P2S5 | Li1.5PS3.3 | P2S5 | Li₂S@SSE | NanoLi₂S | Se
SeSx | FeSx | MoSx | MoS2 | LiCoO2 | Li6PO4SCl | L4T5O12 | LTO | rGo | rGo@S | tube in tube | nest | PTFE
H₂S absorbents | lithium sulfide | selenium | Li10SnP2S12 | Li6.5In0.25P0.75S5I | Li6PS5–xClOx
Li6.988P2.994Nb0.2S10.934O0.6 | Li7P3S11 | ordered mesoporous carbon | interconnected mesoporous carbon
reduced graphene oxide | MWNTs | hollow porous carbon nanotubes | Li2S-GeS2-P2S5 | ionomer binder
rubber-derived lithium-conducting elastomer | thio-LISICON | Li2S-P2S5 | liquid electrolyte
amorphous sulfur-coated rGO | carbon nanotubes | tellurium-doped sulfur | 3D networking binder
"""
QI_2024_MATERIALS = """
S8 | Li2S | LATP | Li1+xAlxTi2-x(PO4)3 | LLZO | Li7La3Zr2O12 | perovskites | Li2S–P2S5 | Li10GeP2S12 | Li6PS5Cl
Li3N | LiPON | lithium phosphorus oxynitride | LiBH4 | Li5.5PS4.5Cl1.5 | Li6.6Si0.0.4S5I
Li5.35Ca0.1PS4.5Cl1.55 | Li6.75Sb0.25Si0.75S5I | ZnO | Ta-doped LLZO | LiClO4 | LiPF6 | LiN(SO2CF3)2 | PEO
polyethylene oxide | PEGDME | polyethylene glycol dimethyl ether | PVDF-HFP-LiTFSI | fluorinated graphene
Li3PS4 | β-Li3PS4 | indium | aluminum | tin | silicon | Li-In | LPSCl | LNO@NCM622 | 80Li2S·20LiI
75Li2S·25P2S5 | Li3.25Ge0.25P0.75S4 | Sn | Si | Au | Li15Au4 | Li7La2.75Ca0.25Zr1.75Nb0.25O12 | LAGP
Li1.5Al0.5Ge1.5P3O12 | Ag | CF4 | LiF | amorphous carbon | amorphous silicon | lithiated Si | Li-Ag
lithium dipivaloylmethane | triethyl phosphate | NH3 | Li6.4La3Zr1.4Ta0.6O12 | LLZTO | Li-Al | polydopamine
PEO gel | zeolite | LiTFSI | graphite | lithium bis(trifluoromethanesulphonyl)imide | S/CuS | acetylene black
thio-LISICON | Li2S-Li6PS5Cl-C | rGO@S | ACNTP | Li2S-Li6PS5Cl-C nanocomposite | 75%Li2S-24%P2S5-1%P2O5
stainless-steel mesh | Kevlar nonwoven | aluminum foil | Li3PS4+5 | WVA-1500 carbon | polyvinyl chloride
tetrahydrofuran | acetonitrile | LLZO nanoparticles | PEO-LLZTO/LiTFSI | 1,3-dioxolane | DOL
pentaerythritol tetraacrylate | PETEA | ethoxylated trimethylopropane triacrylate | ETPTA | LiDFOB
lithium difluoro(oxalato)borate | diethyl aluminum chloride | ethyl aluminum dichloride | poly-DOL
1,2-dimethoxyethane | DME | aluminum triflate | Al(OTf)3 | acidified carbon nanotube paper | GPE
azodiisobutyronitrile | AIBN | LiNO3 | AHE | polymethyl methacrylate | PMMA-based electrospun fiber network
acrylate-based hierarchical electrolyte | CPE | composite polymer electrolyte | aluminum-plastic film
polyolefin separator | Li2S-P2S5 | glass-ceramic Li2S-P2S5 | trace water | PETEA-based GPE | lithium foil
gel polymer electrolyte | ether-based electrolyte
"""
TREATMENTS = """
mechanical pressing | vapor deposition | molten lithium | polymer modification | slurry casting
in situ polymerization | cold-pressing | PVD | CVD | physical vapor deposition | chemical vapor deposition
sputtering | pulsed laser deposition | PLD | vacuum evaporation | atomic layer deposition | integration plasma
IP | thermal infusion | spin coating | tape casting | AIBN | cold isostatic press | electro-polymerization
ring-opening polymerization | IsIP | in situ interfacial polymerization | Al(OTf)3 | ACNTP | LiPF6 | PETEA | AHE
ex situ | indium buffer layer | Au-coated LLZTO | Al-coated garnet | Au buffer | PEO gel | polydopamine | CPE
graphite layer | high-temperature mechanical milling | gas phase mixing | Si coating
cathode-supported-electrolyte tape | diethyl aluminum chloride initiation | free radical polymerization
solution casting
"""
STRATEGIES = """
mechanical pressing | vapor deposition | molten lithium | molten lithium treatment | polymer modification
slurry casting | in situ polymerization
"""
#: Z: Zhu 2023, Q: Qi 2024; the number is that of the reference there.
CELLS = """
Z15 Z25 Z28 Z29 Z32 Z33 Z34 Z35 Z37 Z40 Z52 Z53 Z55 Z62 Q32 Q33_36 Q38 Q42 Q48 Q60 Q61 Q66 Q67 Q68 Q69 Q70 Q71
Q72 Q75 Q76 Q77 Q78 Q79 Q80 Q81 Q82 Q83 Q84 Q85 Q86 Q96 Q97 Q98 Q99 Q100 Q105 Q106 Q107 Q109 Q110p Q111 Q116
Q118 Q123 Q124 Q125 Q128
"""
#: Authors and years as the reviews print them in their text or under their figures.
AUTHORS = """
Yao2017 | Xu2019 | Kobayashi 2008 | Nagao 2012 | Sakuma 2016 | Hakari 2017 | Luo 2016 | Sun 2023 | Sharafi 2016
Fu 2017 | Lu 2018 | Zhao 2019 | Kong 2007 | Xu 2017 | Liu 2018 | Liu 2016 | Wang 2020 | Yuan 2020 | Suzuki 2017
Unemoto 2014 | Nagata 2014 | Tan 2019 | Nagao 2011 | Nagao 2013 | Lin 2013 | Kato 2016 | Kwon 2022 | Hong 2022
Blanquer 2022 | Zhu 2015 | Han 2016 | Yang 2020
"""


def names(text):
    """Split one of the lists above."""
    return [name.strip() for line in text.strip().splitlines() for name in line.split("|") if name.strip()]
