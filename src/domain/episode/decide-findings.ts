import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Draft,
} from '../decider';
import type { Instant } from '../time';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import type { FindingEnd } from './events-findings';
import { isSettled, openFindings, sameMatter, type Finding } from './findings';
import type { Episode } from './state';
import { storedFacts } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** At most one is open for a rule and an entry; other facts take the place of those it had. */
export function raiseFinding(now: Episode, command: EpisodeCommandOf<'RaiseFinding'>, asked: A): D {
  const { rule, entryId, entryType } = command;
  const facts = storedFacts(command.facts);
  if (isSettled(now.findings, { ...command, facts })) return alreadySo();
  const known = openFindings(now.findings).find((finding) => sameMatter(finding, command));
  if (known && isDeepStrictEqual(known.facts, facts)) return alreadySo();
  const occurredAt = afterThoseKnown(now, asked.occurredAt);
  const raised: Draft<EpisodeEventOf<'FindingRaised'>> = {
    type: 'FindingRaised',
    data: { rule, facts, entryId, entryType },
    occurredAt,
  };
  return accept(known ? [closed(known, 'CHANGED', occurredAt), raised] : raised);
}

export function closeFinding(now: Episode, command: EpisodeCommandOf<'CloseFinding'>, asked: A): D {
  const { findingId } = command;
  const finding = now.findings.find(({ id }) => id === findingId);
  if (!finding) return refuse('FINDING_UNKNOWN', { findingId });
  if (finding.closed) return alreadySo();
  return accept(closed(finding, 'IN_ORDER', afterThoseKnown(now, asked.occurredAt)));
}

/** A person looked at it and says how it is settled. */
export function settleFinding(
  now: Episode,
  command: EpisodeCommandOf<'SettleFinding'>,
  asked: A,
): D {
  const { findingId, words } = command;
  const finding = now.findings.find(({ id }) => id === findingId);
  if (!finding) return refuse('FINDING_UNKNOWN', { findingId });
  if (finding.closed?.how === 'SETTLED') return alreadySo();
  if (finding.closed) return refuse('FINDING_CLOSED', { findingId, how: finding.closed.how });
  if (!words.trim()) return refuse('REASON_MISSING');
  const draft = closed(finding, 'SETTLED', afterThoseKnown(now, asked.occurredAt));
  return accept({ ...draft, ...givenTexts({ words }) });
}

function closed(
  { id: findingId, rule, entryId }: Finding,
  how: FindingEnd,
  occurredAt: Instant,
): Draft<EpisodeEventOf<'FindingClosed'>> {
  return { type: 'FindingClosed', data: { findingId, rule, entryId, how }, occurredAt };
}

/**
 * What led to them comes from several streams and nodes, whose clocks differ: a finding is never
 * dated before one that was known when it was recorded, so that clinical order keeps theirs.
 */
function afterThoseKnown({ findings }: Episode, at: Instant): Instant {
  let latest = at;
  for (const finding of findings) {
    const last = finding.closed?.at ?? finding.at;
    if (last > latest) latest = last;
  }
  return latest;
}
