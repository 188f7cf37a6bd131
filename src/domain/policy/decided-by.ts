import type { Basis, Recorded } from '../envelope';
import { stateOf } from '../fold';
import type { Instant } from '../time';
import { policyAt, policyDecider, type PolicyBook } from './decider';
import type { PolicyEvent } from './events';
import type { Policy } from './policy';

/**
 * The policy that a recorded decision was made by: of those adopted by the version that it read,
 * the one in force at the moment judged. One that read none was made by the default policy.
 */
export function policyDecidedBy(
  policies: readonly Recorded<PolicyEvent>[],
  basis: Basis,
  judgedAt: Instant,
): Policy {
  const version = basis['policy'] ?? -1;
  return policyAt(stateOf<PolicyBook, PolicyEvent>(policyDecider, policies, { version }), judgedAt);
}
