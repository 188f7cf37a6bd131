import { certifyBy, currentPlan } from '../domain/episode/plan-of-care';
import type { PlanOfCare as PlanState, PlanVersion as VersionState } from '../domain/episode/state';
import { PlanCertified, PlanOfCare, PlanVersion } from './plan-types';
import { filled } from './filled';
import { sealedText } from './texts';

export function shapePlan(plan: PlanState): PlanOfCare {
  const { versions, certified } = plan;
  return filled(PlanOfCare, {
    current: shapeVersion(currentPlan(plan)),
    versions: versions.map(shapeVersion),
    certified:
      certified &&
      filled(PlanCertified, {
        ...{ on: certified.on, until: certified.until, entryId: certified.entryId },
        signedBy: sealedText(certified.saidBy),
      }),
    certifyBy: certifyBy(plan),
  });
}

function shapeVersion({ id, setAt, from, until, terms, revision }: VersionState): PlanVersion {
  const reason = sealedText(revision?.words ?? null);
  return filled(PlanVersion, { id, setAt, from, until, ...terms, reason });
}
