import { status } from '../actions/status.ts';
import { step } from '../actions/step.ts';

/** How a long command says what it does. */
export interface Talk {
  step: typeof step;
  line: typeof status;
}

/** To a person, line by line. */
export const aloud: Talk = { step, line: status };

/** To a program, which gets everything in the end. */
export const silent: Talk = { step: (_verb, _subject, work) => work(() => {}), line: () => {} };
