import { caseload } from './caseload';
import { episodeSpan } from './episode-span';
import { goalAttainment } from './goal-attainment';
import { outcomeFact } from './outcome-fact';
import { patientDirectory } from './patient-directory';
import type { AnyReadModel } from './read-model';

/** Every read model there is. */
export const readModels: readonly AnyReadModel[] = [
  caseload,
  goalAttainment,
  episodeSpan,
  outcomeFact,
  patientDirectory,
];
