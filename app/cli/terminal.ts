/** Where the command line writes; tests collect it. */
export interface Terminal {
  /** Results. */
  out(line: string): void;
  /** Progress and faults. */
  note(line: string): void;
  /** Replaces the last progress line; null where lines cannot be replaced. */
  readonly replace: ((line: string) => void) | null;
}

/** The process's own streams. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let open = false;
  const clear = '\r\u001b[2K';
  return {
    out: (line) => {
      stdout.write(`${line}\n`);
    },
    note: (line) => {
      stderr.write(`${open ? clear : ''}${line}\n`);
      open = false;
    },
    replace: stderr.isTTY
      ? (line) => {
          stderr.write(`${clear}${line.slice(0, Math.max(20, stderr.columns - 1))}`);
          open = true;
        }
      : null,
  };
}
