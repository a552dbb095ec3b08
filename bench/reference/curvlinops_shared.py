"""Curvature of weights that a case applies many times, by curvlinops in float64: convolutions and a transformer block.

Fixtures hold what curvlinops has for one minibatch in the lab's layout: factors of every dense weight, Gauss–Newton products,
and the Gauss–Newton blocks of the channels of layer norms, for which the library has no Kronecker factors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import torch
from curvlinops import GGNLinearOperator, KFACInverseLinearOperator, KFACLinearOperator
from torch import Tensor, nn

from fixture import write
from problems import single

torch.set_default_dtype(torch.float64)

LAMBDA = 0.1
"""Damping of every inverse."""

FISHER = {"exact": "type-2", "empirical": "empirical"}

EPSILON = 1e-5
"""What the layer norms add to a variance."""


class Attention(nn.Module):
    """Multi-head self-attention with a weight of its own for queries, keys and values each."""

    def __init__(self, units: int, heads: int):
        super().__init__()
        self.heads = heads
        self.queries, self.keys, self.values, self.output = (nn.Linear(units, units) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        queries, keys, values = (side(x).unflatten(2, (self.heads, -1)).transpose(1, 2) for side in (self.queries, self.keys, self.values))
        weights = torch.softmax(queries @ keys.transpose(2, 3) / queries.shape[3] ** 0.5, dim=3)
        return self.output((weights @ values).transpose(1, 2).flatten(2))


class TransformerBlock(nn.Module):
    """x + attention(norm(x)), then y + two dense layers of norm(y)."""

    def __init__(self, units: int, heads: int, hidden: int):
        super().__init__()
        self.first_norm, self.second_norm = (nn.LayerNorm(units, eps=EPSILON) for _ in range(2))
        self.attention = Attention(units, heads)
        self.wide, self.narrow = nn.Linear(units, hidden), nn.Linear(hidden, units)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.first_norm(x))
        return x + self.narrow(torch.tanh(self.wide(self.second_norm(x))))

    def weights(self) -> list[tuple[nn.Module, ...]]:
        attention = self.attention
        heads = (attention.queries, attention.keys, attention.values)
        return [(self.first_norm,), heads, (attention.output,), (self.second_norm,), (self.wide,), (self.narrow,)]


class Function(nn.Module):
    """A function as a layer."""

    def __init__(self, function: Callable[[Tensor], Tensor]):
        super().__init__()
        self.forward = function


@dataclass(frozen=True)
class SharedProblem:
    name: str
    net: nn.Module
    weights: list[tuple[nn.Module, ...]]
    """The layers that make one weight of the lab each: queries, keys and values make one."""
    inputs: np.ndarray
    """As the lab has them, channels last."""
    targets: np.ndarray
    """Class numbers, one for each term of the loss, those of a case together."""
    estimates: tuple[tuple[str, str], ...]
    """Estimation and sharing of each set of factors."""

    def data(self) -> list[tuple[Tensor, Tensor]]:
        inputs = torch.as_tensor(self.inputs)
        return [(inputs.permute(0, 3, 1, 2) if inputs.ndim == 4 else inputs, torch.as_tensor(self.targets))]


def main() -> None:
    source = f"curvlinops-for-pytorch {version('curvlinops-for-pytorch')}, torch {version('torch')}, float64"
    torch.manual_seed(0)
    for problem in (convolutions(), pooled_convolutions(), transformer(pooled=False), transformer(pooled=True)):
        randomise(problem)
        write(f"curvlinops-shared-{problem.name}", {"source": source, **describe(problem), **curvature(problem)})


def convolutions() -> SharedProblem:
    """A convolution with a stride and padding, another, and a dense layer on all their places."""
    first = nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 1))
    second = nn.Conv2d(3, 4, 2)
    classes = nn.Linear(2 * 4 * 4, 3)
    # The lab's images have their channels last.
    flatten = Function(lambda x: x.permute(0, 2, 3, 1).flatten(1))
    net = nn.Sequential(first, nn.Tanh(), second, flatten, classes)
    estimates = (("exact", "expand"), ("empirical", "expand"), ("exact", "reduce"))
    return shared("convolutions", net, [(first,), (second,), (classes,)], (4, 5, 4, 2), (4,), estimates)


def pooled_convolutions() -> SharedProblem:
    """Two convolutions whose places are averaged before the classes are told."""
    first, second, classes = nn.Conv2d(1, 3, 3), nn.Conv2d(3, 4, 2, padding=1), nn.Linear(4, 3)
    net = nn.Sequential(first, nn.Tanh(), second, Function(lambda x: x.mean((2, 3))), classes)
    return shared("pooled", net, [(first,), (second,), (classes,)], (4, 5, 5, 1), (4,), (("exact", "reduce"), ("exact", "expand")))


def transformer(pooled: bool) -> SharedProblem:
    """A transformer block that tells a class for every position, or for their mean."""
    block, classes = TransformerBlock(6, heads=2, hidden=8), nn.Linear(6, 3)
    weights = [*block.weights(), (classes,)]
    if pooled:
        net = nn.Sequential(block, Function(lambda x: x.mean(1)), classes)
        estimates = (("exact", "expand"), ("exact", "reduce"))
        return shared("transformer-pooled", net, weights, (4, 5, 6), (4,), estimates)
    # PyTorch's cross entropy wants classes before positions. The library's `type-2` pulls the columns of all terms of a case
    # back together, which is no Fisher where positions meet: of such a loss only the empirical factors are compared.
    net = nn.Sequential(block, classes, Function(lambda x: x.transpose(1, 2)))
    estimates = (("empirical", "expand"), ("empirical", "reduce"))
    return shared("transformer-positions", net, weights, (4, 5, 6), (4, 5), estimates)


def shared(name, net, weights, inputs, targets, estimates) -> SharedProblem:
    random = np.random.default_rng(11)
    return SharedProblem(name, net, weights, single(random.normal(size=inputs)), random.integers(0, 3, size=targets), estimates)


def randomise(problem: SharedProblem) -> None:
    """Float32 values of every parameter, with scales of norms near one."""
    random = np.random.default_rng(12)
    for layers in problem.weights:
        for layer in layers:
            around = 1.0 if isinstance(layer, nn.LayerNorm) else 0.0
            with torch.no_grad():
                layer.weight.copy_(torch.as_tensor(single(around + 0.4 * random.normal(size=layer.weight.shape))))
                layer.bias.copy_(torch.as_tensor(single(0.2 * random.normal(size=layer.bias.shape))))


def describe(problem: SharedProblem) -> dict:
    pairs = [[(layer.weight, layer.bias) for layer in layers] for layers in problem.weights]
    return {
        "name": problem.name,
        "lambda": LAMBDA,
        "shape": problem.inputs.shape,
        "inputs": problem.inputs,
        "targets": problem.targets,
        "weights": [joined(layers, of) for layers, of in zip(problem.weights, pairs)],
    }


def curvature(problem: SharedProblem) -> dict:
    gradient = weights_of(problem, gradients(problem))
    random = np.random.default_rng(13)
    noise = [single(random.normal(size=part.shape)) for part in gradient]
    return {
        "gradient": gradient,
        "noise": noise,
        "ggnNoise": weights_of(problem, ggn(problem) @ parameters_of(problem, noise)),
        "norms": [norm_blocks(problem, layer) for layer in layers_of(problem) if isinstance(layer, nn.LayerNorm)],
        "estimates": [estimate(problem, estimation, sharing) for estimation, sharing in problem.estimates],
    }


def ggn(problem: SharedProblem, parameters: list[Tensor] | None = None) -> GGNLinearOperator:
    parameters = parameters or list_of(problem)
    return GGNLinearOperator(problem.net, nn.CrossEntropyLoss(), parameters, problem.data(), check_deterministic=False)


def norm_blocks(problem: SharedProblem, norm: nn.LayerNorm) -> np.ndarray:
    """Gauss–Newton blocks `[channels, 2, 2]` of scale and shift of each channel."""
    channels = norm.weight.numel()
    matrix = (ggn(problem, [norm.weight, norm.bias]) @ torch.eye(2 * channels)).numpy()
    return np.stack([matrix[np.ix_([channel, channels + channel], [channel, channels + channel])] for channel in range(channels)])


def estimate(problem: SharedProblem, estimation: str, sharing: str) -> dict:
    """Factors of every dense layer, and the damped inverse times the gradient.

    Queries, keys and values are one block of the lab, damped as one: their direction is left out.
    """
    dense = [layer for layer in layers_of(problem) if not isinstance(layer, nn.LayerNorm)]
    parameters = [parameter for layer in dense for parameter in (layer.weight, layer.bias)]
    options = {"fisher_type": FISHER[estimation], "kfac_approx": sharing, "separate_weight_and_bias": False}
    kfac = KFACLinearOperator(problem.net, nn.CrossEntropyLoss(), parameters, problem.data(), check_deterministic=False, **options)
    kfac.compute_kronecker_factors()
    inverse = KFACInverseLinearOperator(kfac, LAMBDA, use_heuristic_damping=True)
    directions = dict(zip(parameters, inverse @ gradients(problem, parameters)))
    names = {layer: name for name, layer in problem.net.named_modules()}
    blocks = []
    for layers in problem.weights:
        if isinstance(layers[0], nn.LayerNorm):
            blocks.append(None)
            continue
        a = ordered(layers[0], kfac._input_covariances[names[layers[0]]].numpy())
        g = [kfac._gradient_covariances[names[layer]].numpy() for layer in layers]
        [layer, *others] = layers
        direction = None if others else joined(layers, [(directions[layer.weight], directions[layer.bias])])
        blocks.append({"a": a, "g": g, "direction": direction})
    return {"estimation": estimation, "sharing": sharing, "blocks": blocks}


def gradients(problem: SharedProblem, parameters: list[Tensor] | None = None) -> list[Tensor]:
    [(inputs, targets)] = problem.data()
    return list(torch.autograd.grad(nn.CrossEntropyLoss()(problem.net(inputs), targets), parameters or list_of(problem)))


def layers_of(problem: SharedProblem) -> list[nn.Module]:
    return [layer for layers in problem.weights for layer in layers]


def list_of(problem: SharedProblem) -> list[Tensor]:
    return [parameter for layer in layers_of(problem) for parameter in (layer.weight, layer.bias)]


def weights_of(problem: SharedProblem, parameters: list[Tensor]) -> list[np.ndarray]:
    """Parameters in PyTorch's order and layout as the lab's weights."""
    pairs = iter(zip(parameters[0::2], parameters[1::2]))
    return [joined(layers, [next(pairs) for _ in layers]) for layers in problem.weights]


def parameters_of(problem: SharedProblem, weights: list[np.ndarray]) -> list[Tensor]:
    """The inverse of `weights_of`."""
    parameters = []
    for layers, weight in zip(problem.weights, weights):
        for layer, part in zip(layers, np.split(weight, len(layers), axis=1)):
            body = part[:-1].T
            if isinstance(layer, nn.Conv2d):
                filters, channels, *kernel = layer.weight.shape
                body = body.reshape(filters, *kernel, channels).transpose(0, 3, 1, 2)
            parameters += [torch.as_tensor(body.reshape(layer.weight.shape).copy()), torch.as_tensor(part[-1].copy())]
    return parameters


def joined(layers: tuple[nn.Module, ...], pairs: list[tuple[Tensor, Tensor]]) -> np.ndarray:
    """The lab's weight `[inputs + 1, outputs]` of layers side by side."""
    columns = []
    for layer, (weight, bias) in zip(layers, pairs):
        weight, bias = weight.detach().numpy(), bias.detach().numpy()
        if isinstance(layer, nn.Conv2d):
            # Kernel rows slowest, channels fastest.
            weight = weight.transpose(0, 2, 3, 1)
        body = weight[None] if isinstance(layer, nn.LayerNorm) else weight.reshape(len(weight), -1).T
        columns.append(np.vstack([body, bias[None]]))
    return np.hstack(columns)


def ordered(layer: nn.Module, factor: np.ndarray) -> np.ndarray:
    """A factor of the inputs in the lab's order; PyTorch unfolds patches with channels slowest."""
    if not isinstance(layer, nn.Conv2d):
        return factor
    order = np.arange(len(factor) - 1).reshape(layer.weight.shape[1:]).transpose(1, 2, 0).ravel()
    order = np.append(order, len(factor) - 1)
    return factor[np.ix_(order, order)]


if __name__ == "__main__":
    main()
