/** What the user can put right: the message says what is wrong and what to do. Ends the command with exit code 1, without a stack. */
export class UserError extends Error {
  override name = 'UserError';
}
