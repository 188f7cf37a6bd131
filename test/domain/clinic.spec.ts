import { clinicDecider, type ClinicCommand } from '../../src/domain/clinic/decider';
import { clinicEvents, type ClinicEvent } from '../../src/domain/clinic/events';
import { zoneAt, type Clinic } from '../../src/domain/clinic/state';
import { BERLIN, clinic, CLINIC, day, NOW, utc, zone } from './cast';
import { given, type Past } from './given';

describe('a clinic', () => {
  const givenClinic = given<Clinic | null, ClinicCommand, ClinicEvent>({
    stream: `clinic-${CLINIC}`,
    decider: clinicDecider,
    schemas: clinicEvents,
  });
  const { name, address } = clinic;
  const open: ClinicCommand = {
    type: 'OpenClinic',
    clinicId: CLINIC,
    name,
    zone: clinic.firstZone,
    address,
  };
  const opened: Past<ClinicEvent> = {
    type: 'ClinicOpened',
    at: NOW,
    data: { clinicId: CLINIC, name, zone: clinic.firstZone, address, since: NOW },
  };

  const LISBON = zone('Europe/Lisbon');
  const change = { type: 'ChangeClinicZone', clinicId: CLINIC, zone: LISBON } as const;
  const close = { type: 'CloseClinic', clinicId: CLINIC } as const;

  it('opens from now on, or from when it says', () => {
    const outcome = givenClinic().when(open);
    outcome.then({ type: 'ClinicOpened', data: { name, zone: clinic.firstZone, since: NOW } });
    expect(outcome.state).toEqual({ ...clinic, since: NOW });
    const since = utc('2020-01-01T00:00');
    givenClinic()
      .when({ ...open, since })
      .then({ type: 'ClinicOpened', data: { since } });
  });

  it('opens once; the same again changes nothing, other details are refused', () => {
    givenClinic(opened).when(open).thenNothing();
    for (const other of [{ name: 'Other' }, { address: 'Other' }, { zone: zone('Asia/Tokyo') }]) {
      givenClinic(opened)
        .when({ ...open, ...other })
        .thenRefused('CLINIC_EXISTS', { clinicId: CLINIC });
    }
  });

  it('has to be open for anything else', () => {
    for (const command of [change, close]) {
      givenClinic().when(command).thenRefused('CLINIC_UNKNOWN', { clinicId: CLINIC });
    }
  });

  it('changes its zone for what is to come, and never for what was', () => {
    const since = utc('2026-07-01T00:00');
    const outcome = givenClinic(opened).when({ ...change, since }, { reason: 'Moved' });
    outcome.then({ type: 'ClinicZoneChanged', data: { zone: LISBON, since } });
    expect(zoneAt(outcome.state!, utc('2026-06-30T23:59'))).toBe(BERLIN);
    expect(zoneAt(outcome.state!, since)).toBe(LISBON);
    givenClinic(opened)
      .when({ ...change, since: utc('2026-03-02T11:59') })
      .thenRefused('CLINIC_ZONE_PAST', { since: utc('2026-03-02T11:59'), now: NOW });
    // Told late it still acts from when it is recorded.
    givenClinic(opened)
      .when(change, { at: utc('2026-03-01T00:00') })
      .then({ type: 'ClinicZoneChanged', data: { zone: LISBON, since: NOW } });
  });

  it('changes to the zone that it has only to take back one that was to come', () => {
    const coming: Past<ClinicEvent> = {
      type: 'ClinicZoneChanged',
      at: NOW,
      data: { zone: LISBON, since: utc('2026-07-01T00:00') },
    };
    const back = { ...change, zone: BERLIN };
    givenClinic(opened).when(back).thenNothing();
    givenClinic(opened, coming)
      .when({ ...change, since: coming.data.since })
      .thenNothing();
    const outcome = givenClinic(opened, coming).when(back);
    outcome.then({ type: 'ClinicZoneChanged', data: { zone: BERLIN } });
    expect(zoneAt(outcome.state!, utc('2026-12-01T00:00'))).toBe(BERLIN);
  });

  it('closes after a day of its own zone, once; the day may be moved', () => {
    const outcome = givenClinic(opened).when(close, { at: utc('2026-03-01T23:30') });
    // Half past eleven at night in UTC is the next day in Berlin.
    outcome.then({ type: 'ClinicClosed', data: { lastDay: day('2026-03-02') } });
    const closed: Past<ClinicEvent> = {
      type: 'ClinicClosed',
      at: NOW,
      data: { lastDay: day('2026-03-02') },
    };
    givenClinic(opened, closed).when(close).thenNothing();
    givenClinic(opened, closed)
      .when({ ...close, lastDay: day('2026-04-30') })
      .then({ type: 'ClinicClosed', data: { lastDay: day('2026-04-30') } });
    givenClinic(opened)
      .when({ ...close, lastDay: day('2026-03-01') })
      .thenRefused('PERIOD_EMPTY', { from: day('2026-03-02'), to: day('2026-03-01') });
  });
});
