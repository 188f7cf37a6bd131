import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../src/domain/envelope';
import type { ClinicId, EntryId, PatientId } from '../../src/domain/ids';
import type { PatientCommand } from '../../src/domain/patient/commands';
import type { Zone } from '../../src/domain/time';
import { eventId } from '../../src/engine/ids';
import type { Outcome } from '../../src/engine/request';
import { openHost, type Host } from '../../src/host';
import { readConfig } from '../../src/platform/config';
import { SEARCH_OWNER } from '../../src/store/key-store';

/** Drawn by hand: in no source, no log, no dictionary. */
const SEEDS = ['Xaverine Quopliztik', '+49 30 7719934402', 'Quop-7719', '1963-07-29'];
const FREE = { openEpisodes: 0, lastCareOn: null, holdsOfMerged: 0 };
const ASKS: Actor = { id: 'b0000000-0000-5000-8000-000000000001', role: 'FRONT_DESK' };
const DECIDES: Actor = { id: 'b0000000-0000-5000-8000-000000000002', role: 'PRIVACY_OFFICER' };

describe('what was erased', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-nowhere-'));
  let host: Host | null = null;
  const said: string[] = [];
  const note = (facts: object, message: string): void => {
    said.push(`${JSON.stringify(facts)} ${message}`);
  };
  const start = async (): Promise<Host> => {
    const url = process.env['EVENTSTORE_URL'];
    const config = readConfig({
      ANAMNESIS_DATA: join(folder, 'data'),
      ...(url === undefined ? {} : { EVENTSTORE_URL: url }),
    });
    host = await openHost({ config, kind: 'live', log: { info: note, warn: note, error: note } });
    return host;
  };
  const stop = async (): Promise<void> => {
    await host?.close();
    host = null;
  };
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Files that hold any of these, as bytes: the database's with its WAL, its log, the keys. */
  function holding(needles: readonly (string | Buffer)[]): string[] {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .filter((path) => {
        const bytes = readFileSync(path);
        return needles.some((needle) => bytes.includes(needle));
      });
  }

  const forms = (key: Buffer) => [key, key.toString('base64'), key.toString('hex')];

  it('is nowhere in the data folder, its WAL and logs, nor any key that could open it', async () => {
    const { engine } = await start();
    const send = async (command: PatientCommand, actor: Actor, commandId = randomUUID()) => {
      const outcome: Outcome<'patient'> = await engine.transactor.transact({
        ...{ category: 'patient', id: command.patientId, command, commandId, actor },
        input: command,
        reason: `${SEEDS[0]} said so`,
      });
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      return outcome.events[0]!.header.id as EntryId;
    };
    const clinicId = randomUUID() as ClinicId;
    const opened = { type: 'OpenClinic', clinicId, name: 'Sample', zone: 'UTC' as Zone } as const;
    await engine.transactor.transact({
      ...{ category: 'clinic', id: clinicId, commandId: randomUUID(), actor: ASKS },
      command: { ...opened, address: '' },
      input: opened,
    });
    const patientId = randomUUID() as PatientId;
    const [name = '', contact, number, birthDate] = SEEDS;
    const details = { name, contact, number, birthDate };
    await send({ type: 'RegisterPatient', patientId, clinicId, ...details }, ASKS);
    await engine.projector.visibility.waitFor((await engine.store.head()).position, 20_000);
    const search = await engine.patientIndex.key();
    const found = { eventId: await detailsOf(), patientId };
    await engine.patientIndex.add(search, [found]);
    const requestId = await send({ type: 'RequestErasure', patientId }, ASKS);
    const approval = { patientId, requestId, legalBasis: 'OBJECTION', care: FREE } as const;
    await send({ type: 'ApproveErasure', ...approval }, DECIDES);

    const owner = `patient-${patientId}`;
    const personKey = await engine.keys.keyOf(owner);
    const masterFile = join(folder, 'data.key');
    const master = Buffer.from(readFileSync(masterFile, 'utf8').trim(), 'base64');
    // The search finds what is there: until now the master key, and the wrapped key.
    expect(holding(forms(master))).toEqual([masterFile]);

    const commandId = randomUUID();
    const facts = { patientId, requestId, merged: [], care: FREE, keysCanGo: true };
    const intended = eventId(owner, commandId, 0);
    await engine.erasures.intend({ eventId: intended, patientId, requestId, merged: [] });
    await send({ type: 'ExecuteErasure', ...facts }, DECIDES, commandId);
    await engine.erasures.settle();
    expect(await engine.keys.keyOf(owner)).toBeNull();
    await stop();

    const keys = [master, personKey!, search.key].flatMap(forms);
    expect(holding([...SEEDS, ...keys])).toEqual([]);
    expect(readFileSync(`${masterFile}.erased`, 'utf8')).toContain(owner);
    for (const seed of SEEDS) expect(said.join('\n')).not.toContain(seed);

    const again = await start();
    // The log keeps its bytes, wherever it is: they say nothing any more.
    for await (const { header, data, sealed } of again.engine.store.readAll({ after: 0 })) {
      const bytes = Buffer.concat([Buffer.from(header + data), sealed ?? Buffer.alloc(0)]);
      for (const needle of [...SEEDS, ...keys]) expect(bytes.includes(needle)).toBe(false);
    }
    expect(await again.engine.keys.keyOf(owner)).toBeNull();
    expect(await again.engine.keys.keyOf('organisation')).toHaveLength(32);
    expect(await again.engine.keys.keyOf(SEARCH_OWNER)).toBeNull();

    async function detailsOf(): Promise<string> {
      const { state } = (await engine.streams.load('patient', patientId)).folded;
      return state!.detailsId;
    }
  });

  it('is erased again in a database that was restored from before', async () => {
    const { engine } = host ?? (await start());
    const owner = `patient-${randomUUID()}`;
    expect(await engine.keys.ensureKey(owner)).toHaveLength(32);
    await stop();
    const register = join(folder, 'data.key.erased');
    // As a register that has seen more than the database.
    appendFileSync(register, `${owner}\n`);
    const restored = await start();
    await restored.engine.erasures.restore();
    expect(await restored.engine.keys.keyOf(owner)).toBeNull();
  });
});
