import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  said,
  type Asked,
  type Decision,
  type Note,
  type Refusal,
} from '../decider';
import type { StaffId } from '../ids';
import { localDate } from '../time';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { currentVersion, type Episode } from './state';
import { treatingTeam } from './treating-team';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
type Reported = EpisodeEventOf<'ProgressReported'>['data'];

/** What a patient said, to whoever it was: also after the discharge. */
export function recordFeedback(now: Episode, command: EpisodeCommandOf<'RecordFeedback'>): D {
  const { tone, sessionId, words } = command;
  if (!words.trim()) return refuse('FEEDBACK_MISSING');
  if (sessionId !== null && !now.sessions.some(({ id }) => id === sessionId)) {
    return refuse('SESSION_UNKNOWN', { sessionId });
  }
  return accept({
    type: 'PatientFeedbackRecorded',
    data: { for: command.for, tone, sessionId },
    ...givenTexts({ words }),
  });
}

/** To someone of the care team of that time, about the goals as they were. */
export function reportProgress(
  then: Episode,
  command: EpisodeCommandOf<'ReportProgress'>,
  asked: A,
): D {
  const { recipient, from, to, report } = command;
  if (!report.trim()) return refuse('REPORT_EMPTY');
  if (to < from) return refuse('PERIOD_EMPTY', { from, to });
  const today = localDate(asked.occurredAt, then.zone);
  if (to > today) return refuse('PERIOD_NOT_OVER', { to, today });
  if (recipient.kind === 'STAFF' && !careTeam(then).has(recipient.staffId)) {
    return refuse('RECIPIENT_NOT_ON_CARE_TEAM', { staffId: recipient.staffId });
  }
  const goals = coveredGoals(then, command.goals);
  if ('kind' in goals) return goals;
  return accept(
    {
      type: 'ProgressReported',
      data: { recipient, from, to, goals },
      ...givenTexts({ report }),
    },
    { warnings: consentNotes(then, recipient) },
  );
}

/** Who treats, and the referrer where they work here. */
function careTeam(then: Episode): ReadonlySet<StaffId> {
  const { staffId } = then.referral.referrer;
  const team = treatingTeam(then);
  return staffId === null ? team : new Set([...team, staffId]);
}

function coveredGoals(
  then: Episode,
  wanted: EpisodeCommandOf<'ReportProgress'>['goals'],
): Reported['goals'] | Refusal {
  const known = new Map(then.goals.map((goal) => [goal.id, currentVersion(goal).id]));
  const covered: Reported['goals'] = [];
  for (const goalId of new Set(wanted ?? known.keys())) {
    const version = known.get(goalId);
    if (!version) return refuse('GOAL_UNKNOWN', { goalId });
    covered.push({ goalId, version });
  }
  return covered;
}

/** What leaves the house is for a consent that says so. */
function consentNotes({ consent }: Episode, recipient: Reported['recipient']): Note[] {
  if (recipient.kind !== 'REFERRER' || consent?.scope === 'TREATMENT_AND_REPORT') return [];
  return [{ code: 'REPORT_CONSENT_MISSING', facts: {} }];
}

/** By its recipient: a member of the staff in person, a referrer through who records it. */
export function acknowledgeReport(
  now: Episode,
  command: EpisodeCommandOf<'AcknowledgeReport'>,
  asked: A,
): D {
  const { reportId, answer, saidBy } = command;
  const report = now.progress.reports.find(({ entryId }) => entryId === reportId);
  if (!report) return refuse('REPORT_UNKNOWN', { reportId });
  const { recipient, acknowledged } = report;
  if (recipient.kind === 'STAFF' && recipient.staffId !== asked.actor.id) {
    return refuse('REPORT_RECIPIENT_DIFFERS', { reportId, staffId: recipient.staffId });
  }
  if (acknowledged) {
    if (said(answer) === undefined) return alreadySo();
    return refuse('REPORT_ALREADY_ACKNOWLEDGED', { reportId, at: acknowledged.at });
  }
  const at = asked.occurredAt;
  if (at < report.at) return refuse('ANSWER_BEFORE_QUESTION', { at, since: report.at });
  return accept({
    type: 'ReportAcknowledged',
    data: { reportId },
    ...givenTexts({ answer, saidBy }),
  });
}
