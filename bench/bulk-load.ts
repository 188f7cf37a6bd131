import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ConnectionSettings } from '../src/platform/connection-settings';
import type { StoredEvent } from '../src/store/event-store';
import { masterKeyId, wrapKey } from '../src/store/sealing';
import { Dice } from '../test/engine/dice';
import { Copy, cutTemplate, dayOf, type CopiedEvent, type CutTemplate } from './copier';
import type { Templates } from './templates';

/** All that is recorded lies between these days: in the past, whatever the clock says. */
export const FIRST_DAY = '2019-10-01';
export const LAST_DAY = '2024-10-31';
/** A clinic of so many episodes in these five years is a busy one: 400 a year. */
export const EPISODES_PER_CLINIC = 2_000;
const FLUSH_CHARS = 512 * 1024;
/** From here on the indexes are built after the load. */
const INDEX_AFTER_EVENTS = 50_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export interface BulkPlan {
  readonly templates: Templates;
  /** At least so many are loaded. */
  readonly events: number;
  readonly masterKey: Buffer;
}

export interface BulkLoaded {
  readonly events: number;
  readonly episodes: number;
  readonly goals: number;
  readonly clinics: number;
}

/**
 * Fills an empty log: the organisation, then episodes as copies of the templates, evenly begun
 * over five years and recorded day by day, each with its own person key, sealed and chained, dense,
 * as if they had been appended. Those begun last are under way. The same in every run but for the
 * keys of the organisation and the nonces of sealed texts, and so the hashes.
 */
export async function bulkLoad(
  admin: ConnectionSettings,
  { templates, events: wanted, masterKey }: BulkPlan,
): Promise<BulkLoaded> {
  const plan = planFor(templates, wanted);
  const client = new Client(admin);
  await client.connect();
  try {
    const restore = wanted > INDEX_AFTER_EVENTS ? await dropIndexes(client) : [];
    const log = new LogCopy(client);
    for (const event of plan.organisation) await log.put(event, Date.parse(event.loggedAt));
    await putDays(plan, log);
    await log.end();
    await writeKeys(client, plan, masterKey);
    for (const statement of restore) await client.query(statement);
    const { position, loggedAtUs, goals } = log;
    await client.query(
      `update log.head set position = $1, logged_at = to_timestamp($2::numeric / 1000000)`,
      [position, loggedAtUs],
    );
    await client.query('vacuum analyze log.event');
    return { events: position, episodes: plan.copies.length, goals, clinics: plan.clinics };
  } finally {
    await client.end();
  }
}

interface Plan {
  readonly organisation: readonly StoredEvent[];
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly clinics: number;
  /** By the day they begin. */
  readonly copies: readonly Copy[];
}

/** How many episodes make the number of events wanted, which, where and when. */
function planFor(templates: Templates, wanted: number): Plan {
  const shared = new Set(templates.organisation.flatMap((event) => uuidsOf(event)));
  const cuts = templates.episodes.map((template, n) => cutTemplate(template, n, shared));
  const mean = cuts.reduce((sum, cut) => sum + eventsOf(cut), 0) / cuts.length;
  for (let episodes = Math.ceil(wanted / mean); ; episodes = Math.ceil(episodes * 1.005) + 1) {
    const clinics = Math.ceil(episodes / EPISODES_PER_CLINIC);
    const used = templates.clinics.slice(0, clinics);
    const unused = templates.clinics
      .slice(clinics)
      .flatMap(({ clinicId, therapists }) => [
        `clinic-${clinicId}`,
        ...therapists.map(staffStream),
      ]);
    const without = new Set(unused);
    const organisation = templates.organisation.filter(({ stream }) => !without.has(stream));
    const copies = copiesOf(cuts, used, episodes);
    const found = organisation.length + copies.reduce((sum, copy) => sum + recordedOf(copy), 0);
    if (found < wanted) continue;
    const { keys } = templates;
    return { organisation, keys, clinics: used.length, copies };
  }
}

const staffStream = (id: string): string => `staff-${id}`;

function copiesOf(
  cuts: readonly CutTemplate[],
  clinics: Templates['clinics'],
  episodes: number,
): Copy[] {
  const dice = new Dice(20_241_031);
  const first = dayOf(FIRST_DAY);
  const days = dayOf(LAST_DAY) - first + 1;
  return Array.from({ length: episodes }, (_each, n) => {
    const { clinicId, therapists } = dice.pick(clinics);
    return new Copy({
      template: dice.pick(cuts),
      number: n + 1,
      clinicId,
      therapistId: dice.pick(therapists),
      startDay: first + Math.floor((n / episodes) * days),
      key: createHmac('sha256', 'the key of a sample person').update(String(n)).digest(),
    });
  });
}

function eventsOf({ days }: CutTemplate): number {
  return days.reduce((sum, { events }) => sum + events.length, 0);
}

/** How many events of a copy are recorded by the last day. */
function recordedOf({ of: { template, startDay } }: Copy): number {
  const left = dayOf(LAST_DAY) - startDay;
  return template.days.reduce(
    (sum, { offset, events }) => (offset <= left ? sum + events.length : sum),
    0,
  );
}

/** All that is recorded, day by day, in the order of the day's minutes. */
async function putDays({ copies }: Plan, log: LogCopy): Promise<void> {
  const last = dayOf(LAST_DAY);
  /** By day: copies, and which of their days it is. */
  const coming = new Map<number, { copy: Copy; index: number }[]>();
  const expect = (copy: Copy, index: number): void => {
    const next = copy.of.template.days[index];
    if (!next) return;
    const day = copy.of.startDay + next.offset;
    const list = coming.get(day) ?? [];
    list.push({ copy, index });
    coming.set(day, list);
  };
  for (const copy of copies) expect(copy, 0);
  for (let day = dayOf(FIRST_DAY); day <= last; day++) {
    const today = coming.get(day) ?? [];
    coming.delete(day);
    const entries = today.flatMap(({ copy, index }) =>
      (copy.of.template.days[index]?.events ?? []).map((event) => ({
        copy,
        event,
        atMs: copy.recordedMs(event),
      })),
    );
    entries.sort((a, b) => a.atMs - b.atMs);
    for (const { copy, event, atMs } of entries) await log.put(copy.copy(event), atMs);
    for (const { copy, index } of today) expect(copy, index + 1);
  }
}

/** Writes events by COPY, with the next position each, and log times that only go on. */
class LogCopy {
  position = 0;
  loggedAtUs = 0;
  goals = 0;
  #pending = '';
  readonly #copy;
  readonly #done;

  constructor(client: Client) {
    const columns = 'seq, stream, version, id, type, header, data, sealed, hash, logged_at';
    this.#copy = client.query(copyFrom(`copy log.event (${columns}) from stdin`));
    this.#done = finished(this.#copy);
  }

  async put(event: CopiedEvent, atMs: number): Promise<void> {
    this.position++;
    if (event.type === 'GoalSet') this.goals++;
    this.loggedAtUs = Math.max(this.loggedAtUs + 1, atMs * 1_000);
    this.#pending += line(this.position, this.loggedAtUs, event);
    if (this.#pending.length < FLUSH_CHARS) return;
    const flushed = this.#copy.write(this.#pending);
    this.#pending = '';
    if (!flushed) await once(this.#copy, 'drain');
  }

  async end(): Promise<void> {
    this.#copy.end(this.#pending);
    await this.#done;
  }
}

async function writeKeys(client: Client, plan: Plan, masterKey: Buffer): Promise<void> {
  const copy = client.query(
    copyFrom('copy keys.person_key (owner, wrapped, master_key_id) from stdin'),
  );
  const done = finished(copy);
  const keyId = masterKeyId(masterKey);
  const put = (owner: string, key: Buffer): boolean =>
    copy.write(`${owner}\t\\\\x${wrapKey(masterKey, owner, key).toString('hex')}\t${keyId}\n`);
  for (const [owner, key] of plan.keys) put(owner, key);
  for (const copied of plan.copies) {
    if (!put(copied.owner, copied.of.key)) await once(copy, 'drain');
  }
  copy.end();
  await done;
}

/** Drops the constraints whose indexes are not filled in their order; returns how to add them. */
async function dropIndexes(client: Client): Promise<string[]> {
  await client.query(`set maintenance_work_mem = '512MB'`);
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'log.event'::regclass and contype = 'u'`,
  );
  for (const { name } of rows) await client.query(`alter table log.event drop constraint ${name}`);
  return rows.map(
    ({ name, definition }) => `alter table log.event add constraint ${name} ${definition}`,
  );
}

function uuidsOf(event: StoredEvent): string[] {
  return `${event.stream} ${event.header} ${event.data}`.match(UUID) ?? [];
}

function line(seq: number, loggedAtUs: number, event: CopiedEvent): string {
  const { id, stream, version, type, header, data, sealed, hash } = event;
  const bytes = sealed ? `\\\\x${sealed.toString('hex')}` : '\\N';
  const fields = [seq, stream, version, id, type, escaped(header), escaped(data)].join('\t');
  return `${fields}\t${bytes}\t\\\\x${hash.toString('hex')}\t${instantText(loggedAtUs)}\n`;
}

function instantText(us: number): string {
  const ms = new Date(Math.floor(us / 1_000)).toISOString().slice(0, -1);
  return `${ms}${String(us % 1_000).padStart(3, '0')}Z`;
}

function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}
