import { Injectable } from '@nestjs/common';
import type { Recorded } from '../domain/envelope';
import type { PatientId } from '../domain/ids';
import type { PatientCommand, PatientDetails } from '../domain/patient/commands';
import type { PatientEvent } from '../domain/patient/events';
import type { CommandInput } from './command-input';
import { Commands, type NewIds } from './commands';
import { notFound } from './errors';
import { PatientAccepted } from './outcome-types';
import type { CorrectPatientDetailsInput, RegisterPatientInput } from './patient-inputs';
import type { Plain } from './plain';
import { actingOn, type Target } from './rights';
import { filled } from './filled';
import { acceptedFields, notAccepted } from './shape-outcome';
import type { Caller } from './viewer';

type Make = (ids: NewIds) => PatientCommand;

/** Sends commands about patients and shapes what came of them. */
@Injectable()
export class PatientCommands {
  constructor(private readonly commands: Commands) {}

  /** To a patient who is registered; one of a clinic out of reach is `NOT_FOUND`, as unknown. */
  async send(caller: Caller, input: Plain<CommandInput>, command: PatientCommand) {
    const target = await this.reached(caller, command.patientId);
    return this.toNew(caller, input, target, () => command);
  }

  /** The clinic of a patient that the caller's right reaches. Throws `NOT_FOUND`. */
  async reached(caller: Caller, patientId: PatientId): Promise<Target> {
    const { state } = (await this.commands.latest('patient', patientId)).folded;
    const target = state && { clinicId: state.clinicId };
    if (!target || !actingOn(await caller.viewer.fresh(), caller.right, target)) {
      throw notFound('patient', patientId);
    }
    return target;
  }

  async toNew(caller: Caller, input: Plain<CommandInput>, target: Target, make: Make) {
    const { id, outcome } = await this.commands.toNew(caller, 'patient', input, target, (ids) => {
      const command = make(ids);
      return { id: command.patientId, command };
    });
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    const idOf = (made: string) =>
      outcome.events.find(({ type }) => type === made)?.header.id ?? null;
    return filled(PatientAccepted, {
      ...acceptedFields(outcome),
      patientId: id,
      survivorId: outcome.state?.mergedInto ?? id,
      holdId: idOf('LegalHoldPlaced'),
      requestId: idOf('ErasureRequested'),
      erasedIds: outcome.events.flatMap(erasedBy),
    });
  }
}

/** The details as the domain takes them. */
export function detailsOf(
  input: RegisterPatientInput | CorrectPatientDetailsInput,
): PatientDetails {
  const { name, birthDate, number, contact } = input;
  return {
    name,
    birthDate: birthDate ?? undefined,
    number: number ?? undefined,
    contact: contact ?? undefined,
  };
}

/** Whose texts an entry erases. */
function erasedBy({ type, data }: Recorded<PatientEvent>): readonly PatientId[] {
  return type === 'PatientErased' ? [data.survivor, ...data.merged] : [];
}
