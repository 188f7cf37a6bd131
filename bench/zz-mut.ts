import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import { inClientProcess, type LoadResult } from './http-client';
import { quantile } from './rows';
import { startBenchServer } from './server';
import { openSite } from './site';
import { stopOnSignal, toStop } from './stopping';
const stat = (file: string) => { try { const s = readFileSync(file, 'utf8'); const f = s.slice(s.lastIndexOf(')') + 2).split(' '); return { parent: Number(f[1]), ticks: Number(f[11]) + Number(f[12]), name: s.slice(s.indexOf('(')+1, s.lastIndexOf(')')) }; } catch { return null; } };
async function main() {
  stopOnSignal();
  const server = await startBenchServer();
  const stop = toStop(() => server.stop());
  const site = await openSite(server);
  const admin = new Client(server.admin); await admin.connect();
  const mutation = `mutation Report($input: ReportReactionInput!) { reportReaction(input: $input) {
    __typename ... on EpisodeAccepted { version position } } }`;
  const bodies = site.episodes.map((episodeId) => JSON.stringify({ query: mutation, variables: { input: { episodeId, severity: 'MILD', description: 'sample' } } }));
  const echoBodies = [JSON.stringify({ query: 'mutation Echo($text: String!) { echo(text: $text) }', variables: { text: 'x'.repeat(100) } })];
  const snap = async () => {
    const threads = new Map<string, number>();
    for (const tid of readdirSync('/proc/self/task')) { const s = stat(`/proc/self/task/${tid}/stat`); if (s) threads.set(`${tid} ${s.name}`, s.ticks * 10); }
    const { rows } = await admin.query("select pid, application_name as name, backend_type from pg_stat_activity");
    for (const r of rows as any[]) { const s = stat(`/proc/${r.pid}/stat`); if (s) threads.set(`pg ${r.pid} ${r.name || r.backend_type}`, s.ticks * 10); }
    return threads;
  };
  const job = { kind: 'load', token: site.token, inFlight: 64 } as const;
  const seconds = Number(process.argv[2] ?? 8);
  await inClientProcess<LoadResult>({ ...job, url: site.url, bodies, seconds: 6 });
  for (let round = 0; round < 2; round++) {
    const a = await snap();
    const e0 = process.cpuUsage();
    const r = await inClientProcess<LoadResult>({ ...job, url: site.url, bodies, seconds });
    const b = await snap();
    const t0 = performance.now(); await site.settled(); const lag = performance.now() - t0;
    const e = process.cpuUsage(e0);
    const n = r.latenciesMs.length;
    const sorted = [...r.latenciesMs].sort((x, y) => x - y);
    const parts = [...b].map(([k, v]) => [k, ((v - (a.get(k) ?? 0)) * 1000) / n] as const).filter(([, v]) => v > 1).sort((x, y) => y[1] - x[1]);
    const pg = parts.filter(([k]) => k.startsWith('pg')).reduce((s, [, v]) => s + v, 0);
    const own = parts.filter(([k]) => !k.startsWith('pg')).reduce((s, [, v]) => s + v, 0);
    console.log(`${r.perSecond.toFixed(0)}/s n ${n} p50 ${quantile(sorted, 0.5).toFixed(1)} p99 ${quantile(sorted, 0.99).toFixed(1)} lag ${lag.toFixed(0)} ms | us/mutation own ${own.toFixed(0)} pg ${pg.toFixed(0)} sum ${(own + pg).toFixed(0)} (usage ${((e.user + e.system) / n).toFixed(0)}) | ${parts.slice(0, 9).map(([k, v]) => `${k}: ${v.toFixed(0)}`).join(', ')}`);
  }
  const ec = await inClientProcess<LoadResult>({ ...job, url: site.echoUrl, bodies: echoBodies, seconds: 2 });
  console.log('echo', ec.perSecond.toFixed(0));
  await admin.end(); await site.close(); await stop(); process.exit(0);
}
void main();
