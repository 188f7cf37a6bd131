import type { EntryId } from '../ids';
import type { LocalDate } from '../time';
import type { Simple } from './command';
import type { EpisodeEventOf } from './events';

export type PlanTerms = EpisodeEventOf<'PlanOfCareSet'>['data']['terms'];

export interface SetPlanOfCare extends Simple<'SetPlanOfCare'> {
  readonly terms: PlanTerms;
  /** Absent: the day on which it is set. */
  readonly from: LocalDate | undefined;
}

export interface RevisePlanOfCare extends Simple<'RevisePlanOfCare'> {
  /** The version that the therapist had before them. */
  readonly revises: EntryId;
  /** What is absent stays as it is. */
  readonly change: Partial<PlanTerms>;
  readonly words: string;
}

export interface CertifyPlanOfCare extends Simple<'CertifyPlanOfCare'> {
  readonly planVersionId: EntryId;
  readonly referrer: EpisodeEventOf<'ReferralReceived'>['data']['referrer'];
  /** Who at the referrer signed. */
  readonly saidBy: string;
}

export type PlanCommand = SetPlanOfCare | RevisePlanOfCare | CertifyPlanOfCare;
