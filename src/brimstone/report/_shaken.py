"""Plotly's program without the kinds of figures that no page draws: less than half of it is left.

The program is a bundle of modules, each a statement ``var name=wrapper((exports,module)=>{...});``, carried out when
another one first calls ``name()``. One of them registers all kinds of traces. What only the unwanted kinds call is
left out; where a bundle is built in another way, it is left as it is.
"""

import re
from collections.abc import Iterator

#: Kinds of traces on pages of a run or a study, and on that of a structure; lines and points are in plotly's core.
FLAT = frozenset({"bar", "heatmap"})
SOLID = FLAT | {"mesh3d", "scatterternary"}

_OPENING = re.compile(r"var Plotly=\(\(\)=>\{")
_MODULE = re.compile(r"\s*var ([\w$]+)=[\w$]+\(\(?[\w$,]*\)?=>\{")
_FUNCTION = re.compile(r"\s*function\b")
_REGISTERED = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")
_EXPORTED = re.compile(r"exports=([\w$]+)\(\)")
_KIND = re.compile(r'moduleType:"trace".{0,200}?name:"(\w+)"', re.S)
_CALL = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
_TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[`/{}()\[\];]""", re.S)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/")  # a literal regular expression
_BEFORE_PATTERN = re.compile(r"(?:^|[(,=:\[!&|?{};+\-*%<>~^\n]|(?<![\w$.])(?:return|typeof|case|in|of|void|else))\s*$")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.S)
_LOOK_BACK = 12  # letters, longer than any keyword


def shaken(program: str, drawn: frozenset[str]) -> str:
    """The program with the named kinds of traces only, or as it is where it is not built as expected.

    Parameters
    ----------
    program : str
        Of plotly, as it comes.
    drawn : frozenset of str
        Plotly's names of the kinds that stay.
    """
    opening, registered = _OPENING.search(program), _REGISTERED.search(program)
    if opening is None or registered is None:
        return program
    statements, end = _statements(program, opening.end())
    modules = {found[1]: one for one in statements if (found := _MODULE.match(one)) is not None and one.endswith("});")}
    names = _CALL.findall(registered[0])
    kinds = {name: _kind(name, modules) for name in names}
    if not drawn <= set(kinds.values()):
        return program
    kept = f".register([{','.join(f'{name}()' for name in names if kinds[name] in drawn)}])"
    statements = [one.replace(registered[0], kept) for one in statements]
    modules = {found[1]: one for one in statements if (found := _MODULE.match(one)) and found[1] in modules}
    there = set(modules.values())
    wanted: set[str] = set()
    called = [name for one in statements if one not in there for name in _CALL.findall(one)]
    while called:
        name = called.pop()
        if name in modules and name not in wanted:
            wanted.add(name)
            called += _CALL.findall(modules[name])
    left_out = {one for name, one in modules.items() if name not in wanted}
    return program[: opening.end()] + "".join(one for one in statements if one not in left_out) + program[end:]


def _kind(name: str, modules: dict[str, str]) -> str:
    """Kind of trace that a module registers; empty for none. Some only hand on what another one exports."""
    text = modules.get(name, "")
    handed_on = _EXPORTED.search(text)
    found = _KIND.search(modules.get(handed_on[1], "") if handed_on else text)
    return found[1] if found else ""


def _statements(program: str, start: int) -> tuple[list[str], int]:
    """Statements of the body that starts there, and where it ends."""
    found: list[str] = []
    begin, depth = start, 0
    for place, letter in _brackets(program, start):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        if depth < 0:
            return [*found, program[begin:place]], place
        ends = letter == ";" or (letter == "}" and _FUNCTION.match(program, begin) is not None)
        if depth == 0 and ends:
            found.append(program[begin : place + 1])
            begin = place + 1
    return [], start


def _brackets(program: str, start: int) -> Iterator[tuple[int, str]]:
    """Brackets and semicolons outside of words, comments, patterns and templates."""
    open_templates: list[int] = []
    place, depth = start, 0
    while (token := _TOKEN.search(program, place)) is not None:
        letter, place = token[0][0], token.end()
        if letter == "/":
            looked = program[max(0, token.start() - _LOOK_BACK) : token.start()]
            pattern = _PATTERN.match(program, token.start()) if token[0] == "/" else None
            if pattern is not None and _BEFORE_PATTERN.search(looked):
                place = pattern.end()
        elif letter == "`" or (letter == "}" and open_templates and open_templates[-1] == depth):
            if letter == "}":
                open_templates.pop()
            text = _TEMPLATE.match(program, place)
            if text is None:
                return
            place = text.end()
            if text[0].endswith("${"):
                open_templates.append(depth)
        elif letter in "([{)]};":
            depth += (letter in "([{") - (letter in ")]}")
            yield token.start(), letter
