import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { PatientOutcome } from './outcome-types';
import { detailsOf, PatientCommands } from './patient-commands';
import {
  CorrectPatientDetailsInput,
  MergePatientsInput,
  RecordDeathInput,
  RegisterPatientInput,
  RetractDeathInput,
  UnmergePatientsInput,
} from './patient-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/** Who a patient is: registered, corrected, died, merged. */
@Resolver()
export class PatientResolver {
  constructor(private readonly patients: PatientCommands) {}

  @Mutation(() => PatientOutcome, {
    description: 'Registers a patient. Therapists, managers and the front desk of the clinic.',
  })
  @Needs('REGISTER_PATIENTS')
  registerPatient(
    @Args('input', { description: 'The patient.' }) input: RegisterPatientInput,
    @Calling() caller: Caller,
  ) {
    const { clinicId } = input;
    return this.patients.toNew(caller, input, { clinicId }, (ids) => ({
      type: 'RegisterPatient',
      patientId: input.patientId ?? ids.patientId,
      clinicId,
      ...detailsOf(input),
    }));
  }

  @Mutation(() => PatientOutcome, {
    description:
      'Puts the details of a patient right, all of them. Who may register patients at the clinic.',
  })
  @Needs('REGISTER_PATIENTS')
  correctPatientDetails(
    @Args('input', { description: 'The details.' }) input: CorrectPatientDetailsInput,
    @Calling() caller: Caller,
  ) {
    const { patientId } = input;
    return this.patients.send(caller, input, {
      type: 'CorrectPatientDetails',
      patientId,
      ...detailsOf(input),
    });
  }

  @Mutation(() => PatientOutcome, {
    description: 'Records that a patient died. Who may register patients at the clinic.',
  })
  @Needs('REGISTER_PATIENTS')
  recordDeath(
    @Args('input', { description: 'Who, and when.' }) input: RecordDeathInput,
    @Calling() caller: Caller,
  ) {
    const { patientId, on } = input;
    return this.patients.send(caller, input, { type: 'RecordDeath', patientId, on });
  }

  @Mutation(() => PatientOutcome, {
    description:
      'Takes back a death that was recorded in error; the reason is required. Who may register ' +
      'patients at the clinic.',
  })
  @Needs('REGISTER_PATIENTS')
  retractDeath(
    @Args('input', { description: 'Of whom.' }) input: RetractDeathInput,
    @Calling() caller: Caller,
  ) {
    const { patientId } = input;
    return this.patients.send(caller, input, { type: 'RetractDeath', patientId });
  }

  @Mutation(() => PatientOutcome, {
    description:
      'Makes one patient of two registrations: from then on both read as the one with the ' +
      'smaller id. Managers and clinical leads of the clinics of both.',
  })
  @Needs('MERGE_PATIENTS')
  async mergePatients(
    @Args('input', { description: 'The two.' }) input: MergePatientsInput,
    @Calling() caller: Caller,
  ) {
    const { patientId: one, otherPatientId: other } = input;
    const [into, patientId] = one < other ? [one, other] : [other, one];
    await this.patients.reached(caller, into);
    return this.patients.send(caller, input, { type: 'MergePatients', patientId, into });
  }

  @Mutation(() => PatientOutcome, {
    description:
      'Takes two merged patients apart again. Managers and clinical leads of the clinic.',
  })
  @Needs('MERGE_PATIENTS')
  unmergePatients(
    @Args('input', { description: 'Who was merged away.' }) input: UnmergePatientsInput,
    @Calling() caller: Caller,
  ) {
    const { patientId } = input;
    return this.patients.send(caller, input, { type: 'UnmergePatients', patientId });
  }
}
