"""Physical constants and molar masses, SI.

The first three are exact (SI 2019). Molar masses are IUPAC conventional atomic weights (2021 table).
"""

FARADAY = 96485.33212  #: charge of one mole of electrons [C/mol]
GAS_CONSTANT = 8.314462618  #: [J/(mol K)]
BOLTZMANN_EV = 8.617333262e-5  #: [eV/K]
ROOM_TEMPERATURE = 298.15  #: [K]
ZERO_CELSIUS = 273.15  #: [K]

MOLAR_MASS_LITHIUM = 6.94e-3  #: [kg/mol]
MOLAR_MASS_SULFUR = 32.06e-3  #: [kg/mol]
MOLAR_MASS_SELENIUM = 78.971e-3  #: [kg/mol]
MOLAR_MASS_LITHIUM_SULFIDE = 2 * MOLAR_MASS_LITHIUM + MOLAR_MASS_SULFUR  #: [kg/mol]

# Units of the field in SI: multiply to get SI, divide to show.
MAH_G = 3_600.0  #: one mAh/g [C/kg]
MAH_CM2 = 36_000.0  #: one mAh/cm2 [C/m2]
OHM_CM2 = 1e-4  #: one ohm cm2 [ohm m2]
MA_CM2 = 10.0  #: one mA/cm2 [A/m2]
MS_CM = 0.1  #: one mS/cm [S/m]
MG_CM2 = 0.01  #: one mg/cm2 [kg/m2]
MAH = 3.6  #: one mAh [C]
WH_KG = 3_600.0  #: one Wh/kg [J/kg]
WH_L = 3.6e6  #: one Wh/L [J/m3]
MPA = 1e6  #: one MPa [Pa]
CM2 = 1e-4  #: one cm2 [m2]
KN = 1e3  #: one kN [N]
UM = 1e-6  #: one micrometre [m]
HOUR = 3_600.0  #: [s]
DAY = 86_400.0  #: [s]
