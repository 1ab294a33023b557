import { expect, test } from 'vitest';
import { whyNotCommand } from '../src/command-line.ts';

test.each([
  'connector',
  'npx connector doctor --json',
  'pnpm connector migrate --name "add phone number"  # after a change',
  'connector g entity contact a:b --connec person && npm test',
  'connector generate complex-entity NAME --connec A,B --external C,D',
  'connector g',
  'connector destroy entity NAME',
  'connector explain',
  'connector migrate --name',
  'connector secrets',
  'connector completion bash > ~/.connector.bash',
  'npx --package create-connector@latest connector upgrade --dry-run',
  'node PATH/bin/create-connector.js my-app --database postgresql',
  'connector records --help',
])('%s is taken', async (line) => {
  expect(await whyNotCommand(line)).toBeUndefined();
});

test.each([
  ['connector migrat', "unknown command 'migrat' (Did you mean migrate?)"],
  ['connector migrate now', "too many arguments for 'migrate'. Expected 0 arguments but got 1."],
  ['connector doctor --jsn', "unknown option '--jsn' (Did you mean --json?)"],
  ['connector explain contact 42 twice', "too many arguments for 'explain'. Expected 2 arguments but got 3."],
  ['connector secrets turn', "unknown command 'turn'"],
  ['connector g unicorn', 'there is no generator "unicorn"'],
  ['connector destroy unicorn x', 'there is no generator "unicorn"'],
  ['connector g entity x --colection y', "unknown option '--colection' (Did you mean --collection?)"],
  [
    'connector completion tcsh',
    "command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
  ],
  ['create-connector a b', 'too many arguments. Expected 1 argument but got 2.'],
  ['npm run dev', 'it calls neither connector nor create-connector'],
])('%s is refused, with the reason', async (line, reason) => {
  expect(await whyNotCommand(line)).toBe(reason);
});
