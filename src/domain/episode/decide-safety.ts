import { isDeepStrictEqual } from 'node:util';
import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import type { Note, Refusal } from '../decider';
import type { EntryId } from '../ids';
import { contraindicationKind, type ContraindicationKind } from '../policy/contraindications';
import { localDate } from '../time';
import { bothBars, NOTHING_BARRED, type Bars } from './bars';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import type { Episode } from './state';
import { treatingTeam } from './treating-team';
import { isAbsolute, isOpen, type Contraindication } from './state-safety';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
type Recorded = EpisodeEventOf<'ContraindicationRecorded'>['data'];
type Authority = EpisodeEventOf<'ContraindicationCleared'>['data']['by'];

/** Of a kind that the policy does not know nothing is done before someone of these permits it. */
const UNKNOWN_KIND_ROLES = ['PHYSICIAN', 'NURSE_PRACTITIONER'];

/**
 * Never refused: it is there. What it bars is what the policy says of its kind and whatever is
 * said besides, never less; of a kind that the policy does not know, everything until cleared.
 */
export function recordContraindication(
  now: Episode,
  command: EpisodeCommandOf<'RecordContraindication'>,
  asked: A,
): D {
  const { kind, bodySite } = command;
  const data: Recorded = { kind, bodySite, ...termsOf(command, asked) };
  const same = now.contraindications.some(
    (known) => isOpen(known) && known.at <= asked.occurredAt && saysTheSame(known, data),
  );
  if (same && !command.words?.trim()) return alreadySo();
  const { words } = command;
  return accept(
    { type: 'ContraindicationRecorded', data, ...givenTexts({ words }) },
    { warnings: recordingWarnings(command, asked) },
  );
}

function saysTheSame(known: Contraindication, data: Recorded): boolean {
  const { kind, bodySite, bars, untilCleared } = known;
  return isDeepStrictEqual(
    { kind, bodySite, bars, untilCleared },
    {
      kind: data.kind,
      bodySite: data.bodySite,
      bars: data.bars,
      untilCleared: data.untilCleared,
    },
  );
}

function termsOf(
  command: EpisodeCommandOf<'RecordContraindication'>,
  { policy }: A,
): Pick<Recorded, 'bars' | 'untilCleared' | 'rules'> {
  const { bodySite, isAbsolute: saidAbsolute } = command;
  const said = command.bars ?? NOTHING_BARRED;
  const saidUntil = command.untilCleared ?? NOTHING_BARRED;
  const known = contraindicationKind(policy, command.kind);
  if (!known) {
    const all = { ...NOTHING_BARRED, all: true };
    return {
      bars: saidAbsolute ? all : said,
      untilCleared: saidAbsolute ? null : all,
      rules: {
        policy: policy.version,
        clearedBy: UNKNOWN_KIND_ROLES,
        resolvedBy: UNKNOWN_KIND_ROLES,
      },
    };
  }
  const { clearedBy, resolvedBy } = known;
  const bars = bothBars(barsOfKind(known.bars, bodySite), said);
  const until = known.untilCleared && barsOfKind(known.untilCleared, bodySite);
  const rules = { policy: policy.version, clearedBy, resolvedBy };
  if (until && !saidAbsolute) return { bars, untilCleared: bothBars(until, saidUntil), rules };
  // Nothing can be permitted: what a clearance would have lifted is barred like the rest.
  return {
    bars: bothBars(bothBars(bars, until ?? NOTHING_BARRED), saidUntil),
    untilCleared: null,
    rules,
  };
}

/** What the policy bars for a kind; of a site that is not named nobody can keep clear. */
function barsOfKind(bars: ContraindicationKind['bars'], bodySite: string | null): Bars {
  const { all, site, techniques, pressureAbove } = bars;
  return {
    all: all || (site && bodySite === null),
    sites: site && bodySite !== null ? [bodySite] : [],
    techniques,
    pressureAbove,
  };
}

function recordingWarnings(
  { kind, bodySite }: EpisodeCommandOf<'RecordContraindication'>,
  { policy }: A,
): Note[] {
  const known = contraindicationKind(policy, kind);
  if (!known) return [{ code: 'CONTRAINDICATION_KIND_UNKNOWN', facts: { kind } }];
  const isOfSite = known.bars.site || known.untilCleared?.site === true;
  if (!isOfSite || bodySite !== null) return [];
  return [{ code: 'CONTRAINDICATION_SITE_MISSING', facts: { kind } }];
}

/** A permission is a decision of another person: the rules say whose, and of what. */
export function clearContraindication(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'ClearContraindication'>,
  asked: A,
): D {
  const { contraindicationId, by, authority, until, words, byName } = command;
  const known = oneThere(now, contraindicationId, asked);
  if ('code' in known) return known;
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  const { kind, clearance, rules, status } = known;
  if (status.status === 'resolved' && status.at <= asked.occurredAt) {
    return refuse('CONTRAINDICATION_RESOLVED', { kind, resolvedOn: status.on });
  }
  if (isAbsolute(known)) return refuse('CONTRAINDICATION_ABSOLUTE', { kind });
  if (by.staffId !== null && !asked.staff.get(by.staffId)) {
    return refuse('STAFF_UNKNOWN', { staffId: by.staffId });
  }
  if (isTreating(then, by)) {
    return refuse('CLEARED_BY_TREATING_THERAPIST', { kind, therapistId: by.staffId });
  }
  if (!rules.clearedBy.includes(by.role)) {
    return refuse('CLEARANCE_ROLE_NOT_ALLOWED', { kind, role: by.role, roles: rules.clearedBy });
  }
  const from = localDate(asked.occurredAt, now.zone);
  if (until !== null && until < from) return refuse('PERIOD_EMPTY', { from, to: until });
  const conditions = command.conditions ?? NOTHING_BARRED;
  const data = { by, authority, conditions, until };
  if (clearance && clearance.at <= asked.occurredAt && !words?.trim()) {
    const { by, authority, conditions, until } = clearance;
    if (isDeepStrictEqual(data, { by, authority, conditions, until })) return alreadySo();
  }
  return accept({
    type: 'ContraindicationCleared',
    data: { contraindicationId, ...data },
    ...givenTexts({ clearedByName: byName, words }),
  });
}

/**
 * Whoever treats may not permit it to themself, whatever roles the policy names: who carries the
 * episode, and who holds its sessions in their place.
 */
function isTreating(then: Episode, { staffId, role }: Authority): boolean {
  if (staffId !== null) return treatingTeam(then).has(staffId);
  return role === 'THERAPIST' || role === 'MASSAGE_THERAPIST';
}

/** That it is over is said by whom the policy asks, with the evidence for it. */
export function resolveContraindication(
  now: Episode,
  command: EpisodeCommandOf<'ResolveContraindication'>,
  asked: A,
): D {
  const { contraindicationId, by, byName, evidence } = command;
  const known = oneThere(now, contraindicationId, asked);
  if ('code' in known) return known;
  const { kind, rules, status } = known;
  if (status.status === 'resolved') {
    // Once over it is over: a day that was wrong is corrected.
    return isDeepStrictEqual(status.by, by)
      ? alreadySo()
      : refuse('CONTRAINDICATION_RESOLVED', { kind, resolvedOn: status.on });
  }
  if (by.staffId !== null && !asked.staff.get(by.staffId)) {
    return refuse('STAFF_UNKNOWN', { staffId: by.staffId });
  }
  if (!rules.resolvedBy.includes(by.role)) {
    return refuse('RESOLUTION_ROLE_NOT_ALLOWED', { kind, role: by.role, roles: rules.resolvedBy });
  }
  if (!evidence.trim()) return refuse('REASON_MISSING');
  return accept({
    type: 'ContraindicationResolved',
    data: { contraindicationId, by },
    ...givenTexts({ resolvedByName: byName, evidence }),
  });
}

/** One that was there when this happened. */
function oneThere(
  now: Episode,
  contraindicationId: EntryId,
  { occurredAt }: A,
): Contraindication | Refusal {
  const known = now.contraindications.find(({ id }) => id === contraindicationId);
  if (!known) return refuse('CONTRAINDICATION_UNKNOWN', { contraindicationId });
  const { kind, at } = known;
  if (occurredAt < at) return refuse('CONTRAINDICATION_LATER', { kind, at: occurredAt, since: at });
  return known;
}
