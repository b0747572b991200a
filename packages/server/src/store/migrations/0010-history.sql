-- The journal by months, an archive for what has ended, and an index for every list.

-- A month that is over can be dropped whole, and inserts always meet small indexes. The months ahead are made
-- by the server; what has none lands in the default partition until it is made.
ALTER TABLE wbpm_journal RENAME TO wbpm_journal_unpartitioned;
ALTER TABLE wbpm_journal_unpartitioned RENAME CONSTRAINT wbpm_journal_pkey TO wbpm_journal_unpartitioned_pkey;

CREATE TABLE wbpm_journal (
  tenant_id   text NOT NULL,
  instance_id uuid NOT NULL,
  first_seq   bigint NOT NULL CHECK (first_seq > 0),
  last_seq    bigint NOT NULL CHECK (last_seq >= first_seq),
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  command     text NOT NULL,
  events      text NOT NULL,
  hash        bytea NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, first_seq, at)
) PARTITION BY RANGE (at);

CREATE TABLE wbpm_journal_default PARTITION OF wbpm_journal DEFAULT;
ALTER TABLE wbpm_journal_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE wbpm_journal_default FORCE ROW LEVEL SECURITY;

-- Row-level security binds the owner of the tables too and shows them nothing.
ALTER TABLE wbpm_journal_unpartitioned NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  month timestamp;
  partition_name text;
BEGIN
  FOR month IN
    SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') FROM wbpm_journal_unpartitioned
    UNION
    SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead) FROM generate_series(0, 3) AS ahead
  LOOP
    partition_name := 'wbpm_journal_' || to_char(month, 'YYYY_MM');
    EXECUTE format('CREATE TABLE %I PARTITION OF wbpm_journal FOR VALUES FROM (%L) TO (%L)', partition_name,
      month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition_name);
  END LOOP;
END
$$;

INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash)
SELECT tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash FROM wbpm_journal_unpartitioned;
DROP TABLE wbpm_journal_unpartitioned;

-- What ended long ago, out of the way of what runs.

CREATE TABLE wbpm_process_instances_archive (
  tenant_id                  text NOT NULL,
  instance_id                uuid NOT NULL,
  process_definition_id      uuid NOT NULL,
  process_id                 text NOT NULL,
  version                    integer NOT NULL,
  business_key               text,
  status                     text NOT NULL CHECK (status IN ('completed', 'failed', 'terminated')),
  sequence                   bigint NOT NULL,
  journal_hash               bytea NOT NULL,
  open_incidents             integer NOT NULL,
  parent_instance_id         uuid,
  parent_element_instance_id uuid,
  conversation_id            uuid,
  started_by                 text NOT NULL,
  start_time                 timestamptz NOT NULL,
  end_time                   timestamptz NOT NULL,
  created_at                 timestamptz NOT NULL,
  archived_at                timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, instance_id)
);

CREATE INDEX idx_instances_archive_status ON wbpm_process_instances_archive (tenant_id, status, instance_id);
CREATE INDEX idx_instances_archive_definition
  ON wbpm_process_instances_archive (tenant_id, process_definition_id, status, instance_id);
CREATE INDEX idx_instances_archive_business_key
  ON wbpm_process_instances_archive (tenant_id, business_key, instance_id) WHERE business_key IS NOT NULL;
-- Retention asks over all tenants.
CREATE INDEX idx_instances_archive_end ON wbpm_process_instances_archive (end_time);
CREATE INDEX idx_instances_archive_start ON wbpm_process_instances_archive (start_time);

CREATE TABLE wbpm_variables_archive (
  tenant_id    text NOT NULL,
  instance_id  uuid NOT NULL,
  scope_id     uuid NOT NULL,
  name         text NOT NULL,
  value        json NOT NULL,
  text_value   text,
  number_value double precision,
  time_value   timestamptz,
  PRIMARY KEY (tenant_id, instance_id, scope_id, name)
);

CREATE TABLE wbpm_tasks_archive (
  tenant_id             text NOT NULL,
  task_id               uuid NOT NULL,
  process_instance_id   uuid NOT NULL,
  process_definition_id uuid NOT NULL,
  process_id            text NOT NULL,
  element_id            text NOT NULL,
  name                  text NOT NULL,
  description           text,
  assignee              text,
  candidate_users       text[] NOT NULL,
  candidate_groups      text[] NOT NULL,
  status                text NOT NULL,
  priority              integer NOT NULL,
  due_date              timestamptz,
  sla_date              timestamptz,
  form_key              text,
  created_at            timestamptz NOT NULL,
  completed_at          timestamptz,
  completed_by          text,
  PRIMARY KEY (tenant_id, task_id)
);

CREATE INDEX idx_tasks_archive_instance ON wbpm_tasks_archive (tenant_id, process_instance_id);

CREATE TABLE wbpm_incidents_archive (
  tenant_id           text NOT NULL,
  incident_id         uuid NOT NULL,
  instance_id         uuid NOT NULL,
  process_id          text NOT NULL,
  element_id          text NOT NULL,
  element_instance_id uuid NOT NULL,
  code                text NOT NULL,
  message             text NOT NULL,
  created_at          timestamptz NOT NULL,
  resolved_at         timestamptz,
  PRIMARY KEY (tenant_id, incident_id)
);

CREATE INDEX idx_incidents_archive_instance ON wbpm_incidents_archive (tenant_id, instance_id);

-- What a run has moved and deleted of a tenant so far, written with what it moves and deletes.
CREATE TABLE wbpm_archive_runs (
  tenant_id    text NOT NULL,
  run_id       uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('archive', 'retention')),
  ended_before timestamptz NOT NULL,
  instances    bigint NOT NULL,
  tasks        bigint NOT NULL,
  variables    bigint NOT NULL,
  incidents    bigint NOT NULL,
  started_at   timestamptz NOT NULL,
  last_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id)
);

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_journal', 'wbpm_process_instances_archive', 'wbpm_variables_archive', 'wbpm_tasks_archive',
    'wbpm_incidents_archive', 'wbpm_archive_runs'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO wbpm_api
         USING (tenant_id = current_setting(''app.tenant_id''))
         WITH CHECK (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO wbpm_api', tenant_table);
    EXECUTE format('CREATE POLICY runtime ON %I TO wbpm_runtime USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO wbpm_runtime', tenant_table);
  END LOOP;
END
$$;

-- Lists are read by key, newest first. Most instances end as completed, so those are found on the way through
-- the primary key, and an instance that completes leaves this index without entering it again.
DROP INDEX idx_process_instances_tenant_status;
CREATE INDEX idx_process_instances_tenant_status ON wbpm_process_instances (tenant_id, status, instance_id)
  WHERE status <> 'completed';
-- A process is its definitions: their lists are merged.
DROP INDEX idx_process_instances_process;
CREATE INDEX idx_process_instances_definition
  ON wbpm_process_instances (tenant_id, process_definition_id, status, instance_id);
DROP INDEX idx_process_instances_business_key;
CREATE INDEX idx_process_instances_business_key ON wbpm_process_instances (tenant_id, business_key, instance_id)
  WHERE business_key IS NOT NULL;
DROP INDEX idx_process_instances_incidents;
CREATE INDEX idx_process_instances_incidents
  ON wbpm_process_instances (tenant_id, process_definition_id, instance_id) WHERE open_incidents > 0;
-- What is old enough for the archive, over all tenants.
CREATE INDEX idx_process_instances_end ON wbpm_process_instances (end_time) WHERE end_time IS NOT NULL;

-- Searches look at the variables of the instance itself, by code point whatever the collation of the database.
CREATE INDEX idx_variables_text ON wbpm_variables (tenant_id, name, text_value COLLATE "C", instance_id)
  WHERE scope_id = instance_id AND text_value IS NOT NULL AND octet_length(name) <= 512;
CREATE INDEX idx_variables_number ON wbpm_variables (tenant_id, name, number_value, instance_id)
  WHERE scope_id = instance_id AND number_value IS NOT NULL AND octet_length(name) <= 512;
CREATE INDEX idx_variables_time ON wbpm_variables (tenant_id, name, time_value, instance_id)
  WHERE scope_id = instance_id AND time_value IS NOT NULL AND octet_length(name) <= 512;
CREATE INDEX idx_variables_archive_text ON wbpm_variables_archive (tenant_id, name, text_value COLLATE "C", instance_id)
  WHERE scope_id = instance_id AND text_value IS NOT NULL AND octet_length(name) <= 512;
CREATE INDEX idx_variables_archive_number ON wbpm_variables_archive (tenant_id, name, number_value, instance_id)
  WHERE scope_id = instance_id AND number_value IS NOT NULL AND octet_length(name) <= 512;
CREATE INDEX idx_variables_archive_time ON wbpm_variables_archive (tenant_id, name, time_value, instance_id)
  WHERE scope_id = instance_id AND time_value IS NOT NULL AND octet_length(name) <= 512;

-- Tasks in the order of their lists. What is filtered on the way stands in the index.
DROP INDEX idx_tasks_open_by_priority;
CREATE INDEX idx_tasks_by_priority ON wbpm_tasks (tenant_id, status, priority DESC, created_at, task_id)
  INCLUDE (process_id, element_id);
DROP INDEX idx_tasks_assignee_status;
CREATE INDEX idx_tasks_assignee_status
  ON wbpm_tasks (tenant_id, assignee, status, priority DESC, created_at, task_id) WHERE assignee IS NOT NULL;
-- Few: whoever completes a task nearly always has it.
CREATE INDEX idx_tasks_completed_for_others
  ON wbpm_tasks (tenant_id, completed_by, status, priority DESC, created_at, task_id)
  WHERE completed_by IS DISTINCT FROM assignee AND completed_by IS NOT NULL;

-- Ended without anybody having had them.
CREATE INDEX idx_tasks_ended_unassigned ON wbpm_tasks (tenant_id, status, priority DESC, created_at, task_id)
  WHERE assignee IS NULL AND status <> 'active';

CREATE INDEX idx_incidents_instance ON wbpm_incidents (tenant_id, instance_id);
