import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import {
  AssessmentKindEnum,
  ConsentGiverEnum,
  ConsentScopeEnum,
  DischargeReasonEnum,
  VoidReasonEnum,
} from './enums';
import { Finding } from './finding-types';
import { Goal } from './goal-types';
import { Observation, PrimaryMeasure } from './measure-types';
import { PlanOfCare } from './plan-types';
import { Feedback, HomeProgramme, ProgressReport } from './progress-types';
import { PhaseEnum } from './read-enums';
import { Clarification, Decision, Referral } from './referral-types';
import { Contraindication, EpisodeCondition } from './safety-types';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Authorization, Hold, Reaction, Session } from './session-types';
import { Shown, ShownOrNull } from './shown';
import { Patient, SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'That something is shown as it was before an entry.' })
export class Stale {
  @Shown(() => DateTime, 'Since when.')
  since!: Instant;

  @Shown(() => String, 'Why; what the entry is, `projections` says to operators.')
  reason!: string;
}

@ObjectType({ description: 'Consent of the patient, in force.' })
export class Consent {
  @Shown(() => DateTime, 'When it was given.')
  at!: Instant;

  @Shown(() => ConsentGiverEnum, 'By whom.')
  by!: string;

  @Shown(() => ConsentScopeEnum, 'To what.')
  scope!: string;

  @Shown(() => String, 'Version of the form.')
  formVersion!: string;
}

@ObjectType({ description: 'An assessment; its observations are among those of the episode.' })
export class Assessment {
  @Shown(() => Uuid, 'Its entry: what a correction names.')
  id!: string;

  @Shown(() => AssessmentKindEnum, 'Which one.')
  kind!: string;

  @Shown(() => DateTime, 'When.')
  at!: Instant;

  @ShownOrNull(() => SealedText, 'Findings.')
  findings!: SealedText | null;
}

@ObjectType({ description: 'The end of care.' })
export class Discharge {
  @Shown(() => DateTime, 'When.')
  at!: Instant;

  @Shown(() => LocalDay, 'Its local day: the index day of figures.')
  on!: LocalDate;

  @Shown(() => DischargeReasonEnum, 'Why.')
  reason!: string;

  @ShownOrNull(() => Uuid, 'The final score of the primary measure; null: there is none.')
  finalObservationId!: string | null;

  @ShownOrNull(() => SealedText, 'Report to the referrer.')
  report!: SealedText | null;

  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;
}

@ObjectType({ description: 'An episode that should never have been. Seen by auditors.' })
export class Voided {
  @Shown(() => DateTime, 'When it was voided.')
  at!: Instant;

  @Shown(() => VoidReasonEnum, 'Why.')
  reason!: string;

  @ShownOrNull(() => Uuid, 'Of a duplicate: the episode that it repeats.')
  duplicateOf!: string | null;

  @ShownOrNull(() => SealedText, 'Why, in words.')
  words!: SealedText | null;
}

@ObjectType({
  description:
    'An episode of care, from referral to discharge. Seen by the therapist who carries it (or ' +
    'whom its outcome counts for), its managers and clinical leads, and auditors.',
})
export class Episode {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @Shown(() => Int, 'Version of its stream at this moment.')
  version!: number;

  @Shown(() => Patient, 'The patient.')
  patient!: Patient;

  @Shown(() => Uuid, 'The clinic.')
  clinicId!: string;

  @Shown(() => String, 'IANA time zone of its local days.')
  zone!: string;

  @Shown(() => PhaseEnum, 'Where it stands.')
  phase!: string;

  @Shown(() => Referral, 'The referral.')
  referral!: Referral;

  @Shown(() => [Clarification], 'Questions to the referrer, open and answered.')
  clarifications!: Clarification[];

  @Shown(() => Decision, 'What became of the referral.')
  decision!: Decision;

  @ShownOrNull(() => StaffMember, 'Who carries it; null: nobody yet.')
  therapist!: StaffMember | null;

  @Shown(() => [Authorization], 'Visits granted.')
  authorizations!: Authorization[];

  @ShownOrNull(() => Consent, 'Consent in force; null: none.')
  consent!: Consent | null;

  @Shown(() => [Assessment], 'Assessments, in clinical order.')
  assessments!: Assessment[];

  @Shown(() => [Observation], 'All observations, in clinical order.')
  observations!: Observation[];

  @ShownOrNull(() => PrimaryMeasure, 'What it is measured by; null: not assessed yet.')
  primary!: PrimaryMeasure | null;

  @ShownOrNull(() => PlanOfCare, 'The plan of care; null: none is set.')
  plan!: PlanOfCare | null;

  @Shown(() => [Goal], 'Goals, in the order in which they were set.')
  goals!: Goal[];

  @Shown(() => [Session], 'Sessions, in clinical order.')
  sessions!: Session[];

  @Shown(() => [Reaction], 'Adverse reactions, in clinical order.')
  reactions!: Reaction[];

  @Shown(() => [Contraindication], 'Contraindications, open and resolved, in clinical order.')
  contraindications!: Contraindication[];

  @Shown(() => [EpisodeCondition], 'Conditions that the diagnoses mean, with what to mind.')
  conditions!: EpisodeCondition[];

  @ShownOrNull(() => DateTime, 'When contraindications were last asked about; null: never.')
  lastScreenedAt!: Instant | null;

  @Shown(() => [HomeProgramme], 'What the patient is to do at home, in clinical order.')
  homeProgrammes!: HomeProgramme[];

  @Shown(() => [Feedback], 'What the patient said of the care, in clinical order.')
  feedback!: Feedback[];

  @Shown(() => [ProgressReport], 'Reports on progress, in clinical order.')
  reports!: ProgressReport[];

  @ShownOrNull(() => Hold, 'The pause that it is in; null: none.')
  hold!: Hold | null;

  @ShownOrNull(() => Discharge, 'The end of care; null: open.')
  discharge!: Discharge | null;

  @ShownOrNull(() => Voided, 'That it should never have been; seen by auditors only.')
  voided!: Voided | null;

  @ShownOrNull(() => DateTime, 'From here on it counts as ended without activity; null: never.')
  lapsesAt!: Instant | null;

  @ShownOrNull(() => DateTime, 'From here on there was no session for too long; null: never.')
  noSessionAfter!: Instant | null;

  @Shown(() => Int, 'Entries that were recorded later than the policy has it.')
  lateEntries!: number;

  @Shown(() => [Finding], 'What was not in order, open and closed.')
  findings!: Finding[];

  @ShownOrNull(() => Stale, 'Set when it is shown as before an entry; null: all is in it.')
  stale!: Stale | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
