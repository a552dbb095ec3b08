// The geometry of windows that slide over images, channels last. No bindings. Rows and columns of an image are DILATION
// apart, with zeros between them, and TOP and LEFT zeros come before the first.
//   HEIGHT, WIDTH, CHANNELS      of an image; channels count vec4s in the kernels on vectors
//   ROWS, COLUMNS                places of the window
//   KERNEL_ROWS, KERNEL_COLUMNS  of the window
override HEIGHT: u32 = 1u;
override WIDTH: u32 = 1u;
override CHANNELS: u32 = 1u;
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override KERNEL_ROWS: u32 = 1u;
override KERNEL_COLUMNS: u32 = 1u;
override STRIDE_Y: u32 = 1u;
override STRIDE_X: u32 = 1u;
override TOP: u32 = 0u;
override LEFT: u32 = 0u;
override DILATION_Y: u32 = 1u;
override DILATION_X: u32 = 1u;

// A place of the window, or a pixel: which of the image's rows and columns.
struct Place {
  image: u32,
  row: u32,
  column: u32,
}

fn place_of(index: u32, rows: u32, columns: u32) -> Place {
  let row = index / columns;
  let image = row / rows;
  return Place(image, row - image * rows, index - row * columns);
}
