import type { ImageShape } from '../../lab/task.ts';
import type { ThemeColors } from '../charts/theme-colors.ts';

/** Colour of the value 1 in images of this shape; null for photographs, where it is light. @param theme null until it is known */
export function inkOf({ light }: ImageShape, theme: ThemeColors | null): string | null {
  return light === true ? null : (theme?.ink ?? 'gray');
}
