// The places of a window on images that convolution/lay-out.wgsl has laid out, as `geometryWords` in gpu/ops/image-layout.ts
// writes them: not overrides, so that all layers of a model share a pipeline. No bindings.
struct Geometry {
  // Places of the window.
  rows: u32,
  columns: u32,
  // Pixels from place to place.
  stride_y: u32,
  stride_x: u32,
  // Of a laid-out image, and the vec4s of a pixel.
  height: u32,
  width: u32,
  vectors: u32,
}

struct Place {
  image: u32,
  row: u32,
  column: u32,
}

fn place_of(index: u32, geometry: Geometry) -> Place {
  let row = index / geometry.columns;
  let image = row / geometry.rows;
  return Place(image, row - image * geometry.rows, index - row * geometry.columns);
}

// The next place, without divisions.
fn next(place: Place, geometry: Geometry) -> Place {
  let column = place.column + 1u;
  let wraps = column == geometry.columns;
  let row = select(place.row, place.row + 1u, wraps);
  let ends = row == geometry.rows;
  return Place(select(place.image, place.image + 1u, ends), select(row, 0u, ends), select(column, 0u, wraps));
}

// The vec4 at which the patch of a place begins.
fn first_pixel(place: Place, geometry: Geometry) -> u32 {
  let row = place.image * geometry.height + place.row * geometry.stride_y;
  return (row * geometry.width + place.column * geometry.stride_x) * geometry.vectors;
}
