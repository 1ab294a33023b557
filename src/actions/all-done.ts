/**
 * Waits for all of them, also when one fails: what is then taken back is not written again behind our back.
 *
 * @throws what the first of them that failed threw.
 */
export async function allDone(works: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
}
