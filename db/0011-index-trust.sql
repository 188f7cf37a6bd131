-- The index of a log in EventStoreDB is committed without a flush of this database: after a crash
-- its last rows may be gone, and are made again from the server, each at the position it had. Until
-- that is done heads are not what was answered; here is how every process knows. See docs/adr/0038.

set role anamnesis_log;

-- Unlogged: emptied by the recovery from a crash.
create unlogged table log.index_trusted (
  of text primary key
);

comment on table log.index_trusted is
  'Its row says that every position which was given is here. Emptied when PostgreSQL crashes.';

-- Which table of which cluster: a restored backup brings the row, but is another one.
create function log.index_identity() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select system_identifier || '.' || 'log.log_index'::regclass::oid from pg_control_system()
$$;

-- Whether heads are what was answered; a log that is not in EventStoreDB has nothing to make again.
create function log.is_index_trusted() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from log.index_trusted t where t.of = log.index_identity())
    or not exists (select from log.eventstore s where s.active)
$$;

-- Said by the owner of the index, once it has indexed all that the server had.
create function log.trust_index() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from log.index_trusted t where t.of <> log.index_identity();
  insert into log.index_trusted values (log.index_identity()) on conflict do nothing;
end
$$;

-- As before, but a log that is new on the server begins where the server's log ended before: what
-- lies there is of others, and need not be looked through. -1: not known.
create function log.adopt_eventstore(at_commit bigint, at_prepare bigint) returns text
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
  insert into log.eventstore (prefix, active, commit_position, prepare_position)
    values ('anamnesis_' || left(replace(gen_random_uuid()::text, '-', ''), 12) || '.', true,
      at_commit, at_prepare)
    returning prefix into known.prefix;
  return known.prefix;
end
$$;

drop function log.adopt_eventstore();

-- As before, but a command's clock is the one that it is given in every log: the server's own time
-- in a live one. So an event that is indexed again after a crash is logged at the same time. Never
-- later than now: a server whose clock is ahead must not carry the log into the future.
create or replace function log.index_events(
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
$$;

-- As before, but in EventStoreDB an answer rests only on what a crash cannot take away: a moment
-- after the head waits for an index that is trusted, and what was not flushed yet is.
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
$$;

-- Whatever is committed now is on disk when the caller's transaction is: its own change is, and the
-- write-ahead log is flushed in its order. Nothing to do when all is there already.
create function log.flush_index() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn() then
    update log.head h set floor = h.floor;
  end if;
end
$$;

revoke all on function log.adopt_eventstore, log.index_identity, log.is_index_trusted,
  log.trust_index, log.flush_index from public;
grant execute on function log.adopt_eventstore, log.is_index_trusted, log.trust_index
  to anamnesis_app;

reset role;
