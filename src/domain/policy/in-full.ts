import { defaultPolicy } from './default';
import type { Policy } from './policy';

type LaterValue = 'retentionYears' | 'reopenDays' | 'contraindications' | 'screening';

/** A policy with the values that there were none of when it was written. */
export type PolicyInFull = Policy & { readonly [V in LaterValue]: NonNullable<Policy[V]> };

/**
 * Each value as decisions take it. Of `planCertification` there is none where it is absent: nobody
 * asks for it.
 */
export function policyInFull(policy: Policy): PolicyInFull {
  const later = {
    retentionYears: policy.retentionYears ?? defaultPolicy.retentionYears,
    reopenDays: policy.reopenDays ?? defaultPolicy.reopenDays,
    contraindications: policy.contraindications ?? defaultPolicy.contraindications,
    screening: policy.screening ?? defaultPolicy.screening,
  };
  // The default policy has every value; its type is that of any policy.
  return { ...policy, ...later } as PolicyInFull;
}
