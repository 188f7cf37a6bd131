import { operationsDecider, type Operations } from '../domain/operations/decider';
import type { EventStore } from '../store/event-store';
import { foldAt } from './fold-at';

/** What managers had recorded about figures by a position. */
export async function operationsAt(store: EventStore, position: number): Promise<Operations> {
  const folded = await foldAt(store, 'operations', [''], position);
  return folded.get('')?.state ?? operationsDecider.initial;
}
