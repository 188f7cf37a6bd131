import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE, HISTORY } from './read-texts';
import { accepted, PEOPLE, referral, registerPatient, setScene, type Scene } from './scene';
import { treatedEpisode, type TreatedEpisode } from './treated';

/** Queries without `asOf`, and why. */
const NOW_ONLY: Readonly<Record<string, string>> = {
  me: 'who is signed in is a matter of today',
  publishedOutcomes: 'of closed quarters, each at the one moment at which it is taken',
  projections: 'how the service is, not what was recorded',
};

interface Edge {
  readonly node: { readonly episodeId: string };
}

describe('rights of reading', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    treated = await treatedEpisode(api, scene);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    await api.employ('ollie', 'OPERATOR');
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const codeOf = async (subject: string, query: string, variables: object) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions['code'] ?? 'OK';
  const listed = async (subject: string, variables: object = {}) => {
    const answer = await api.ask(subject, CASELOAD, variables);
    if (answer.errors) return answer.errors[0]!.extensions['code'];
    // The document asks for edges with these.
    const { edges } = answer.data!['caseload'] as unknown as { edges: readonly Edge[] };
    return edges.map(({ node }) => node.episodeId);
  };

  it('open an episode to those who may, and to others it is not there', async () => {
    const { episodeId: id } = treated;
    for (const query of [EPISODE, HISTORY]) {
      for (const may of [PEOPLE.therapist, PEOPLE.manager, PEOPLE.lead, PEOPLE.auditor]) {
        expect([may, await codeOf(may, query, { id })]).toEqual([may, 'OK']);
      }
      for (const hidden of [PEOPLE.otherTherapist, PEOPLE.farTherapist, 'far-manager']) {
        expect([hidden, await codeOf(hidden, query, { id })]).toEqual([hidden, 'NOT_FOUND']);
      }
      for (const never of [PEOPLE.administrator, PEOPLE.frontDesk, 'ollie']) {
        expect([never, await codeOf(never, query, { id })]).toEqual([never, 'FORBIDDEN']);
      }
    }
  });

  it('give each their caseload', async () => {
    const { therapistId, otherTherapistId, clinicId } = scene;
    const { episodeId } = treated;
    expect(await listed(PEOPLE.therapist)).toEqual([episodeId]);
    expect(await listed(PEOPLE.otherTherapist)).toEqual([]);
    expect(await listed(PEOPLE.otherTherapist, { therapistId })).toBe('NOT_FOUND');
    expect(await listed(PEOPLE.manager)).toEqual([episodeId]);
    expect(await listed(PEOPLE.manager, { therapistId })).toEqual([episodeId]);
    expect(await listed(PEOPLE.manager, { therapistId: otherTherapistId })).toEqual([]);
    expect(await listed('far-manager', { clinicIds: [clinicId] })).toEqual([]);
    expect(await listed(PEOPLE.auditor)).toEqual([episodeId]);
  });

  it('are those of today, whatever moment is asked', async () => {
    const { episodeId } = treated;
    const position = String(await api.engine.settled());
    const assign = { episodeId, therapistId: scene.otherTherapistId, handover: 'Moved away' };
    await accepted(api, PEOPLE.manager, 'assignTherapist', assign);
    await api.engine.settled();
    // It counts for who held the sessions: they may read it still.
    expect(await codeOf(PEOPLE.therapist, EPISODE, { id: episodeId })).toBe('OK');
    expect(await listed(PEOPLE.therapist)).toEqual([]);
    expect(await listed(PEOPLE.therapist, { asOf: { position } })).toEqual([episodeId]);
    expect(await listed(PEOPLE.otherTherapist, { asOf: { position } })).toEqual([]);
    expect(await listed(PEOPLE.otherTherapist)).toEqual([episodeId]);
  });

  it('hide from a former therapist also the past of what they no longer carry', async () => {
    const patientId = await registerPatient(api, scene.clinicId);
    const opened = await accepted(
      api,
      PEOPLE.frontDesk,
      'receiveReferral',
      referral(scene.clinicId, patientId),
    );
    const { episodeId } = opened;
    await accepted(api, PEOPLE.manager, 'acceptReferral', { episodeId });
    const to = (therapistId: string) =>
      accepted(api, PEOPLE.manager, 'assignTherapist', { episodeId, therapistId });
    await to(scene.therapistId);
    const position = String(await api.engine.settled());
    expect(await listed(PEOPLE.therapist, { asOf: { position } })).toContain(episodeId);
    await to(scene.otherTherapistId);
    await api.engine.settled();
    expect(await listed(PEOPLE.therapist, { asOf: { position } })).not.toContain(episodeId);
    const past = { id: episodeId, asOf: { position } };
    expect(await codeOf(PEOPLE.therapist, EPISODE, past)).toBe('NOT_FOUND');
    expect(await codeOf(PEOPLE.manager, EPISODE, past)).toBe('OK');
  });

  it('find patients of the own clinics, by name, birth date or number', async () => {
    const found = async (subject: string, search: string) => {
      const query = `query P($search: String!) { patients(search: $search) {
        asOf { position } patients { id name { value } birthDate { value } number { value } } } }`;
      const answer = await api.ask(subject, query, { search });
      if (answer.errors) return answer.errors[0]!.extensions['code'];
      // The document asks for just these.
      const { patients } = answer.data!['patients'] as unknown as {
        patients: { name: { value: string } }[];
      };
      return patients.map(({ name }) => name.value);
    };
    for (const search of ['erik', 'Muster ERI', '1980-02-29', 'N17', 'muster 1980-02-29']) {
      expect(await found(PEOPLE.frontDesk, search)).toEqual(['Erika Muster', 'Erika Muster']);
    }
    expect(await found(PEOPLE.frontDesk, 'nobody')).toEqual([]);
    expect(await found('far-manager', 'erika')).toEqual([]);
    expect(await found(PEOPLE.auditor, 'erika')).toHaveLength(2);
    expect(await found(PEOPLE.administrator, 'erika')).toBe('FORBIDDEN');
    expect(await found(PEOPLE.frontDesk, 'e m')).toBe('BAD_USER_INPUT');
  });

  it('show the state of the read models, and rebuild them', async () => {
    const query = `{ projections { models { name version position head lagEvents lagMs status error
      rebuild { phase done of startedAt } } parked { stream }
      reactors { name position head lagEvents lagMs status error }
      logIndex { lagEvents lagMs trusted error parked { stream } } } }`;
    await api.engine.conformance.catchUp();
    const head = String(await api.engine.settled());
    const answer = await api.ask('ollie', query);
    const { models, parked, reactors, logIndex } = answer.data!['projections'] as unknown as {
      models: { name: string }[];
      parked: unknown[];
      reactors: unknown[];
      logIndex: unknown;
    };
    const complete = { lagEvents: 0, lagMs: 0, trusted: true, error: null, parked: [] };
    expect(logIndex).toEqual(process.env['EVENTSTORE_URL'] === undefined ? null : complete);
    // It runs in the service alone; here it was asked once.
    const reached = { position: head, head, lagEvents: 0, lagMs: 0, error: null };
    expect(reactors).toEqual([{ name: 'conformance', status: 'STANDBY', ...reached }]);
    expect(parked).toEqual([]);
    expect(models.map(({ name }) => name)).toContain('episode_span');
    for (const model of models) {
      expect(model).toMatchObject({ position: head, head, lagEvents: 0, lagMs: 0, status: 'LIVE' });
    }
    const rebuild = `mutation($models: [String!], $id: UUID) {
      rebuildReadModels(models: $models, commandId: $id) {
        id endedAt error events streams position differing } }`;
    const rebuilt = await api.ask(PEOPLE.administrator, rebuild);
    expect(rebuilt.data!['rebuildReadModels']).toMatchObject({ position: head, differing: [] });
    const one = { models: ['caseload'], id: randomUUID() };
    const first = await api.ask('ollie', rebuild, one);
    expect(first.data!['rebuildReadModels']).toMatchObject({ id: one.id, error: null });
    // The same again is the same one.
    expect((await api.ask('ollie', rebuild, one)).text).toBe(first.text);
    expect(await codeOf('ollie', rebuild, { models: ['nothing'] })).toBe('BAD_USER_INPUT');
    expect(await codeOf(PEOPLE.manager, rebuild, {})).toBe('FORBIDDEN');
    const ofOne = `mutation($id: UUID!) { rebuildEpisode(episodeId: $id) { error differing } }`;
    const made = await api.ask('ollie', ofOne, { id: treated.episodeId });
    expect(made.data!['rebuildEpisode']).toEqual({ error: null, differing: [] });
    expect(await codeOf('ollie', ofOne, { id: randomUUID() })).toBe('NOT_FOUND');
    expect(await codeOf(PEOPLE.manager, ofOne, { id: treated.episodeId })).toBe('FORBIDDEN');
    expect(await listed(PEOPLE.otherTherapist)).toHaveLength(2);
  });

  it('asOf is an argument of every query of what was recorded, and its answer names it', () => {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const fields = Object.values(schema.getQueryType()!.getFields());
    const without = fields.filter(({ args }) => !args.some(({ name }) => name === 'asOf'));
    expect(without.map(({ name }) => name).sort()).toEqual(Object.keys(NOW_ONLY).sort());
    for (const field of fields.filter((each) => !without.includes(each))) {
      const type = getNamedType(field.type);
      const names = isObjectType(type) ? Object.keys(type.getFields()) : [];
      expect([field.name, names]).toEqual([field.name, expect.arrayContaining(['asOf'])]);
    }
  });

  it('every type, field, argument and enum value is described', () => {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const bare: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
      if (!isRoot && !type.description) bare.push(type.name);
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          const parts = [field, ...field.args].filter(({ description }) => !description);
          bare.push(...parts.map(({ name }) => `${type.name}.${field.name}: ${name}`));
        }
      }
      if (isInputObjectType(type)) {
        const fields = Object.values(type.getFields()).filter(({ description }) => !description);
        bare.push(...fields.map(({ name }) => `${type.name}.${name}`));
      }
    }
    expect(bare).toEqual([]);
  });
});
