import { duration, status } from './status.ts';

// A terminal shows early that something is going on; a log gets a line only for what is really long.
const PATIENCE = { terminal: 300, log: 1000 };

/**
 * Does `work`, shows progress while it takes long, and ends with one line that says how long it took.
 *
 * @param work may say how far it has come
 */
export async function step<T>(
  verb: string,
  subject: string,
  work: (say: (text: string) => void) => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const started = performance.now();
  const { say, stop } = showProgress(`${verb} ${subject}`);
  try {
    const result = await work(say);
    stop();
    status(
      verb,
      `${subject}  ${outcome ? `${outcome(result)}, ` : ''}${duration(performance.now() - started)}`,
    );
    return result;
  } catch (error) {
    stop();
    status('fail', `${verb} ${subject}`);
    throw error;
  }
}

function showProgress(subject: string): { say(text: string): void; stop(): void } {
  const terminal = process.stdout.isTTY === true;
  let text = `${subject} …`;
  let spinner: { text: string; stop(): unknown } | undefined;
  let stopped = false;
  const timer = setTimeout(
    async () => {
      if (!terminal) return console.log(text);
      const { default: yoctoSpinner } = await import('yocto-spinner');
      if (!stopped) spinner = yoctoSpinner({ text, stream: process.stdout }).start();
    },
    terminal ? PATIENCE.terminal : PATIENCE.log,
  );
  return {
    say(progress) {
      text = `${subject}  ${progress} …`;
      if (spinner) spinner.text = text;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}
