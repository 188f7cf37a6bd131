-- The log in EventStoreDB: the bytes are there, and here is which position each event has.
--
-- One owner (advisory lock) follows the server and calls log.index_events. Its checkpoint, moved by
-- compare-and-set in the same transaction, is the fence: an owner that lost its place adds nothing.
-- The head row is the same as of a log in PostgreSQL, so positions, log time and the floor of
-- answered moments mean the same. This table is part of the log: it is backed up, never rebuilt.

set role anamnesis_log;

create table log.eventstore (
  -- Begins the name of every stream of this log on the server: two logs there never mix.
  prefix text not null,
  -- Up to here the server's log is indexed, as its place in bytes; -1: from its beginning.
  commit_position bigint not null default -1,
  prepare_position bigint not null default -1,
  -- Whether the log is there now; false after it was moved back.
  active boolean not null
);

create unique index eventstore_is_one_row on log.eventstore ((true));

comment on table log.eventstore is 'One row once the log is, or was, in EventStoreDB.';

create table log.log_index (
  seq bigint primary key,
  commit_position bigint not null,
  prepare_position bigint not null,
  stream text collate "C" not null,
  version int not null,
  id uuid not null,
  hash bytea not null check (octet_length(hash) = 32),
  logged_at timestamptz not null,
  -- How many events its command recorded together.
  size int not null,
  -- Which of several that sent the same command was first; only with a command's first event.
  attempt uuid,
  constraint log_index_stream_version_key unique (stream, version),
  constraint log_index_id_key unique (id)
);

comment on table log.log_index is
  'The position of each event in EventStoreDB. Rows are added by log.index_events, never changed.';

create trigger log_index_never_changes before update or delete or truncate on log.log_index
  for each statement execute function log.refuse_change();

-- A stream whose next entry on the server does not follow what is known of it. Nothing of it from
-- there on gets a position; other streams go on.
create table log.index_parked (
  stream text collate "C" primary key,
  version bigint not null,
  commit_position bigint not null,
  why text not null,
  parked_at timestamptz not null default clock_timestamp()
);

comment on table log.index_parked is 'Streams on the server that broke, and at which entry.';

-- Accepted, but without a position yet: whoever asks for heads waits until it has one.
create table log.unindexed (
  stream text collate "C" primary key,
  version int not null
);

comment on table log.unindexed is 'Versions that were answered before they were indexed.';

-- Says that the log is in EventStoreDB, the first time; the prefix of its streams there.
create function log.adopt_eventstore() returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
  insert into log.eventstore (prefix, active)
    values ('anamnesis_' || left(replace(gen_random_uuid()::text, '-', ''), 12) || '.', true)
    returning prefix into known.prefix;
  return known.prefix;
end
$$;

-- Gives the events of a batch of commands the next positions, and moves the checkpoint.
--
-- Events come in the server's order; those of command i (from 1) have e_command = i. A command is
-- logged at one time, later than the one before it, later than every moment that was answered, and
-- not before its clock (of the log's caller in a demo or test, else the server's). Answers the
-- first position and the log time of each command. Fails with serialization_failure when the
-- checkpoint is not where the caller thinks: then another one is the owner.
create function log.index_events(
  at_commit bigint, at_prepare bigint, to_commit bigint, to_prepare bigint,
  e_command int[], e_stream text[], e_version int[], e_id uuid[], e_hash bytea[],
  e_commit bigint[], e_prepare bigint[], c_clock timestamptz[], c_attempt uuid[]
) returns table (first_position bigint, logged_at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $$
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
        case when top.kind = 'live' then clock else coalesce(g.given, clock) end as clock
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
$$;

create function log.park_stream(
  wanted text, at_version bigint, at_commit bigint, because text
) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into log.index_parked (stream, version, commit_position, why)
    values (wanted, at_version, at_commit, because) on conflict do nothing
$$;

create function log.note_unindexed(wanted text, last_version int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into log.unindexed as u (stream, version)
    select wanted, last_version where not exists (
      select from log.log_index i where i.stream = wanted and i.version >= last_version)
    on conflict (stream) do update set version = greatest(u.version, excluded.version)
$$;

-- As before, but the log time of a position is looked up where the log is.
create or replace function log.resolve_at(
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
  elsewhere constant boolean := exists (select from log.eventstore s where s.active);
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
$$;

revoke all on function log.adopt_eventstore, log.index_events, log.park_stream, log.note_unindexed
  from public;
grant select on log.eventstore, log.log_index, log.index_parked, log.unindexed to anamnesis_app;
grant execute on function log.adopt_eventstore, log.index_events, log.park_stream,
  log.note_unindexed to anamnesis_app;

reset role;
