"""Curvature of the shared problems by curvlinops in float64, on the first minibatch, written as fixtures.

Next to Kronecker factors the fixtures hold products with two vectors, the gradient of the mean loss and a random one:
they need no convention for eigenvectors. Of a tiny problem there are whole matrices.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import torch
from curvlinops import EKFACLinearOperator, GGNLinearOperator, KFACInverseLinearOperator, KFACLinearOperator
from torch import Tensor, nn

from fixture import describe, write
from problems import Problem, classifier, problems, single

torch.set_default_dtype(torch.float64)

NAMES = ("classifier", "small-batch", "autoencoder")

LAMBDA = 0.1
"""Damping of every inverse."""

ACTIVATIONS = {"tanh": nn.Tanh, "linear": nn.Identity}

FISHER = {"exact": "type-2", "empirical": "empirical"}

Vector = list[np.ndarray]
"""One matrix `[inputs + 1, outputs]` a layer."""


def main() -> None:
    tiny = classifier("tiny", (4, 3, 3), seed=4, batch=7, batches=1)
    source = f"curvlinops-for-pytorch {version('curvlinops-for-pytorch')}, torch {version('torch')}, float64"
    for problem in (tiny, *(problem for problem in problems() if problem.name in NAMES)):
        inputs, targets = problem.minibatch(0)
        problem = replace(problem, inputs=inputs, targets=targets)
        content = {"source": source, "problem": describe(problem), "lambda": LAMBDA, **products(problem)}
        if problem.name == "tiny":
            content["dense"] = dense(problem)
        write(f"curvlinops-{problem.name}", content)


def products(problem: Problem) -> dict:
    """Factors, and every matrix and damped inverse times the vectors."""
    random = np.random.default_rng(9)
    noise = [random.normal(size=weight.shape) for weight in problem.weights]
    vectors = [[single(layer) for layer in vector] for vector in (gradient(problem), noise)]

    def times(matrix: "Matrix") -> list[Vector]:
        return [matrix.times(vector) for vector in vectors]

    result = {"vectors": vectors, "ggn": times(Matrix.ggn(problem))}
    for name in FISHER:
        kfac, ekfac = Matrix.kfac(problem, name), Matrix.ekfac(problem, name)
        result[name] = {
            "blocks": list(kfac.factors()),
            "kfac": times(kfac),
            "kfacInverse": times(kfac.inverse(use_heuristic_damping=True)),
            "kfacExactInverse": times(kfac.inverse(use_exact_damping=True)),
            "ekfacEigenvalues": list(ekfac.eigenvalues()),
            "ekfac": times(ekfac),
            "ekfacInverse": times(ekfac.inverse(use_exact_damping=True)),
        }
    foof = Matrix.kfac(problem, "forward-only")
    result["forwardOnly"] = {"kfac": times(foof), "kfacExactInverse": times(foof.inverse(use_exact_damping=True))}
    return result


def dense(problem: Problem) -> dict:
    """Whole matrices `[parameters, parameters]`; parameters run through the layers, each row by row."""
    matrices = {"ggn": Matrix.ggn(problem)}
    for name in FISHER:
        matrices |= {f"{name}Kfac": Matrix.kfac(problem, name), f"{name}Ekfac": Matrix.ekfac(problem, name)}
    return {name: np.stack([flat(matrix.times(unit)) for unit in units(problem)], axis=1) for name, matrix in matrices.items()}


class Matrix:
    """An operator of curvlinops in the lab's layout and scale.

    The library stores weights `[outputs, inputs]` and biases apart. Its binary cross entropy is a mean over the outputs
    as well, the lab's a sum over them: then its matrix is 1/D of the lab's, `scale` = D.
    """

    def __init__(self, problem: Problem, operator, scale: float):
        self._problem = problem
        self._operator = operator
        self._scale = scale

    @classmethod
    def ggn(cls, problem: Problem) -> "Matrix":
        return cls(problem, operator_of(GGNLinearOperator, problem), output_mean(problem))

    @classmethod
    def kfac(cls, problem: Problem, estimation: str) -> "Matrix":
        # Without gradients, G = I, there is no loss to scale.
        scale = 1.0 if estimation == "forward-only" else output_mean(problem)
        operator = kronecker(KFACLinearOperator, problem, estimation)
        operator.compute_kronecker_factors()
        return cls(problem, operator, scale)

    @classmethod
    def ekfac(cls, problem: Problem, estimation: str) -> "Matrix":
        operator = kronecker(EKFACLinearOperator, problem, estimation)
        operator.compute_eigenvalue_correction()
        return cls(problem, operator, output_mean(problem))

    def inverse(self, **damping) -> "Matrix":
        """(M + λI)⁻¹, damped in the way given: scale · M + λ = scale · (M + λ / scale), π included."""
        return Matrix(
            self._problem, KFACInverseLinearOperator(self._operator, LAMBDA / self._scale, **damping), 1 / self._scale
        )

    def times(self, vector: Vector) -> Vector:
        product = self._operator @ [torch.as_tensor(part) for layer in vector for part in (layer[:-1].T.copy(), layer[-1])]
        return [
            self._scale * np.vstack([weight.detach().numpy().T, bias.detach().numpy()[None]])
            for weight, bias in zip(product[0::2], product[1::2])
        ]

    def factors(self) -> Iterator[dict]:
        """A and G of each layer."""
        for name in self._operator._mapping:
            a, g = self._operator._input_covariances[name], self._operator._gradient_covariances[name]
            yield {"a": a.numpy(), "g": self._scale * g.numpy()}

    def eigenvalues(self) -> Iterator[np.ndarray]:
        """Corrected eigenvalues `[inputs + 1, outputs]` of each layer, those of A and of G in ascending order."""
        for name in self._operator._mapping:
            yield self._scale * self._operator._corrected_eigenvalues[name].detach().numpy().T


def operator_of(kind, problem: Problem, targets: Tensor | None = None, **options):
    net = network(problem)
    data = [(torch.as_tensor(problem.inputs), torch.as_tensor(problem.targets) if targets is None else targets)]
    return kind(net, loss_of(problem), list(net.parameters()), data, check_deterministic=False, **options)


def kronecker(kind, problem: Problem, estimation: str):
    """A Kronecker operator with bias and weight in one block."""
    fisher = FISHER.get(estimation, estimation)
    targets = torch.as_tensor(problem.targets)
    if fisher == "type-2" and problem.loss == "bernoulli-cross-entropy":
        # The library insists on binary targets, though the Hessian in the outputs does not depend on them.
        targets = targets.round()
    return operator_of(kind, problem, targets, fisher_type=fisher, kfac_approx="expand", separate_weight_and_bias=False)


def network(problem: Problem) -> nn.Sequential:
    stages = []
    for weight, activation in zip(problem.weights, problem.activations):
        linear = nn.Linear(len(weight) - 1, weight.shape[1])
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(weight[:-1].T))
            linear.bias.copy_(torch.as_tensor(weight[-1]))
        stages += [linear, ACTIVATIONS[activation]()]
    return nn.Sequential(*stages)


def loss_of(problem: Problem) -> nn.Module:
    return nn.CrossEntropyLoss() if problem.loss == "softmax-cross-entropy" else nn.BCEWithLogitsLoss()


def output_mean(problem: Problem) -> float:
    """How many times the library's loss goes into the lab's."""
    return 1.0 if problem.loss == "softmax-cross-entropy" else float(problem.widths[-1])


def gradient(problem: Problem) -> Vector:
    """The gradient of the mean loss."""
    net = network(problem)
    loss = loss_of(problem)(net(torch.as_tensor(problem.inputs)), torch.as_tensor(problem.targets))
    gradients = torch.autograd.grad(output_mean(problem) * loss, list(net.parameters()))
    return [np.vstack([weight.numpy().T, bias.numpy()[None]]) for weight, bias in zip(gradients[0::2], gradients[1::2])]


def units(problem: Problem) -> Iterator[Vector]:
    """The unit vectors of the parameter space."""
    for layer, weight in enumerate(problem.weights):
        for position in np.ndindex(weight.shape):
            vector = [np.zeros_like(other) for other in problem.weights]
            vector[layer][position] = 1.0
            yield vector


def flat(vector: Vector) -> np.ndarray:
    return np.concatenate([layer.ravel() for layer in vector])


if __name__ == "__main__":
    main()
