import type { EntryId } from '../ids';
import type { LocalDate } from '../time';
import type { Bars } from './bars';
import type { Simple } from './command';
import type { EpisodeEventOf } from './events';

type Authority = EpisodeEventOf<'ContraindicationCleared'>['data']['by'];

export interface RecordContraindication extends Simple<'RecordContraindication'> {
  readonly kind: string;
  readonly bodySite: string | null;
  /** Barred beside what the policy bars for the kind; absent: nothing more. */
  readonly bars: Bars | undefined;
  /** Barred without a clearance, beside what the policy says; absent: nothing more. */
  readonly untilCleared: Bars | undefined;
  /** No clearance is to be had, whatever the policy says of the kind. */
  readonly isAbsolute: boolean;
  readonly words: string | undefined;
}

export interface ClearContraindication extends Simple<'ClearContraindication'> {
  readonly contraindicationId: EntryId;
  readonly by: Authority;
  readonly byName: string | undefined;
  readonly authority: string;
  /** What is still not to be done; absent: nothing but what is barred anyway. */
  readonly conditions: Bars | undefined;
  readonly words: string | undefined;
  /** Last day; null: until it is resolved. */
  readonly until: LocalDate | null;
}

export interface ResolveContraindication extends Simple<'ResolveContraindication'> {
  readonly contraindicationId: EntryId;
  readonly by: Authority;
  readonly byName: string | undefined;
  readonly evidence: string;
}

export type SafetyCommand =
  RecordContraindication | ClearContraindication | ResolveContraindication;
