-- The log: one table of events, one head row, and the only two functions that change them.
--
-- Positions are given under the lock of the head row, which is held until commit: so they are
-- dense, and they become visible in their order. A reader needs only `seq > checkpoint`; a sequence
-- would leave gaps that fill later, out of order.
--
-- Two roles. `anamnesis_log` owns everything here and cannot log in. `anamnesis_app`, as which the
-- service logs in, may read and call the functions, and can change nothing that is recorded.

do $$
begin
  -- Roles belong to the whole server: another database may have made them, even at this moment.
  begin
    create role anamnesis_log nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    create role anamnesis_app login;
  exception when duplicate_object or unique_violation then null;
  end;
  -- A migrating role that is no superuser must be a member to create what the other shall own,
  -- and to act as the service does.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant anamnesis_log, anamnesis_app to %I', current_user);
  end if;
end
$$;

create schema log authorization anamnesis_log;
set role anamnesis_log;

create type log.kind as enum ('live', 'demo', 'test');

create table log.head (
  position bigint not null,
  logged_at timestamptz not null,
  -- A moment that was answered: nothing is logged at or before it any more.
  floor timestamptz not null,
  kind log.kind not null
)
-- Updated by every batch: room on the page keeps the updates in it (HOT), so nothing bloats.
with (fillfactor = 10);

-- An index and an enum, not checks: those are read anew by each batch.
create unique index head_is_one_row on log.head ((true));

comment on table log.head is
  'One row: the last position, its log time, and what the log was created for.';

create table log.event (
  seq bigint primary key,
  -- "C": the order is that of the bytes, on every machine.
  stream text collate "C" not null,
  version int not null,
  id uuid not null,
  type text collate "C" not null,
  -- json, not jsonb: it keeps the text as it was hashed, and reads faster.
  header json not null,
  data json not null,
  sealed bytea,
  hash bytea not null check (octet_length(hash) = 32),
  logged_at timestamptz not null,
  -- No other index: a command is found by its first event's id, a moment by halving `seq`.
  constraint event_stream_version_key unique (stream, version),
  constraint event_id_key unique (id)
);

comment on table log.event is 'The log. Rows are added by log.append and never change.';
comment on column log.event.seq is 'Position: from 1, dense, in the order of commit.';
comment on column log.event.hash is
  'SHA-256(0x01, hash before, then header, data, sealed, each after its length as u32be).';

-- Sealed parts are cipher text: trying to compress them costs time and gains nothing.
alter table log.event alter column sealed set storage external;

create function log.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the log is only added to: % of %.% is refused',
    tg_op, tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger event_never_changes before update or delete or truncate on log.event
  for each statement execute function log.refuse_change();

create trigger head_never_goes before delete or truncate on log.head
  for each statement execute function log.refuse_change();

create function log.keep_kind() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'a % log stays a % log', old.kind, old.kind
    using errcode = 'insufficient_privilege';
end
$$;

-- Of this column only: appends set others, and would pay for the call.
create trigger head_stays_of_its_kind before update of kind on log.head
  for each row execute function log.keep_kind();

-- Says once what the log is for. Again with the same kind: nothing; with another: refused.
create function log.initialise(wanted text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
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
$$;

-- Appends a batch of commands in one transaction and answers each one by itself, in order.
--
-- Command i (from 1) goes to c_stream[i], whose last version must be c_expected[i] (-1: it must not
-- exist) and whose last hash c_prev_hash[i] (32 zero bytes before version 0). Its events start at
-- c_first[i] in the e_ arrays and end before the next command's. A live log takes no given_clock.
--
-- outcome  appended  first_version … logged_at say where
--          already   the first event's id is known: where the command was put then
--          conflict  actual is the stream's last version before this batch, -1 for none
--          misuse    the first event's id is known in another stream
-- An id that is known although the command could be accepted fails the batch (unique_violation).
-- Only the first command on a stream in a batch is judged; a later one is a conflict.
create function log.append(
  c_stream text[], c_expected int[], c_prev_hash bytea[], c_first int[],
  e_id uuid[], e_type text[], e_header json[], e_data json[], e_sealed bytea[], e_hash bytea[],
  given_clock timestamptz
) returns table (
  outcome text, actual int,
  first_version int, first_position bigint, last_version int, last_position bigint,
  logged_at timestamptz
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- The plan is kept from when the table was empty: it must be the one for a large table.
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
-- Such a plan looks dear enough to be compiled, which takes half a second.
set jit = off
as $$
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
$$;

-- The last position logged at or before a moment, for ever: when the moment is after the head, the
-- floor is raised to it, so that the next batch is logged later. A moment that has not come yet by
-- the log's clock is refused: position is null then, and clock says what time it is.
create function log.resolve_at(
  wanted timestamptz, out "position" bigint, out clock timestamptz
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  top log.head;
  low bigint := 0;
  high bigint;
  middle bigint;
  middle_at timestamptz;
begin
  select * into strict top from log.head h;
  if wanted > top.logged_at then
    clock := greatest(clock_timestamp(), top.logged_at);
    if wanted > clock then
      return;
    end if;
    -- The lock waits for a batch under way; what it logged is seen by this second look.
    select * into strict top from log.head h for no key update;
    clock := greatest(clock, top.logged_at);
    if wanted > top.logged_at then
      if wanted > top.floor then
        update log.head h set floor = wanted;
      end if;
      "position" := top.position;
      return;
    end if;
  end if;
  clock := greatest(clock_timestamp(), top.logged_at);
  -- logged_at goes up with seq, so halving finds the place: 22 looks for four million events.
  high := top.position;
  while low < high loop
    middle := (low + high + 1) / 2;
    select e.logged_at into strict middle_at from log.event e where e.seq = middle;
    if middle_at <= wanted then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  "position" := low;
end
$$;

revoke all on all functions in schema log from public;
grant usage on schema log to anamnesis_app;
grant select on log.head, log.event to anamnesis_app;
grant execute on function log.append, log.resolve_at to anamnesis_app;

reset role;
