import type { Policy } from '../domain/policy/policy';
import { filled } from './filled';
import { ThresholdShown } from './threshold-type';

type Threshold = NonNullable<Policy['thresholds']>[string];

/** The smallest change that counts, of a policy or of an instrument. */
export function shapeThreshold({ percent, population, ...threshold }: Threshold): ThresholdShown {
  return filled(ThresholdShown, {
    ...threshold,
    percent: percent ?? null,
    population: population ?? null,
  });
}
