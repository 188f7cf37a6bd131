import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { PatientId } from '../domain/ids';
import type { CareToKeep } from '../domain/patient/commands';
import { holdsInForce } from '../domain/patient/state';
import { readAliases } from '../projections/read-alias';
import { readCareToKeep } from '../projections/read-care-to-keep';
import { AtLeastInput } from './as-of';
import { ENGINE, type Engine } from './engine';
import { Moments } from './moments';
import { PatientOutcome } from './outcome-types';
import { PatientCommands } from './patient-commands';
import {
  ApproveErasureInput,
  LiftLegalHoldInput,
  PlaceLegalHoldInput,
  RefuseErasureInput,
  RequestErasureInput,
} from './patient-inputs';
import { filled } from './filled';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/** What a record is kept for, and the wish that it be erased. */
@Resolver()
export class PatientProtectionResolver {
  constructor(
    private readonly patients: PatientCommands,
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Mutation(() => PatientOutcome, {
    description: 'Keeps a record from being erased; the reason is required. Privacy officers.',
  })
  @Needs('PROTECT_RECORDS')
  placeLegalHold(
    @Args('input', { description: 'Of whom.' }) input: PlaceLegalHoldInput,
    @Calling() caller: Caller,
  ) {
    const { patientId } = input;
    return this.patients.send(caller, input, { type: 'PlaceLegalHold', patientId });
  }

  @Mutation(() => PatientOutcome, { description: 'Lifts a legal hold. Privacy officers.' })
  @Needs('PROTECT_RECORDS')
  liftLegalHold(
    @Args('input', { description: 'Which hold.' }) input: LiftLegalHoldInput,
    @Calling() caller: Caller,
  ) {
    const { patientId, holdId } = input;
    return this.patients.send(caller, input, { type: 'LiftLegalHold', patientId, holdId });
  }

  @Mutation(() => PatientOutcome, {
    description:
      "Asks for the erasure of a patient's texts. Privacy officers; managers and the front desk " +
      'of the clinic, whom patients tell.',
  })
  @Needs('REQUEST_ERASURE')
  requestErasure(
    @Args('input', { description: 'Of whom.' }) input: RequestErasureInput,
    @Calling() caller: Caller,
  ) {
    const { patientId } = input;
    return this.patients.send(caller, input, { type: 'RequestErasure', patientId });
  }

  @Mutation(() => PatientOutcome, {
    description:
      'Approves an erasure that another person asked for, when no episode is open, no hold is in ' +
      'force and the years of the policy are over. Privacy officers.',
  })
  @Needs('PROTECT_RECORDS')
  async approveErasure(
    @Args('input', { description: 'Which request, and why.' }) input: ApproveErasureInput,
    @Calling() caller: Caller,
  ) {
    const { patientId, requestId, legalBasis } = input;
    const care = await this.#careToKeep(patientId);
    const approval = { patientId, requestId, legalBasis, care };
    return this.patients.send(caller, input, { type: 'ApproveErasure', ...approval });
  }

  @Mutation(() => PatientOutcome, {
    description: 'Refuses an erasure; the reason is required. Privacy officers.',
  })
  @Needs('PROTECT_RECORDS')
  refuseErasure(
    @Args('input', { description: 'Which request.' }) input: RefuseErasureInput,
    @Calling() caller: Caller,
  ) {
    const { patientId, requestId } = input;
    return this.patients.send(caller, input, { type: 'RefuseErasure', patientId, requestId });
  }

  /** Of the patient and of all that were merged into them, with all that is recorded by now. */
  async #careToKeep(patientId: PatientId): Promise<CareToKeep> {
    const { position } = await this.engine.store.head();
    const { ids, care } = await this.moments.read(
      { atLeast: filled(AtLeastInput, { position }) },
      async (snapshot) => {
        const aliases = await readAliases(snapshot, patientId, null);
        return { ids: aliases, care: await readCareToKeep(snapshot, aliases) };
      },
    );
    const others = ids.filter((id) => id !== patientId);
    const merged = await Promise.all(others.map((id) => this.engine.streams.load('patient', id)));
    const holds = merged.flatMap(({ folded: { state } }) => (state ? holdsInForce(state) : []));
    return { ...care, holdsOfMerged: holds.length };
  }
}
