"""The nets and data that every reference program and the tests of the engine share."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Problem:
    """A dense net, its first weights and its data.

    All numbers are float32 values held in float64, so that a float32 engine starts from exactly the same ones.
    """

    name: str
    widths: tuple[int, ...]
    """Inputs, hidden layers, outputs."""
    activations: tuple[str, ...]
    """`tanh`, `relu` or `linear` after each layer; the outputs are linear."""
    loss: str
    """`softmax-cross-entropy`, `bernoulli-cross-entropy` (summed over the outputs) or `squared-error` (½‖z − x‖²)."""
    batch: int
    """Cases a step sees: step k (from 0) takes rows k·batch … (k + 1)·batch − 1 of the data, round and round."""
    weights: tuple[np.ndarray, ...]
    """`[inputs + 1, outputs]` for each layer, the bias as the last row."""
    inputs: np.ndarray
    """`[cases, widths[0]]`."""
    targets: np.ndarray
    """Class numbers `[cases]`, or values `[cases, widths[-1]]`."""
    steps: int = 50
    """Steps a training takes."""

    def minibatch(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and targets of a step, counted from 0."""
        first = step * self.batch % len(self.inputs)
        return self.inputs[first : first + self.batch], self.targets[first : first + self.batch]


def problems() -> tuple[Problem, ...]:
    """All problems: one of each loss, one with fewer cases in a batch than rows in a factor, and two that are ill."""
    return (
        classifier("classifier", (12, 10, 8, 5), seed=1, batch=32, batches=5),
        classifier("small-batch", (12, 10, 8, 5), seed=2, batch=6, batches=8),
        autoencoder("autoencoder", seed=3, batch=32, batches=5),
        regression("regression", seed=5, batch=20, batches=3, first_bias=0.0),
        regression("dead-layer", seed=5, batch=20, batches=3, first_bias=-30.0),
        saturated(classifier("saturated", (12, 10, 8, 5), seed=8, batch=6, batches=8)),
    )


def classifier(name: str, widths: tuple[int, ...], seed: int, batch: int, batches: int) -> Problem:
    """Tanh and softmax cross entropy; random scores with noise tell the classes."""
    random = np.random.default_rng(seed)
    inputs = single(random.normal(size=(batch * batches, widths[0])))
    teacher = random.normal(size=(widths[0], widths[-1]))
    scores = np.tanh(inputs) @ teacher + random.normal(size=(len(inputs), widths[-1]))
    return Problem(
        name=name,
        widths=widths,
        activations=("tanh",) * (len(widths) - 2) + ("linear",),
        loss="softmax-cross-entropy",
        batch=batch,
        weights=initial_weights(random, widths),
        inputs=inputs,
        targets=scores.argmax(axis=1),
    )


def saturated(problem: Problem) -> Problem:
    """The problem with outputs so large that F hides how wrong they are: the quadratic model promises too much, λ grows.

    Such a training is soon chaotic, so it is short.
    """
    *below, last = problem.weights
    return replace(problem, weights=(*below, single(12 * last)), steps=6)


def autoencoder(name: str, seed: int, batch: int, batches: int) -> Problem:
    """16–12–6–12–16 tanh with a linear code, Bernoulli cross entropy; the pixels come from four hidden causes."""
    random = np.random.default_rng(seed)
    widths = (16, 12, 6, 12, 16)
    causes = random.normal(size=(batch * batches, 4))
    pixels = single(1 / (1 + np.exp(-1.5 * causes @ random.normal(size=(4, widths[0])))))
    return Problem(
        name=name,
        widths=widths,
        activations=("tanh", "linear", "tanh", "linear"),
        loss="bernoulli-cross-entropy",
        batch=batch,
        weights=initial_weights(random, widths),
        inputs=pixels,
        targets=pixels,
    )


def regression(name: str, seed: int, batch: int, batches: int, first_bias: float) -> Problem:
    """6–7–5–3 with rectified and tanh units, squared error; with a low `first_bias` the rectified units are dead."""
    random = np.random.default_rng(seed)
    widths = (6, 7, 5, 3)
    weights = initial_weights(random, widths)
    weights[0][-1] += first_bias
    inputs = single(random.normal(size=(batch * batches, widths[0])))
    values = np.sin(inputs @ random.normal(size=(widths[0], widths[-1])))
    return Problem(
        name=name,
        widths=widths,
        activations=("relu", "tanh", "linear"),
        loss="squared-error",
        batch=batch,
        weights=(single(weights[0]), *weights[1:]),
        inputs=inputs,
        targets=single(values + 0.1 * random.normal(size=values.shape)),
    )


def initial_weights(random: np.random.Generator, widths: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    """Normal weights of variance 1/inputs and small biases, so that no entry of a factor is zero by accident."""
    return tuple(
        single(np.vstack([random.normal(size=(inputs, outputs)) / np.sqrt(inputs), 0.1 * random.normal(size=(1, outputs))]))
        for inputs, outputs in zip(widths, widths[1:])
    )


def single(values: np.ndarray) -> np.ndarray:
    """The nearest float32 values, in float64."""
    return values.astype(np.float32).astype(np.float64)
