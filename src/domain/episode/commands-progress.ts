import type { EntryId, GoalId, SessionId } from '../ids';
import type { LocalDate } from '../time';
import type { Simple } from './command';
import type { EpisodeEventOf } from './events';

export interface GiveHomeProgramme extends Simple<'GiveHomeProgramme'> {
  readonly daysPerWeek: number;
  readonly until: LocalDate | null;
  readonly exercises: string | undefined;
  readonly advice: string | undefined;
}

export interface ReportAdherence extends Simple<'ReportAdherence'> {
  readonly programmeId: EntryId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly daysDone: number;
  /** Absent: as the programme asks, for the days of the period. */
  readonly daysAsked: number | undefined;
  readonly words: string | undefined;
}

type Feedback = EpisodeEventOf<'PatientFeedbackRecorded'>['data'];

export interface RecordFeedback extends Simple<'RecordFeedback'> {
  readonly for: Feedback['for'];
  readonly tone: Feedback['tone'];
  readonly sessionId: SessionId | null;
  readonly words: string;
}

export interface ReportProgress extends Simple<'ReportProgress'> {
  readonly recipient: EpisodeEventOf<'ProgressReported'>['data']['recipient'];
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Absent: every goal of that time. */
  readonly goals: readonly GoalId[] | undefined;
  readonly report: string;
}

export interface AcknowledgeReport extends Simple<'AcknowledgeReport'> {
  readonly reportId: EntryId;
  readonly answer: string | undefined;
  readonly saidBy: string | undefined;
}

export type ProgressCommand =
  GiveHomeProgramme | ReportAdherence | RecordFeedback | ReportProgress | AcknowledgeReport;
