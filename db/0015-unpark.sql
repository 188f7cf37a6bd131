-- A stream that broke on the server is tried again when somebody asks for it, with a reason. The
-- owner of the index does it: what follows the stream's head by then gets the next positions.

set role anamnesis_log;

alter table log.index_parked
  add column reason text,
  -- Null: nobody has asked.
  add column asked_at timestamptz,
  -- What still stands in the way, once it was tried.
  add column answer text;

-- What became of it, kept for ever.
create table log.index_unparked (
  stream text collate "C" not null,
  version bigint not null,
  why text not null,
  parked_at timestamptz not null,
  reason text not null,
  -- How many of its entries got positions.
  entries int not null,
  unparked_at timestamptz not null default clock_timestamp()
);

comment on table log.index_unparked is 'Streams that were parked and go on, and for which reason.';

create trigger index_unparked_never_changes before update or delete or truncate
  on log.index_unparked for each statement execute function log.refuse_change();

-- False: it is not parked.
create function log.ask_unpark(wanted text, because text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update log.index_parked p set reason = because, asked_at = clock_timestamp(), answer = null
    where p.stream = wanted;
  return found;
end
$$;

create function log.unpark_stream(wanted text, entries int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from log.index_parked p where p.stream = wanted returning p.*)
  insert into log.index_unparked (stream, version, why, parked_at, reason, entries)
    select g.stream, g.version, g.why, g.parked_at, coalesce(g.reason, ''), unpark_stream.entries
    from gone g
$$;

-- It was tried; the entry that now stands in the way may be a later one.
create function log.keep_parked(wanted text, at_version bigint, still text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update log.index_parked p set answer = still, why = still, version = at_version
    where p.stream = wanted
$$;

revoke all on function log.ask_unpark, log.unpark_stream, log.keep_parked from public;
grant select on log.index_unparked to anamnesis_app;
grant execute on function log.ask_unpark, log.unpark_stream, log.keep_parked to anamnesis_app;

reset role;
