import type { Answer } from '../outcomes/scoring';
import type { AssessmentKind } from './codes';
import type { Simple } from './command';
import type { Measure, Observation } from './values';

/** An answered instrument as it comes in: a score, or the items that make one. */
export interface ObservationGiven {
  readonly instrument: string;
  readonly bodySite: string | null;
  readonly answer: Answer;
  readonly recall: Observation['recall'];
  readonly mode: Observation['mode'];
}

export interface RecordAssessment extends Simple<'RecordAssessment'> {
  readonly kind: AssessmentKind;
  readonly healthHistoryTaken: boolean;
  readonly contraindicationsAsked: boolean;
  readonly observations: readonly ObservationGiven[];
  /** Initial only; absent: the first observation's measure. */
  readonly primaryMeasure: Measure | undefined;
  readonly findings: string | undefined;
  /** PSFS: names of the activities by their ids. */
  readonly activityNames: Readonly<Record<string, string>>;
}
