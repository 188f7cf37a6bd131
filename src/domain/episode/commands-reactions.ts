import type { SessionId } from '../ids';
import type { LocalDate } from '../time';
import type { HoldReason, Severity } from './codes';
import type { Simple } from './command';

export interface ReportReaction extends Simple<'ReportReaction'> {
  readonly severity: Severity;
  readonly sessionId: SessionId | null;
  readonly description: string;
  readonly action: string | undefined;
  readonly told: string | undefined;
}

export interface PutOnHold extends Simple<'PutOnHold'> {
  readonly holdReason: HoldReason;
  readonly words: string | undefined;
  readonly reviewOn: LocalDate | null;
}

export type ReactionCommand =
  ReportReaction | PutOnHold | (Simple<'Resume'> & { readonly words: string | undefined });
