import { DEMO_STAFF, demoId } from '../demo/cast';
import type { Role } from '../domain/envelope';
import { DEMO_SEED, type DemoInfo } from '../demo/seed-demo';
import type { OpenId } from '../platform/config';
import { DEMO_ISSUER, type DemoIssuer } from '../platform/demo-issuer';

/** Tokens of the demo, so that they outlive a look around. */
const TOKEN_TTL_SECONDS = 7 * 24 * 3_600;

export interface BannerFacts {
  readonly url: string;
  readonly explorerUrl: string | null;
  /** The pages are served at `url`. */
  readonly hasPages: boolean;
  /** Null: not a demo. */
  readonly issuer: DemoIssuer | null;
  /** Whose tokens are taken when it is not a demo. */
  readonly openId: OpenId | undefined;
  /** Null: no sample clinic. */
  readonly demo: DemoInfo | null;
}

/** An episode whose goal was revised after a reaction, so that its history has much to show. */
const TOLD_EPISODE = demoId(DEMO_SEED, 'episode', 2);

/** Questions that the sample clinic has answers to; each is pasted as it stands. */
export const SAMPLE_QUERIES: readonly {
  readonly title: string;
  readonly role: Role;
  readonly query: string;
}[] = [
  {
    title: 'Whom do I treat, and what is due?',
    role: 'THERAPIST',
    query: `{ caseload { totalCount edges { node {
  patient { name { value } } condition phase flags sessionsUsed lastSessionAt
  goals { due progressOriginal progressCurrent } } } } }`,
  },
  {
    title: 'Who gets better, by complaint? Targets counted as first set, and as revised',
    role: 'MANAGER',
    query: `{ outcomes(groupBy: CONDITION) { asOf { position evaluatedAt } groups { key figures {
  episodes complete missing lapsed responders { n of share interval { low high } }
  attainment { original { n shareReached } current { n shareReached } } } } } }`,
  },
  {
    title: 'How did one episode come to be what it is?',
    role: 'CLINICAL_LEAD',
    query: `{ episodeHistory(id: "${TOLD_EPISODE}") { events {
  version type occurredAt recordedAt late actor { name { value } } reasonCode
  texts { field text { value } } difference { path before after } } } }`,
  },
];

/** What a start prints: where it answers, how to sign in, what to ask. A token has its own line. */
export async function banner(facts: BannerFacts): Promise<string> {
  const { url, explorerUrl, hasPages, issuer, openId, demo } = facts;
  const lines = ['', `Anamnesis answers at ${url}/graphql`];
  if (hasPages) lines.unshift('', `Open Anamnesis in a browser: ${url}/`);
  if (!issuer) return [...lines, signInBy(openId), 'Stop it with Ctrl-C.'].join('\n');
  if (explorerUrl !== null) lines.push(`Ask it from a browser at ${explorerUrl}`);
  const holds = demo === null ? '' : ' with sample data';
  lines.push(`This is a demo${holds}, on this machine only.`, ...ageOf(demo));
  lines.push('', 'Tokens by role, a week valid (header: Authorization: Bearer …)');
  for (const { role, subject, name } of oneOfEachRole()) {
    const token = await issuer.mint({ subject, name, ttlSeconds: TOKEN_TTL_SECONDS });
    lines.push(`  ${role.toLowerCase()} (${subject}):`, token);
  }
  if (demo === null) {
    const [first] = oneOfEachRole();
    lines.push(
      '',
      'Make the first administrator, while there is none (with the same ANAMNESIS_DATA):',
      `  npx anamnesis grant-admin --issuer ${DEMO_ISSUER} --subject ${first?.subject ?? ''} ` +
        '--name "Sample Administrator"',
    );
  } else {
    lines.push('', 'To paste:');
    for (const { title, role, query } of SAMPLE_QUERIES) {
      lines.push('', `# ${title} (as ${role.toLowerCase()})`, query);
    }
  }
  return [...lines, '', 'Stop it with Ctrl-C.'].join('\n');
}

function signInBy(openId: OpenId | undefined): string {
  return openId
    ? `Takes tokens of ${openId.issuer} for the audience "${openId.audience}".`
    : 'Nobody can sign in: name your OpenID Connect provider in OIDC_ISSUER.';
}

function ageOf(demo: DemoInfo | null): string[] {
  if (!demo) return [];
  const past = `Its nine months end on ${demo.endedOn}.`;
  if (!demo.isOld) return [past];
  return [
    `${past} That is ${demo.daysAgo} days ago, so much in it looks overdue:`,
    '  npm start -- --fresh   deletes it and makes a new one that ends today.',
  ];
}

function oneOfEachRole() {
  return DEMO_STAFF.filter(
    ({ role }, place) => DEMO_STAFF.findIndex((known) => known.role === role) === place,
  );
}
