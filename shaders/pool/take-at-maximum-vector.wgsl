// Takes from other images where each window is largest, in vectors of four channels; see maximum.wgsl and places.wgsl.
//   binding 0  images  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 1  values  vec4f `[images, HEIGHT, WIDTH, CHANNELS]`
//   binding 2  result  vec4f `[images, ROWS, COLUMNS, CHANNELS]`
// @include pool/places.wgsl
alias Element = vec4f;
alias Word = vec4u;
@group(0) @binding(0) var<storage, read> images: array<Element>;
@group(0) @binding(1) var<storage, read> values: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

fn result_of(window: Place, channel: u32) -> Element {
  let at = maximum_of(window, channel).pixel * CHANNELS + channel;
  return vec4f(values[at.x].x, values[at.y].y, values[at.z].z, values[at.w].w);
}
