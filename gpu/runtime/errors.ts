/** Shapes that do not fit an operation. Messages read `op: expected …, got …; remedy`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** The GPU device is gone; everything made on it belongs to a past generation. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

/** An allocation that the adapter refuses, or that planning shows cannot fit. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
}

/** A shader or pipeline that the driver refuses, with the file and the compiler's own message. */
export class ShaderCompileError extends Error {
  override readonly name = 'ShaderCompileError';
}
