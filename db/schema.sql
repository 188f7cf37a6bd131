-- Generated from the migrations by `npm run generate`: do not edit.

-- Roles

create role anamnesis_app login;
create role anamnesis_log;

-- Schemas

create schema keys authorization anamnesis_log;
create schema log authorization anamnesis_log;
create schema reactor authorization postgres;
create schema search authorization postgres;

-- Types

create type log.kind as enum ('live', 'demo', 'test');

-- Tables

create table keys.erased (
  owner text collate "C" not null,
  at timestamp with time zone default clock_timestamp() not null
);
alter table keys.erased owner to anamnesis_log;
create table keys.erasure (
  event_id uuid not null,
  patient_id uuid not null,
  request_id uuid not null,
  merged uuid[] not null,
  intended_at timestamp with time zone default clock_timestamp() not null,
  done_at timestamp with time zone
);
alter table keys.erasure owner to anamnesis_log;
create table keys.master (
  one boolean default true not null,
  id text not null,
  since timestamp with time zone default clock_timestamp() not null
);
alter table keys.master owner to anamnesis_log;
create table keys.person_key (
  owner text collate "C" not null,
  wrapped bytea not null,
  master_key_id text not null,
  created_at timestamp with time zone default clock_timestamp() not null
);
alter table keys.person_key owner to anamnesis_log;
create table log.event (
  seq bigint not null,
  stream text collate "C" not null,
  version integer not null,
  id uuid not null,
  type text collate "C" not null,
  header json not null,
  data json not null,
  sealed bytea,
  hash bytea not null,
  logged_at timestamp with time zone not null
);
alter table log.event owner to anamnesis_log;
create table log.eventstore (
  prefix text not null,
  commit_position bigint default '-1'::integer not null,
  prepare_position bigint default '-1'::integer not null,
  active boolean not null
);
alter table log.eventstore owner to anamnesis_log;
create table log.head (
  "position" bigint not null,
  logged_at timestamp with time zone not null,
  floor timestamp with time zone not null,
  kind log.kind not null
) with (fillfactor=10);
alter table log.head owner to anamnesis_log;
create table log.index_parked (
  stream text collate "C" not null,
  version bigint not null,
  commit_position bigint not null,
  why text not null,
  parked_at timestamp with time zone default clock_timestamp() not null,
  reason text,
  asked_at timestamp with time zone,
  answer text
);
alter table log.index_parked owner to anamnesis_log;
create unlogged table log.index_trusted (
  of text not null
);
alter table log.index_trusted owner to anamnesis_log;
create table log.index_unparked (
  stream text collate "C" not null,
  version bigint not null,
  why text not null,
  parked_at timestamp with time zone not null,
  reason text not null,
  entries integer not null,
  unparked_at timestamp with time zone default clock_timestamp() not null
);
alter table log.index_unparked owner to anamnesis_log;
create table log.log_index (
  seq bigint not null,
  commit_position bigint not null,
  prepare_position bigint not null,
  stream text collate "C" not null,
  version integer not null,
  id uuid not null,
  hash bytea not null,
  logged_at timestamp with time zone not null,
  size integer not null,
  attempt uuid
);
alter table log.log_index owner to anamnesis_log;
create table log.unindexed (
  stream text collate "C" not null,
  version integer not null
);
alter table log.unindexed owner to anamnesis_log;
create table reactor.checkpoint (
  name text not null,
  "position" bigint not null
);
alter table reactor.checkpoint owner to postgres;
create table reactor.rebuild (
  id uuid not null,
  models text[],
  stream text,
  asked_by text not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  attempts integer default 0 not null,
  started_at timestamp with time zone,
  phase text,
  done bigint default 0 not null,
  total bigint default 0 not null,
  ended_at timestamp with time zone,
  result json,
  error text
);
alter table reactor.rebuild owner to postgres;
create table search.token (
  event_id uuid not null,
  key_id text not null,
  patient_id uuid not null,
  tokens text[] not null
);
alter table search.token owner to postgres;

-- Constraints

alter table keys.erased add constraint erased_pkey PRIMARY KEY (owner);
alter table keys.erasure add constraint erasure_pkey PRIMARY KEY (event_id);
alter table keys.master add constraint master_one_check CHECK (one);
alter table keys.master add constraint master_pkey PRIMARY KEY (one);
alter table keys.person_key add constraint person_key_pkey PRIMARY KEY (owner);
alter table log.event add constraint event_hash_check CHECK ((octet_length(hash) = 32));
alter table log.event add constraint event_id_key UNIQUE (id);
alter table log.event add constraint event_pkey PRIMARY KEY (seq);
alter table log.event add constraint event_stream_version_key UNIQUE (stream, version);
alter table log.index_parked add constraint index_parked_pkey PRIMARY KEY (stream);
alter table log.index_trusted add constraint index_trusted_pkey PRIMARY KEY (of);
alter table log.log_index add constraint log_index_hash_check CHECK ((octet_length(hash) = 32));
alter table log.log_index add constraint log_index_id_key UNIQUE (id);
alter table log.log_index add constraint log_index_pkey PRIMARY KEY (seq);
alter table log.log_index add constraint log_index_stream_version_key UNIQUE (stream, version);
alter table log.unindexed add constraint unindexed_pkey PRIMARY KEY (stream);
alter table reactor.checkpoint add constraint checkpoint_pkey PRIMARY KEY (name);
alter table reactor.rebuild add constraint rebuild_pkey PRIMARY KEY (id);
alter table search.token add constraint token_pkey PRIMARY KEY (event_id, key_id);

-- Indexes

CREATE INDEX erasure_open ON keys.erasure USING btree (intended_at) WHERE (done_at IS NULL);
CREATE UNIQUE INDEX eventstore_is_one_row ON log.eventstore USING btree ((true));
CREATE UNIQUE INDEX head_is_one_row ON log.head USING btree ((true));
CREATE UNIQUE INDEX rebuild_open ON reactor.rebuild USING btree ((true)) WHERE (ended_at IS NULL);
CREATE INDEX token_tokens ON search.token USING gin (tokens);

-- Functions

CREATE OR REPLACE FUNCTION keys.exchange(old_id text, new_id text, gone text[], anew text[], kept text[], kept_wrapped bytea[], OUT outcome text, OUT in_force text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  staying bigint;
  given bigint;
begin
  -- Before the first key any master key is as good as another.
  insert into keys.master (id) values (old_id) on conflict do nothing;
  select m.id into strict in_force from keys.master m for update;
  if in_force <> old_id then
    outcome := 'stale';
    return;
  end if;
  if new_id = old_id or cardinality(kept) <> cardinality(kept_wrapped)
    or exists (select from unnest(kept_wrapped) w (bytes) where octet_length(w.bytes) <> 60) then
    raise exception 'keys are exchanged for others, each wrapped in 60 bytes'
      using errcode = 'invalid_parameter_value';
  end if;
  select count(*) into staying from keys.person_key k
    where k.owner <> all (gone) and k.owner <> all (anew);
  select count(distinct k.owner) into given from keys.person_key k
    join unnest(kept) g (owner) on g.owner = k.owner
    where k.owner <> all (gone) and k.owner <> all (anew);
  if staying <> given or staying <> cardinality(kept) then
    outcome := 'changed';
    return;
  end if;
  insert into keys.erased (owner) select distinct g.owner from unnest(gone) g (owner)
    on conflict do nothing;
  delete from keys.person_key k where k.owner = any (gone) or k.owner = any (anew);
  update keys.person_key k set wrapped = g.wrapped, master_key_id = new_id
    from unnest(kept, kept_wrapped) g (owner, wrapped) where g.owner = k.owner;
  update keys.master m set id = new_id, since = clock_timestamp();
  outcome := 'done';
  in_force := new_id;
end
$function$;
alter function keys.exchange(text,text,text[],text[],text[],bytea[]) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION keys.make(new_owner text, new_wrapped bytea, wrapped_by text, OUT outcome text, OUT in_force text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- Shared, so that makers do not wait for each other, and an exchange for all of them.
  select m.id into in_force from keys.master m for share;
  if in_force is null then
    insert into keys.master (id) values (wrapped_by) on conflict do nothing;
    select m.id into strict in_force from keys.master m for share;
  end if;
  if in_force <> wrapped_by then
    outcome := 'stale';
    return;
  end if;
  if exists (select from keys.erased e where e.owner = new_owner) then
    outcome := 'erased';
    return;
  end if;
  insert into keys.person_key (owner, wrapped, master_key_id)
    values (new_owner, new_wrapped, wrapped_by) on conflict do nothing;
  outcome := case when found then 'made' else 'known' end;
end
$function$;
alter function keys.make(text,bytea,text) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.adopt_eventstore(at_commit bigint, at_prepare bigint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  known log.eventstore;
  top log.head;
begin
  select * into strict top from log.head h for no key update;
  select * into known from log.eventstore;
  if found and known.active then
    return known.prefix;
  end if;
  if top.position > 0 then
    raise exception 'this log is in PostgreSQL: move it by anamnesis migrate-log'
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if known.prefix is not null then
    update log.eventstore e set active = true returning e.prefix into known.prefix;
    return known.prefix;
  end if;
  insert into log.eventstore (prefix, active, commit_position, prepare_position)
    values ('anamnesis_' || left(replace(gen_random_uuid()::text, '-', ''), 12) || '.', true,
      at_commit, at_prepare)
    returning prefix into known.prefix;
  perform log.trust_index();
  return known.prefix;
end
$function$;
alter function log.adopt_eventstore(bigint,bigint) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.append(c_stream text[], c_expected integer[], c_prev_hash bytea[], c_first integer[], e_id uuid[], e_type text[], e_header json[], e_data json[], e_sealed bytea[], e_hash bytea[], given_clock timestamp with time zone)
 RETURNS TABLE(outcome text, actual integer, first_version integer, first_position bigint, last_version integer, last_position bigint, logged_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  top log.head;
  batch_at timestamptz;
  zero_hash constant bytea := decode(repeat('00', 32), 'hex');
  commands constant int := cardinality(c_stream);
  events constant int := cardinality(e_id);
begin
  if commands < 1 or c_first[1] <> 1 or c_first[commands] > events
    or array[cardinality(c_expected), cardinality(c_prev_hash), cardinality(c_first)]
      <> array[commands, commands, commands]
    or array[cardinality(e_type), cardinality(e_header), cardinality(e_data),
        cardinality(e_sealed), cardinality(e_hash)]
      <> array[events, events, events, events, events]
  then
    raise exception 'the batch does not fit together' using errcode = 'invalid_parameter_value';
  end if;
  for i in 2 .. commands loop
    if (c_first[i - 1] < c_first[i]) is not true then
      raise exception 'the batch does not fit together' using errcode = 'invalid_parameter_value';
    end if;
  end loop;

  -- Nothing is read or written for this batch before the head is ours.
  select * into top from log.head h for no key update;
  if not found then
    raise exception 'the log was never initialised'
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if given_clock is not null and top.kind = 'live' then
    raise exception 'a live log takes no clock from its caller'
      using errcode = 'insufficient_privilege';
  end if;
  batch_at := greatest(
    top.logged_at + interval '1 microsecond',
    top.floor + interval '1 microsecond',
    coalesce(given_clock, clock_timestamp()));

  return query
  with placed as materialized (
    select j.*, top.position
      + (sum(case when j.accepted then j.size end) over (order by j.ord))::bigint as last_seq
    from (
      select c.ord, c.stream, c.expected, c.first, c.next - c.first as size,
        coalesce(latest.version, -1) as actual,
        coalesce(latest.version, -1) = c.expected
          and coalesce(latest.hash, zero_hash) = c.prev_hash
          -- The first on its stream in this batch.
          and array_position(c_stream, c.stream) = c.ord as accepted
      from (
        -- Side by side, all of one length: cheaper than unnest(a, b, …), which stores each apart.
        select generate_series(1, commands) as ord, unnest(c_stream) as stream,
          unnest(c_expected) as expected, unnest(c_prev_hash) as prev_hash,
          unnest(c_first) as first, unnest(c_first[2:] || (events + 1)) as next
      ) c
      -- limit 1: a look into the index for each command, never a join over the table.
      left join lateral (
        select e.version, e.hash from log.event e
        where e.stream = c.stream collate "C" order by e.version desc limit 1
      ) latest on true
    ) j
  ), inserted as (
    insert into log.event
      (seq, stream, version, id, type, header, data, sealed, hash, logged_at)
    select p.last_seq - p.size + 1 + e.ord - p.first, p.stream, p.expected + 1 + e.ord - p.first,
      e.id, e.type,
      e.header, e.data, e.sealed, e.hash, batch_at
    from (
      select generate_series(1, events) as ord, unnest(e_id) as id, unnest(e_type) as type,
        unnest(e_header) as header, unnest(e_data) as data, unnest(e_sealed) as sealed,
        unnest(e_hash) as hash
    ) e
    join placed p on p.ord = width_bucket(e.ord, c_first)
    where p.accepted
  ), moved as (
    update log.head h set logged_at = batch_at,
      position = (select max(p.last_seq) from placed p)
    where exists (select from placed p where p.accepted)
    -- Told to listeners at commit.
    returning pg_notify('anamnesis_log', h.position::text)
  )
  select
    case
      when p.accepted then 'appended'
      when known.seq is null then 'conflict'
      when known.stream = p.stream then 'already'
      else 'misuse'
    end,
    p.actual,
    case when p.accepted then p.expected + 1 else known.version end,
    case when p.accepted then p.last_seq - p.size + 1 else known.seq end,
    case when p.accepted then p.expected + p.size
      else known.version + coalesce(known.size, p.size) - 1 end,
    case when p.accepted then p.last_seq else known.seq + coalesce(known.size, p.size) - 1 end,
    case when p.accepted then batch_at else known.logged_at end
  from placed p
  -- A command that was recorded moved its stream on: so only what is not accepted may be known.
  left join lateral (
    -- The size as it was recorded: a repeated command may have been decided anew since.
    -- By pattern, because taking a field of json fails on texts such as \u0000.
    select e.version, e.seq, e.stream, e.logged_at,
      substring(e.header::text from '"commandSize":([0-9]{1,4})[,}]')::int as size
    from log.event e where not p.accepted and e.id = e_id[p.first] limit 1
  ) known on true
  order by p.ord;
end
$function$;
alter function log.append(text[],integer[],bytea[],integer[],uuid[],text[],json[],json[],bytea[],bytea[],timestamp with time zone) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.ask_unpark(wanted text, because text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update log.index_parked p set reason = because, asked_at = clock_timestamp(), answer = null
    where p.stream = wanted;
  return found;
end
$function$;
alter function log.ask_unpark(text,text) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.flush_index()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn() then
    update log.head h set floor = h.floor;
  end if;
end
$function$;
alter function log.flush_index() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.index_events(at_commit bigint, at_prepare bigint, to_commit bigint, to_prepare bigint, e_command integer[], e_stream text[], e_version integer[], e_id uuid[], e_hash bytea[], e_commit bigint[], e_prepare bigint[], c_clock timestamp with time zone[], c_attempt uuid[])
 RETURNS TABLE(first_position bigint, logged_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  top log.head;
  base timestamptz;
  clock constant timestamptz := clock_timestamp();
  events constant int := cardinality(e_command);
begin
  select * into strict top from log.head h for no key update;
  update log.eventstore s set commit_position = to_commit, prepare_position = to_prepare
    where s.active and s.commit_position = at_commit and s.prepare_position = at_prepare;
  if not found then
    raise exception 'another process has indexed on' using errcode = 'serialization_failure';
  end if;
  if events = 0 then
    return;
  end if;
  base := greatest(top.logged_at, top.floor);

  return query
  with commands as materialized (
    select c.ord,
      -- Each at least a microsecond after the one before, however the clocks went.
      greatest(base, max(c.clock - c.ord * interval '1 microsecond') over (order by c.ord))
        + c.ord * interval '1 microsecond' as logged_at,
      c.attempt
    from (
      select g.ord, g.attempt,
        case when top.kind = 'live' then least(g.given, clock) else coalesce(g.given, clock) end
          as clock
      from (
        select generate_series(1, cardinality(c_attempt)) as ord, unnest(c_attempt) as attempt,
          unnest(c_clock) as given
      ) g
    ) c
  ), placed as materialized (
    select e.*, top.position + e.ord as seq, c.logged_at,
      count(*) over (partition by e.command) as size,
      row_number() over (partition by e.command order by e.ord) as nth, c.attempt
    from (
      select generate_series(1, events) as ord, unnest(e_command) as command,
        unnest(e_stream) as stream, unnest(e_version) as version, unnest(e_id) as id,
        unnest(e_hash) as hash, unnest(e_commit) as commit_position,
        unnest(e_prepare) as prepare_position
    ) e
    join commands c on c.ord = e.command
  ), inserted as (
    insert into log.log_index (seq, commit_position, prepare_position, stream, version, id, hash,
      logged_at, size, attempt)
    select p.seq, p.commit_position, p.prepare_position, p.stream, p.version, p.id, p.hash,
      p.logged_at, p.size, case when p.nth = 1 then p.attempt end
    from placed p
  ), moved as (
    update log.head h set position = top.position + events,
      logged_at = (select max(c.logged_at) from commands c)
    -- Told to listeners at commit.
    returning pg_notify('anamnesis_log', h.position::text)
  ), noted as (
    delete from log.unindexed u using placed p
      where u.stream = p.stream and u.version <= p.version
  )
  select min(p.seq), min(p.logged_at) from placed p, moved group by p.command order by p.command;
end
$function$;
alter function log.index_events(bigint,bigint,bigint,bigint,integer[],text[],integer[],uuid[],bytea[],bigint[],bigint[],timestamp with time zone[],uuid[]) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.index_identity()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select system_identifier || '.' || 'log.log_index'::regclass::oid from pg_control_system()
$function$;
alter function log.index_identity() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.initialise(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  existing log.kind;
begin
  insert into log.head (position, logged_at, floor, kind)
    values (0, 'epoch', 'epoch', wanted::log.kind) on conflict do nothing;
  select kind into strict existing from log.head;
  if existing <> wanted::log.kind then
    raise exception 'this log was created as %: it cannot become %', existing, wanted
      using errcode = 'insufficient_privilege';
  end if;
end
$function$;
alter function log.initialise(text) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.is_index_trusted()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select from log.index_trusted t where t.of = log.index_identity())
    or not exists (select from log.eventstore s where s.active)
$function$;
alter function log.is_index_trusted() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.keep_kind()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'a % log stays a % log', old.kind, old.kind
    using errcode = 'insufficient_privilege';
end
$function$;
alter function log.keep_kind() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.keep_parked(wanted text, at_version bigint, still text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update log.index_parked p set answer = still, why = still, version = at_version
    where p.stream = wanted
$function$;
alter function log.keep_parked(text,bigint,text) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.note_unindexed(wanted text, last_version integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into log.unindexed as u (stream, version)
    select wanted, last_version where not exists (
      select from log.log_index i where i.stream = wanted and i.version >= last_version)
    on conflict (stream) do update set version = greatest(u.version, excluded.version)
$function$;
alter function log.note_unindexed(text,integer) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.park_stream(wanted text, at_version bigint, at_commit bigint, because text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into log.index_parked (stream, version, commit_position, why)
    values (wanted, at_version, at_commit, because) on conflict do nothing
$function$;
alter function log.park_stream(text,bigint,bigint,text) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'the log is only added to: % of %.% is refused',
    tg_op, tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end
$function$;
alter function log.refuse_change() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.resolve_at(wanted timestamp with time zone, OUT "position" bigint, OUT clock timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
declare
  top log.head;
  low bigint := 0;
  high bigint;
  middle bigint;
  middle_at timestamptz;
  elsewhere constant boolean := exists (select from log.eventstore s where s.active);
begin
  select * into strict top from log.head h;
  if wanted > top.logged_at then
    clock := greatest(clock_timestamp(), top.logged_at);
    if wanted > clock then
      return;
    end if;
    if not log.is_index_trusted() then
      raise exception 'the index is being completed after a crash'
        using errcode = 'cannot_connect_now';
    end if;
    -- The lock waits for a batch under way; what it logged is seen by this second look.
    select * into strict top from log.head h for no key update;
    clock := greatest(clock, top.logged_at);
    if wanted > top.logged_at then
      if wanted > top.floor then
        update log.head h set floor = wanted;
      elsif elsewhere then
        perform log.flush_index();
      end if;
      "position" := top.position;
      return;
    end if;
  end if;
  if elsewhere then
    perform log.flush_index();
  end if;
  clock := greatest(clock_timestamp(), top.logged_at);
  -- logged_at goes up with seq, so halving finds the place: 22 looks for four million events.
  high := top.position;
  while low < high loop
    middle := (low + high + 1) / 2;
    if elsewhere then
      select i.logged_at into strict middle_at from log.log_index i where i.seq = middle;
    else
      select e.logged_at into strict middle_at from log.event e where e.seq = middle;
    end if;
    if middle_at <= wanted then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  "position" := low;
end
$function$;
alter function log.resolve_at(timestamp with time zone) owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.trust_index()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  delete from log.index_trusted t where t.of <> log.index_identity();
  insert into log.index_trusted values (log.index_identity()) on conflict do nothing;
end
$function$;
alter function log.trust_index() owner to anamnesis_log;
CREATE OR REPLACE FUNCTION log.unpark_stream(wanted text, entries integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with gone as (delete from log.index_parked p where p.stream = wanted returning p.*)
  insert into log.index_unparked (stream, version, why, parked_at, reason, entries)
    select g.stream, g.version, g.why, g.parked_at, coalesce(g.reason, ''), unpark_stream.entries
    from gone g
$function$;
alter function log.unpark_stream(text,integer) owner to anamnesis_log;

-- Triggers

CREATE TRIGGER event_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON log.event FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER head_never_goes BEFORE DELETE OR TRUNCATE ON log.head FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER head_stays_of_its_kind BEFORE UPDATE OF kind ON log.head FOR EACH ROW EXECUTE FUNCTION log.keep_kind();
CREATE TRIGGER index_unparked_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON log.index_unparked FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER log_index_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON log.log_index FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

-- Grants on schemas

grant usage on schema keys to anamnesis_app;
grant usage on schema log to anamnesis_app;
grant usage on schema reactor to anamnesis_app;
grant usage on schema search to anamnesis_app;

-- Grants on tables

grant select on table keys.erased to anamnesis_app;
grant insert, select on table keys.erasure to anamnesis_app;
grant select on table keys.master to anamnesis_app;
grant select on table keys.person_key to anamnesis_app;
grant select on table log.event to anamnesis_app;
grant select on table log.eventstore to anamnesis_app;
grant select on table log.head to anamnesis_app;
grant select on table log.index_parked to anamnesis_app;
grant select on table log.index_unparked to anamnesis_app;
grant select on table log.log_index to anamnesis_app;
grant select on table log.unindexed to anamnesis_app;
grant insert, select, update on table reactor.checkpoint to anamnesis_app;
grant insert, select, update on table reactor.rebuild to anamnesis_app;
grant delete, insert, select on table search.token to anamnesis_app;

-- Grants on functions (public may execute unless it is taken away)

grant execute on function keys.exchange(text,text,text[],text[],text[],bytea[]) to anamnesis_app;
grant execute on function keys.make(text,bytea,text) to anamnesis_app;
grant execute on function log.adopt_eventstore(bigint,bigint) to anamnesis_app;
grant execute on function log.append(text[],integer[],bytea[],integer[],uuid[],text[],json[],json[],bytea[],bytea[],timestamp with time zone) to anamnesis_app;
grant execute on function log.ask_unpark(text,text) to anamnesis_app;
grant execute on function log.index_events(bigint,bigint,bigint,bigint,integer[],text[],integer[],uuid[],bytea[],bigint[],bigint[],timestamp with time zone[],uuid[]) to anamnesis_app;
grant execute on function log.is_index_trusted() to anamnesis_app;
grant execute on function log.keep_parked(text,bigint,text) to anamnesis_app;
grant execute on function log.note_unindexed(text,integer) to anamnesis_app;
grant execute on function log.park_stream(text,bigint,bigint,text) to anamnesis_app;
grant execute on function log.resolve_at(timestamp with time zone) to anamnesis_app;
grant execute on function log.trust_index() to anamnesis_app;
grant execute on function log.unpark_stream(text,integer) to anamnesis_app;

-- Comments

comment on table keys.erased is 'Owners whose key was deleted: none is ever made for them again.';
comment on table keys.erasure is 'What has to be done for each erasure that the log records.';
comment on table keys.master is 'The master key that every key is wrapped by: one row.';
comment on table keys.person_key is 'One wrapped key an owner; made once, before it first seals.';
comment on table log.event is 'The log. Rows are added by log.append and never change.';
comment on column log.event.seq is 'Position: from 1, dense, in the order of commit.';
comment on column log.event.hash is 'SHA-256(0x01, hash before, then header, data, sealed, each after its length as u32be).';
comment on table log.eventstore is 'One row once the log is, or was, in EventStoreDB.';
comment on table log.head is 'One row: the last position, its log time, and what the log was created for.';
comment on table log.index_parked is 'Streams on the server that broke, and at which entry.';
comment on table log.index_trusted is 'Its row says that every position which was given is here. Emptied when PostgreSQL crashes.';
comment on table log.index_unparked is 'Streams that were parked and go on, and for which reason.';
comment on table log.log_index is 'The position of each event in EventStoreDB. Rows are added by log.index_events, never changed.';
comment on table log.unindexed is 'Versions that were answered before they were indexed.';
comment on table reactor.checkpoint is 'One row a reactor; moved by compare-and-set.';
comment on table reactor.rebuild is 'Of the models named, of one stream, or (neither) of all read models.';
comment on table search.token is 'Keyed hashes of the details of a patient, under a key that goes.';
