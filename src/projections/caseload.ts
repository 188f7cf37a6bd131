import { goalStanding } from '../domain/episode/goal-result';
import { openFindings } from '../domain/episode/findings';
import { visitsUsed } from '../domain/episode/authorizations';
import { certifyBy } from '../domain/episode/plan-of-care';
import { currentVersion, type Episode } from '../domain/episode/state';
import { isAbsolute, isOpen } from '../domain/episode/state-safety';
import { measureKey } from '../domain/episode/values';
import { remembered } from '../domain/remembered';
import type { LocalDate } from '../domain/time';
import { phaseOf } from './phase';
import { json, readModel } from './read-model';
import { deadlines, sessionFacts } from './session-facts';

/** An open episode in a caseload: facts and deadlines; flags are computed when it is read. */
export interface CaseloadRow {
  episode_id: string;
  clinic_id: string;
  therapist_id: string | null;
  patient_id: string;
  condition: string | null;
  urgency: string;
  phase: string;
  zone: string;
  received_at: string;
  received_on: string;
  /** As JSON, in clinical order: which count is a matter of the day on which it is asked. */
  authorizations: string;
  next_session_id: string | null;
  next_session_at: string | null;
  last_session_at: string | null;
  consent: boolean;
  /** Open goals as JSON: id, measure, due, attainment so far by original and current target. */
  goals: string;
  /** The earliest due day of an open goal. */
  goal_due_on: string | null;
  /** Last day by which the plan of care wants to be certified (again). */
  certify_by: string | null;
  /** From this moment on there was no session for too long. */
  no_session_after: string | null;
  lapses_at: string | null;
  hold_reason: string | null;
  hold_since: string | null;
  hold_review_on: string | null;
  reactions: number;
  last_reaction_at: string | null;
  /** Open ones as JSON: whether they are cleared is a matter of the day. */
  contraindications: string;
  /** When contraindications were last asked about. */
  screened_at: string | null;
  late_entries: number;
  deviations: number;
  /** Open ones. */
  findings: number;
}

/** One open goal in `goals`. */
export interface CaseloadGoal {
  readonly id: string;
  readonly measure: string;
  readonly due: LocalDate;
  readonly original: number | null;
  readonly current: number | null;
}

/** One authorization in `authorizations`: what its days and visits are judged by. */
export interface CaseloadAuthorization {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Null: no limit. */
  readonly visits: number | null;
  readonly used: number;
}

/** One open contraindication in `contraindications`. */
export interface CaseloadContraindication {
  readonly kind: string;
  /** No clearance is to be had. */
  readonly absolute: boolean;
  /** Its clearance; until null: until it is resolved. Null: none was given. */
  readonly clearance: { readonly until: LocalDate | null } | null;
}

export const caseload = readModel<Episode, CaseloadRow>({
  name: 'caseload',
  version: 5,
  of: 'episode',
  kind: 'current',
  columns: {
    episode_id: 'uuid not null',
    clinic_id: 'uuid not null',
    therapist_id: 'uuid',
    patient_id: 'uuid not null',
    condition: 'text',
    urgency: 'text not null',
    phase: 'text not null',
    zone: 'text not null',
    received_at: 'timestamptz not null',
    received_on: 'date not null',
    authorizations: 'jsonb not null',
    next_session_id: 'uuid',
    next_session_at: 'timestamptz',
    last_session_at: 'timestamptz',
    consent: 'bool not null',
    goals: 'jsonb not null',
    goal_due_on: 'date',
    certify_by: 'date',
    no_session_after: 'timestamptz',
    lapses_at: 'timestamptz',
    hold_reason: 'text',
    hold_since: 'timestamptz',
    hold_review_on: 'date',
    reactions: 'int not null',
    last_reaction_at: 'timestamptz',
    contraindications: 'jsonb not null',
    screened_at: 'timestamptz',
    late_entries: 'int not null',
    deviations: 'int not null',
    findings: 'int not null',
  },
  stream: 'episode_id',
  key: 'episode_id',
  indexes: ['therapist_id', 'clinic_id'],
  rows: (episode) =>
    episode.discharge || episode.decision.status === 'declined' ? [] : [row(episode)],
});

function row(episode: Episode): CaseloadRow {
  const { referral, hold } = episode;
  const sessions = sessionFacts(episode.sessions);
  const goals = openGoals(episode.goals, episode.observations, episode.discharge);
  const ends = deadlines(episode);
  return {
    episode_id: episode.id,
    clinic_id: episode.clinicId,
    therapist_id: episode.therapistId,
    patient_id: episode.patientId,
    condition: referral.condition,
    urgency: referral.urgency,
    phase: phaseOf(episode),
    zone: episode.zone,
    received_at: referral.receivedAt,
    received_on: referral.receivedOn,
    authorizations: authorizations(episode.authorizations, episode.sessions),
    next_session_id: sessions.next?.id ?? null,
    next_session_at: sessions.next?.from ?? null,
    last_session_at: sessions.lastEndedAt,
    consent: episode.consent !== null,
    goals: goals.text,
    goal_due_on: goals.dueOn,
    certify_by: certifyBy(episode.plan),
    no_session_after: ends?.noSessionAfter ?? null,
    lapses_at: ends?.lapsesAt ?? null,
    hold_reason: hold?.reason ?? null,
    hold_since: hold?.since ?? null,
    hold_review_on: hold?.reviewOn ?? null,
    reactions: episode.reactions.length,
    last_reaction_at: episode.reactions.at(-1)?.at ?? null,
    contraindications: contraindications(episode.contraindications),
    screened_at: episode.lastScreenedAt,
    late_entries: episode.lateEntries,
    deviations: sessions.deviations,
    findings: openFindings(episode.findings).length,
  };
}

/** Open goals as the row shows them, and the earliest due day of any. */
const openGoals = remembered(
  (
    goals: Episode['goals'],
    observations: Episode['observations'],
    discharge: Episode['discharge'],
  ): { readonly text: string; readonly dueOn: LocalDate | null } => {
    const shown: CaseloadGoal[] = [];
    let dueOn: LocalDate | null = null;
    for (const goal of goals) {
      if (goal.status.status !== 'open') continue;
      const standing = goalStanding(goal, { goals, observations, discharge });
      const { due } = currentVersion(goal).terms;
      if (dueOn === null || due < dueOn) dueOn = due;
      shown.push({
        id: goal.id,
        measure: measureKey(goal.measure),
        due,
        original: standing.progressOriginal,
        current: standing.progressCurrent,
      });
    }
    return { text: json(shown), dueOn };
  },
);

const authorizations = remembered(
  (granted: Episode['authorizations'], sessions: Episode['sessions']): string =>
    json(
      granted.map((one): CaseloadAuthorization => {
        const { from, to, visits } = one;
        return { from, to, visits, used: visitsUsed({ sessions }, one) };
      }),
    ),
);

const contraindications = remembered((known: Episode['contraindications']): string =>
  json(
    known.filter(isOpen).map((one): CaseloadContraindication => {
      const { kind, clearance } = one;
      const absolute = isAbsolute(one);
      return { kind, absolute, clearance: clearance && { until: clearance.until } };
    }),
  ),
);
