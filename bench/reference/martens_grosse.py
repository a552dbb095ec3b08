"""kfac-jax's optimiser on the timetable of Martens & Grosse (2015)."""

import jax
import jax.numpy as jnp
import kfac_jax

EARLY_INVERSIONS = 3


class MartensGrosse(kfac_jax.Optimizer):
    """`kfac_jax.Optimizer` that changes only when things happen and how fast the average forgets.

    Factors, inverses, products, coefficients and the damping rule are the library's own. Three methods differ:

    - inverses are made on the first three steps and then on multiples of the period (§8), counted from 1; the library
      makes them on steps 1, 1 + period, 1 + 2·period, …;
    - statistics are gathered on the first step and then on multiples of their period, counted from 1;
    - the average forgets by ε = min(1 − 1/k, decay) at its k-th update (§5): a plain mean that turns exponential. The
      library's is a weighted mean with weights decayᵏ⁻ⁱ from the first update on. Its running weight w follows
      w ← ε' w + 1, so ε' = min(1, (W − 1) / w), W = 1 / (1 − decay), keeps w = min(k, W) and yields the paper's ε.

    Uncompiled (`debug=True`) it also keeps what a step computes on its way: `directions` and `models`.
    """

    def __init__(self, *arguments, decay: float, **options):
        self._full_weight = 1 / (1 - decay)
        self.directions = []
        self.models = []
        super().__init__(
            *arguments,
            curvature_ema=decay,
            num_burnin_steps=0,
            damping_adaptation_interval=5,
            damping_adaptation_decay=19 / 20,
            # ρ is measured against the model that was minimised, λ included (§6.5).
            include_damping_in_quad_change=True,
            **options,
        )
        self.finalize()

    def _should_update_inverse_cache(self, state):
        number = state.step_counter + 1
        return jnp.logical_or(number <= EARLY_INVERSIONS, number % self._inverse_update_period == 0)

    def _should_update_estimate_curvature(self, step_counter):
        number = step_counter + 1
        return number == 1 or number % self._curvature_update_period == 0

    def _update_estimator_curvature(self, estimator_state, *arguments, **options):
        weight = estimator_state.blocks_states[0].factors[0].weight
        options["ema_old"] = jnp.minimum(1.0, (self._full_weight - 1) / jnp.maximum(weight, 1.0))
        return super()._update_estimator_curvature(estimator_state, *arguments, **options)

    def _compute_preconditioned_gradient(self, *arguments, **options):
        direction = super()._compute_preconditioned_gradient(*arguments, **options)
        if self.debug:
            self.directions.append(jax.device_get(direction))
        return direction

    def _compute_exact_quad_model(self, *arguments, **options):
        model = super()._compute_exact_quad_model(*arguments, **options)
        if self.debug:
            self.models.append(jax.device_get(model))
        return model
