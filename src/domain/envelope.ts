import type { Instant, Zone } from './time';

/** What a person does here; `system` is the engine itself (import, bootstrap, reactors, demo). */
export const ROLES = [
  'ADMINISTRATOR',
  'THERAPIST',
  'MANAGER',
  'CLINICAL_LEAD',
  'FRONT_DESK',
  'AUDITOR',
  'PRIVACY_OFFICER',
  'OPERATOR',
  'INTEGRATOR',
] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  /** A staff id, or `system:<part>`. */
  readonly id: string;
  readonly role: Role | 'SYSTEM';
}

/** Streams read for a decision and the version each had: what a later check asks again. */
export type Basis = Readonly<Record<string, number>>;

/**
 * The envelope, stored as the exact JSON text that was hashed. Position, log time and hash are
 * beside it: they are the log's, not the recorder's.
 */
export interface Header {
  readonly format: 1;
  /** UUID v5 of stream, commandId and index: so the first id of a command finds the command. */
  readonly id: string;
  readonly stream: string;
  /** From 0, without gaps. */
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  /** Clinical time. A session's is its end. */
  readonly occurredAt: Instant;
  readonly occurredZone: Zone;
  /** When the service took it; never goes back within a stream. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly clinicId: string | null;
  readonly commandId: string;
  /** Place within the command's events, and how many it made. */
  readonly commandIndex: number;
  readonly commandSize: number;
  /** HMAC-SHA256 (hex) of the input as sent, under the person's key. */
  readonly fingerprint: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly basis: Basis;
  readonly reasonCode?: string;
  /** Names of the texts in the sealed part. */
  readonly texts?: readonly string[];
  /** Whose key seals: `patient-…`, `staff-…` or `organisation`. */
  readonly sealedFor?: string;
  /** SHA-256("kc" ‖ k) of this event's key k, hex. */
  readonly keyCommitment?: string;
}

/** A sealed text is only ever a reference in state and rows; the API's edge opens it. */
export interface TextRef {
  readonly eventId: string;
  readonly field: string;
}

/** An event shape as stored: name and clear data. */
export interface EventShape {
  readonly type: string;
  readonly data: object;
}

/** An event of the log, upcast to its current shape, data as any of `E`. */
export type Recorded<E extends EventShape> = E extends EventShape
  ? {
      readonly type: E['type'];
      readonly data: E['data'];
      readonly header: Header;
      /** Place in the whole log, from 1, dense. */
      readonly position: number;
      /** Field → id of the event whose sealed part holds it (a correction's, once corrected). */
      readonly texts: Readonly<Record<string, string>>;
    }
  : never;

/** The reference to a sealed text of an event, or null when none was given. */
export function textRef(
  event: { readonly texts: Readonly<Record<string, string>> },
  field: string,
): TextRef | null {
  const eventId = event.texts[field];
  return eventId === undefined ? null : { eventId, field };
}
