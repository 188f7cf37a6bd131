import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '../../src/domain/envelope';
import type { StaffId } from '../../src/domain/ids';
import type { StaffCommand } from '../../src/domain/staff/commands';
import { staffIdOf } from '../../src/engine/ids';
import { createApi } from '../../src/main';
import { authenticator } from '../../src/platform/auth';
import { DEMO_ISSUER, openDemoIssuer, type DemoIssuer } from '../../src/platform/demo-issuer';
import { openLog } from '../../src/platform/logging';
import { startTestEngine, type TestEngine } from '../support/engine';

/** The answer to a GraphQL request. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, Facts>> | null | undefined;
  readonly errors: readonly { message: string; extensions: Facts }[] | undefined;
  readonly text: string;
}
type Facts = Readonly<Record<string, unknown>>;

/** What a mutation may answer; each member of its union has some of it. */
export interface MutationAnswer {
  readonly __typename: string;
  readonly version: number;
  readonly appended: boolean;
  readonly events: readonly { id: string; type: string; occurredAt: string }[];
  readonly eventsSince: readonly { type: string }[];
  readonly deviations: readonly { code: string }[];
  readonly observations: readonly { id: string; score: number }[];
  readonly message: string;
  readonly accepts: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly episodeId: string;
  readonly goalId: string;
  readonly goalVersionId: string;
  readonly clarificationId: string;
  readonly planVersionId: string;
  readonly programmeId: string;
  readonly feedbackId: string;
  readonly reportId: string;
  readonly warnings: readonly { code: string }[];
  readonly sessionId: string;
  readonly reactionId: string;
  readonly grantId: string;
  readonly coverId: string;
  readonly survivorId: string;
  readonly holdId: string;
  readonly requestId: string;
  readonly erasedIds: readonly string[];
  readonly policyVersion: string;
  readonly contraindicationId: string;
  /** The policy that it was decided by. */
  readonly policy: string | null;
}

export interface ApiHost {
  readonly engine: TestEngine;
  readonly app: NestFastifyApplication;
  readonly issuer: DemoIssuer;
  /** What the service wrote into its log. */
  readonly logged: string[];
  token(subject: string): Promise<string>;
  /**
   * Sends a document as a person; `null` is nobody. A query after a mutation is sent when the read
   * models have what that recorded, unless it says itself what it must have (`atLeast`).
   */
  ask(subject: string | null, query: string, variables?: object): Promise<Answer>;
  /** Sends a mutation, and answers what it answers; throws on an error. */
  send(subject: string, mutation: string, input: object): Promise<MutationAnswer>;
  /** Registers a person with a role, past the API. */
  employ(subject: string, role: Role | null, clinics?: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** The whole API on a real database, without a port. */
export async function startApi(options: { readonly demo?: boolean } = {}): Promise<ApiHost> {
  const engine = await startTestEngine();
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-api-'));
  const issuer = await openDemoIssuer(folder);
  const logged: string[] = [];
  const log = openLog('info', { write: (line: string) => logged.push(line) });
  const authenticate = authenticator([issuer.trusted]);
  const app = await createApi(engine, { authenticate, demo: options.demo ?? false, log });

  const token = (subject: string) => issuer.mint({ subject, name: subject, ttlSeconds: 600 });
  let unsettled = false;
  const ask: ApiHost['ask'] = async (subject, query, variables) => {
    const isMutation = /^\s*mutation\b/.test(query);
    // What is frozen was read, too.
    const isRead = !isMutation || /\bfreezeReport\b/.test(query);
    if (unsettled && isRead && !/\batLeast\b/.test(query)) {
      await engine.settled();
      unsettled = false;
    }
    if (isMutation) unsettled = true;
    const authorization =
      subject === null ? {} : { authorization: `Bearer ${await token(subject)}` };
    const payload = { query, ...(variables ? { variables } : {}) };
    const headers = { ...authorization };
    const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload });
    return answerOf(response);
  };

  return {
    engine,
    app,
    issuer,
    logged,
    token,
    ask,
    async send(subject, mutation, input) {
      const answer = await ask(subject, mutationText(mutation), { input });
      const result = answer.data?.[mutation];
      if (answer.errors || !result) throw new Error(answer.text);
      // Its document asks for just these fields.
      return result as unknown as MutationAnswer;
    },
    employ: (subject, role, clinics = []) => employ(engine, subject, role, clinics),
    async close() {
      await app.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function answerOf(response: {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}): Answer {
  const body = JSON.parse(response.body) as Pick<Answer, 'data' | 'errors'>;
  return {
    status: response.statusCode,
    contentType: String(response.headers['content-type']),
    headers: response.headers,
    data: body.data,
    errors: body.errors,
    text: response.body,
  };
}

const MADE_BY_PATIENT = `... on PatientAccepted {
  patientId survivorId holdId requestId erasedIds }`;
const MADE_BY_STAFF = '... on StaffAccepted { staffId grantId credentialId coverId }';
const MADE_BY_EPISODE = `... on EpisodeAccepted {
  episodeId authorizationId goalId goalVersionId planVersionId clarificationId sessionId reactionId
  contraindicationId
  programmeId feedbackId reportId
  observations { id instrument bodySite score } }`;
const MADE: Readonly<Record<string, string>> = {
  openClinic: '... on ClinicAccepted { clinicId }',
  changeClinicZone: '... on ClinicAccepted { clinicId }',
  closeClinic: '... on ClinicAccepted { clinicId }',
  registerPatient: MADE_BY_PATIENT,
  correctPatientDetails: MADE_BY_PATIENT,
  recordDeath: MADE_BY_PATIENT,
  retractDeath: MADE_BY_PATIENT,
  mergePatients: MADE_BY_PATIENT,
  unmergePatients: MADE_BY_PATIENT,
  placeLegalHold: MADE_BY_PATIENT,
  liftLegalHold: MADE_BY_PATIENT,
  requestErasure: MADE_BY_PATIENT,
  approveErasure: MADE_BY_PATIENT,
  refuseErasure: MADE_BY_PATIENT,
  executeErasure: MADE_BY_PATIENT,
  adoptPolicy: '... on PolicyAccepted { policyVersion }',
  freezeReport: '... on OperationsAccepted { reportId }',
  rebaseChart: '... on OperationsAccepted { reportId }',
  retryStream: '... on OperationsAccepted { reportId }',
  skipEntry: '... on OperationsAccepted { reportId }',
  registerStaff: MADE_BY_STAFF,
  grantRole: MADE_BY_STAFF,
  withdrawRole: MADE_BY_STAFF,
  recordCredential: MADE_BY_STAFF,
  revokeCredential: MADE_BY_STAFF,
  recordSpecialty: MADE_BY_STAFF,
  grantCover: MADE_BY_STAFF,
  endCover: MADE_BY_STAFF,
  retireStaff: MADE_BY_STAFF,
};

/** A document for any mutation: input types are named after it. */
export function mutationText(mutation: string): string {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Send($input: ${input}!) { ${mutation}(input: $input) {
    __typename
    ... on Accepted { stream version position appended policy
      events { id type version occurredAt recordedAt }
      warnings { code message } deviations { code message facts } }
    ${MADE[mutation] ?? MADE_BY_EPISODE}
    ... on Refused { code message facts accepts refusedBy: policy }
    ... on VersionConflict { expected actual eventsSince { id type version } }
  } }`;
}

async function employ(
  engine: TestEngine,
  subject: string,
  role: Role | null,
  clinics: readonly string[],
): Promise<string> {
  const staffId = staffIdOf(DEMO_ISSUER, subject) as StaffId;
  const commands: StaffCommand[] = [
    { type: 'RegisterStaff', staffId, issuer: DEMO_ISSUER, subject, name: `Sample ${subject}` },
  ];
  if (role) {
    commands.push({ type: 'GrantRole', staffId, role, clinics: clinics as never });
  }
  for (const command of commands) {
    const outcome = await engine.transactor.transact({
      category: 'staff',
      id: staffId,
      command,
      commandId: staffIdOf(subject, JSON.stringify(command)),
      actor: { id: 'system:bootstrap', role: 'SYSTEM' },
      input: command,
    });
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  }
  return staffId;
}
