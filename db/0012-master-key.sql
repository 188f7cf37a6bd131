-- Which master key is in force, whose keys are erased for ever, and the two functions by which keys
-- are made and the master key is exchanged. The service can do nothing else to keys.

set role anamnesis_log;

create table keys.master (
  one boolean primary key default true check (one),
  -- As `masterKeyId`: names it without telling it.
  id text not null,
  since timestamptz not null default clock_timestamp()
);

comment on table keys.master is 'The master key that every key is wrapped by: one row.';

insert into keys.master (id)
  select k.master_key_id from keys.person_key k group by 1 order by count(*) desc, 1 limit 1;

create table keys.erased (
  owner text collate "C" primary key,
  at timestamptz not null default clock_timestamp()
);

comment on table keys.erased is 'Owners whose key was deleted: none is ever made for them again.';

-- Gives an owner a key who has none: `made`, `known` (has one), `erased` (never again), or `stale`
-- (wrapped by another master key than the one in force, which is named). The first key of all puts
-- its master key in force.
create function keys.make(
  new_owner text, new_wrapped bytea, wrapped_by text, out outcome text, out in_force text
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
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
$$;

-- Puts another master key in force: every key that stays is given as wrapped by it, those of `gone`
-- are deleted for ever, those of `anew` deleted and made anew when next needed. All or nothing:
-- `done`, `stale` (another one is in force than the caller knew), or `changed` (the keys given are
-- not exactly those that stay: one that is left out would be lost).
create function keys.exchange(
  old_id text, new_id text, gone text[], anew text[], kept text[], kept_wrapped bytea[],
  out outcome text, out in_force text
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
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
$$;

revoke all on all functions in schema keys from public;
revoke insert on keys.person_key from anamnesis_app;
grant select on keys.master, keys.erased to anamnesis_app;
grant execute on function keys.make, keys.exchange to anamnesis_app;

reset role;
