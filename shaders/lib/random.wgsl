// Counter-based random numbers: pcg4d of Jarzynski & Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020.
// No bindings. The same (seed, step, purpose, index) gives the same number; any one of them changed, an independent one.

const TAU = 6.283185307179586f;

fn pcg4d(key: vec4u) -> vec4u {
  var v = key * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

// The upper 24 bits as a multiple of 2⁻²⁴ in [0, 1).
fn unit_interval(bits: u32) -> f32 {
  return f32(bits >> 8u) * 0x1p-24f;
}

// Uniform in [0, 1).
fn random_uniform(seed: u32, step: u32, purpose: u32, index: u32) -> f32 {
  return unit_interval(pcg4d(vec4u(seed, step, purpose, index)).x);
}

// Standard normal by Box–Muller; 1 − u keeps the logarithm finite, the angle stays in [−π, π) where cos is most exact.
fn random_normal(seed: u32, step: u32, purpose: u32, index: u32) -> f32 {
  let bits = pcg4d(vec4u(seed, step, purpose, index));
  let radius = sqrt(max(0.0, -2.0 * log(1.0 - unit_interval(bits.x))));
  return radius * cos(TAU * (unit_interval(bits.y) - 0.5));
}
