"""The inference sessions of this process: one per model, made at first use.

Workers are scaled by processes and run a model on one thread (they set OMP_NUM_THREADS), because two levels of
parallelism only fight each other. The command line, where somebody waits for one document, takes two.
"""

import os
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from assay.checks.engines import models

Tensor = npt.NDArray[np.float32]

_THREADS = int(os.environ.get("OMP_NUM_THREADS") or 2)

# A model's arena keeps what its largest picture ever needed. After one of this many bytes (a side of 1,000 pixels) it is
# given back; asking for it again costs a fifth of the time, so smaller ones keep it.
_LARGE = 9_000_000
_GIVING_BACK = ort.RunOptions()
_GIVING_BACK.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

cv2.setNumThreads(1)


@cache
def session(model_id: str) -> Any:  # noqa: ANN401  onnxruntime ships no types
    """Return the session of a model of models.toml. Raises ModelMissing."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(models.locate(model_id)), options, providers=["CPUExecutionProvider"])


def run(model_id: str, tensor: Tensor) -> Tensor:
    """Return the first output of a model with one input."""
    inference = session(model_id)
    options = _GIVING_BACK if tensor.nbytes > _LARGE else None
    return np.asarray(inference.run(None, {inference.get_inputs()[0].name: tensor}, options)[0], np.float32)
