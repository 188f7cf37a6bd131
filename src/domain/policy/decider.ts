import { isDeepStrictEqual } from 'node:util';
import { accept, alreadySo, givenTexts, refuse, type Decider } from '../decider';
import type { CustomMeasure } from '../outcomes/instrument';
import type { Instant } from '../time';
import { defaultPolicy } from './default';
import type { PolicyEvent } from './events';
import { NEVER_DIAGNOSING } from './never-diagnosing';
import { policySchema, type Policy } from './policy';

/** Every policy adopted, by the moment from which it holds. */
export interface PolicyBook {
  readonly adopted: readonly { readonly policy: Policy; readonly since: Instant }[];
}

export interface AdoptPolicy {
  readonly type: 'AdoptPolicy';
  readonly policy: Policy;
  /** Absent: from now on. */
  readonly since?: Instant | undefined;
}
export type PolicyCommand = AdoptPolicy;

/**
 * The policy in force at a moment. The default one is the first: it holds for all time before one
 * that was adopted (ADR 0026).
 */
export function policyAt(book: PolicyBook, at: Instant): Policy {
  let inForce = defaultPolicy;
  for (const { policy, since } of book.adopted) if (since <= at) inForce = policy;
  return inForce;
}

/**
 * Every custom measure ever defined, each by the latest definition that holds at a moment; one
 * that was only defined later by its earliest, for a measure is a word before it is a rule.
 */
export function customMeasures(book: PolicyBook, at: Instant): readonly CustomMeasure[] {
  const byCode = new Map<string, CustomMeasure>();
  for (const { policy, since } of book.adopted) {
    for (const measure of policy.customMeasures) {
      if (since <= at || !byCode.has(measure.code)) byCode.set(measure.code, measure);
    }
  }
  return [...byCode.values()];
}

export const policyDecider: Decider<PolicyBook, PolicyCommand, PolicyEvent> = {
  initial: { adopted: [] },

  evolve(book, event) {
    const adopted = [...book.adopted, event.data];
    adopted.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
    return { adopted };
  },

  decide(_then, now, command, asked) {
    const { policy } = command;
    const same = now.adopted.find((known) => known.policy.version === policy.version);
    if (same && isDeepStrictEqual(same.policy, policy)) return alreadySo();
    if (same) return refuse('POLICY_VERSION_TAKEN', { version: policy.version });
    const wrong = policySchema.safeParse(policy).error?.issues[0];
    if (wrong) {
      const { path, message: problem } = wrong;
      return refuse('POLICY_VALUE_WRONG', { path: path.map(String).join('.'), problem });
    }
    const roles = policy.diagnosingRoles.filter((role) => NEVER_DIAGNOSING.includes(role));
    if (roles.length > 0) return refuse('POLICY_DIAGNOSING_ROLE', { roles });
    const { usualMin, usualMax, max } = policy.sessionMinutes;
    if (usualMin > usualMax || usualMax > max) {
      return refuse('POLICY_SESSION_MINUTES', { usualMin, usualMax, max });
    }
    return accept({
      type: 'PolicyAdopted',
      data: { policy, since: command.since ?? asked.occurredAt },
      ...givenTexts({ reason: asked.reason }),
    });
  },

  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs: () => ({}),
};
