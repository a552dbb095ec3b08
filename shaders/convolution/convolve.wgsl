enable subgroups;
// C = scale · P̄ · B̄, or its positive part, for adapters whose subgroups are exactly four lanes, where a row of P̄ is what a
// window shows of images at one of its places, read from the images themselves: no patches lie in memory. A workgroup is one
// subgroup and makes a tile of 64 places.
//   binding 0  images  vec4f `[images, height, width, vectors]`, see convolution/lay-out.wgsl
//   binding 1  b       strips of the columns of B̄ over the taps of the window, see convolution/pack-weight.wgsl
//   binding 2  c       f32 `[m, n]`, row-major
//   binding 3  shape   see ConvolutionShape
//   binding 4  steps   where the vec4s of a patch lie, from its first pixel on, in pairs
// @include lib/quad-tile.wgsl
// @include lib/store-product.wgsl
// @include convolution/places.wgsl
struct ConvolutionShape {
  m: u32,
  n: u32,
  // Pairs of vec4s in a patch.
  pairs: u32,
  // 1 where the result is the positive part.
  is_relu: u32,
  scale: f32,
  geometry: Geometry,
}
@group(0) @binding(0) var<storage, read> images: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<storage, read> shape: ConvolutionShape;
@group(0) @binding(4) var<storage, read> steps: array<vec2u>;

// Where the patch at a place begins; places beyond the last repeat it.
fn base_of(place: u32) -> u32 {
  return first_pixel(place_of(min(place, shape.m - 1u), shape.geometry), shape.geometry);
}

// Every row begins with the bias, the last step of the strips.
fn load_bias(at: u32) -> Quad {
  let low = vec4f(b[at].x, b[at + 1u].x, b[at + 2u].x, b[at + 3u].x);
  let high = vec4f(b[at + 16u].x, b[at + 17u].x, b[at + 18u].x, b[at + 19u].x);
  return Quad(low, high, low, high, low, high, low, high);
}

// Puts together the tile of the patches at the places from `first` on, whose strip of B̄ starts at the vec4 `at_b`.
fn multiply(first: u32, at_b: u32, lane: u32) {
  let bias = load_bias(at_b + shape.pairs * 128u + lane * 4u);
  var c0 = bias;
  let p0 = base_of(first + lane);
  var c1 = bias;
  let p1 = base_of(first + 4u + lane);
  var c2 = bias;
  let p2 = base_of(first + 8u + lane);
  var c3 = bias;
  let p3 = base_of(first + 12u + lane);
  var c4 = bias;
  let p4 = base_of(first + 16u + lane);
  var c5 = bias;
  let p5 = base_of(first + 20u + lane);
  var c6 = bias;
  let p6 = base_of(first + 24u + lane);
  var c7 = bias;
  let p7 = base_of(first + 28u + lane);
  var c8 = bias;
  let p8 = base_of(first + 32u + lane);
  var c9 = bias;
  let p9 = base_of(first + 36u + lane);
  var c10 = bias;
  let p10 = base_of(first + 40u + lane);
  var c11 = bias;
  let p11 = base_of(first + 44u + lane);
  var c12 = bias;
  let p12 = base_of(first + 48u + lane);
  var c13 = bias;
  let p13 = base_of(first + 52u + lane);
  var c14 = bias;
  let p14 = base_of(first + 56u + lane);
  var c15 = bias;
  let p15 = base_of(first + 60u + lane);
  var column = at_b + lane * 4u;
  for (var pair = 0u; pair < shape.pairs; pair++) {
    let taps = steps[pair];
    let panel = load_panel(column);
    c0 = accumulate(c0, images[p0 + taps.x], images[p0 + taps.y], panel);
    c1 = accumulate(c1, images[p1 + taps.x], images[p1 + taps.y], panel);
    c2 = accumulate(c2, images[p2 + taps.x], images[p2 + taps.y], panel);
    c3 = accumulate(c3, images[p3 + taps.x], images[p3 + taps.y], panel);
    c4 = accumulate(c4, images[p4 + taps.x], images[p4 + taps.y], panel);
    c5 = accumulate(c5, images[p5 + taps.x], images[p5 + taps.y], panel);
    c6 = accumulate(c6, images[p6 + taps.x], images[p6 + taps.y], panel);
    c7 = accumulate(c7, images[p7 + taps.x], images[p7 + taps.y], panel);
    c8 = accumulate(c8, images[p8 + taps.x], images[p8 + taps.y], panel);
    c9 = accumulate(c9, images[p9 + taps.x], images[p9 + taps.y], panel);
    c10 = accumulate(c10, images[p10 + taps.x], images[p10 + taps.y], panel);
    c11 = accumulate(c11, images[p11 + taps.x], images[p11 + taps.y], panel);
    c12 = accumulate(c12, images[p12 + taps.x], images[p12 + taps.y], panel);
    c13 = accumulate(c13, images[p13 + taps.x], images[p13 + taps.y], panel);
    c14 = accumulate(c14, images[p14 + taps.x], images[p14 + taps.y], panel);
    c15 = accumulate(c15, images[p15 + taps.x], images[p15 + taps.y], panel);
    column += 128u;
  }
  tile = array<Quad, 16>(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15);
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let width = select(16u, 32u, WIDE == 1);
  let index = group.y * groups.x + group.x;
  let tiles_across = (shape.n + width - 1u) / width;
  let i = index / tiles_across * 64u;
  let j = index % tiles_across * width;
  if (i >= shape.m) { return; }
  multiply(i, j / 64u * (shape.pairs + 1u) * 128u + j % 64u, lane);
  store_tile(i, j, lane);
}
