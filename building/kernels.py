"""Compile the kernels of Brimstone for one kind of processor, with numba, into an object file.

Run as ``python kernels.py PROCESSOR OBJECT`` by `hook`, in a process of its own, as a compiler is set up for one kind
only. Functions that are called from outside are given plain names and plain arguments; all others stay within.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

#: Kind of processor -> what to ask for beyond it: registers of eight numbers, where there are such.
PROCESSORS = {"x86-64-v2": "", "x86-64-v3": "", "x86-64-v4": "-prefer-256-bit", "generic": ""}
#: Rooms whose kernels run a cell.
ROOMS = ("physics", "solver", "model", "instrument")


def import_all() -> None:
    """Import all modules with kernels that run a cell, for which a build has numba and NumPy, and nothing else."""
    from brimstone._sources import PACKAGE, sources

    for path in sources():
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if parts[1] in ROOMS:
            importlib.import_module(".".join(parts).removesuffix(".__init__"))


def write_object(processor: str, target: Path) -> None:
    """Compile all kernels that run a cell for a kind of processor into the object file `target`."""
    import llvmlite.binding as llvm
    from numba.core.cpu import CPUContext

    from brimstone import _jit
    from brimstone._signatures import symbol

    CPUContext.create_cfunc_wrapper = _wrap
    _jit._KernelCache.load_overload = lambda *arguments: None
    _jit._KernelCache.save_overload = lambda *arguments: None
    import_all()
    whole = llvm.parse_assembly("")
    compiled = [(symbol(one.__wrapped__), one) for one in _jit.NODE_FUNCTIONS]
    compiled += [(symbol(one.py_func), _taking_a_row(one)) for one in _jit.ENTRIES]
    for name, function in compiled:
        function.compile()
        part = llvm.parse_bitcode(function._library._final_module.as_bitcode())
        for one in (*part.functions, *part.global_variables):
            if one.name == function.native_name:
                one.name = name
            elif not one.is_declaration:
                one.linkage = "internal"  # as it was optimised here, whatever others share its name
        whole.link_in(part)
    unknown = [
        one.name for one in whole.functions if one.is_declaration and one.name.startswith(("Py", "numba", "NRT"))
    ]
    if unknown:
        raise SystemExit(f"kernels that run a cell must not call Python or numba: {', '.join(unknown)}")
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=processor, features=PROCESSORS[processor], opt=3, reloc="pic", codemodel="default"
    )
    target.write_bytes(machine.emit_object(whole))


def _wrap(context: Any, library: Any, description: Any, environment: Any, call_helper: Any) -> None:
    """Generate a plain C function around a compiled one; numba's own reports errors to Python, and there are none."""
    from llvmlite import ir

    module = context.create_module("plain")
    inner = ir.Function(
        module,
        context.call_conv.get_function_type(description.restype, description.argtypes),
        description.llvm_func_name,
    )
    takes = [context.get_value_type(one) for one in description.argtypes]
    plain = ir.FunctionType(context.get_value_type(description.restype), takes)
    outer = ir.Function(module, plain, description.llvm_cfunc_wrapper_name)
    builder = ir.IRBuilder(outer.append_basic_block("entry"))
    _, returned = context.call_conv.call_function(
        builder, inner, description.restype, description.argtypes, outer.args, attrs=("noinline",)
    )
    builder.ret(returned)
    library.add_ir_module(module)


def _taking_a_row(kernel: Any) -> Any:
    """A function that calls a kernel with what a row of eight-byte entries holds: numbers, or places and lengths."""
    import numba
    from numba import types

    from brimstone import _jit

    takes = _jit.numba_signature(kernel.signature).args

    @numba.extending.intrinsic
    def unpacked(typing_context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            values, place = [], 0
            for one in takes:
                count = 1 + getattr(one, "ndim", 0)
                row = [_entry(builder, arguments[0], place + number) for number in range(count)]
                values.append(_value(context, builder, one, row))
                place += count
            return context.make_tuple(builder, signature.return_type, values)

        return types.Tuple(takes)(types.int64), generate

    def call(address: int) -> None:
        kernel(*unpacked(address))

    return _jit._NodeFunction(call, ((types.int64,), types.none), {}, {"error_model": "numpy", "_nrt": False})


def _entry(builder: Any, address: Any, number: int) -> Any:
    from llvmlite import ir

    size = ir.IntType(64)
    start = builder.inttoptr(address, size.as_pointer())
    return builder.load(builder.gep(start, [size(number)]))


def _value(context: Any, builder: Any, of: Any, row: list[Any]) -> Any:
    """A number of one entry, or a contiguous array of an address and its lengths."""
    from llvmlite import ir
    from numba import types
    from numba.np.arrayobj import make_array, populate_array

    if of is types.float64:
        return builder.bitcast(row[0], ir.DoubleType())
    if not isinstance(of, types.Array):
        return context.cast(builder, row[0], types.int64, of)
    array = make_array(of)(context, builder)
    size = ir.IntType(64)(context.get_abi_sizeof(context.get_data_type(of.dtype)))
    strides = [size]
    for length in row[:1:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    populate_array(array, builder.inttoptr(row[0], array.data.type), row[1:], strides, size, None)
    return array._getvalue()


if __name__ == "__main__":
    os.environ |= {
        "NUMBA_CPU_NAME": sys.argv[1], "NUMBA_CPU_FEATURES": PROCESSORS[sys.argv[1]], "BRIMSTONE_KERNELS": "numba",
    }  # fmt: skip
    write_object(sys.argv[1], Path(sys.argv[2]))
