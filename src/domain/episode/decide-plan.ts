import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Note,
  type Refusal,
} from '../decider';
import type { EntryId } from '../ids';
import { localDate, plusDays, type LocalDate } from '../time';
import { visitsTaken } from './authorizations';
import type { EpisodeCommandOf } from './commands';
import type { PlanTerms } from './commands-plan';
import { standing } from './deciders';
import { foreignReferrer } from './decide-referral-changes';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { asksForCertification, currentPlan } from './plan-of-care';
import type { Episode, PlanOfCare } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** A plan of what was found: after the initial assessment, once; then it is revised. */
export function setPlanOfCare(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'SetPlanOfCare'>,
  asked: A,
): D {
  const { terms } = command;
  const from = command.from ?? localDate(asked.occurredAt, now.zone);
  if (now.plan) {
    const current = currentPlan(now.plan);
    const sameDay = command.from === undefined || command.from === current.from;
    if (sameDay && isDeepStrictEqual(terms, current.terms)) return alreadySo();
    return refuse('PLAN_EXISTS', { version: current.id });
  }
  const impossible = termsRefusal(then, now, terms, asked);
  if (impossible) return impossible;
  return accept(
    { type: 'PlanOfCareSet', data: { terms, from, ...rulesFor(then, from, asked) } },
    { warnings: visitNotes(then, terms) },
  );
}

/** A new version; what was certified is the old one. */
export function revisePlanOfCare(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'RevisePlanOfCare'>,
  asked: A,
): D {
  const { revises, change, words } = command;
  const plan = planOf(now, revises, asked);
  if ('kind' in plan) return plan;
  if (!words.trim()) return refuse('REASON_MISSING');
  const before = currentPlan(plan).terms;
  const terms = { ...before, ...change };
  const changed = whatChanged(before, terms);
  if (changed.length === 0) return refuse('PLAN_UNCHANGED');
  const impossible = termsRefusal(then, now, terms, asked);
  if (impossible) return impossible;
  const from = localDate(asked.occurredAt, now.zone);
  return accept(
    {
      type: 'PlanOfCareRevised',
      data: { revises, changed, terms, from, ...rulesFor(then, from, asked) },
      ...givenTexts({ reason: words }),
    },
    { warnings: visitNotes(then, terms) },
  );
}

/** By the referrer of this referral, for the version that is current; again when it runs out. */
export function certifyPlanOfCare(
  now: Episode,
  command: EpisodeCommandOf<'CertifyPlanOfCare'>,
  asked: A,
): D {
  const { planVersionId, referrer, saidBy } = command;
  const plan = planOf(now, planVersionId, asked);
  if ('kind' in plan) return plan;
  const foreign = foreignReferrer(now, referrer);
  if (foreign) return foreign;
  if (!saidBy.trim()) return refuse('SOURCE_MISSING');
  const on = localDate(asked.occurredAt, now.zone);
  if (plan.certified?.on === on) return alreadySo();
  const { certification } = currentPlan(plan);
  const until = certification ? plusDays(on, certification.everyDays - 1) : null;
  return accept({
    type: 'PlanOfCareCertified',
    data: { planVersionId, until },
    ...givenTexts({ saidBy }),
  });
}

/** The plan whose current version is named, at a moment after that was set. */
function planOf(now: Episode, version: EntryId, asked: A): PlanOfCare | Refusal {
  const { plan } = now;
  if (!plan) return refuse('PLAN_MISSING');
  const current = currentPlan(plan);
  if (current.id !== version) {
    return refuse('PLAN_VERSION_STALE', { revises: version, current: current.id });
  }
  const at = asked.occurredAt;
  return at < current.setAt ? refuse('PLAN_SET_LATER', { setAt: current.setAt, at }) : plan;
}

function termsRefusal(then: Episode, now: Episode, terms: PlanTerms, asked: A): Refusal | null {
  const { discharge } = standing(then, now, asked);
  if (discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: discharge.on });
  if (!then.assessments.some(({ kind }) => kind === 'INITIAL')) {
    return refuse('ASSESSMENT_MISSING', { at: asked.occurredAt });
  }
  const { max } = asked.policy.sessionMinutes;
  const minutes = terms.sessionMinutes;
  return minutes > max ? refuse('PLAN_SESSION_TOO_LONG', { minutes, max }) : null;
}

type Rules = Pick<EpisodeEventOf<'PlanOfCareSet'>['data'], 'certification' | 'rules'>;

/** What the policy of this moment asks of the plan, copied: rows see this stream only. */
function rulesFor(then: Episode, from: LocalDate, { policy }: A): Rules {
  const asked = policy.planCertification;
  const certification =
    asked && asksForCertification(policy, then)
      ? { dueOn: plusDays(from, asked.withinDays), everyDays: asked.everyDays }
      : null;
  return { certification, rules: { policy: policy.version } };
}

function whatChanged(
  before: PlanTerms,
  after: PlanTerms,
): EpisodeEventOf<'PlanOfCareRevised'>['data']['changed'] {
  const changed: EpisodeEventOf<'PlanOfCareRevised'>['data']['changed'] = [];
  if (before.sessionsPerWeek !== after.sessionsPerWeek) changed.push('frequency');
  if (before.sessionMinutes !== after.sessionMinutes) changed.push('length');
  if (!isDeepStrictEqual(before.techniques, after.techniques)) changed.push('techniques');
  if (before.weeks !== after.weeks) changed.push('weeks');
  return changed;
}

/** More sessions than are granted: worth asking the payer in time. */
function visitNotes(then: Episode, { sessionsPerWeek, weeks }: PlanTerms): Note[] {
  if (then.authorizations.length === 0) return [];
  let left = 0;
  for (const { visits, authorizationId } of then.authorizations) {
    left += (visits ?? Infinity) - visitsTaken(then.sessions, authorizationId);
  }
  const planned = Math.ceil(sessionsPerWeek * weeks);
  return planned > left ? [{ code: 'PLAN_BEYOND_VISITS', facts: { planned, left } }] : [];
}
