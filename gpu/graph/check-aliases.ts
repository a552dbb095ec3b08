import { ShapeError } from '../runtime/errors.ts';
import type { BufferRange, Kernel } from '../runtime/kernel.ts';

/**
 * Refuses what WebGPU would drop and only log: a dispatch that binds one buffer both read-only and writable, or one range
 * writable twice.
 * @throws ShapeError naming shader and buffer.
 */
export function checkAliases({ shader, bindings }: Kernel<BufferRange>): void {
  const written = bindings.filter(({ access }) => access === 'read_write').map(({ operand }) => operand);
  for (const { operand, access } of bindings) {
    if (access === 'read' && written.some(({ buffer }) => buffer === operand.buffer)) {
      throw new ShapeError(
        `compile: ${shader} expected buffers that it either reads or writes, got ${operand.buffer.label} bound as both; keep its operands in different variables`,
      );
    }
  }
  for (const [index, range] of written.entries()) {
    if (written.slice(index + 1).some((other) => overlap(range, other))) {
      throw new ShapeError(
        `compile: ${shader} expected to write separate memory, got overlapping ranges of ${range.buffer.label}; give it different slices`,
      );
    }
  }
}

function overlap(a: BufferRange, b: BufferRange): boolean {
  return a.buffer === b.buffer && a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}
