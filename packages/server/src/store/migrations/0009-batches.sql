-- Operations on many instances, and definitions that start nothing for a while.

-- Apart from `status`: an archived definition is gone for good, and a suspended newest version still is the newest.
ALTER TABLE wbpm_process_definitions ADD COLUMN is_suspended boolean NOT NULL DEFAULT false;

-- `permissions` are those of the person who made the batch: every command comes under them.
CREATE TABLE wbpm_batches (
  tenant_id   text NOT NULL,
  batch_id    uuid NOT NULL,
  operation   text NOT NULL,
  filter      json NOT NULL,
  parameters  json NOT NULL,
  reason      text,
  status      text NOT NULL CHECK (status IN ('running', 'paused', 'completed', 'cancelled')),
  total       integer NOT NULL CHECK (total >= 0),
  created_by  text NOT NULL,
  permissions text[] NOT NULL,
  created_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (tenant_id, batch_id),
  CHECK ((ended_at IS NULL) = (status IN ('running', 'paused')))
);

-- Every node asks for what runs, over all tenants.
CREATE INDEX idx_batches_running ON wbpm_batches (batch_id) WHERE status = 'running';

-- What is left of a batch: an instance that is done leaves in the commit of its command, one whose command
-- was refused stays with the code of the refusal.
CREATE TABLE wbpm_batch_instances (
  tenant_id         text NOT NULL,
  batch_instance_id uuid NOT NULL DEFAULT gen_random_uuid(),
  batch_id          uuid NOT NULL,
  instance_id       uuid NOT NULL,
  code              text,
  message           text,
  locked_until      timestamptz,
  PRIMARY KEY (tenant_id, batch_instance_id),
  CHECK ((code IS NULL) = (message IS NULL))
);

CREATE INDEX idx_batch_instances_open ON wbpm_batch_instances (tenant_id, batch_id, instance_id)
  WHERE code IS NULL;
CREATE INDEX idx_batch_instances_failed ON wbpm_batch_instances (tenant_id, batch_id, instance_id)
  WHERE code IS NOT NULL;

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['wbpm_batches', 'wbpm_batch_instances'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO wbpm_api
         USING (tenant_id = current_setting(''app.tenant_id''))
         WITH CHECK (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO wbpm_api', tenant_table);
    EXECUTE format('CREATE POLICY runtime ON %I TO wbpm_runtime USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('GRANT SELECT, UPDATE ON %I TO wbpm_runtime', tenant_table);
  END LOOP;
END
$$;
GRANT UPDATE ON wbpm_batches TO wbpm_api;
GRANT DELETE ON wbpm_batch_instances TO wbpm_runtime;
