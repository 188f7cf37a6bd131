import type { Episode } from '../domain/episode/state';
import { caseload } from './caseload';
import { clinicDirectory } from './clinic-directory';
import { episodeCohort } from './episode-cohort';
import { episodeSpan } from './episode-span';
import { episodeTherapist } from './episode-therapist';
import { finding } from './finding';
import { goalAttainment } from './goal-attainment';
import { outcomeFact } from './outcome-fact';
import { patientAlias } from './patient-alias';
import { patientDirectory } from './patient-directory';
import type { AnyReadModel } from './read-model';
import { sessionSlot } from './session-slot';
import { staffDirectory } from './staff-directory';

const models: readonly AnyReadModel[] = [
  caseload,
  goalAttainment,
  episodeSpan,
  outcomeFact,
  episodeCohort,
  patientDirectory,
  sessionSlot,
  episodeTherapist,
  finding,
  patientAlias,
  clinicDirectory,
  staffDirectory,
];

/** Every read model there is; a voided episode has a row in none of them. */
export const readModels: readonly AnyReadModel[] = models.map((model) =>
  model.of === 'episode' ? { ...model, rows: rowsUnlessVoided(model.rows) } : model,
);

function rowsUnlessVoided(rows: AnyReadModel['rows']): AnyReadModel['rows'] {
  // Models of episodes are given states of episodes.
  return (state) => ((state as Episode).voided ? [] : rows(state));
}
