import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine, type Engine } from '../../src/compose';
import type { EpisodeId } from '../../src/domain/ids';
import { systemClock } from '../../src/engine/clock';
import { StoreMisuse } from '../../src/store/event-store';
import { toEpisode } from '../engine/nodes';
import { bodyOf, type Answer, type Job, type Message, type Orders } from './messages';

/**
 * A service under load, to be killed: sends commands without end, tells its parent of each before
 * it is sent and when it is answered, and sends what failed again until it is answered.
 */
async function main(orders: Orders): Promise<void> {
  const log = { warn: () => undefined, error: () => undefined };
  const masterKey = Buffer.from(orders.masterKeyHex, 'hex');
  const { app } = orders;
  const engine = await opened(() =>
    openEngine({ app, masterKey, clock: systemClock, log, projectorThread: true }),
  );
  engine.conformance.start();
  for (const job of orders.again) await perform(engine, job);
  await Promise.all(Array.from({ length: orders.workers }, (_, n) => work(engine, orders, n)));
}

/** The database may be starting still. */
async function opened(open: () => Promise<Engine>): Promise<Engine> {
  for (;;) {
    try {
      return await open();
    } catch {
      await sleep(100);
    }
  }
}

async function work(engine: Engine, { episodes }: Orders, worker: number): Promise<void> {
  for (let n = worker; process.connected; n++) {
    const episodeId = episodes[n % episodes.length] ?? '';
    const type = n % 3 === 2 ? 'Resume' : 'ReportReaction';
    await perform(engine, { commandId: randomUUID(), episodeId, type });
  }
}

async function perform(engine: Engine, job: Job): Promise<void> {
  tell({ kind: 'sent', job });
  while (process.connected) {
    try {
      tell({ kind: 'answered', job, answer: await answer(engine, job) });
      return;
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      tell({ kind: error instanceof StoreMisuse ? 'broken' : 'unavailable', error: text });
      await sleep(100);
    }
  }
}

async function answer(engine: Engine, { commandId, episodeId, type }: Job): Promise<Answer> {
  // The parent opened these episodes; the input of a retry is the same text.
  const request = toEpisode(episodeId as EpisodeId, bodyOf(type), { commandId });
  const outcome = await engine.transactor.transact(request);
  if (outcome.kind === 'refused') return { kind: 'refused', code: outcome.code };
  if (outcome.kind === 'conflict') throw new Error('a conflict that nobody asked for');
  const { version, position, events } = outcome;
  return { kind: 'accepted', version, position: position ?? 0, size: events.length };
}

function tell(message: Message): void {
  process.send?.(message);
}

// Written by the parent, for this very purpose.
const orders = JSON.parse(process.env['ANAMNESIS_FAULT_ORDERS'] ?? '{}') as Orders;
main(orders).catch((error: unknown) => {
  tell({ kind: 'broken', error: String(error) });
  process.exitCode = 1;
});
