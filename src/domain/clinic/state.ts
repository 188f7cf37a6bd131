import type { ClinicId } from '../ids';
import type { Instant, LocalDate, Zone } from '../time';

export interface Clinic {
  readonly id: ClinicId;
  readonly name: string;
  readonly address: string;
  /** Open for care from here on. */
  readonly since: Instant;
  /** The zone that it opened with. */
  readonly firstZone: Zone;
  /** Later zones, each for what happens from then on; in order of time. */
  readonly laterZones: readonly { readonly zone: Zone; readonly since: Instant }[];
  /** Last day of care, inclusive; null: open. */
  readonly lastDay: LocalDate | null;
}

/** The zone of a clinic's days at a moment; before it opened, the one it opened with. */
export function zoneAt(
  { firstZone, laterZones }: Pick<Clinic, 'firstZone' | 'laterZones'>,
  at: Instant,
): Zone {
  return laterZones.findLast(({ since }) => since <= at)?.zone ?? firstZone;
}
