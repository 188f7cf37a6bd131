import { asRecorded } from '../as-recorded';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decider,
  type Decision,
} from '../decider';
import type { Recorded } from '../envelope';
import type { ClinicId } from '../ids';
import { localDate, type Instant, type LocalDate, type Zone } from '../time';
import type { ClinicEvent } from './events';
import { zoneAt, type Clinic } from './state';

export interface OpenClinic {
  readonly type: 'OpenClinic';
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly zone: Zone;
  readonly address: string;
  /** Absent: from when it is recorded. */
  readonly since?: Instant | undefined;
}
export interface ChangeClinicZone {
  readonly type: 'ChangeClinicZone';
  readonly clinicId: ClinicId;
  readonly zone: Zone;
  /** Absent: from when it is recorded. */
  readonly since?: Instant | undefined;
}
export interface CloseClinic {
  readonly type: 'CloseClinic';
  readonly clinicId: ClinicId;
  /** Last day of care; absent: today. */
  readonly lastDay?: LocalDate | undefined;
}
export type ClinicCommand = OpenClinic | ChangeClinicZone | CloseClinic;

function evolve(clinic: Clinic | null, event: Recorded<ClinicEvent>): Clinic | null {
  if (event.type === 'ClinicOpened') {
    const { clinicId, name, zone, address, since } = event.data;
    const opened = { id: clinicId, name, address, since, firstZone: zone };
    return { ...opened, laterZones: [], lastDay: null };
  }
  if (!clinic) return null;
  switch (event.type) {
    case 'ClinicZoneChanged': {
      // One that was announced before for the same moment or later is overtaken by this one.
      const kept = clinic.laterZones.filter(({ since }) => since < event.data.since);
      return { ...clinic, laterZones: [...kept, event.data] };
    }
    case 'ClinicClosed':
      return { ...clinic, lastDay: event.data.lastDay };
  }
}

function decide(
  _then: Clinic | null,
  now: Clinic | null,
  command: ClinicCommand,
  asked: Asked<ClinicEvent>,
): Decision<ClinicEvent> {
  const { clinicId } = command;
  if (command.type === 'OpenClinic') return openClinic(now, command, asked);
  if (!now) return refuse('CLINIC_UNKNOWN', { clinicId });
  return asRecorded<ClinicEvent>(decided(now, command, asked), asked);
}

function decided(
  now: Clinic,
  command: ChangeClinicZone | CloseClinic,
  asked: Asked<ClinicEvent>,
): Decision<ClinicEvent> {
  switch (command.type) {
    case 'ChangeClinicZone':
      return changeZone(now, command, asked);
    case 'CloseClinic': {
      const lastDay = command.lastDay ?? localDate(asked.occurredAt, asked.zone);
      if (now.lastDay === lastDay) return alreadySo();
      const openedOn = localDate(now.since, now.firstZone);
      if (lastDay < openedOn) return refuse('PERIOD_EMPTY', { from: openedOn, to: lastDay });
      return accept({
        type: 'ClinicClosed',
        data: { lastDay },
        ...givenTexts({ reason: asked.reason }),
      });
    }
  }
}

function openClinic(
  now: Clinic | null,
  { clinicId, name, zone, address, since }: OpenClinic,
  { occurredAt }: Asked<ClinicEvent>,
): Decision<ClinicEvent> {
  if (now) {
    const same = now.name === name && now.firstZone === zone && now.address === address;
    return same ? alreadySo() : refuse('CLINIC_EXISTS', { clinicId });
  }
  const data = { clinicId, name, zone, address, since: since ?? occurredAt };
  return accept({ type: 'ClinicOpened', data });
}

/** A clinic's days do not change behind what was recorded: only what is to come gets the zone. */
function changeZone(
  now: Clinic,
  { zone, since }: ChangeClinicZone,
  { recordedAt, reason }: Asked<ClinicEvent>,
): Decision<ClinicEvent> {
  const from = since ?? recordedAt;
  if (from < recordedAt) return refuse('CLINIC_ZONE_PAST', { since: from, now: recordedAt });
  const changesLater = now.laterZones.some((later) => later.since > from);
  if (zoneAt(now, from) === zone && !changesLater) return alreadySo();
  const data = { zone, since: from };
  return accept({ type: 'ClinicZoneChanged', data, ...givenTexts({ reason }) });
}

export const clinicDecider: Decider<Clinic | null, ClinicCommand, ClinicEvent> = {
  initial: null,
  evolve,
  decide,
  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  // Its own zone, once it is open: a closing day is one of its days.
  needs: ({ clinicId }, now) => (now ? { clinic: clinicId } : {}),
};
