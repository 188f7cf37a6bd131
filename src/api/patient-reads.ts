import { Inject } from '@nestjs/common';
import { Query as BusQuery, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { PatientId } from '../domain/ids';
import type { Patient } from '../domain/patient/state';
import { foldAt } from '../engine/fold-at';
import type { Moment } from '../engine/past';
import { readAliases, readSurvivors } from '../projections/read-alias';
import type { When } from './as-of';
import { ENGINE, type Engine } from './engine';
import { notFound } from './errors';
import { Moments } from './moments';
import { PatientCommands } from './patient-commands';
import type { Caller } from './viewer';

/** A patient as known at a moment: of one who was merged away by then, the one that survives. */
export interface PatientThen {
  readonly state: Patient;
  /** The other ids that the patient was recorded under. */
  readonly aliases: readonly string[];
  readonly moment: Moment;
}

export class ReadPatient extends BusQuery<PatientThen> {
  constructor(
    readonly caller: Caller,
    readonly patientId: PatientId,
    readonly when: When,
  ) {
    super();
  }
}

@QueryHandler(ReadPatient)
export class ReadPatientHandler implements IQueryHandler<ReadPatient> {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly moments: Moments,
    private readonly patients: PatientCommands,
  ) {}

  async execute({ caller, patientId, when }: ReadPatient): Promise<PatientThen> {
    await this.patients.reached(caller, patientId);
    const { ids, moment } = await this.moments.read(
      when,
      async (snapshot, { position, evaluatedAt, at }) => {
        const survivors = await readSurvivors(snapshot, [patientId], at);
        const survivor = survivors.get(patientId) ?? patientId;
        const aliases = await readAliases(snapshot, survivor, at);
        return { ids: aliases, moment: { position, evaluatedAt } };
      },
    );
    const [survivor = patientId, ...aliases] = ids;
    const folded = await foldAt(this.engine.store, 'patient', [survivor], moment.position);
    const state = folded.get(survivor)?.state;
    if (!state) throw notFound('patient', patientId);
    return { state, aliases, moment };
  }
}
