import type { EventStore, Head } from '../../src/store/event-store';
import { appendContract } from './contract-append';
import { concurrencyContract } from './contract-concurrency';
import { readContract } from './contract-read';
import { timeContract } from './contract-time';

/** A log of one test's own. */
export interface OpenLog {
  readonly store: EventStore;
  /** Another store on the same log, as of a second node; closed with the first. */
  second(): Promise<EventStore>;
  close(): Promise<void>;
}

export type OpenLogOf = (kind?: Head['kind']) => Promise<OpenLog>;

/** What every adapter of the event store port must do. */
export function eventStoreContract(name: string, open: OpenLogOf): void {
  describe(`event store contract: ${name}`, () => {
    appendContract(open);
    concurrencyContract(open);
    readContract(open);
    timeContract(open);
  });
}
