import { Inject, Injectable } from '@nestjs/common';
import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { ClinicId, PatientId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { ORGANISATION } from '../engine/aggregates';
import { searchTokens } from '../platform/search-tokens';
import { CommandInput } from './command-input';
import { Commands } from './commands';
import { ENGINE, type Engine } from './engine';
import { DayField, IdField, TextField } from './fields';
import { PatientAccepted, PatientOutcome } from './outcome-types';
import { acceptedFields, filled, notAccepted } from './shape-outcome';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'A patient, as the clinic registers them. All of it is sealed.' })
export class RegisterPatientInput extends CommandInput {
  @IdField('Id of the patient; made from the command when absent.', { optional: true })
  readonly patientId?: PatientId | null;

  @IdField('The clinic that registers the patient.')
  readonly clinicId!: ClinicId;

  @TextField('Name; found by the beginnings of its words.', { min: 1, max: 200 })
  readonly name!: string;

  @DayField('Birth date.', { optional: true })
  readonly birthDate?: LocalDate | null;

  @TextField("The clinic's own number for the patient.", { max: 80, optional: true })
  readonly number?: string | null;

  @TextField('How to reach the patient.', { max: 1_000, optional: true })
  readonly contact?: string | null;
}

/** Registers patients; makes the keyed hashes that they are found by. */
@Injectable()
export class Registration {
  constructor(
    private readonly commands: Commands,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async register(caller: Caller, input: RegisterPatientInput) {
    const { clinicId, name } = input;
    const birthDate = input.birthDate ?? undefined;
    const number = input.number ?? undefined;
    const contact = input.contact ?? undefined;
    const key = await this.engine.keys.ensureKey(ORGANISATION);
    const tokens = searchTokens(key, { name, birthDate, number });
    const target = { clinicId };
    const sent = await this.commands.toNew(caller, 'patient', input, target, (ids) => {
      const patientId = input.patientId ?? ids.patientId;
      const person = { patientId, clinicId, name, birthDate, number, contact };
      return {
        id: patientId,
        command: { type: 'RegisterPatient', ...person, searchTokens: tokens },
      };
    });
    const { id, outcome } = sent;
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    return filled(PatientAccepted, { ...acceptedFields(outcome), patientId: id });
  }
}

@Resolver()
export class PatientResolver {
  constructor(private readonly registration: Registration) {}

  @Mutation(() => PatientOutcome, {
    description: 'Registers a patient. Therapists, managers and the front desk of the clinic.',
  })
  @Needs('REGISTER_PATIENTS')
  registerPatient(
    @Args('input', { description: 'The patient.' }) input: RegisterPatientInput,
    @Calling() caller: Caller,
  ) {
    return this.registration.register(caller, input);
  }
}
