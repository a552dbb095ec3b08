// The scalars of conjugate gradients, one entry point for each place in a turn. Once it rests, α = 0: nothing moves.
// 0: products, one every 64: r·r, g·g, p·Cp, p·p; 1: lambda [1]; 2: scalars [5]: α, β, r·r as last used, the r·r at
// which it rests, 1 while it rests; 3: status [1]: 1 when a direction without curvature was met. One invocation.
override WEIGHT_DECAY: f32;
override TOLERANCE: f32;
@group(0) @binding(0) var<storage, read> products: array<f32>;
@group(0) @binding(1) var<storage, read> lambda: array<f32>;
@group(0) @binding(2) var<storage, read_write> scalars: array<f32>;
@group(0) @binding(3) var<storage, read_write> status: array<u32>;

const ALPHA = 0u;
const BETA = 1u;
const LENGTH = 2u;
const GOAL = 3u;
const RESTS = 4u;

fn rest_if_near() {
  if (scalars[LENGTH] <= scalars[GOAL]) {
    scalars[RESTS] = 1.0;
  }
}

// After the first residual.
@compute @workgroup_size(1)
fn begin() {
  scalars[LENGTH] = products[0];
  scalars[GOAL] = TOLERANCE * TOLERANCE * products[64];
  scalars[RESTS] = 0.0;
  status[0] = 0u;
  rest_if_near();
}

// After the curvature along p.
@compute @workgroup_size(1)
fn rate() {
  let curvature = products[128] + (lambda[0] + WEIGHT_DECAY) * products[192];
  scalars[ALPHA] = 0.0;
  if (scalars[RESTS] == 1.0) {
    return;
  }
  if (curvature <= 0.0) {
    scalars[RESTS] = 1.0;
    status[0] = 1u;
    return;
  }
  scalars[ALPHA] = scalars[LENGTH] / curvature;
}

// After the next residual.
@compute @workgroup_size(1)
fn turn() {
  scalars[BETA] = 0.0;
  if (scalars[RESTS] == 1.0) {
    return;
  }
  scalars[BETA] = products[0] / scalars[LENGTH];
  scalars[LENGTH] = products[0];
  rest_if_near();
}
