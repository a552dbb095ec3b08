"""Trains the shared problems (or those named) with kfac-jax in float64 and writes what it computes as fixtures."""

import itertools
import sys
from dataclasses import replace

import jax
import jax.numpy as jnp
import kfac_jax
import numpy as np

from fixture import describe, write
from martens_grosse import MartensGrosse
from problems import Problem, problems

jax.config.update("jax_enable_x64", True)

ESTIMATION = {"exact": "fisher_exact", "empirical": "fisher_empirical"}

FIXED = {"kind": "fixed", "learningRate": 0.3, "momentum": 0.9, "klClip": None}
CLIPPED = {**FIXED, "learningRate": 0.5, "momentum": 0.8, "klClip": 0.02}
SOLVED = {"kind": "quadratic-model"}


def settings(estimation, step, damping, every=(1, 5), decay=0.95, weight_decay=0.0) -> dict:
    """What a person can choose, in the words of the lab."""
    kind, size = damping
    return {
        "estimation": estimation,
        "step": step,
        "damping": {"kind": kind, "lambda": size},
        "decay": decay,
        "statisticsEvery": every[0],
        "inverseEvery": every[1],
        "weightDecay": weight_decay,
    }


RUNS = {
    "classifier": {
        "fixed rate": settings("exact", CLIPPED, ("fixed", 0.03)),
        "fixed rate, empirical": settings("empirical", FIXED, ("fixed", 0.3), every=(2, 4)),
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 0.3)),
        "solved step, fixed λ, empirical": settings("empirical", SOLVED, ("fixed", 0.1), weight_decay=1e-3),
    },
    "small-batch": {
        "fixed rate": settings("exact", {**FIXED, "learningRate": 0.1}, ("fixed", 0.3)),
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 3.0)),
    },
    "autoencoder": {
        "fixed rate": settings("exact", CLIPPED, ("fixed", 0.1), weight_decay=1e-3),
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 1.0), weight_decay=1e-3),
        "the constants of the paper": settings("exact", SOLVED, ("levenberg-marquardt", 150.0), every=(1, 20), weight_decay=1e-5),
    },
    "regression": {
        "fixed rate": settings("exact", CLIPPED, ("fixed", 0.01)),
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 0.1), decay=0.9),
    },
    "dead-layer": {
        "fixed rate": settings("exact", {**FIXED, "learningRate": 0.05}, ("fixed", 0.1), weight_decay=0.01),
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 0.1), weight_decay=0.01),
    },
    "saturated": {
        "fully adaptive": settings("exact", SOLVED, ("levenberg-marquardt", 1.0)),
    },
}

ACTIVATIONS = {"tanh": jnp.tanh, "relu": jax.nn.relu, "linear": lambda signal: signal}


def main(chosen: list[str]) -> None:
    for problem in problems():
        if chosen and problem.name not in chosen:
            continue
        runs = []
        for name, settled in RUNS[problem.name].items():
            print(f"{problem.name}: {name}", flush=True)
            runs.append({"name": name, "settings": settled, **train(problem, settled)})
        libraries = f"kfac-jax {kfac_jax.__version__}, jax {jax.__version__}, float64"
        write(f"kfac-jax-{problem.name}", {"source": libraries, "problem": describe(problem), "runs": runs})


def train(problem: Problem, chosen: dict) -> dict:
    """All steps compiled, and the first two once more uncompiled to look inside."""
    inside = Training(problem, chosen, debug=True)
    first = [inside.step() for _ in range(2)]
    begun = inside.snapshots
    reports = course(problem, chosen)
    for looked, report in zip(first, reports):
        np.testing.assert_allclose(looked["loss"], report["loss"], rtol=1e-9)
    check_margins(reports)
    check_stability(problem, chosen, reports)
    return {
        "first": begun[0] | {"direction": layers(problem, inside.optimizer.directions[0])},
        "models": [coefficients(model, reports[index], chosen) for index, model in enumerate(inside.optimizer.models)],
        "steps": {key: [report[key] for report in reports] for key in reports[0]},
    }


def course(problem: Problem, chosen: dict) -> list[dict]:
    """The scalars of a whole training."""
    training = Training(problem, chosen, debug=False)
    return [training.step() for _ in range(problem.steps)]


class Training:
    """One optimiser at work on a problem."""

    def __init__(self, problem: Problem, chosen: dict, debug: bool):
        self.problem = problem
        self.chosen = chosen
        self.parameters = [{"w": jnp.asarray(weight[:-1]), "b": jnp.asarray(weight[-1])} for weight in problem.weights]
        self.optimizer = optimizer_of(problem, chosen, debug)
        self.state = self.optimizer.init(self.parameters, jax.random.PRNGKey(0), problem.minibatch(0))
        self.number = 0
        self.snapshots = []

    def step(self) -> dict:
        """Takes a step and tells its scalars, in the words of the lab."""
        step, damping = self.chosen["step"], self.chosen["damping"]
        given = {} if step["kind"] != "fixed" else {"learning_rate": step["learningRate"], "momentum": step["momentum"]}
        if damping["kind"] == "fixed":
            given["damping"] = damping["lambda"]
        given = {name: jnp.asarray(value) for name, value in given.items()}
        batch = self.problem.minibatch(self.number)
        self.parameters, self.state, stats = self.optimizer.step(
            self.parameters, self.state, jax.random.PRNGKey(0), batch=batch, **given
        )
        self.number += 1
        if self.optimizer.debug:
            self.snapshots.append(factors(self.state.estimator_state))
        alpha, mu = float(stats["learning_rate"]), float(stats["momentum"])
        if step["kind"] == "fixed" and step["klClip"] is not None:
            # The library scales the direction, the lab scales the rate; the step is the same.
            alpha *= min(1.0, float(np.sqrt(step["klClip"] / stats["scaled_grad_norm_sq"])))
        # The lab reports the loss without its L2 term.
        return {
            "loss": float(stats["aux"]["loss"]),
            "lambda": float(stats["damping"]),
            "alpha": alpha,
            "mu": mu,
            "predicted": float(stats["quad_model_change"]),
            "rho": float(stats["rho"]),
        }


def optimizer_of(problem: Problem, chosen: dict, debug: bool) -> MartensGrosse:
    solved = chosen["step"]["kind"] == "quadratic-model"
    adaptive = chosen["damping"]["kind"] == "levenberg-marquardt"
    eta = chosen["weightDecay"]
    return MartensGrosse(
        jax.value_and_grad(lambda parameters, batch: objective(problem, parameters, batch, eta), has_aux=True),
        l2_reg=eta,
        value_func_has_aux=True,
        value_func_for_estimator=estimated(problem) if chosen["estimation"] == "empirical" else None,
        estimation_mode=ESTIMATION[chosen["estimation"]],
        decay=chosen["decay"],
        curvature_update_period=chosen["statisticsEvery"],
        inverse_update_period=chosen["inverseEvery"],
        use_adaptive_learning_rate=solved,
        use_adaptive_momentum=solved,
        use_adaptive_damping=adaptive,
        initial_damping=chosen["damping"]["lambda"] if adaptive else None,
        norm_constraint=chosen["step"].get("klClip"),
        min_damping=1e-12,
        debug=debug,
    )


def objective(problem: Problem, parameters, batch, eta: float, weight: float = 1.0):
    """The regularised mean loss of a minibatch, and beside it the loss alone."""
    signal, targets = batch
    for layer, activation in zip(parameters, problem.activations):
        output = signal @ layer["w"] + layer["b"]
        output = kfac_jax.register_dense(output, signal, layer["w"], layer["b"])
        signal = ACTIVATIONS[activation](output)
    if problem.loss == "softmax-cross-entropy":
        kfac_jax.register_softmax_cross_entropy_loss(signal, targets, weight=weight)
        losses = -jnp.take_along_axis(jax.nn.log_softmax(signal), targets[:, None], axis=1)
    elif problem.loss == "bernoulli-cross-entropy":
        kfac_jax.register_sigmoid_cross_entropy_loss(signal, targets, weight=weight)
        losses = jax.nn.softplus(signal) - targets * signal
    else:
        # The library's squared error has no ½.
        kfac_jax.register_squared_error_loss(signal, targets, weight=weight / 2)
        losses = (signal - targets) ** 2 / 2
    loss = losses.sum(axis=1).mean()
    return loss + eta / 2 * sum(jnp.vdot(value, value) for value in jax.tree.leaves(parameters)), {"loss": loss}


def estimated(problem: Problem):
    """What the empirical Fisher is estimated from: weighted by √N, which undoes the library's second division by N.

    The library's `fisher_empirical` divides per-case gradients by √N before it averages their squares; the lab does not.
    """
    return lambda parameters, batch: objective(problem, parameters, batch, 0.0, weight=problem.batch**0.5)[0]


def factors(state) -> dict:
    """Factors and damped inverses of every block as the lab holds them: inputs first, bias last."""
    blocks = []
    for block in state.blocks_states:
        a, g = (factor.value for factor in block.factors)
        # The library inverts (A + πγI)/π and π(G + (γ/π)I): the same product, π on the other side.
        pi = jnp.sqrt(jnp.trace(a) / len(a) / (jnp.trace(g) / len(g)))
        [cache] = block.cache.values()
        inverses = {"aInverse": cache["0_factor"] / pi, "gInverse": cache["1_factor"] * pi}
        # With a factor that is zero only the product of the inverses is determined.
        blocks.append({"a": a, "g": g, **(inverses if jnp.isfinite(pi) else dict.fromkeys(inverses))})
    return {"blocks": blocks}


def layers(problem: Problem, tree) -> list[np.ndarray]:
    """A tree of parameters as the lab's weights `[inputs + 1, outputs]`."""
    return [np.vstack([layer["w"], layer["b"][None]]) for layer in tree[: len(problem.weights)]]


def coefficients(model, report: dict, chosen: dict) -> dict:
    """M = VᵀFV + (λ + η) VᵀV and b = Vᵀ∇h with V = (direction, previous update), as the lab solves them."""
    curvature, squares, _, slopes = model
    return {"m": curvature + (report["lambda"] + chosen["weightDecay"]) * squares, "b": slopes}


def check_margins(reports: list[dict]) -> None:
    """A ρ beside a threshold would let rounding decide which way λ goes; such a run is no oracle."""
    for report, bound in itertools.product(reports, (0.25, 0.75)):
        if abs(report["rho"] - bound) < 0.01:
            raise ValueError(f"rho {report['rho']} is too close to {bound}; choose another seed or λ")


def check_stability(problem: Problem, chosen: dict, reports: list[dict]) -> None:
    """A training that rounding of its first weights to float32 would send elsewhere is no oracle for float32."""
    random = np.random.default_rng(7)
    moved = tuple(weight * (1 + 2.0**-24 * random.choice([-1, 1], size=weight.shape)) for weight in problem.weights)
    others = course(replace(problem, weights=moved), chosen)
    values, changed = (np.array([list(report.values()) for report in run]) for run in (reports, others))
    # What is computed on no step at all has no scale.
    scales = np.where(np.isnan(values), 0, abs(values)).max(axis=0)
    change = np.nanmax(abs(changed - values) / np.where(scales > 0, scales, 1))
    print(f"  scalars change by {change:.1e} when the first weights change by 2⁻²⁴", flush=True)
    if change > 1e-3:
        raise ValueError(f"scalars change by {change:.1e} when weights change by 2⁻²⁴; take fewer steps or more damping")


if __name__ == "__main__":
    main(sys.argv[1:])
