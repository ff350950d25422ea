"""Library files spoiled at random: each loads or is refused with an error of ours that names the file."""

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.errors import LibraryError
from brimstone.library._files import read
from tests.library import good_library

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.just(""),
    st.just("1 mS/cm"),
    st.just("-3 g/cm3"),
    st.just("1e400 eV"),
    st.just("300 K K K"),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.dates(),
)


def _paths(tree, path=()):
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, branch in items:
        yield (*path, key)
        yield from _paths(branch, (*path, key))


def _spoil(tree, path, change, junk):
    for key in path[:-1]:
        tree = tree[key]
    if change == "remove":
        del tree[path[-1]]
    elif change == "rename" and isinstance(tree, dict):
        tree[f"{path[-1]}x"] = tree.pop(path[-1])
    else:
        tree[path[-1]] = junk


def loads_or_is_refused(name, content):
    with tempfile.TemporaryDirectory() as folder:
        root = good_library.write(Path(folder))
        (root / name).write_bytes(content)
        message = _refusal(root)
    # what one file says can make another wrong, which is then the one named
    assert message is None or message.startswith((*good_library.FILES, "names of", "strategies: "))


def _refusal(root):
    try:
        read(root)
    except LibraryError as problem:
        return str(problem)
    return None


@settings(max_examples=250, deadline=None)
@given(name=st.sampled_from(sorted(good_library.FILES)), data=st.data())
def test_a_changed_field_is_loaded_or_refused_with_the_name_of_a_file(name, data):
    tree = yaml.safe_load(good_library.FILES[name])
    path = data.draw(st.sampled_from(list(_paths(tree))))
    change = data.draw(st.sampled_from(["remove", "rename", "replace", "replace"]))
    _spoil(tree, path, change, data.draw(JUNK))
    loads_or_is_refused(name, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(good_library.FILES)), position=st.floats(0, 1), noise=st.binary(max_size=12))
def test_noise_in_a_file_is_loaded_or_refused_with_the_name_of_a_file(name, position, noise):
    content = good_library.FILES[name].encode()
    cut = int(position * len(content))
    loads_or_is_refused(name, content[:cut] + noise + content[cut:])


def test_deep_nesting_and_huge_numbers_are_refused():
    for content in (b"[" * 5000, b"name: " + b"9" * 5000, b"name: &a [*a]", b"? [1, 2]\n: 3", b"name: !!set {a, b}"):
        loads_or_is_refused("materials/Li6PS5Cl.yaml", content)
