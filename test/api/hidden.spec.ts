import { randomUUID } from 'node:crypto';
import { getNullableType, isInputObjectType, isNonNullType } from 'graphql';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Dice } from '../engine/histories';
import { mutationsOf } from '../simulation/documents';
import { Known } from '../simulation/known';
import { randomObject } from '../simulation/random-input';
import { startApi, type ApiHost } from './api-host';
import { EPISODE, HISTORY } from './read-texts';
import { accepted, PEOPLE, readyEpisode, referral, setScene, type Scene } from './scene';
import { treatedEpisode, type TreatedEpisode } from './treated';

/** Documents that read by an id, which stands for `$id`. */
const READS: readonly string[] = [
  EPISODE,
  HISTORY,
  'query R($id: UUID!) { replay(id: $id, toVersion: 0) { __typename } }',
  'query R($id: UUID!) { compare(id: $id, from: 0, to: 1) { __typename } }',
  'query R($id: UUID!) { patient(id: $id) { clinicId } }',
  'query R($id: UUID!) { patientProtection(id: $id) { patientId } }',
  'query R($id: UUID!) { findings(filter: { episodeId: $id }) { totalCount } }',
  'query R($id: UUID!) { episode(id: $id, asOf: { position: "3" }) { __typename } }',
  'query R($id: UUID!) { caseload(therapistId: $id) { totalCount } }',
  'query R($id: UUID!) { episodesFound(patientId: $id) { totalCount } }',
  'query R($id: UUID!) { changes(of: { episodeId: $id }) { laterEntries } }',
  'query R($id: UUID!) { changes(of: { therapistId: $id }, around: { position: "1" }) { laterEntries } }',
];
/** Named by two ids, or not about one that is there: asked by cases of their own. */
const ELSEWHERE = ['receiveReferral', 'mergePatients'];
const FOREIGN = ['far-manager', 'far-lead', 'far-desk', PEOPLE.farTherapist, PEOPLE.nobody];

/** What is hidden from a person is answered as what was never there. */
describe('what is hidden', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  let voidedId: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    await api.employ('far-lead', 'CLINICAL_LEAD', [scene.otherClinicId]);
    await api.employ('far-desk', 'FRONT_DESK', [scene.otherClinicId]);
    const voided = await readyEpisode(api, scene);
    voidedId = voided.episodeId;
    await accepted(api, PEOPLE.manager, 'voidEpisode', {
      episodeId: voidedId,
      voidReason: 'WRONG_PATIENT',
      words: 'Another Muster',
    });
    treated = await treatedEpisode(api, scene);
    await api.engine.settled();
  }, 60_000);
  afterAll(() => api.close());

  /** The answers about a hidden id and about none, told apart by nothing but the id. */
  async function both(subject: string, id: string, ask: (id: string) => [string, object]) {
    const unknown = randomUUID();
    const told = async (asked: string) => {
      // A document that is compiled meanwhile puts errors and data in another order.
      const { data, errors } = await api.ask(subject, ...ask(asked));
      return JSON.stringify({ errors, data }).replaceAll(asked, '<id>');
    };
    return [await told(id), await told(unknown)];
  }

  function everyMutation(): readonly (readonly [name: string, text: string, field: string])[] {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const fields = schema.getMutationType()?.getFields() ?? {};
    return [...mutationsOf(schema)].flatMap(([name, text]) => {
      const type = fields[name]?.args[0]?.type;
      const input = type && getNullableType(type);
      if (!input || !isInputObjectType(input)) return [];
      const named = Object.values(input.getFields()).filter(
        (each) => ['episodeId', 'patientId'].includes(each.name) && isNonNullType(each.type),
      );
      return named.map((each) => [name, text, each.name] as const);
    });
  }

  function inputFor(mutation: string): object {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const type = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type;
    const input = type && getNullableType(type);
    if (!isInputObjectType(input)) throw new Error(`${mutation} takes no input`);
    const known = new Known({ clinicId: [scene.otherClinicId] });
    return randomObject(input, { dice: new Dice(7), known, nowMs: api.engine.clock.now() });
  }

  it('is told apart from nothing by no mutation, dry run, repeat or stale version', async () => {
    const asked = everyMutation().filter(([name]) => !ELSEWHERE.includes(name));
    expect(asked.length).toBeGreaterThan(50);
    const told: string[] = [];
    for (const [name, text, field] of asked) {
      const ids = field === 'patientId' ? [treated.patientId] : [treated.episodeId, voidedId];
      for (const subject of FOREIGN) {
        for (const extra of [{}, { check: true }, { commandId: treated.goal.events[0]!.id }]) {
          for (const id of ids) {
            const input = { ...inputFor(name), ...extra };
            const [hidden, none] = await both(subject, id, (each) => [
              text,
              { input: { ...input, [field]: each } },
            ]);
            if (hidden !== none) told.push(`${subject} ${name}: ${hidden} / ${none}`);
          }
        }
      }
    }
    expect(told).toEqual([]);
  }, 300_000);

  it('is told apart from nothing by no query', async () => {
    const ids = [treated.episodeId, treated.patientId, voidedId, scene.therapistId];
    const told: string[] = [];
    for (const subject of [...FOREIGN, PEOPLE.otherTherapist]) {
      for (const query of READS) {
        for (const id of ids) {
          // Patients are for everyone of their clinic.
          if (subject === PEOPLE.otherTherapist && id === treated.patientId) continue;
          const [hidden, none] = await both(subject, id, (each) => [query, { id: each }]);
          const moments = /"asOf":\{[^}]*\}/g;
          if (hidden?.replace(moments, '') !== none?.replace(moments, '')) {
            told.push(`${subject} ${query}: ${hidden} / ${none}`);
          }
        }
      }
    }
    expect(told).toEqual([]);
  }, 60_000);

  it('is told apart from nothing by no wait for a version, but who recorded it may wait', async () => {
    const query = `query Q($stream: String!, $version: Int!) {
      caseload(atLeast: { streamVersion: { stream: $stream, version: $version } }) { totalCount } }`;
    const codeOf = async (subject: string, stream: string, version = 0) =>
      (await api.ask(subject, query, { stream, version })).errors?.[0]?.extensions['code'] ?? 'OK';
    const [far, other, own] = ['far-manager', PEOPLE.otherTherapist, PEOPLE.therapist];
    const streams = [`episode-${treated.episodeId}`, `patient-${treated.patientId}`];
    for (const stream of [...streams, `staff-${scene.therapistId}`, `episode-${randomUUID()}`]) {
      expect([stream, await codeOf(far, stream)]).toEqual([stream, 'NOT_YET']);
    }
    expect(await codeOf(other, `episode-${treated.episodeId}`)).toBe('NOT_YET');
    expect(await codeOf(own, `episode-${treated.episodeId}`)).toBe('OK');
    expect(await codeOf(own, `episode-${treated.episodeId}`, 1_000)).toBe('NOT_YET');
    const { state, events } = (await api.engine.streams.load('episode', voidedId)).folded;
    expect(state?.voided).not.toBeNull();
    const last = events.length - 1;
    expect(await codeOf(PEOPLE.manager, `episode-${voidedId}`, last)).toBe('OK');
    expect(await codeOf(PEOPLE.manager, `episode-${voidedId}`, 0)).toBe('NOT_YET');
  });

  it('is no patient to refer, of another clinic as of none', async () => {
    const { otherClinicId } = scene;
    const document = `mutation M($input: ReceiveReferralInput!) { receiveReferral(input: $input) {
      __typename ... on Refused { code message facts accepts } } }`;
    for (const check of [true, false]) {
      const [hidden, none] = await both('far-desk', treated.patientId, (patientId) => [
        document,
        { input: { ...referral(otherClinicId, patientId), check } },
      ]);
      expect(hidden).toBe(none);
      expect(none).toContain('NOT_FOUND');
    }
  });

  it('is no patient to merge, of another clinic as of none', async () => {
    const [patientId, otherPatientId] = [treated.patientId, randomUUID()];
    const document = `mutation M($input: MergePatientsInput!) { mergePatients(input: $input) {
      __typename } }`;
    for (const subject of ['far-manager', 'far-lead']) {
      const { errors } = await api.ask(subject, document, { input: { patientId, otherPatientId } });
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    }
  });
});
