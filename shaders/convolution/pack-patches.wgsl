// Packs the columns of patches into strips like those of matmul/pack-strips.wgsl, four places of the window a vec4, straight from
// the images.
//   binding 0  images   f32 `[images, height, width, 4 · vectors]`, see convolution/lay-out.wgsl
//   binding 1  strips   vec4f `[ceil(rows / 64), steps, 64]`
//   binding 2  shape    see PatchesShape
//   binding 3  offsets  u32 `[stored]`: where each column of the patches lies, in floats from their first pixel on
// @include convolution/places.wgsl
struct PatchesShape {
  places: u32,
  // Columns of the patches as stored; one that comes after them is ones (the homogeneous coordinate), further ones zeros.
  stored: u32,
  rows: u32,
  // Vec4s along a strip, and in all strips.
  steps: u32,
  vectors: u32,
  geometry: Geometry,
}
@group(0) @binding(0) var<storage, read> images: array<f32>;
@group(0) @binding(1) var<storage, read_write> strips: array<vec4f>;
@group(0) @binding(2) var<storage, read> shape: PatchesShape;
@group(0) @binding(3) var<storage, read> offsets: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let run = group.y * groups.x + group.x;
  let index = run * 64u + local;
  if (index >= shape.vectors) { return; }
  let row = run / shape.steps * 64u + local;
  let first = run % shape.steps * 4u;
  let place = place_of(first, shape.geometry);
  let second = next(place, shape.geometry);
  let third = next(second, shape.geometry);
  let fourth = next(third, shape.geometry);
  let pixels = vec4u(
    first_pixel(place, shape.geometry),
    first_pixel(second, shape.geometry),
    first_pixel(third, shape.geometry),
    first_pixel(fourth, shape.geometry),
  );
  // Loads are safe anywhere, and a value left unused is cheaper than a branch.
  let at = pixels * 4u + offsets[min(row, shape.stored - 1u)];
  let values = vec4f(images[at.x], images[at.y], images[at.z], images[at.w]);
  let inside = (first + vec4u(0u, 1u, 2u, 3u) < vec4u(shape.places)) & vec4<bool>(row < shape.rows);
  strips[index] = select(vec4f(), select(values, vec4f(1.0), row == shape.stored), inside);
}
