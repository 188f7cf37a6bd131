import type {
  Feedback as FeedbackState,
  HomeProgramme as ProgrammeState,
  ProgressReport as ReportState,
} from '../domain/episode/state-progress';
import type { Moment } from '../engine/past';
import { Adherence, CoveredGoal, Feedback, HomeProgramme, ProgressReport } from './progress-types';
import { filled } from './filled';
import { sealedText, staffAt } from './texts';

export function shapeProgramme(programme: ProgrammeState): HomeProgramme {
  const { entryId, at, daysPerWeek, until, exercises, advice, adherence } = programme;
  const asked = adherence.reduce((days, { daysAsked }) => days + daysAsked, 0);
  const done = adherence.reduce((days, { daysDone }) => days + daysDone, 0);
  return filled(HomeProgramme, {
    ...{ id: entryId, at, daysPerWeek, until },
    exercises: sealedText(exercises),
    advice: sealedText(advice),
    adherence: adherence.map(({ entryId: id, from, to, daysDone, daysAsked, words }) =>
      filled(Adherence, { id, from, to, daysDone, daysAsked, words: sealedText(words) }),
    ),
    shareDone: asked === 0 ? null : done / asked,
  });
}

export function shapeFeedback(feedback: FeedbackState): Feedback {
  const { entryId, at, tone, sessionId, words } = feedback;
  return filled(Feedback, {
    ...{ id: entryId, at, for: feedback.for, tone, sessionId },
    words: sealedText(words),
  });
}

export function shapeReport(report: ReportState, { position }: Moment): ProgressReport {
  const { entryId, at, recipient, from, to, goals, acknowledged } = report;
  return filled(ProgressReport, {
    ...{ id: entryId, at, from, to },
    recipient: staffAt(recipient.kind === 'STAFF' ? recipient.staffId : null, position),
    goals: goals.map((covered) => filled(CoveredGoal, covered)),
    report: sealedText(report.report),
    acknowledgedAt: acknowledged?.at ?? null,
    answer: sealedText(acknowledged?.answer ?? null),
    answeredBy: sealedText(acknowledged?.saidBy ?? null),
  });
}
