import type { ClearEvent } from '../store/event-store';
import type { Rebuilding } from './projector';
import type { RebuildResult } from './rebuild';
import type { StreamRewritten } from './rewrite-stream';

/* What the thread that answers and the thread that keeps the read models tell each other. */

/** What a call asks for, by its name, and what it is answered. */
export interface Calls {
  readonly rebuild: { readonly asks: readonly string[] | undefined; readonly gives: RebuildResult };
  readonly rebuildStream: { readonly asks: string; readonly gives: StreamRewritten };
}

export type Call = {
  [Name in keyof Calls]: { readonly name: Name; readonly asks: Calls[Name]['asks'] };
}[keyof Calls];

export type ToProjector =
  /** The log may have grown; `events` are those of it that this process has appended. */
  | { readonly kind: 'grown'; readonly events: readonly ClearEvent[] }
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'stop' };

export interface ProjectorState {
  readonly isOwner: boolean;
  readonly rebuilding: Rebuilding | null;
}

/** An error loses its class on the way between threads; by name and code it is known again. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
}

export type FromProjector =
  | { readonly kind: 'visible'; readonly position: number }
  | { readonly kind: 'state'; readonly state: ProjectorState }
  | {
      readonly kind: 'log';
      readonly level: 'warn' | 'error';
      readonly facts: object;
      readonly message: string;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Calls[keyof Calls]['gives'] }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'stopped' };
