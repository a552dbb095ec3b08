// Roots of the secular equation f(λ) = 1/ρ + Σ zᵢ²/(dᵢ − λ) = 0, one between each pole and the next, a thread each; what was
// deflated stands as it is. A root is kept as the distance to its nearer pole, so that its distance to every pole has
// full relative precision. The iteration matches f and f′ by the nearer pole's own term and one at the other neighbour
// (Li, Solving secular equations stably and efficiently, LAPACK Working Note 89, 1993), kept inside a bracket.
//
// bindings: 0 matrices `[matrices]`   1 merges `[workgroups]`
//           2 tridiagonal `[lines]` (diagonal, the element right of it)
//           3 counts `[merges]` (poles left, rotations)
//           4 poles `[lines]` (pole, z, unused, row)
//           5 roots `[lines]` (place of the nearer pole, distance to it, eigenvalue, left as it is)
// @include linalg/eigen-merge.wgsl

@group(0) @binding(0) var<storage, read> matrices: array<SymmetricMatrix>;
@group(0) @binding(1) var<storage, read> merges: array<Merge>;
@group(0) @binding(2) var<storage, read> tridiagonal: array<vec2f>;
@group(0) @binding(3) var<storage, read> counts: array<vec2u>;
@group(0) @binding(4) var<storage, read> poles: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> roots: array<vec4f>;

const PRECISION = 6e-8;
const ITERATIONS = 40u;

/** f, its derivative, and the sum of the magnitudes that f was added up from, at `origin + distance`. */
fn evaluate(line: u32, count: u32, origin: f32, distance: f32, constant: f32) -> vec3f {
  var value = 0.0;
  var slope = 0.0;
  var magnitude = constant;
  for (var i = 0u; i < count; i++) {
    let pole = poles[line + i];
    let ratio = pole.y / ((pole.x - origin) - distance);
    value = fma(pole.y, ratio, value);
    slope = fma(ratio, ratio, slope);
    magnitude += abs(pole.y * ratio);
  }
  return vec3f(constant + value, slope, magnitude);
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  if (index >= arrayLength(&merges)) {
    return;
  }
  let merge = merges[index];
  let j = merge.part + local;
  if (j >= merge.count) {
    return;
  }
  let line = matrices[merge.matrix].line + merge.start;
  let count = counts[merge.place].x;
  if (j >= count) {
    roots[line + j] = vec4f(f32(j), 0.0, poles[line + j].x, roots[line + j].w);
    return;
  }
  let rho = 2.0 * abs(tridiagonal[line + merge.half - 1u].y);
  let constant = 1.0 / rho;
  let lower = poles[line + j];
  // Behind the last pole the bound ρ‖z‖² takes the place of the next; ‖z‖² is 1 but for rounding.
  var gap = 1.01 * rho;
  let is_last = j + 1u == count;
  if (!is_last) {
    gap = poles[line + j + 1u].x - lower.x;
  }
  var origin = j;
  var distance = 0.5 * gap;
  var low = 0.0;
  var high = gap;
  var at = evaluate(line, count, lower.x, distance, constant);
  if (at.x < 0.0 && !is_last) {
    origin = j + 1u;
    low = -distance;
    high = 0.0;
    distance = -distance;
  } else if (at.x < 0.0) {
    low = distance;
  } else {
    high = distance;
  }
  let near = poles[line + origin];
  // The other neighbour, as seen from the nearer pole.
  let across = select(gap, -gap, origin != j);
  for (var iteration = 0u; iteration < ITERATIONS; iteration++) {
    if (abs(at.x) <= PRECISION * at.z) {
      break;
    }
    let to_near = -distance;
    let to_other = across - distance;
    let weight = near.y / to_near;
    // f ≈ c + z²/(d − λ) + s/(other − λ), solved for the step from here.
    let c = at.x - to_other * at.y + weight * weight * (to_other - to_near);
    let a = fma(to_near + to_other, at.x, -to_near * to_other * at.y);
    let b = to_near * to_other * at.x;
    let root = sqrt(max(fma(a, a, -4.0 * b * c), 0.0));
    var step = 0.0;
    if (a > 0.0) {
      step = 2.0 * b / (a + root);
    } else {
      step = (a - root) / (2.0 * c);
    }
    var next = distance + step;
    // NaN and infinities, told by their exponent, are outside the bracket too.
    if ((bitcast<u32>(step) & 0x7f800000u) == 0x7f800000u || next <= low || next >= high) {
      next = 0.5 * (low + high);
    }
    if (abs(next - distance) <= PRECISION * abs(next)) {
      break;
    }
    distance = next;
    at = evaluate(line, count, near.x, distance, constant);
    if (at.x < 0.0) {
      low = distance;
    } else {
      high = distance;
    }
  }
  roots[line + j] = vec4f(f32(origin), distance, near.x + distance, roots[line + j].w);
}
