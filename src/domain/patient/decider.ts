import { accept, alreadySo, givenTexts, refuse, type Decider } from '../decider';
import { closedRefusal } from '../clinic/closed';
import { textRef } from '../envelope';
import type { ClinicId, PatientId } from '../ids';
import type { PatientEvent } from './events';
import type { Patient } from './state';

export interface RegisterPatient {
  readonly type: 'RegisterPatient';
  readonly patientId: PatientId;
  readonly clinicId: ClinicId;
  readonly name: string;
  /** `YYYY-MM-DD`, as text: it is sealed. */
  readonly birthDate?: string | undefined;
  readonly number?: string | undefined;
  readonly contact?: string | undefined;
  /** Made at the edge, where the organisation's key is. */
  readonly searchTokens: readonly string[];
}
export type PatientCommand = RegisterPatient;

export const patientDecider: Decider<Patient | null, PatientCommand, PatientEvent> = {
  initial: null,

  evolve(_patient, event) {
    return {
      id: event.data.patientId,
      clinicId: event.data.clinicId,
      name: textRef(event, 'name'),
      birthDate: textRef(event, 'birthDate'),
      number: textRef(event, 'number'),
      searchTokens: event.data.searchTokens,
    };
  },

  decide(_then, now, command, asked) {
    const { patientId, clinicId } = command;
    // The texts of a registration are sealed, so a second one cannot be compared, only refused;
    // the same person registered again with the same tokens is the same registration.
    if (now) {
      const known = [...now.searchTokens].sort().join() === [...command.searchTokens].sort().join();
      return known ? alreadySo() : refuse('PATIENT_EXISTS', { patientId });
    }
    if (!asked.clinic) return refuse('CLINIC_UNKNOWN', { clinicId });
    const closed = closedRefusal(asked.clinic, asked.occurredAt);
    if (closed) return closed;
    return accept({
      type: 'PatientRegistered',
      data: { patientId, clinicId, searchTokens: [...command.searchTokens] },
      ...givenTexts({
        name: command.name,
        birthDate: command.birthDate,
        number: command.number,
        contact: command.contact,
      }),
    });
  },

  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs: (command) => ({ clinic: command.clinicId }),
};
