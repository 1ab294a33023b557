/**
 * Waits until all of it is over, well or badly: what cleans up afterwards meets nothing that is still under way.
 *
 * @throws what the first of those that failed says.
 */
export async function allOver(work: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
