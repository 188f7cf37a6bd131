import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { main } from '../../src/cli/main';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { databaseUrl, root, run, type Ended } from './command';

const samples = join(root, 'samples');
const sheet = join(samples, 'clinic-sheet.csv');
const mapping = join(samples, 'clinic-sheet.yaml');
const folder = mkdtempSync(join(tmpdir(), 'cli-'));
const me = join(folder, 'me.graphql');
writeFileSync(me, '{ me { subject } }');

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase({ kind: 'live' });
  const dataDir = join(folder, 'data');
  env = {
    DATABASE_URL: databaseUrl(database.app),
    DATABASE_ADMIN_URL: databaseUrl(database.admin),
    ANAMNESIS_DATA: dataDir,
  };
});
afterAll(() => database.drop());

function anamnesis(...args: string[]): Promise<Ended> {
  return run(args, env);
}

/** What needs no engine is quicker without a process of its own. */
async function here(...args: string[]): Promise<Ended> {
  const text = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text.out += chunk.toString();
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text.err += chunk.toString();
    return true;
  });
  try {
    await main(args);
    return { code: Number(process.exitCode ?? 0), ...text };
  } finally {
    process.exitCode = 0;
    out.mockRestore();
    err.mockRestore();
  }
}

describe('anamnesis, the command', () => {
  it('helps, with examples and exit codes', async () => {
    const help = await anamnesis('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('4  verify: the log is not as it was recorded');
    const commands = ['serve', 'import history', 'query', 'rebuild', 'verify', 'status'];
    for (const command of [...commands, 'grant-admin', 'migrate-log', 'unpark']) {
      const { code, out } = await here(...command.split(' '), '--help');
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(out).toMatch(/Examples?:\n {2}.*anamnesis/);
    }
  });

  it.each([
    [['bogus'], 2, "unknown command 'bogus'"],
    [['verify', '--bogus'], 2, "unknown option '--bogus'"],
    [['import', 'history', 'nowhere.csv', '--mapping', mapping], 2, 'nowhere.csv cannot be read'],
    [['import', 'history', sheet, '--mapping', sheet], 2, 'clinic-sheet.csv is not right:'],
    [['serve', '--fresh'], 2, '--empty and --fresh are for the demo'],
    [['query', sheet], 2, 'The query is not GraphQL'],
    [['query', me, '--as-of', 'p3'], 2, 'the query must declare: $asOf: AsOf'],
    [['query', me, '--format', 'xlsx'], 2, 'must be json or csv'],
    [['query', me, '--variables', '[1]'], 2, '--variables must be a JSON object'],
    [['query', me, '--role', 'manager'], 2, '--role is for the demo'],
    [['grant-admin', '--issuer', ' ', '--subject', 's', '--name', 'n'], 2, 'must not be empty'],
  ])('says in one sentence what is wrong: %j', async (args, code, words) => {
    const ended = await here(...args);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
    expect(ended.err).not.toContain('    at ');
    expect(ended.out).toBe('');
  });

  it('says that the database cannot be reached', async () => {
    const nowhere = { ...env, DATABASE_URL: 'postgres://x:y@127.0.0.1:1/none' };
    const ended = await run(['status'], {
      ANAMNESIS_DATA: env['ANAMNESIS_DATA'] ?? '',
      ...nowhere,
    });
    expect(ended.code).toBe(3);
    expect(ended.err).toMatch(/^The server of DATABASE_URL cannot be used: .*\n$/);
  });

  it.each([['status'], ['verify'], ['rebuild'], ['query', me]])(
    'makes no log of an empty folder or database: %j',
    async (...args) => {
      const dataDir = join(folder, 'nothing');
      const embedded = await run(args, { ANAMNESIS_DATA: dataDir });
      expect(embedded).toMatchObject({ code: 3, out: '' });
      expect(embedded.err).toMatch(/^The data folder .* holds no log yet: .*\n$/);
      expect(existsSync(dataDir)).toBe(false);
      expect(existsSync(`${dataDir}.key`)).toBe(false);
    },
  );

  it('imports, tells what the log holds, and makes one administrator', async () => {
    const file = join(folder, 'sheet.csv');
    writeFileSync(file, readFileSync(sheet, 'utf8').replace(',9,9,', ',99,9,'));
    const first = await anamnesis('import', 'history', file, '--mapping', mapping);
    expect(first.code).toBe(1);
    // Said once: to whoever sits there, not into what another program reads.
    expect(first.err).toMatch(/^A master key was made\. .*\n {2}[\w+/]{43}=\n$/);
    expect(first.out).toContain('29 imported, 0 already there');
    expect(first.out).toContain('line 3: pain_start "99": NPRS: The score 99 is outside 0 to 10.');
    const second = await anamnesis('import', 'history', sheet, '--mapping', mapping, '--json');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ imported: 1, already: 29 });

    const status = await anamnesis('status', '--json');
    const { position } = JSON.parse(second.out) as { position: number };
    expect(JSON.parse(status.out)).toMatchObject({
      database: 'DATABASE_URL',
      service: null,
      log: { kind: 'live', position },
    });

    const grant = ['grant-admin', '--issuer', 'https://login.example.org', '--name', 'Ada Admin'];
    const granted = await anamnesis(...grant, '--subject', 'ada');
    expect(granted).toMatchObject({ code: 0, err: '' });
    // Asked again it is so already; somebody else is refused.
    expect(await anamnesis(...grant, '--subject', 'ada')).toMatchObject({ code: 0 });
    expect(await anamnesis(...grant, '--subject', 'eve')).toMatchObject({
      code: 1,
      err: 'There is an administrator already, who grants roles.\n',
    });
  }, 60_000);

  it('opens nothing with another master key than the one it was sealed under', async () => {
    const other = { ...env, ANAMNESIS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    const refused = await run(['status'], other);
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toMatch(/^What is stored was sealed under the master key [0-9a-f]{16}, /);
  });

  it('rebuilds the read models without a service', async () => {
    const rebuilt = await anamnesis('rebuild', '--json');
    expect(rebuilt).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(rebuilt.out)).toMatchObject({ differing: [] });
    const some = await anamnesis('rebuild', '--model', 'caseload', 'finding');
    expect(some).toMatchObject({ code: 0, err: '' });
    expect(some.out).toMatch(/^Rebuilt \d+ events of \d+ streams\.\n$/);
    const unknown = await anamnesis('rebuild', '--model', 'nothing');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toMatch(/^There is no read model nothing: they are caseload, /);
  });

  it('asks in this process when no service runs', async () => {
    const answer = await run(['query', '-'], env, '{ me { subject } }');
    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.out)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('answers nothing of a restored database before it has erased again whom the register lists', async () => {
    const client = new Client(database.admin);
    await client.connect();
    const owners = async () =>
      (
        await client.query<{ owner: string }>(
          `select owner from keys.person_key where owner like 'patient-%' order by owner`,
        )
      ).rows.map(({ owner }) => owner);
    const [erased = '', ...others] = await owners();
    writeFileSync(join(folder, 'data.key.erased'), `${erased}\n`);
    await run(['query', '-'], env, '{ me { subject } }');
    expect(await owners()).toEqual(others);
    await client.end();
  });

  it('notices a log that was changed', async () => {
    const intact = await anamnesis('verify');
    expect(intact).toMatchObject({ code: 0, err: '' });
    expect(intact.out).toMatch(/^Intact: \d+ events in \d+ streams\.\n$/);
    const client = new Client(database.admin);
    await client.connect();
    // As somebody would who owns the server: past the triggers that refuse it.
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(
      `update log.event set data = replace(data::text, 'ICD-10', 'ICD-11')::json
        where seq = (select min(seq) from log.event where type = 'ReferralReceived')`,
    );
    await client.end();
    const changed = await anamnesis('verify');
    expect(changed.code).toBe(4);
    expect(changed.out).toMatch(/^Not intact: 1 places of .*\nThe first is at .*: changed\.\n$/);
  });

  it('keeps its master key out of the data folder', () => {
    expect(existsSync(`${env['ANAMNESIS_DATA']}.key`)).toBe(true);
  });
});
