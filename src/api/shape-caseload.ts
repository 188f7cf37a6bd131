import type { CaseloadGoal as GoalOfRow, CaseloadRow } from '../projections/caseload';
import { authorizationsOf, authorizedOn } from '../projections/caseload-authorized';
import { contraindicationsOf, flagsOf } from '../projections/caseload-flags';
import { localDate, type Instant, type LocalDate, type Zone } from '../domain/time';
import type { Moment } from '../engine/past';
import type { CaseloadPageRead } from './caseload';
import {
  CaseloadConnection,
  CaseloadDeadlines,
  CaseloadEdge,
  CaseloadEntry,
  CaseloadGoal,
  NextSession,
  PageInfo,
} from './caseload-types';
import { Hold } from './session-types';
import { filled } from './filled';
import { Patient, staffAt } from './texts';

/** A page of a caseload, now or past: the same from the same rows. */
export function shapeCaseload(read: CaseloadPageRead): CaseloadConnection {
  const { rows, hasMore, isLater, total, filter, moment } = read;
  const edges = rows.map((row) =>
    filled(CaseloadEdge, {
      cursor: cursorOf(row.received_at, row.episode_id),
      node: shapeRow(row, moment),
    }),
  );
  const pageInfo = filled(PageInfo, {
    hasNextPage: hasMore,
    hasPreviousPage: isLater,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  });
  return filled(CaseloadConnection, { edges, pageInfo, totalCount: total, asOf: moment, filter });
}

/** Opaque to clients: the keys that the list is in order of. */
export function cursorOf(receivedAt: string, episodeId: string): string {
  return Buffer.from(`${receivedAt} ${episodeId}`).toString('base64url');
}

/* Rows are plain text; their moments, days and JSON were made by the domain. */

function shapeRow(row: CaseloadRow, { position, evaluatedAt }: Moment): CaseloadEntry {
  const today = localDate(evaluatedAt, row.zone as Zone);
  const authorized = authorizedOn(authorizationsOf(row), today);
  return filled(CaseloadEntry, {
    episodeId: row.episode_id,
    patient: filled(Patient, { recordedAs: row.patient_id, position }),
    clinicId: row.clinic_id,
    therapist: staffAt(row.therapist_id, position),
    condition: row.condition,
    phase: row.phase,
    urgency: row.urgency,
    receivedAt: row.received_at as Instant,
    sessionsUsed: authorized.used,
    sessionsAuthorized: authorized.visits,
    nextSession: shapeNext(row),
    lastSessionAt: row.last_session_at as Instant | null,
    consent: row.consent,
    goals: (JSON.parse(row.goals) as GoalOfRow[]).map(({ id, measure, due, original, current }) =>
      filled(CaseloadGoal, {
        ...{ id, measure, due },
        progressOriginal: original,
        progressCurrent: current,
      }),
    ),
    deadlines: filled(CaseloadDeadlines, {
      goalDueOn: row.goal_due_on as LocalDate | null,
      certifyBy: row.certify_by as LocalDate | null,
      lapsesAt: row.lapses_at as Instant | null,
      noSessionAfter: row.no_session_after as Instant | null,
      authorizedUntil: authorized.until,
    }),
    contraindications: contraindicationsOf(row).map(({ kind }) => kind),
    flags: flagsOf(row, evaluatedAt),
    hold: shapeHold(row),
    reactions: row.reactions,
    lastReactionAt: row.last_reaction_at as Instant | null,
    lateEntries: row.late_entries,
    deviations: row.deviations,
    findings: row.findings,
  });
}

function shapeNext({ next_session_id: id, next_session_at: at }: CaseloadRow): NextSession | null {
  return id === null || at === null ? null : filled(NextSession, { id, at: at as Instant });
}

function shapeHold(row: CaseloadRow): Hold | null {
  const { hold_reason: reason, hold_since: since, hold_review_on: reviewOn } = row;
  if (reason === null || since === null) return null;
  return filled(Hold, { reason, since: since as Instant, reviewOn: reviewOn as LocalDate | null });
}
