import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { PatientId } from '../domain/ids';
import type { CareToKeep } from '../domain/patient/commands';
import { holdsInForce } from '../domain/patient/state';
import { eventId as madeEventId } from '../engine/ids';
import { streamName } from '../engine/stream-name';
import { anyStream } from '../engine/streams';
import { readAliases } from '../projections/read-alias';
import { readCareToKeep } from '../projections/read-care-to-keep';
import { AtLeastInput } from './as-of';
import { ENGINE, type Engine } from './engine';
import { Moments } from './moments';
import { PatientAccepted, PatientOutcome } from './outcome-types';
import { PatientCommands } from './patient-commands';
import {
  ApproveErasureInput,
  ExecuteErasureInput,
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
    const { care } = await this.#toKeep(patientId);
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

  @Mutation(() => PatientOutcome, {
    description:
      'Erases a patient, and all that were merged into them, for ever: their keys are deleted, ' +
      'so that every text reads as erased, now and as of any moment, and the master key is ' +
      'replaced. Asks all again that an approval does. Done when it is answered; `UNAVAILABLE` ' +
      'may mean that it is recorded and goes on by itself. Cannot be undone. Privacy officers.',
  })
  @Needs('PROTECT_RECORDS')
  async executeErasure(
    @Args('input', { description: 'Which request.' }) input: ExecuteErasureInput,
    @Calling() caller: Caller,
  ) {
    const { patientId, requestId } = input;
    const { erasures, keys } = this.engine;
    const commandId = input.commandId ?? randomUUID();
    const sent = { patientId, requestId, commandId, occurredAt: input.occurredAt ?? null };
    const { care, merged } = await this.#toKeep(patientId);
    const facts = { patientId, requestId, care, merged, keysCanGo: keys.canExchange() };
    const command = { type: 'ExecuteErasure', ...facts } as const;
    // Nothing is intended that the rules refuse.
    const dry = await this.patients.send(caller, { ...sent, check: true }, command);
    if (!(dry instanceof PatientAccepted) || input.check) return dry;
    const eventId = madeEventId(streamName('patient', patientId), commandId, 0);
    await erasures.intend({ eventId, patientId, requestId, merged });
    const outcome = await this.patients.send(caller, sent, command);
    if (outcome instanceof PatientAccepted) {
      await erasures.settle(outcome.events.map(({ id }) => id));
    }
    return outcome;
  }

  /** Of the patient and of all that were merged into them, with all that is recorded by now. */
  async #toKeep(
    patientId: PatientId,
  ): Promise<{ readonly care: CareToKeep; readonly merged: readonly PatientId[] }> {
    const { position } = await this.engine.store.head();
    const { ids, care } = await this.moments.read(
      { atLeast: filled(AtLeastInput, { position }) },
      async (snapshot) => {
        const aliases = await readAliases(snapshot, patientId, null);
        return { ids: aliases, care: await readCareToKeep(snapshot, aliases) };
      },
    );
    // Ids of streams of patients.
    const merged = ids.filter((id) => id !== patientId) as PatientId[];
    const others = await Promise.all(merged.map((id) => this.engine.streams.load('patient', id)));
    await this.engine.streams.refresh(others.map((one) => anyStream(one)));
    const holds = others.flatMap(({ folded: { state } }) => (state ? holdsInForce(state) : []));
    return { care: { ...care, holdsOfMerged: holds.length }, merged };
  }
}
