import type { Client } from 'pg';
import { readModels } from '../../src/projections/all';
import type { AnyReadModel } from '../../src/projections/read-model';

/** The same uuid under another number: the same one wherever it is named. */
const other = (uuid: string): string => `md5(${uuid}::text || n)::uuid`;

/**
 * Copies all that is recorded, and the rows made of it, so many times: each copy is an organisation
 * of its own, recorded after the one before. The rows refer to each other as those of the first.
 */
export async function multiply(
  admin: Client,
  { rows, log }: { readonly rows: number; readonly log: number },
): Promise<void> {
  const { rows: heads } = await admin.query<{ position: string }>('select position from log.head');
  const length = Number(heads[0]?.position);
  for (const model of readModels) {
    await admin.query(`insert into read.${model.name} ${copyOf(model, length)}`, [rows]);
  }
  await admin.query(
    `insert into log.event (seq, stream, version, id, type, header, data, sealed, hash, logged_at)
      select seq + ${length} * n, split_part(stream, '-', 1) || '-'
          || ${other(`substr(stream, strpos(stream, '-') + 1)`)}, version,
        ${other('id')}, type, header, data, sealed, hash, logged_at
      from log.event, generate_series(1, $1::int) n where stream like '%-%-%-%-%-%'`,
    [log],
  );
  await addRare(admin);
  await admin.query('vacuum analyze');
}

function copyOf({ name, columns, kind }: AnyReadModel, length: number): string {
  const values = Object.entries(columns).map(([column, type]) =>
    type.startsWith('uuid') ? other(column) : column,
  );
  const places = ['from_position', 'to_position'].map((place) => `${place} + ${length} * n`);
  const all = kind === 'span' ? [...values, ...places] : values;
  return `select ${all.join(', ')} from read.${name}, generate_series(1, $1::int) n`;
}

/** What courses of treatment alone do not give: findings, merges, hashes, parked streams. */
async function addRare(admin: Client): Promise<void> {
  await admin.query(
    `insert into read.finding select md5(episode_id::text || n)::uuid, episode_id, clinic_id,
        therapist_id, 'RULE', '{}', episode_id, 'X', received_at,
        case when n > 1 then received_at end, null, null, null, from_position, null
      from generate_series(1, 3) n, read.episode_span where to_position is null`,
  );
  await admin.query(
    `insert into read.patient_alias
      select md5(patient_id::text || n)::uuid, patient_id, max(from_position), null
      from generate_series(1, 5) n, read.episode_span where to_position is null
      group by patient_id, n`,
  );
  await admin.query(
    `insert into search.token select distinct details_id, 'key', patient_id,
      array[details_id::text, patient_id::text] from read.patient_directory
      on conflict do nothing`,
  );
  await admin.query(
    `insert into read.parked select 'episode-' || episode_id, from_position, 'unknown'
      from read.episode_span where to_position is null order by episode_id limit 100`,
  );
}
