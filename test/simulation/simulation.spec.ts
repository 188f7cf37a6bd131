import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNullableType, isInputObjectType, parse, validate } from 'graphql';
import { verifyLog } from '../../src/store/chain';
import { startApi, type ApiHost } from '../api/api-host';
import { PEOPLE, registerPatient, setScene, type Scene } from '../api/scene';
import { Dice } from '../engine/histories';
import { aside } from './asides';
import { mutationsOf } from './documents';
import { guided, WAY_STEPS } from './guided';
import { brokenIn } from './invariants';
import { Known } from './known';
import { randomObject } from './random-input';

/**
 * Random histories, sensible and senseless, sent by several people at once through the API. Every
 * answer is an outcome or an error that says what is wrong; what is stored keeps what must hold.
 */
const HISTORIES = Number(process.env['ANAMNESIS_HISTORIES'] ?? 200);
const AT_ONCE = 8;
const SEED = Number(process.env['ANAMNESIS_SEED'] ?? 20_261_122);
/** What an error may say; INTERNAL is a bug. */
const EXPECTED_ERRORS = ['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND'];

const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
const documents = mutationsOf(schema);
const mutations = [...documents.keys()];
/** Commands to the organisation are tried, but the people of the scene keep their roles. */
const SPARED = ['withdrawRole', 'retireStaff', 'revokeCredential', 'closeClinic', 'adoptPolicy'];
const episodic = mutations.filter((name) => !SPARED.includes(name));
const SUBJECTS = Object.values(PEOPLE);

interface Tally {
  readonly outcomes: Map<string, number>;
  readonly accepted: Set<string>;
  readonly unexpected: string[];
}

describe('random histories through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  const tally: Tally = { outcomes: new Map(), accepted: new Set(), unexpected: [] };
  const episodes = new Set<string>();

  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    for (let first = 0; first < HISTORIES; first += AT_ONCE) {
      const group = Array.from({ length: Math.min(AT_ONCE, HISTORIES - first) }, (_, index) =>
        history(SEED + first + index),
      );
      await Promise.all(group);
      api.engine.clock.forward(3 * 3_600_000);
    }
  }, 300_000);
  afterAll(() => api.close());

  async function history(seed: number): Promise<void> {
    const dice = new Dice(seed);
    const patientId = await registerPatient(api, scene.clinicId);
    const { clinicId, therapistId, otherTherapistId } = scene;
    const known = new Known({
      clinicId: [scene.otherClinicId, clinicId],
      staffId: [otherTherapistId, therapistId],
      therapistId: [therapistId],
      patientId: [patientId],
    });
    for (let step = 0; step < WAY_STEPS;) {
      const place = { known, dice, nowMs: api.engine.clock.now() };
      const next = guided(step, place);
      await Promise.all([
        send(next.mutation, next.subject, next.input, known, dice),
        ...(dice.chance(50) ? [sendAside(known, dice)] : []),
        ...Array.from({ length: dice.below(3) }, () => sendRandom(known, dice)),
      ]);
      if (dice.chance(92)) step += dice.chance(95) ? 1 : 2;
      if (dice.chance(10)) api.engine.clock.forward(dice.below(48) * 3_600_000);
    }
    const episodeId = known.last('episodeId');
    if (episodeId) episodes.add(episodeId);
  }

  function sendAside(known: Known, dice: Dice): Promise<void> {
    const next = aside({ known, dice, nowMs: api.engine.clock.now() });
    return send(next.mutation, next.subject, next.input, known, dice);
  }

  function sendRandom(known: Known, dice: Dice): Promise<void> {
    const mutation = dice.pick(dice.chance(96) ? episodic : mutations);
    const input = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type;
    const type = input && getNullableType(input);
    if (!type || !isInputObjectType(type)) throw new Error(`${mutation} takes no input`);
    const subject = dice.chance(60) ? PEOPLE.therapist : dice.pick(SUBJECTS);
    const source = { dice, known, nowMs: api.engine.clock.now() };
    return send(mutation, subject, randomObject(type, source), known, dice);
  }

  /** At times a dry run first, a stale version, or the same command twice at once. */
  async function send(
    mutation: string,
    subject: string,
    given: object,
    known: Known,
    dice: Dice,
  ): Promise<void> {
    const commandId = randomUUID();
    const input = { ...given, commandId };
    if (dice.chance(8)) await ask(mutation, subject, { ...input, check: true }, null);
    if (dice.chance(5)) {
      await ask(mutation, subject, { ...input, expectedVersion: dice.below(5) }, null);
      return;
    }
    const copies = dice.chance(10) ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: copies }, () => ask(mutation, subject, input, known)),
    );
    const places = new Set(answers.filter((each) => each !== null));
    if (places.size > 1) tally.unexpected.push(`${mutation} twice: ${[...places].join(' and ')}`);
  }

  /** Where an accepted command was recorded, or null. */
  async function ask(
    mutation: string,
    subject: string,
    input: object,
    known: Known | null,
  ): Promise<string | null> {
    const answer = await api.ask(subject, documents.get(mutation) ?? '', { input });
    const made = answer.data?.[mutation];
    const kind = made ? String(made['__typename']) : String(answer.errors?.[0]?.extensions['code']);
    tally.outcomes.set(kind, (tally.outcomes.get(kind) ?? 0) + 1);
    if (!made && !EXPECTED_ERRORS.includes(kind)) {
      tally.unexpected.push(`${mutation} ${JSON.stringify(input)} → ${answer.text}`);
    }
    if (!made || !kind.endsWith('Accepted')) return null;
    if (!known) return null;
    tally.accepted.add(mutation);
    known.learn(made, mutation);
    // A command that changed nothing is not remembered, and answers the version of the moment.
    return made['appended'] === true
      ? `${String(made['stream'])} ${String(made['version'])}`
      : null;
  }

  it('ask for all that is answered, by documents that are valid', () => {
    const invalid = [...documents.values()].flatMap((text) => validate(schema, parse(text)));
    expect(invalid).toEqual([]);
  });

  it('are answered, each command by an outcome or by an error that says what is wrong', () => {
    expect(tally.unexpected.slice(0, 5)).toEqual([]);
  });

  it('go all ways: much is accepted, much is refused', () => {
    const count = (kind: string) => tally.outcomes.get(kind) ?? 0;
    expect(episodes.size).toBeGreaterThan(HISTORIES * 0.8);
    expect(count('EpisodeAccepted')).toBeGreaterThan(HISTORIES * 8);
    for (const kind of ['Refused', 'VersionConflict', ...EXPECTED_ERRORS]) {
      expect([kind, count(kind) > 0]).toEqual([kind, true]);
    }
    expect(tally.accepted.size).toBeGreaterThan(20);
  });

  it('leave every episode as it must be', async () => {
    const broken: string[] = [];
    for (const id of episodes) {
      const { folded } = await api.engine.streams.load('episode', id);
      broken.push(...brokenIn(folded.events).map((what) => `${id}: ${what}`));
    }
    expect(broken).toEqual([]);
  });

  it('leave a chain that verifies, and read models that are rebuilt to what they are', async () => {
    const verified = await verifyLog(api.engine.store, {});
    expect(verified.faults).toBe(0);
    await api.engine.settled();
    expect((await api.engine.projector.rebuild()).differing).toEqual([]);
  });

  it('log no error', () => {
    expect(api.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
