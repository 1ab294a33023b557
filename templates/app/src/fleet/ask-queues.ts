/** Queues that are away are waited for, by those who want to get something into them; whoever only looks does not. */
const patienceMs = 3_000;

/** @throws {Error} what `answer` does; or that there was none in time. */
export async function askQueues<T>(answer: Promise<T>, patience = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const say = () => reject(new Error(`no answer within ${patience / 1000} s`));
    timer = setTimeout(say, patience);
  });
  // Whatever it comes to later, nobody waits for it any more.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
