import { accept, alreadySo, refuse, type Decider } from '../decider';
import type { ClinicId } from '../ids';
import type { Instant, Zone } from '../time';
import type { ClinicEvent } from './events';
import type { Clinic } from './state';

export interface OpenClinic {
  readonly type: 'OpenClinic';
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly zone: Zone;
  readonly address: string;
  /** Absent: from when it is recorded. */
  readonly since?: Instant | undefined;
}
export type ClinicCommand = OpenClinic;

export const clinicDecider: Decider<Clinic | null, ClinicCommand, ClinicEvent> = {
  initial: null,

  evolve(_clinic, event) {
    const { clinicId, name, zone, address, since } = event.data;
    return { id: clinicId, name, zone, address, since };
  },

  decide(_then, now, command, asked) {
    const { clinicId, name, zone, address } = command;
    if (now) {
      const same = now.name === name && now.zone === zone && now.address === address;
      return same ? alreadySo() : refuse('CLINIC_EXISTS', { clinicId });
    }
    const since = command.since ?? asked.occurredAt;
    return accept({ type: 'ClinicOpened', data: { clinicId, name, zone, address, since } });
  },

  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs: () => ({}),
};
