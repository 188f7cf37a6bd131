/** Time comes in by this port: domain and store never look at the wall. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** True while the time is made up (demo, tests): the log is then given it as its own. */
  readonly simulated: boolean;
}

export const systemClock: Clock = { now: () => Date.now(), simulated: false };

/** A clock that a demo sets while it lives through its past; then it is the system's. */
export class DemoClock implements Clock {
  #atMs: number | null = null;

  get simulated(): boolean {
    return this.#atMs !== null;
  }

  now(): number {
    return this.#atMs ?? Date.now();
  }

  /** Makes it that moment; null: the present. */
  set(atMs: number | null): void {
    this.#atMs = atMs;
  }
}
