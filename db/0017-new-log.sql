-- A log that is new on the server has no entry there yet, whatever others write: its index has all
-- of it, and is trusted from the beginning. Before, the end of the server's log had to be looked
-- through for an entry of this one, which took long where others write much.

set role anamnesis_log;

create or replace function log.adopt_eventstore(at_commit bigint, at_prepare bigint) returns text
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
  perform log.trust_index();
  return known.prefix;
end
$$;

reset role;
