import type { ClinicId } from '../ids';
import type { Instant, Zone } from '../time';

export interface Clinic {
  readonly id: ClinicId;
  readonly name: string;
  readonly zone: Zone;
  readonly address: string;
  /** Open for care from here on. */
  readonly since: Instant;
}
