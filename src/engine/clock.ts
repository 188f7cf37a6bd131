/** Time comes in by this port: domain and store never look at the wall. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** True when the time is made up (demo, tests): the log is then given it as its own. */
  readonly simulated: boolean;
}

export const systemClock: Clock = { now: () => Date.now(), simulated: false };
