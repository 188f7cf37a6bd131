import type { EmbeddedConnection } from '../../src/platform/connection-settings';

/** What the service under load is told when it starts (as JSON in its environment). */
export interface Orders {
  readonly app: EmbeddedConnection;
  readonly masterKeyHex: string;
  readonly episodes: readonly string[];
  /** Commands that were sent in an earlier life and never answered: sent again first. */
  readonly again: readonly Job[];
  readonly workers: number;
}

/** One command to an episode. */
export interface Job {
  readonly commandId: string;
  readonly episodeId: string;
  readonly type: 'ReportReaction' | 'Resume';
}

/** What the service tells: before a command is sent, and what it was answered. */
export type Message =
  | { readonly kind: 'sent'; readonly job: Job }
  | { readonly kind: 'answered'; readonly job: Job; readonly answer: Answer }
  | { readonly kind: 'unavailable'; readonly error: string }
  | { readonly kind: 'broken'; readonly error: string };

export type Answer =
  | {
      readonly kind: 'accepted';
      /** Version and position of the command's last event, and how many it has. */
      readonly version: number;
      readonly position: number;
      readonly size: number;
    }
  | { readonly kind: 'refused'; readonly code: string };

/** What a job records; a retry has the same content. */
export function bodyOf(type: Job['type']) {
  if (type === 'Resume') return { type, words: 'sample' } as const;
  const reaction = { severity: 'SEVERE', sessionId: null, description: 'sample' } as const;
  return { type, ...reaction, action: undefined, told: undefined } as const;
}
