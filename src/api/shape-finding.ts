import type { Actor } from '../domain/envelope';
import type { FindingEnd } from '../domain/episode/events-findings';
import type { Finding as FindingState } from '../domain/episode/findings';
import { isUuid } from '../domain/ids';
import type { Facts } from '../domain/rule';
import { sentence, type RuleCode } from '../domain/rules';
import type { Instant } from '../domain/time';
import type { FindingRow } from '../projections/finding';
import { Finding, FindingClosed, FindingConnection, FindingEdge } from './finding-types';
import { PageInfo } from './caseload-types';
import { cursorOf } from './shape-caseload';
import { filled } from './filled';
import { sealedText, staffAt } from './texts';
import type { FindingsPageRead } from './findings';

/** A finding of an episode's state, people as known at a position. */
export function shapeFinding(finding: FindingState, episodeId: string, position: number): Finding {
  const { id, rule, facts, entryId, entryType, at, closed } = finding;
  return filled(Finding, {
    ...{ id, episodeId, rule, facts, entryId, entryType, raisedAt: at },
    message: messageOf(rule, facts),
    closed:
      closed &&
      filled(FindingClosed, {
        at: closed.at,
        how: closed.how,
        by: personAt(closed.by.id, position),
        words: sealedText(closed.words),
      }),
  });
}

/** A page of findings, now or past: the same from the same rows. */
export function shapeFindings(read: FindingsPageRead): FindingConnection {
  const { rows, hasMore, isLater, filter, moment } = read;
  const edges = rows.map((row) =>
    filled(FindingEdge, {
      cursor: cursorOf(row.raised_at, row.finding_id),
      node: shapeRow(row, moment.position),
    }),
  );
  const pageInfo = filled(PageInfo, {
    hasNextPage: hasMore,
    hasPreviousPage: isLater,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  });
  return filled(FindingConnection, { edges, pageInfo, asOf: moment, filter });
}

/* Rows are plain text; their moments, codes and JSON were made by the domain. */

function shapeRow(row: FindingRow, position: number): Finding {
  const facts = JSON.parse(row.facts) as Facts;
  return filled(Finding, {
    id: row.finding_id,
    episodeId: row.episode_id,
    rule: row.rule,
    message: messageOf(row.rule, facts),
    facts,
    entryId: row.entry_id,
    entryType: row.entry_type,
    raisedAt: row.raised_at as Instant,
    closed: shapeClosed(row, position),
  });
}

function shapeClosed(row: FindingRow, position: number): FindingClosed | null {
  const { closed_at: at, how, closed_by: by, words_event_id: eventId } = row;
  if (at === null || how === null) return null;
  return filled(FindingClosed, {
    at: at as Instant,
    how: how as FindingEnd,
    by: personAt(by ?? '', position),
    words: sealedText(eventId === null ? null : { eventId, field: 'words' }),
  });
}

/** The service itself is nobody. */
function personAt(actorId: Actor['id'], position: number) {
  return isUuid(actorId) ? staffAt(actorId, position) : null;
}

function messageOf(rule: string, facts: Facts): string {
  // Raised by this service: its own code.
  return sentence(rule as RuleCode, facts);
}
