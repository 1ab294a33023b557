/** Exit codes of a shell for a program that a signal ended. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Throws when a signal has come: called where work can still be taken back. */
export type Checkpoint = () => void;

/**
 * Does work that must not be left half done. A signal that comes meanwhile (Ctrl-C, SIGTERM) waits: at the next
 * checkpoint it becomes an error, so that the work takes itself back, and the program ends when the work has.
 */
export async function withoutInterruption(work: (checkpoint: Checkpoint) => Promise<void>): Promise<void> {
  let came: keyof typeof CODES | undefined;
  const remember = (signal: NodeJS.Signals) => {
    came ??= signal as keyof typeof CODES;
  };
  process.on('SIGINT', remember).on('SIGTERM', remember);
  try {
    await work(() => {
      if (came) throw new Error(`stopped by ${came}`);
    });
  } finally {
    process.off('SIGINT', remember).off('SIGTERM', remember);
    if (came) process.exit(CODES[came]);
  }
}
