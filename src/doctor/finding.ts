/**
 * pass: as it should be. hint: as it is in a new project, worth knowing. warn: works, and somebody should look.
 * fail: does not work.
 */
export type State = 'pass' | 'hint' | 'warn' | 'fail';

/** What a check has found out. */
export interface Finding {
  state: State;
  /** What is, with nothing secret in it. */
  message: string;
  /** What to do about it; not of a pass. */
  advice?: string;
}

export const pass = (message: string): Finding => ({ state: 'pass', message });
export const hint = (message: string, advice: string): Finding => ({ state: 'hint', message, advice });
export const warn = (message: string, advice: string): Finding => ({ state: 'warn', message, advice });
export const fail = (message: string, advice: string): Finding => ({ state: 'fail', message, advice });
