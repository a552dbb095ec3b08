"""Fixtures: JSON with one line for each array, which the tests of the engine read."""

import json
import math
from pathlib import Path

import numpy as np

from problems import Problem

FOLDER = Path(__file__).resolve().parents[2] / "gpu" / "testing" / "fixtures"

DIGITS = 9
"""Significant digits kept: a float32 is told apart by 9, and the tests ask for 4."""


def describe(problem: Problem) -> dict:
    """A problem as it is written."""
    return {
        "name": problem.name,
        "widths": problem.widths,
        "activations": problem.activations,
        "loss": problem.loss,
        "batch": problem.batch,
        "weights": problem.weights,
        "inputs": problem.inputs,
        "targets": problem.targets,
    }


def write(name: str, content: dict) -> None:
    """Writes `gpu/testing/fixtures/<name>.json`; matrices become flat row-major lists, what is not finite becomes null."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(text(content) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB", flush=True)


def text(value, indent: str = "") -> str:
    """JSON in which objects and lists of objects are spread over lines and arrays of numbers are not."""
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {text(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and any(isinstance(item, (dict, np.ndarray)) for item in value):
        return "[\n" + ",\n".join(inner + text(item, inner) for item in value) + f"\n{indent}]"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(text(item) for item in value) + "]"
    if hasattr(value, "__array__") and np.ndim(value) > 0:
        return text(np.asarray(value).ravel().tolist())
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}" if math.isfinite(value) else "null"
    return json.dumps(value, ensure_ascii=False)


