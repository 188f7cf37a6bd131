import { caseload } from './caseload';
import { episodeSpan } from './episode-span';
import { episodeTherapist } from './episode-therapist';
import { finding } from './finding';
import { goalAttainment } from './goal-attainment';
import { outcomeFact } from './outcome-fact';
import { patientAlias } from './patient-alias';
import { patientDirectory } from './patient-directory';
import type { AnyReadModel } from './read-model';
import { sessionSlot } from './session-slot';

/** Every read model there is. */
export const readModels: readonly AnyReadModel[] = [
  caseload,
  goalAttainment,
  episodeSpan,
  outcomeFact,
  patientDirectory,
  sessionSlot,
  episodeTherapist,
  finding,
  patientAlias,
];
