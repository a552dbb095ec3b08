// Copies images so that windows on them have no edges: with the zeros of the padding, and those between dilated pixels, in
// memory. The including file binds `images` and `result` and defines `vector_at(image, y, x, vector)` by `pixel_at`.
//   SOURCE_HEIGHT, SOURCE_WIDTH, CHANNELS  of an image as it is stored
//   HEIGHT, WIDTH, VECTORS                 of a laid-out image, its pixels in vec4s
//   TOP, LEFT                              zeros before the first pixel
//   DILATION_Y, DILATION_X                 pixels from one stored row or column to the next
override SOURCE_HEIGHT: u32 = 1u;
override SOURCE_WIDTH: u32 = 1u;
override CHANNELS: u32 = 1u;
override HEIGHT: u32 = 1u;
override WIDTH: u32 = 1u;
override VECTORS: u32 = 1u;
override TOP: u32 = 0u;
override LEFT: u32 = 0u;
override DILATION_Y: u32 = 1u;
override DILATION_X: u32 = 1u;

const PADDING = 0xffffffffu;

// The stored pixel that lies at (y, x); PADDING where that is a zero.
fn pixel_at(image: u32, y: u32, x: u32) -> u32 {
  // Unsigned: what lies before the image is far behind it.
  let from_top = y - TOP;
  let from_left = x - LEFT;
  let row = from_top / DILATION_Y;
  let column = from_left / DILATION_X;
  let inside = (row < SOURCE_HEIGHT) & (column < SOURCE_WIDTH) & (row * DILATION_Y == from_top) & (column * DILATION_X == from_left);
  return select(PADDING, (image * SOURCE_HEIGHT + row) * SOURCE_WIDTH + column, inside);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let pixel = (group.y * groups.x + group.x) * 64u + lane;
  if (pixel * VECTORS >= arrayLength(&result)) { return; }
  let line = pixel / WIDTH;
  let image = line / HEIGHT;
  for (var vector = 0u; vector < VECTORS; vector++) {
    result[pixel * VECTORS + vector] = vector_at(image, line - image * HEIGHT, pixel - line * WIDTH, vector);
  }
}
