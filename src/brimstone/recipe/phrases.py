"""Phrases of an experimental section: a layer, an anode or a host in one line, voltages with their reference."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.recipe.composition import is_readable
from brimstone.recipe.moles import named_by_moles
from brimstone.recipe.patterns import expression
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import ANODES, REFERENCES, find_word, fold
from brimstone.units import NUMERAL, numbers, plain

_STATED = rf"(?<![\w.)\]])(?:~\s*|ca\.?\s*|about\s+)?{NUMERAL}(?:\(\d+\))?(?:\s*(?:±|-|to)\s*{NUMERAL})?"
_DIAMETERS = r"(?:\s*(?:in\s+)?(?:diameter|dia\b\.?|(?:\w+\s+)?(?:die|mou?ld)\b))"
_LENGTH = expression(
    rf"(?:\bthickness(?: of)?:?\s*|\bof\s+)?({_STATED})\s*(um|μm|mm|cm|nm|microns?)\b(?!\^?[23-])"
    rf"(?:\s+thick(?:ness)?)?(?!{_DIAMETERS})"
)
_MASS = expression(rf"({_STATED})\s*(mg|g)\b(?!\s*/)")
_DIAMETER = expression(
    rf"(?:[Øøϕφ⌀]\s*({NUMERAL})\s*mm|({NUMERAL})\s*mm{_DIAMETERS}|(?:die\s+)?(?:diameter|die|dia\.?)\s*(?:of\s*|:\s*|=\s*)?({NUMERAL})\s*mm(?!\s*thick))"
)
_PRESSURE = expression(
    rf"(?:\b(?:(?:cold[- ]?)?press\w*\s+|pelleti[sz]ed\s+|compacted\s+)?(?:at|under|with)\s+)?({_STATED})\s*"
    r"(MPa|GPa|t(?:ons?)?\s*/\s*cm\^?2)(?![\w^])"
    rf"(?:\s*(?:,|for)\s*{NUMERAL}\s*(?:s|min|h)\w*)?"
)
_ADDED = expression(
    rf"\s*(?:,|\+|&|\b(?:with|and|containing|plus))\s*(?:{NUMERAL}\s*(?:wt\.?\s*-?\s*%|%|M|mol/L)\s*(?:of\s+)?)?(LiNO3)"
    r"(?:\s+(?:as\s+)?(?:an?\s+)?additive)?\s*$",
)
#: 1 M LiTFSI + 0.2 M LiNO3 in DOL/DME
_ADDED_WITHIN = expression(
    rf"(?<=LiTFSI|.LiFSI)\s*(?:,|\+|&|\b(?:with|and|plus))\s*{NUMERAL}\s*(?:wt\.?\s*-?\s*%|%|M|mol/L)\s*(?:of\s+)?(LiNO3)"
    r"(?=\s+in\s)"
)
#: LLZTO pellet, sintered; argyrodite pelletized at 5 t
_STATE = expression(
    r"[\s,;]*\b(?:sintered|as[- ]sintered)\s*$|\s+pelleti[sz]ed\b(?=\s+(?:at|under|with|to)\s)", re.IGNORECASE
)
_WIDE = 4.0  # lengths from here are diameters [mm]
_HELD = expression(rf"({NUMERAL}\s*(?:s|min|h)\w*)$")
_SHARE = expression(rf"{NUMERAL}\s*(?:wt\.?\s*)?%")
_ELEMENTS = {"lithium": "Li", "indium": "In", "tin": "Sn", "aluminium": "Al", "aluminum": "Al", "silicon": "Si"}
_ALLOYED = "In|Sn|Al|Si|Mg"
#: Li0.5In, InLi0.5, Li22Si5, LixSi
_FORMULA = expression(
    rf"Li(?P<li>x|{NUMERAL})?(?P<metal>{_ALLOYED})(?P<more>{NUMERAL})?|(?P<first>In)(?P<one>{NUMERAL})?Li(?P<last>x|{NUMERAL})?"
)
_PAIR = (
    rf"\b(Li|{_ALLOYED})\s*[:/]\s*(Li|{_ALLOYED})\s*(?:\(?(?:molar|atomic|mole|mol|at\.?)\)?\s*)?"
    r"(?:ratio\s*)?(?:=|\(|:|\bof\b|\s)\s*"
)
#: Li:In = 1:2, In/Li molar ratio 2:1, Li/In = 0.6
ATOMS = expression(
    rf"{_PAIR}({NUMERAL})(?:\s*[:/]\s*({NUMERAL}))?(?![\d.]*\s*(?:[uμmn]m|mg|wt)\b|\s*[:/]\s*\d)", re.IGNORECASE
)
#: In/Li alloy, x(Li) = 0.33
_FRACTION = expression(r"\bx\s*\(?_?\s*Li\s*\)?\s*=\s*(0?\.\d+)")
_BARE_METAL = r"(?:Cu|copper|stainless[ -]steel|SS|steel|Ni|nickel)"
_NO_ANODE = expression(
    r"none|no anode|(?:lithium[- ]free\s+)?anode[- ]?(?:free|less)\b.*|half[- ]?cells?|symmetric(?:al)?(?: cell)?|"
    rf"(?:bare\s+)?{_BARE_METAL}(?:\s*(?:foil|current collector|collector|sheet|dis[ck]|substrate))?"
    r"\s*(?:[(,]\s*anode[- ]?(?:free|less)[^)]*\)?)?",
    re.IGNORECASE,
)
#: Li on Cu, Li/Cu: a foil on its collector.
_ON_COLLECTOR = expression(
    rf"\s*(?:\bon\s+(?:an?\s+)?|\bcoated on\s+|\s*[/|@]\s*)(?P<size>{NUMERAL}\s*(?:um|"
    rf"μm)\s+)?(?P<name>{_BARE_METAL})(?:\s*(?:foil|current collector|collector))?"
    rf"(?:\s*\(\s*{NUMERAL}\s*(?:um|μm)\s*\))?\s*$",
    re.IGNORECASE,
)
_METALS = {"copper": "Cu", "nickel": "Ni"}
#: lithium disc 14 mm x 0.45 mm, Li (d = 10 mm): the larger of two lengths is across.
_ACROSS = expression(
    rf"[(,x×*\s]*(?:[Øøϕφ⌀d]\s*=?\s*)?(?<![\w.])({NUMERAL})\s*mm\b(?:\s*(?:in\s+)?(?:diameter|dia\.?|Ø))?\s*[x×*]?\s*"
)
#: Si-LPSCl-C composite, graphite/LPSCl: an anode mixed with electrolyte and carbon.
_MIXED_ANODE = expression(
    r"(?P<metal>(?:[uμ]|micro|nano)?-?Si|silicon|graphite|Gr|LTO|Li4Ti5O12)\s*(?:(?:[/:|+-])\s*[A-Za-z][\w.]*\s*)*"
    r"(?P<numbers>(?:=\s*)?[(\d].*)?\s*(?:composite|electrode|anode)?",
    re.IGNORECASE,
)
#: Fields of a step in which a reference is told as one.
_REFERENCE_FIELDS = frozenset(map(fold, ("versus", "vs", "against", "reference", "reference_electrode")))
_REFERENCE = expression(r"\s*\(?\s*\b(?:vs\.?|versus|against)\s+([A-Za-z0-9+/\-– ]+?)\s*\)?\s*$", re.IGNORECASE)
#: 1.0-3.0 V (vs. Li/Li+), 20 cycles
_REFERENCE_ASIDE = expression(
    r"\s*\(\s*(?:vs\.?|versus|against)\s+([A-Za-z0-9+/\-– ]+?)\s*\)(?=\s*\S)|"
    r"\s+(?:vs\.?|versus|against)\s+([A-Za-z0-9+/\-–]+)(?=\s*[,;]\s*\S|\s+(?:then|and|at|for|with)\b)",
    re.IGNORECASE,
)
#: What has a field of its own, or none, and is no part of a name.
_SIZE = expression(
    rf"(?<![\w.-]){NUMERAL}\s*(?:[uμmnc]m|microns?|mg|g|[MG]Pa|m?S\s*/\s*cm|mA\s?h(?:\s*/\s*\w+)?|°\s?C)(?!\w)"
)
_STRAY = expression(
    r"(?:^|(?<=[\s,;(:]))(?:of|compacted|densified|attached|at|for|in|into|on|onto|with|was|were|(?:cold-)?pressed|powders?|pellets?|layer|separator|(?:dry|free-?standing|self-?standing)(?=\s|$|\))|film|membrane|thick(?:ness)?|and|by|a|an|the)"
    r"(?=[\s,;):]|$)"
)


def layer_words(text: str) -> dict[str, Any]:
    """Read ``Li3PS4, 800 um``, ``80 mg LPSCl pressed at 375 MPa`` or a bare name as the fields of a layer.

    Raises
    ------
    ValueError
        When a size is left that no field took.
    """
    text = _STATE.sub("", re.sub(r"(?<=\d)-(?=mm\b)", " ", _GRAINS.sub(" ", plain(text))))
    text, additives = without_additives(named_by_moles(text))
    text, binder = _without_binder(text)
    held = _MEMBRANE.search(plain(text))
    text = f"{plain(text)[: held.start()]} {plain(text)[held.end() :]}".strip() if held else text
    fields: dict[str, Any] = _sizes_of(text) | ({"binder": binder} if binder else {})
    fields |= {"membrane": held["name"] or held["soaked"]} if held else {}
    if (
        (load := _LOAD.search(fields["electrolyte"])) is not None
        and "diameter" in fields
        and "pressed_at" not in fields
    ):
        fields["pressed_at"] = f"{load[1]} t on {fields['diameter']}"
        fields["electrolyte"] = re.sub(
            r"[\s,;]+$", "", f"{fields['electrolyte'][: load.start()]} {fields['electrolyte'][load.end() :]}"
        )
    if (size := fields.get("thickness")) and "mass" in fields and "diameter" not in fields and _far_too_thick(size):
        fields["diameter"] = fields.pop("thickness")  # 100 mg, 10 mm: no layer is as thick
    if additives:
        fields["additives"] = additives
    if (size := fields.get("thickness")) and "mass" in fields and _far_too_thick(size):
        raise ValueError(
            f"'{text.strip()[:100]}': is {size} the thickness or the diameter? Write  thickness: {size}  or  "
            f"diameter: {size}  in  {{electrolyte: {fields['electrolyte'][:40]}, mass: {fields['mass']}, …}}"
        )
    _nothing_lost(fields["electrolyte"], text, "{electrolyte: Li6PS5Cl, thickness: 500 um, pressed_at: 375 MPa}")
    return fields


#: grains of the powder, which the library knows
_GRAINS = expression(rf"[\s,;]*\(?\s*[dD]_?50\s*(?:=|of|:|≈|~)?\s*{NUMERAL}\s*(?:um|μm|nm)\s*\)?")
_BINDER = expression(
    rf"[\s,;(]*\b(?:with|containing|plus|and|,|\+)\s+({NUMERAL}\s*(?:wt\.?\s*-?\s*)?%\s*(?:of\s+)?"
    r"(?:PTFE|NBR|HNBR|SBR|PVDF|PVDF-HFP|SEBS|PIB|PEO|EVA|ionomer|acrylate|binder)(?:\s+binder)?)\s*\)?",
    re.IGNORECASE,
)


#: 1 M LiTFSI in DOL/DME with Celgard 2400
_MEMBRANE = expression(
    r"[\s,;(+]*\b(?:with|in|on|and|soaked in|supported by|\+|/|,)\s*(?:an?\s+)?"
    r"(?P<name>Celgard(?:\s*\d{4})?|glass fib(?:re|er)(?:\s+separator)?|"
    r"polyolefin separator|PP separator)\)?|"
    r"^\s*(?P<soaked>Celgard(?:\s*\d{4})?)\s+(?:soaked|wetted|filled|impregnated)\s+(?:with|in|by)\s+",
    re.IGNORECASE,
)


def _without_binder(text: str) -> tuple[str, str]:
    """A layer without the binder that holds it together, and it: ``LPSCl film with 2 wt% PTFE``."""
    match = _BINDER.search(plain(text))
    if match is None:
        return text, ""
    opened = match[0].rstrip().endswith(")") and "(" not in match[0]
    return f"{plain(text)[: match.start()]}{')' if opened else ''} {plain(text)[match.end() :]}".strip(), match[1]


def without_additives(text: str) -> tuple[str, list[str]]:
    """A liquid without what is dissolved in it besides the salt: ``with 2 wt% LiNO3``, ``+ 0.2 M LiNO3``."""
    if (within := _ADDED_WITHIN.search(plain(text))) is not None:
        return f"{plain(text)[: within.start()]} {plain(text)[within.end() :]}", [within[1]]
    match = _ADDED.search(plain(text))
    return (plain(text)[: match.start()], [match[1]]) if match is not None else (text, [])


def _far_too_thick(size: str) -> bool:
    """Whether a length is that of no layer."""
    return size.endswith("mm") and max(abs(numbers(one)[-1]) for one in re.findall(NUMERAL, size)) >= _WIDE


def _nothing_lost(name: str, text: str, example: str) -> None:
    if (load := _ANY_LOAD.search(name)) is not None:
        raise ValueError(
            f"'{text.strip()[:100]}': '{load[0].strip()}' is a load; expected a pressure, the load over the area of "
            f"the die: write {load[0].strip()} on 10 mm, with the diameter of the die, or 375 MPa"
        )
    if lost := _SIZE.search(name):
        raise ValueError(
            f"'{text.strip()[:100]}': '{lost[0]}' is not understood; leave it out, or give each number in its field, "
            f"such as {example}"
        )


def _sizes_of(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    rest = text = plain(text)
    for name, pattern in (("diameter", _DIAMETER), ("thickness", _LENGTH), ("mass", _MASS), ("pressed_at", _PRESSURE)):
        match = pattern.search(rest)
        if match is not None:
            if name == "pressed_at" and (held := _HELD.search(match[0])) is not None:
                fields["pressing_time"] = held[1]
            number, unit = ([one for one in match.groups() if one] + ["mm"])[:2]
            fields[name] = f"{number.strip()} {unit}"
            rest = rest[: match.start()] + " " + rest[match.end() :]
    name = _STRAY.sub(" ", rest) if fields else rest
    return {"electrolyte": re.sub(r"\(\s*(?:[,;]\s*)*\)", " ", " ".join(name.split())).strip(" ,;:"), **fields}


_INITIATOR = expression(
    rf"(?:(?P<amount>{NUMERAL})\s*(?P<unit>mM|M|mol/L)\s+(?:of\s+)?)?(?P<name>LiPF6|AIBN|Al\(OTf\)3|LiDFOB|LiFSI|BF3|Al\(CF3SO3\)3)",
)


def polymerised_words(text: str) -> Any:
    """Read ``2 h at RT by 0.5 M LiPF6`` as how a precursor was set; other words as they are."""
    words = plain(text)
    initiator = _INITIATOR.search(words)
    time = re.search(rf"({NUMERAL})\s*(h|hours?|min|minutes?|d|days?)\b", words)
    warm = re.search(rf"({NUMERAL})\s*°?\s*(?:deg)?C\b|\b(RT|room temperature)\b", words)
    if initiator is None or time is None:
        return text
    fields = {"initiator": initiator["name"], "time": f"{time[1]} {time[2]}"}
    if initiator["amount"]:
        fields["concentration"] = f"{initiator['amount']} {'mol/L' if initiator['unit'] == 'M' else initiator['unit']}"
    if warm is not None:
        fields["temperature"] = f"{warm[1]} degC" if warm[1] else "RT"
    taken = {place for match in (initiator, time, warm) if match is not None for place in range(*match.span())}
    rest = "".join(" " if place in taken else sign for place, sign in enumerate(words))
    filler = r"(?:[\s,;()]|\b(?:at|by|with|for|in|of|using|initiated|polymeri[sz]ed|in situ|left|and|as|initiator)\b)*"
    return fields if re.fullmatch(filler, rest, re.IGNORECASE) else text


def without_reference(protocol: Any) -> tuple[Any, str | None]:
    """Take ``vs Li-In`` out of the voltages of a protocol, and ``versus: Li-In`` out of its steps.

    Returns
    -------
    protocol
        With plain voltages.
    str or None
        The reference electrode that they named; None when none did.

    Raises
    ------
    FieldProblem
        When they name different ones.
    """
    named: dict[str, str] = {}

    def plain(tree: Any) -> Any:
        if isinstance(tree, Mapping):
            of_a_step = _REFERENCE_FIELDS if "steps" not in tree else ()
            references = {key: value for key, value in tree.items() if fold(str(key)) in of_a_step}
            for key, value in references.items():
                named[_reference(key, value)] = f"{key}: {value}"
            return {key: plain(value) for key, value in tree.items() if key not in references}
        if isinstance(tree, (list, tuple)):
            return [plain(value) for value in tree]
        if isinstance(tree, str) and len(tree) < 200:
            tree = tree.replace("⁺", "+")
        while isinstance(tree, str) and len(tree) < 200 and (aside := _REFERENCE_ASIDE.search(tree)) is not None:
            try:
                named[find_word(aside[1] or aside[2], REFERENCES, "reference electrode")] = tree
            except ValueError:
                return tree
            tree = f"{tree[: aside.start()]}{tree[aside.end() :]}"
        match = _REFERENCE.search(tree) if isinstance(tree, str) and len(tree) < 200 else None
        if match is None:
            return tree
        try:
            named[find_word(match[1], REFERENCES, "reference electrode")] = tree
        except ValueError:
            return tree  # the field itself says what is wrong with it
        return tree[: match.start()]

    stripped = plain(protocol)
    if not named:
        return protocol, None
    if len(named) > 1:
        first, second = list(named.values())[:2]
        raise FieldProblem(f"'{first}' and '{second}' name two references; give all voltages against one", "protocol")
    return stripped, next(iter(named))


def _reference(key: Any, value: Any) -> str:
    try:
        return find_word(str(value), REFERENCES, "reference electrode")
    except ValueError as problem:
        raise FieldProblem(f"{key}: {problem}", "protocol") from None


def anode_words(material: Any, with_size: bool) -> dict[str, Any]:
    """Read what an anode is called: ``Li metal (100 um)``, ``Li:In = 1:2``, ``In 100 um + Li 50 um``, ``Li0.5In``.

    Raises
    ------
    ValueError
        When it is called none, or the cell a half cell: two readings; when a size is left that no field took.
    """
    if not isinstance(material, str) or len(material) > 200:
        return {}
    material = plain(material).strip()
    if _NO_ANODE.fullmatch(material):
        raise ValueError(
            f"'{material}' may mean a counter electrode that is not counted, or a bare collector. For the first write "
            "what it was, such as  anode: Li-In;  for the second, which needs a cathode that contains the lithium, "
            "write the lithium that is there at first:  anode: {material: Li, thickness: 1 um}. A symmetric cell has "
            "cell: symmetric  and  anode: Li."
        )
    material = re.sub(r"[\s,(]*\b9\d(?:\.\d+)?\s*%(?:\s*purity)?\s*\)?", " ", material).strip()  # Li metal 99.9%
    material = re.sub(r"^(Li|lithium)\s*/\s*(Cu|copper)\s*[,(]\s*([^()]*?)\)?$", r"\1 \3 / \2", material)
    if (weighed := _WEIGHED.fullmatch(material)) is not None and weighed["one"] != weighed["two"]:
        return {"material": "Li-In", "foil_masses": {weighed["one"]: weighed[3], weighed["two"]: weighed[5]}}
    if (coated := _COATED.fullmatch(material)) is not None:
        film, bare = coated["film"] or coated["before"], coated["bare"] or coated["after"]
        film = f"{film})" if film.count("(") > film.count(")") else film
        words = film if re.search(r"coat|layer|film|\bby\b", film) else f"{film} coating"
        sized = re.fullmatch(r"([\w@.]+)\s*(\([^()]*\)) coating", words)
        return {"interface": f"{sized[1]} coating {sized[2]}" if sized else words, **anode_words(bare, with_size)}
    material, told = _told_beside(material)
    if told:
        read = anode_words(material, with_size and "np_ratio" not in told)
        return {**told, **read}
    if (on := _ON_COLLECTOR.search(material)) is not None and on.start() > 0:
        read = anode_words(material[: on.start()].strip(" ,"), with_size)
        return {**read, "collector": _METALS.get(on["name"].lower(), on["name"])}
    foils, across = _foils(material) if with_size else ({}, {})
    if foils:
        metal = next((name for name in foils if name != "Li"), "Li")
        sizes = {"foils": foils} if all(foils.values()) else {}
        diameters = {"foil_diameters": across} if across and sizes else {}
        return {"material": f"Li-{metal}" if metal != "Li" else "Li", **sizes, **diameters}
    material, wide = _without_diameter(material) if with_size else (material, None)
    if wide is not None:
        return {**anode_words(material, with_size), "diameter": wide}
    read = _sizes_of(material) if with_size else {"electrolyte": material}
    with_thickness = set(read) == {"electrolyte", "thickness"} and read["electrolyte"]
    name = read["electrolyte"] if with_thickness else material
    size: dict[str, Any] = {"thickness": read["thickness"]} if with_thickness else {}
    if size and (one_foil := _ONE_FOIL.search(material)) is not None:
        raise ValueError(
            f"'{material}': is {size['thickness']} the thickness of the whole anode, or of the {one_foil[1]} in it? "
            f"Write  thickness: {size['thickness']}  for the one, or  foils: {{{one_foil[1]}: {size['thickness']}, "
            "Li: …}  for the other"
        )
    _nothing_lost(name, material, "{material: Li-In, atoms: {Li: 1, In: 2}, thickness: 100 um}")
    if match := ATOMS.search(name):
        first, second = match[1].capitalize(), match[2].capitalize()
        metal = next((one for one in (first, second) if one != "Li"), "Li")
        return {"material": f"Li-{metal}", "atoms": {first: match[3], second: match[4] or "1"}, **size}
    if fraction := _FRACTION.search(name):
        alloyed = next((one for one in _ALLOYED.split("|") if re.search(rf"\b{one}\b|Li{one}|{one}Li", name)), None)
        if alloyed is not None and 0 < float(fraction[1]) < 1:
            return {
                "material": f"Li-{alloyed}",
                "atoms": {"Li": fraction[1], alloyed: f"{1 - float(fraction[1]):.6g}"},
                **size,
            }
    formula = _FORMULA.fullmatch(re.sub(r"\s+(?:alloy|foil|powder)$", "", name))
    if formula is not None and (formula["li"] or formula["last"] or formula["more"]):
        metal = formula["metal"] or formula["first"]
        lithium, other = formula["li"] or formula["last"] or "1", formula["more"] or formula["one"] or "1"
        atoms = {} if lithium == "x" else {"atoms": {"Li": lithium, metal: other}}
        return {"material": f"Li-{metal}", **atoms, **size}
    mixed = _MIXED_ANODE.fullmatch(name)
    if mixed is not None and fold(name) != fold(mixed["metal"]):
        if mixed["numbers"] and not is_readable(name):
            raise ValueError(
                f"'{name}' is mixed with other powders: write  material: {mixed['metal']}  with its thickness or "
                "np_ratio, and the shares as  composition: {Si: 50 wt%, Li6PS5Cl: 40 wt%, C65: 10 wt%}"
            )
        size |= {"composition": name} if mixed["numbers"] else {}
        name = mixed["metal"]
    proper = next((proper for proper, others in ANODES.items() if fold(name) in map(fold, others)), name)
    return {"material": proper, **size}


_NP = expression(rf"[\s,;(]*(?:with\s+)?(?:an?\s+)?N\s*[/:]\s*P(?:\s+ratio)?\s*(?:of|=|:)?\s*({NUMERAL})\s*\)?")


#: Li-Al (Al foil 50 um with Li): a thickness behind one of the metals of an alloy
_ONE_FOIL = expression(r"^(?:Li-(?:In|Al|Mg|Sn|Si)|In-Li)\b[^()]*\(\s*(In|Al|Mg|Sn)\b(?!-)(?=[^()]*\d)")
_ANY_LOAD = expression(rf"(?<![\w.]){NUMERAL}\s*(?:t(?:ons?|onnes?)?|kN)(?!\w)(?!\s*/)")
_LOAD = expression(rf"[\s,;(]*({NUMERAL})\s*t(?:ons?|onnes?)?\b\s*\)?")
#: Li-In (Li: 2 mg, In: 60 mg)
_WEIGHED = expression(
    rf"(?P<name>Li[- –]?In|In[- –]?Li)(?:\s+alloy)?\s*\(\s*(?P<one>Li|In)\s*:?\s*({NUMERAL}\s*mg)\s*[,;/+]\s*"
    rf"(?P<two>Li|In)\s*:?\s*({NUMERAL}\s*mg)\s*\)"
)
#: Li coated with LiF (50 nm), Li (with 10 nm Al2O3 by ALD), LiF-coated Li
_COATED = expression(
    r"(?P<bare>(?:Li|lithium)(?:\s+(?:metal|foil|disc))?)\s*[(,]?\s*(?:coated\s+(?:with|by)|with)\s+(?:an?\s+)?"
    r"(?P<film>(?=[^+]*(?:nm|coat|layer|ALD|sputter|film|LiF|Li3N))(?!.*\b(?:foil|N/P)\b)[^+]+?)\)?|"
    r"(?P<before>[A-Za-z][\w@.]*)[- ]coated\s+(?P<after>(?:Li|lithium)\b.*)"
)


def _told_beside(text: str) -> tuple[str, dict[str, str]]:
    """An anode without its ratio of capacities and the pressure it was attached with, and both as fields."""
    told: dict[str, str] = {}
    for name, pattern in (("np_ratio", _NP), ("pressed_at", _PRESSURE)):
        if (match := pattern.search(text)) is not None:
            told[name] = match[1] if name == "np_ratio" else f"{match[1].strip()} {match[2]}"
            if name == "pressed_at" and (held := _HELD.search(match[0])) is not None:
                told["pressing_time"] = held[1]
            text = f"{text[: match.start()]} {text[match.end() :]}"
    text = (
        re.sub(r"[\s,;]*\b(?:attached|pressed)\s*$", "", re.sub(r"\(\s*[,;]?\s*\)", " ", text).strip(" ,;"))
        if told
        else text
    )
    return text, told


def _without_diameter(text: str) -> tuple[str, str | None]:
    """``lithium disc 14 mm x 0.45 mm`` without the length that is no thickness, and it."""
    lengths = [one for one in _ACROSS.finditer(text) if numbers(one[1])[-1] >= _WIDE]
    if len(lengths) != 1:
        return text, None
    match = lengths[0]
    rest = re.sub(r"\(\s*[ØøϕφΦ⌀d]?\s*=?\s*,\s*", "(", f"{text[: match.start()]} {text[match.end() :]}")
    return " ".join(re.sub(r"\(\s*[,;]?\s*\)", " ", rest).split()).strip(" ,;x×"), f"{match[1]} mm"


def _foils(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Foils pressed together, each with its thickness, and with its diameter where it has one.

    Both are empty when the words describe something else; a thickness is empty where foils are named without any.
    """
    text = re.sub(r"^(?:Li-?In|In-?Li)(?: alloy)?\s*\((.*)\)$", r"\1", text)  # Li-In (Li 15 um on In 125 um)
    pieces = re.split(r"\s*(?:\+|/|\band\b|\bwith\b|\bon\b|&)\s*(?![^()]*\))", text)
    foils: dict[str, str] = {}
    across: dict[str, str] = {}
    for piece in pieces:
        words, wide = _without_diameter(piece)
        read = _sizes_of(words)
        name = re.sub(r"\b(?:metal|foils?|sheets?|discs?|disks?)\b|[(),:]", " ", read["electrolyte"]).strip()
        name = _ELEMENTS.get(name.lower(), name)
        plain_foil = set(read) == {"electrolyte"} and re.search(r"\b(?:foil|sheet|dis[ck])\b", piece)
        sized = set(read) == {"electrolyte", "thickness"}
        if not (sized or plain_foil) or name not in {"Li", *_ALLOYED.split("|")} or name in foils:
            return {}, {}
        foils[name] = read.get("thickness", "")
        across |= {name: wide} if wide else {}
    return (foils, across) if len(foils) > 1 else ({}, {})


def host_words(text: str) -> Any:
    """Read ``S/CMK-3 70 wt%`` or ``CMK-3 with 70 wt% sulfur`` as a host; other words as they are."""
    share = _SHARE.search(text)
    if share is None:
        return text
    rest = text[: share.start()] + " " + text[share.end() :]
    rest = re.sub(r"\b(?:of|with|sulfur|sulphur|S|Li2S|loading|content|in|active material)\b", " ", rest)
    carbon = " ".join(rest.split()).strip(" /@-,;:()")
    return {"carbon": carbon, "sulfur": share[0]} if carbon else text
