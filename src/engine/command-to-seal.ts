import type { Accepted, Draft } from '../domain/decider';
import type { Category } from '../domain/ids';
import { fingerprint } from '../store/sealing';
import type { EventOf } from './aggregates';
import { canonical } from './canonical';
import type { Grounds } from './grounds';
import type { Request } from './request';
import { aggregateOf, type LoadedStream } from './streams';

/** A command's events as they are to be sealed: their place and head, and what is said of them. */
export function commandToSeal<K extends Category>(
  request: Request<K>,
  grounds: Grounds<K>,
  decision: Accepted<Draft<EventOf<K>>>,
  print: string,
) {
  const { own, version, hash, basis, asked, recordedAt } = grounds;
  const aggregate = aggregateOf(request.category);
  return {
    request,
    stream: own.stream,
    fromVersion: version + 1,
    prevHash: hash,
    drafts: decision.events,
    schemas: aggregate.schemas,
    schemaVersions: aggregate.schemaVersions,
    owner: ownerOf(request, own),
    clinicId: aggregate.clinic(own.folded.state, request.command),
    // A correction is recorded now, whatever the time of the entry that it is about.
    occurredAt: asked.entry ? recordedAt : asked.occurredAt,
    recordedAt,
    zone: asked.zone,
    basis,
    fingerprint: print,
  };
}

/** Whose key seals what this command records. */
export function ownerOf<K extends Category>(request: Request<K>, own: LoadedStream<K>): string {
  return aggregateOf(request.category).owner(request.id, own.folded.state, request.command);
}

/** Tells a repeated command from another one under its id. */
export function printOf<K extends Category>(request: Request<K>, personKey: Buffer): string {
  const { category, id, command, input } = request;
  return fingerprint(personKey, canonical({ category, id, type: command.type, input }));
}
