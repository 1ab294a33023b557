/** A clock that stands still until it is moved. */
export interface TestClock {
  now: Date;
  forward(seconds: number): void;
}

export function createClock(start = '2026-01-01T00:00:00Z'): TestClock {
  const clock = {
    now: new Date(start),
    forward(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
  };
  return clock;
}
