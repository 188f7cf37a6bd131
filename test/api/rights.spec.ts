import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  parse,
  subscribe,
  type GraphQLInputType,
} from 'graphql';
import { ROLES, type Role } from '../../src/domain/envelope';
import { ALL_RIGHTS, hasRight, type Right } from '../../src/api/rights';
import { viewerOf } from '../../src/api/viewer';
import { WISH, type Wish } from '../../src/api/wishes';
import { RESOLVERS } from '../../src/app.module';
import { authenticator } from '../../src/platform/auth';
import { startApi, type ApiHost } from './api-host';
import {
  accepted,
  PEOPLE,
  readyEpisode,
  referral,
  registerPatient,
  setScene,
  type Scene,
} from './scene';

/** Which roles may call a root field on something; kept by hand, as the brief for the eye. */
const EXPECTED: Readonly<Record<Right, readonly Role[]>> = {
  ADMINISTER_STAFF: ['ADMINISTRATOR'],
  ADMINISTER_CLINICS: ['ADMINISTRATOR'],
  READ_CLINICS: ['ADMINISTRATOR', 'THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK', 'AUDITOR'],
  READ_STAFF: ['ADMINISTRATOR', 'THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK', 'AUDITOR'],
  READ_POLICY: [
    'ADMINISTRATOR',
    'THERAPIST',
    'MANAGER',
    'CLINICAL_LEAD',
    'FRONT_DESK',
    'AUDITOR',
    'PRIVACY_OFFICER',
  ],
  ADOPT_POLICY: ['CLINICAL_LEAD'],
  REGISTER_PATIENTS: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK'],
  MERGE_PATIENTS: ['MANAGER', 'CLINICAL_LEAD'],
  REQUEST_ERASURE: ['PRIVACY_OFFICER', 'MANAGER', 'FRONT_DESK'],
  PROTECT_RECORDS: ['PRIVACY_OFFICER'],
  READ_PROTECTION: ['PRIVACY_OFFICER', 'AUDITOR'],
  HANDLE_REFERRALS: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK'],
  GRANT_AUTHORIZATIONS: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK'],
  RECORD_CONSENT: ['THERAPIST'],
  RECORD_CONTRAINDICATIONS: ['THERAPIST', 'CLINICAL_LEAD'],
  TRANSFER_EPISODES: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD'],
  ASSIGN_THERAPISTS: ['MANAGER', 'CLINICAL_LEAD'],
  REOPEN_EPISODES: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD'],
  VOID_EPISODES: ['MANAGER', 'CLINICAL_LEAD'],
  READ_VOIDED: ['AUDITOR'],
  BOOK_SESSIONS: ['THERAPIST', 'FRONT_DESK'],
  RECORD_FEEDBACK: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'FRONT_DESK'],
  TREAT: ['THERAPIST'],
  READ_EPISODES: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'AUDITOR'],
  READ_FIGURES: ['THERAPIST', 'MANAGER', 'CLINICAL_LEAD', 'AUDITOR'],
  FREEZE_REPORTS: ['MANAGER', 'CLINICAL_LEAD'],
  REBASE_CHARTS: ['MANAGER', 'CLINICAL_LEAD'],
  READ_FINDINGS: ['MANAGER', 'CLINICAL_LEAD', 'AUDITOR'],
  SETTLE_FINDINGS: ['MANAGER', 'CLINICAL_LEAD'],
  SEARCH_PATIENTS: [
    'THERAPIST',
    'MANAGER',
    'CLINICAL_LEAD',
    'FRONT_DESK',
    'AUDITOR',
    'PRIVACY_OFFICER',
  ],
  READ_PROJECTIONS: ['ADMINISTRATOR', 'OPERATOR', 'AUDITOR'],
  READ_PUBLISHED_FIGURES: ['INTEGRATOR', 'MANAGER', 'CLINICAL_LEAD', 'AUDITOR'],
  RELEASE_STREAMS: ['ADMINISTRATOR', 'OPERATOR'],
  REBUILD_READ_MODELS: ['ADMINISTRATOR', 'OPERATOR'],
};

describe('rights', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    for (const role of ROLES) await api.employ(`walker-${role}`, role, [scene.clinicId]);
  });
  afterAll(() => api.close());

  const rootFields = () => {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    return types.flatMap((type) =>
      Object.values(type?.getFields() ?? {}).map((field) => ({ operation: type!.name, field })),
    );
  };

  const wishOf = (name: string): Wish | undefined => {
    const methods = RESOLVERS.map(
      ({ prototype }) => Reflect.get(prototype as object, name) as unknown,
    );
    const method = methods.find((each) => typeof each === 'function');
    return method ? (Reflect.getMetadata(WISH, method) as Wish | undefined) : undefined;
  };

  /** A subscription without a socket; closed at once when it opens. */
  const openAs = async (subject: string, query: string, variableValues: object) => {
    const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
    const authenticate = authenticator([api.issuer.trusted]);
    const contextValue = {
      requestId: 'walk',
      ...viewerOf(`Bearer ${await api.token(subject)}`, authenticate, api.engine),
    };
    const opened = await subscribe({
      schema,
      document: parse(query),
      variableValues: { ...variableValues },
      contextValue,
    });
    if ('errors' in opened) return { errors: opened.errors, text: JSON.stringify(opened) };
    await (opened as AsyncGenerator).return(undefined);
    return { errors: undefined, text: '' };
  };

  it('are declared by every root field', () => {
    const fields = rootFields();
    expect(fields.length).toBeGreaterThan(30);
    for (const { field } of fields)
      expect([field.name, wishOf(field.name)]).not.toContain(undefined);
  });

  it('are held by the roles they are meant for', () => {
    const held = Object.fromEntries(
      ALL_RIGHTS.map((right) => [
        right,
        ROLES.filter((role) => {
          const grant = { id: 'g', role, clinics: [], from: '2020-01-01', to: null };
          return hasRight({ staff: null, grants: [grant as never], covered: [] }, right);
        }),
      ]),
    );
    expect(Object.keys(held).sort()).toEqual(Object.keys(EXPECTED).sort());
    for (const right of ALL_RIGHTS)
      expect(held[right]!.sort()).toEqual([...EXPECTED[right]].sort());
  });

  it('are asked of every root field, for every role', async () => {
    for (const { operation, field } of rootFields()) {
      const wish = wishOf(field.name)!;
      const required = field.args.filter(({ type }) => isNonNullType(type));
      const declared = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
      const passed = required.map(({ name }) => `${name}: $${name}`).join(', ');
      const head = declared ? `(${declared})` : '';
      const query = `${operation.toLowerCase()} Walk${head} { ${field.name}${passed ? `(${passed})` : ''} { __typename } }`;
      const variables = Object.fromEntries(required.map(({ name, type }) => [name, sample(type)]));
      const ask = operation === 'Subscription' ? openAs : api.ask;
      for (const role of ROLES) {
        const answer = await ask(`walker-${role}`, query, variables);
        const code = answer.errors?.[0]?.extensions.code as string | undefined;
        const allowed = wish === 'SIGNED_IN' || EXPECTED[wish].includes(role);
        expect([field.name, role, code === 'FORBIDDEN']).toEqual([field.name, role, !allowed]);
        if (!allowed) expect(answer.errors?.[0]?.extensions.right).toBe(wish);
        if (code === 'BAD_USER_INPUT' || code === 'INTERNAL') throw new Error(answer.text);
      }
      const stranger = await ask(PEOPLE.nobody, query, variables);
      const code = stranger.errors?.[0]?.extensions.code as string | undefined;
      expect([field.name, code === 'FORBIDDEN']).toEqual([field.name, wish !== 'SIGNED_IN']);
    }
    // Every field for every role, one request each.
  }, 180_000);

  it('end at the clinic and at the episodes that a person carries', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const hold = { episodeId, holdReason: 'ILLNESS' };
    const asked = async (subject: string, input: object) => {
      const query =
        'mutation M($input: PutOnHoldInput!) { putOnHold(input: $input) { __typename } }';
      const answer = await api.ask(subject, query, { input });
      return answer.errors?.[0];
    };
    const unknown = '0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f';
    const missing = await asked(PEOPLE.therapist, { ...hold, episodeId: unknown });
    const hidden = await asked(PEOPLE.otherTherapist, hold);
    const far = await asked(PEOPLE.farTherapist, hold);
    for (const error of [missing, hidden, far]) expect(error?.extensions.code).toBe('NOT_FOUND');
    expect(hidden?.message).toBe(missing?.message.replace(unknown, episodeId));
    expect(await asked(PEOPLE.therapist, hold)).toBeUndefined();
  });

  it('let any therapist of the clinic take a referral that nobody carries yet', async () => {
    const { clinicId, otherClinicId } = scene;
    const patientId = await registerPatient(api, clinicId);
    const input = referral(clinicId, patientId);
    const opened = await accepted(api, PEOPLE.otherTherapist, 'receiveReferral', input);
    const { episodeId } = opened;
    await accepted(api, PEOPLE.therapist, 'acceptReferral', { episodeId });
    await expect(api.send(PEOPLE.farTherapist, 'acceptReferral', { episodeId })).rejects.toThrow(
      'NOT_FOUND',
    );
    const elsewhere = referral(otherClinicId, patientId);
    await expect(api.send(PEOPLE.frontDesk, 'receiveReferral', elsewhere)).rejects.toThrow(
      'NOT_FOUND',
    );
  });

  it('are gone with the role, at the next request', async () => {
    const { clinicId } = scene;
    const staffId = await api.employ('leaver', 'FRONT_DESK', [clinicId]);
    const register = { clinicId, name: 'Sample Patient' };
    await accepted(api, 'leaver', 'registerPatient', register);
    const granted = await accepted(api, PEOPLE.administrator, 'grantRole', {
      staffId,
      role: 'OPERATOR',
    });
    expect(granted.grantId).toMatch(/^[0-9a-f-]{36}$/);
    const loaded = await api.engine.streams.load('staff', staffId);
    const grantId = loaded.folded.state!.roles.find(({ role }) => role === 'FRONT_DESK')!.id;
    await accepted(api, PEOPLE.administrator, 'withdrawRole', { staffId, grantId, reason: 'Left' });
    await expect(api.send('leaver', 'registerPatient', register)).rejects.toThrow('FORBIDDEN');
  });
});

/** Some value that the schema takes: ids of nobody, shortest lists, first enum values. */
function sample(type: GraphQLInputType): unknown {
  const named = getNamedType(type);
  const text = String(isNonNullType(type) ? type.ofType : type);
  if (text.startsWith('[')) return [];
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields());
    const wanted = named.isOneOf ? fields.slice(0, 1) : fields.filter((f) => isNonNullType(f.type));
    return Object.fromEntries(wanted.map((field) => [field.name, sample(field.type)]));
  }
  const samples: Readonly<Record<string, unknown>> = {
    UUID: '0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f',
    DateTime: '2026-01-05T07:00:00Z',
    Date: '2026-01-05',
    ICD10Code: 'M54.2',
    Position: '1',
    Boolean: true,
    Int: 1,
    Float: 1,
    String: 'UTC',
  };
  return samples[named.name];
}
