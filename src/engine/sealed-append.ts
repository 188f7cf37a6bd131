import type { z } from 'zod';
import type { Draft } from '../domain/decider';
import type { Basis, EventShape, Header, Recorded } from '../domain/envelope';
import type { Category } from '../domain/ids';
import type { Instant, Zone } from '../domain/time';
import { chainHash } from '../store/chain';
import type { NewEvent } from '../store/event-store';
import { commitment, eventKey, seal } from '../store/sealing';
import type { EventOf } from './aggregates';
import { eventId } from './ids';
import type { Request } from './request';

/** What is about to be recorded: a command's drafts and where they go. */
export interface SealCommand<K extends Category> {
  readonly request: Pick<
    Request<K>,
    'commandId' | 'actor' | 'correlationId' | 'causationId' | 'reasonCode'
  >;
  readonly stream: string;
  readonly fromVersion: number;
  readonly prevHash: Buffer;
  readonly drafts: readonly Draft<EventOf<K>>[];
  readonly schemas: Readonly<Record<string, z.ZodType<object>>>;
  readonly schemaVersions: Readonly<Record<string, number>>;
  readonly owner: string;
  readonly clinicId: string | null;
  /** Of the drafts that have no time of their own. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly zone: Zone;
  readonly basis: Basis;
  readonly fingerprint: string;
}

export interface SealedEvent<K extends Category> {
  readonly stored: NewEvent;
  /** As it will be read, position not known yet (0). */
  readonly event: Recorded<EventOf<K>>;
}

/**
 * Makes the bytes of a command's events: header and data as JSON text, texts sealed under the
 * event's own key, each hash over the one before. Without a person's key (a dry run) nothing is
 * sealed. Throws when the data is not of its type's shape: a bug, never the caller's input.
 */
export function sealCommand<K extends Category>(
  command: SealCommand<K>,
  personKey: Buffer | null,
): SealedEvent<K>[] {
  let prevHash = command.prevHash;
  return command.drafts.map((draft, index) => {
    const { type } = draft;
    const data = shapeOf(command, type).parse(draft.data);
    const id = eventId(command.stream, command.request.commandId, index);
    const version = command.fromVersion + index;
    const texts = draft.texts ?? {};
    const fields = Object.keys(texts);
    const key = fields.length > 0 && personKey ? eventKey(personKey, id) : null;
    const header = headerOf(command, draft, {
      id,
      version,
      index,
      fields,
      ...(key ? { keyCommitment: commitment(key) } : {}),
    });
    const headerText = JSON.stringify(header);
    const dataText = JSON.stringify(data);
    const sealed = key ? seal(key, { stream: command.stream, version, type }, texts) : null;
    const hash = chainHash(prevHash, headerText, dataText, sealed);
    prevHash = hash;
    const event = {
      type,
      // As it will be read: an optional field that is undefined is not written.
      data: JSON.parse(dataText) as object,
      header,
      position: 0,
      texts: Object.fromEntries(fields.map((field) => [field, id])),
    };
    return {
      stored: { id, type, header: headerText, data: dataText, sealed, hash },
      // Type and data are a draft's of this aggregate, checked against its schema above.
      event: event as unknown as Recorded<EventOf<K>>,
    };
  });
}

function shapeOf(command: { schemas: Readonly<Record<string, z.ZodType<object>>> }, type: string) {
  const schema = command.schemas[type];
  if (!schema) throw new Error(`No schema for event ${type}`);
  return schema;
}

interface Place {
  readonly id: string;
  readonly version: number;
  readonly index: number;
  readonly fields: readonly string[];
  readonly keyCommitment?: string;
}

function headerOf<K extends Category>(
  command: SealCommand<K>,
  draft: EventShape & Pick<Draft<EventShape>, 'reasonCode' | 'occurredAt'>,
  place: Place,
): Header {
  const { request } = command;
  const reasonCode = draft.reasonCode ?? request.reasonCode;
  return {
    format: 1,
    id: place.id,
    stream: command.stream,
    version: place.version,
    type: draft.type,
    schemaVersion: command.schemaVersions[draft.type] ?? 1,
    occurredAt: draft.occurredAt ?? command.occurredAt,
    occurredZone: command.zone,
    recordedAt: command.recordedAt,
    actor: request.actor,
    clinicId: command.clinicId,
    commandId: request.commandId,
    commandIndex: place.index,
    commandSize: command.drafts.length,
    fingerprint: command.fingerprint,
    correlationId: request.correlationId ?? request.commandId,
    causationId: request.causationId ?? null,
    basis: command.basis,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(place.fields.length > 0 ? { texts: place.fields, sealedFor: command.owner } : {}),
    ...(place.keyCommitment === undefined ? {} : { keyCommitment: place.keyCommitment }),
  };
}
