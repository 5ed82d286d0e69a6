"""What is the product of one row of small integers with each of very many? Exact, by the runtime the models run in.

Its 8-bit kernels read a number as one byte where NumPy first makes it four: a third of the time. The older of them
(AVX2) add two products in 16 bits, so one side may use 7 bits only: 2 x 127 x 127 fits, 2 x 255 x 127 would not.
"""

import os
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

LARGEST = 127  # of the unsigned side
_UINT8, _INT8, _INT32 = 2, 3, 6  # onnx.proto3: TensorProto.DataType
_THREADS = int(os.environ.get("OMP_NUM_THREADS") or 2)


def _part(number: int, content: int | bytes) -> bytes:
    """Return one field of a protocol buffer. Everything here is shorter than 128, so a length is one byte."""
    if isinstance(content, int):
        return bytes([number << 3, content])
    return bytes([number << 3 | 2, len(content)]) + content


def _tensor(name: str, kind: int, *sides: int | str) -> bytes:
    """Return an onnx ValueInfoProto; a side is a length, or a name where it is open."""
    lengths = [_part(1, side) if isinstance(side, int) else _part(2, side.encode()) for side in sides]
    shape = b"".join(_part(1, length) for length in lengths)
    return _part(1, name.encode()) + _part(2, _part(1, _part(1, kind) + _part(2, shape)))


def _graph() -> bytes:
    """Return an onnx ModelProto of one node: one row of unsigned bytes times a table of signed ones."""
    node = _part(1, b"row") + _part(1, b"table") + _part(2, b"products") + _part(4, b"MatMulInteger")
    row, table = _tensor("row", _UINT8, 1, "size"), _tensor("table", _INT8, "size", "many")
    products = _tensor("products", _INT32, 1, "many")
    graph = _part(1, node) + _part(2, b"products") + _part(11, row) + _part(11, table) + _part(12, products)
    # MatMulInteger is of operator set 10; 8 is the first file version that knows set 13.
    return _part(1, 8) + b"\x3a" + _length(len(graph)) + graph + _part(8, _part(2, 13))


def _length(number: int) -> bytes:
    """Return a length as a variable-length integer: seven bits a byte, lowest first."""
    return bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])


@cache
def _session() -> Any:  # noqa: ANN401  onnxruntime ships no types
    options = ort.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    return ort.InferenceSession(_graph(), options, providers=["CPUExecutionProvider"])


def products(row: npt.NDArray[np.uint8], table: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
    """Return `row @ table` exactly. `row`: n numbers up to LARGEST; `table`: n rows of m columns; answer: m."""
    return np.asarray(_session().run(None, {"row": row[None], "table": table})[0][0], np.int32)
