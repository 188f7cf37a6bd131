-- Read models are derived: the service makes and drops their table sets itself, each in a schema of
-- its own (`read`, and `read_next` while one is built beside it). The log stays another role's.

do $$
begin
  execute format('grant create on database %I to anamnesis_app', current_database());
end
$$;
