import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import { localDate, plusDays } from '../time';
import type { EndCover, GrantCover, GrantRole, RetireStaff, WithdrawRole } from './commands';
import type { StaffEvent } from './events';
import type { Staff } from './state';

type A = Asked<StaffEvent>;
type D = Decision<StaffEvent>;

export function grantRole(staff: Staff, command: GrantRole, asked: A): D {
  const { role, clinics } = command;
  const from = command.from ?? localDate(asked.occurredAt, asked.zone);
  const to = command.to ?? null;
  if (to !== null && to < from) return refuse('PERIOD_EMPTY', { from, to });
  if (staff.retiredOn !== null && from <= staff.retiredOn) {
    return refuse('STAFF_RETIRED', { staffId: staff.id, lastDay: staff.retiredOn });
  }
  const held = staff.roles.some(
    (grant) =>
      grant.role === role &&
      grant.clinics.length === clinics.length &&
      clinics.every((clinic) => grant.clinics.includes(clinic)) &&
      grant.from <= from &&
      (grant.to === null || (to !== null && to <= grant.to)),
  );
  if (held) return alreadySo();
  return accept({ type: 'RoleGranted', data: { role, clinics: [...clinics], from, to } });
}

export function withdrawRole(staff: Staff, command: WithdrawRole, asked: A): D {
  const grant = staff.roles.find(({ id }) => id === command.grantId);
  if (!grant) return refuse('ROLE_GRANT_UNKNOWN', { grantId: command.grantId });
  const lastDay = command.lastDay ?? plusDays(localDate(asked.occurredAt, asked.zone), -1);
  if (grant.to !== null && grant.to <= lastDay) return alreadySo();
  const data = { grantId: grant.id, role: grant.role, lastDay };
  return accept({ type: 'RoleWithdrawn', data, ...givenTexts({ reason: asked.reason }) });
}

export function grantCover(staff: Staff, command: GrantCover, asked: A): D {
  const { therapistId, from, to } = command;
  if (to < from) return refuse('PERIOD_EMPTY', { from, to });
  if (therapistId === staff.id) return refuse('COVER_OF_SELF', { staffId: therapistId });
  if (!asked.staff.get(therapistId)) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  if (staff.retiredOn !== null && staff.retiredOn < to) {
    return refuse('STAFF_RETIRED', { staffId: staff.id, lastDay: staff.retiredOn });
  }
  const held = staff.covers.some(
    (cover) => cover.therapistId === therapistId && cover.from <= from && to <= cover.to,
  );
  if (held) return alreadySo();
  const data = { therapistId, from, to };
  return accept({ type: 'CoverGranted', data, ...givenTexts({ reason: asked.reason }) });
}

export function endCover(staff: Staff, command: EndCover, asked: A): D {
  const { coverId } = command;
  const cover = staff.covers.find(({ id }) => id === coverId);
  if (!cover) return refuse('COVER_UNKNOWN', { coverId });
  const lastDay = command.lastDay ?? plusDays(localDate(asked.occurredAt, asked.zone), -1);
  if (cover.to <= lastDay) return alreadySo();
  const data = { coverId, lastDay };
  return accept({ type: 'CoverEnded', data, ...givenTexts({ reason: asked.reason }) });
}

/** Whoever leaves has left, even from open episodes: those are for the manager to hand over. */
export function retire(staff: Staff, command: RetireStaff, asked: A): D {
  const lastDay = command.lastDay ?? localDate(asked.occurredAt, asked.zone);
  if (staff.retiredOn === lastDay) return alreadySo();
  const { openEpisodes } = command;
  const warnings =
    openEpisodes > 0
      ? [{ code: 'OPEN_EPISODES_CARRIED', facts: { episodes: openEpisodes, lastDay } } as const]
      : [];
  const draft = {
    type: 'StaffRetired',
    data: { lastDay },
    ...givenTexts({ reason: asked.reason }),
  } as const;
  return accept(draft, { warnings });
}
