import type { Note } from '../decider';
import type { Policy } from '../policy/policy';
import type { LocalDate } from '../time';
import type { Episode, PlanOfCare, PlanVersion } from './state';

export function currentPlan(plan: PlanOfCare): PlanVersion {
  return plan.versions[plan.versions.length - 1] ?? plan.versions[0];
}

/**
 * Whether the policy asks for a certification: by the condition, or by who pays. What a policy of
 * before this rule does not say, it does not ask.
 */
export function asksForCertification(
  policy: Pick<Policy, 'planCertification'>,
  { referral, authorizations }: Pick<Episode, 'referral' | 'authorizations'>,
): boolean {
  const asked = policy.planCertification;
  if (!asked) return false;
  const payers = [referral.caseMix, ...authorizations].map(({ payerClass }) => payerClass);
  const { condition } = referral;
  const byCondition = condition !== null && asked.conditions.includes(condition);
  return byCondition || payers.some((payer) => asked.payers.includes(payer));
}

/** The last day by which the plan wants a signature; null: it wants none. */
export function certifyBy(plan: PlanOfCare | null): LocalDate | null {
  if (!plan) return null;
  const { certification } = currentPlan(plan);
  if (!certification) return null;
  return plan.certified ? plan.certified.until : certification.dueOn;
}

function isCertifiedOn({ certified }: PlanOfCare, day: LocalDate): boolean {
  if (!certified || day < certified.on) return false;
  return certified.until === null || day <= certified.until;
}

/** What is worth knowing of the plan when a session is planned for a day. Refuses nothing. */
export function planNotes(
  episode: Episode,
  day: LocalDate,
  policy: Pick<Policy, 'planCertification'>,
): readonly Note[] {
  const { plan } = episode;
  if (!plan)
    return asksForCertification(policy, episode) ? [{ code: 'PLAN_MISSING', facts: {} }] : [];
  const { certification } = currentPlan(plan);
  if (!certification || isCertifiedOn(plan, day)) return [];
  return [{ code: 'PLAN_NOT_CERTIFIED', facts: { day, dueOn: certifyBy(plan) } }];
}
