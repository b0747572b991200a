-- Deployed processes, running instances and their history.
--
-- Rules every table keeps (checked by catalogue.test.ts): tenant_id first in every key, row-level
-- security enabled and forced. Hot tables carry no foreign keys: the group commit writes a change and
-- its rows in one transaction, and a foreign key would cost a look-up per row.

CREATE TABLE wbpm_deployments (
  tenant_id     text NOT NULL,
  deployment_id uuid NOT NULL,
  name          text NOT NULL,
  format        text NOT NULL,
  source        text NOT NULL,
  bpmn_xml      text NOT NULL,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, deployment_id)
);

CREATE TABLE wbpm_process_definitions (
  tenant_id     text NOT NULL,
  definition_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  process_id    text NOT NULL,
  version       integer NOT NULL CHECK (version > 0),
  name          text NOT NULL,
  description   text,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived')),
  content_hash  text NOT NULL,
  model         json NOT NULL,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, definition_id),
  UNIQUE (tenant_id, process_id, version),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES wbpm_deployments (tenant_id, deployment_id)
);

-- `sequence` is the number of the last journal event and the revision every change is checked against.
-- Instance ids are UUIDv7: their order is the order of starting.
CREATE TABLE wbpm_process_instances (
  tenant_id             text NOT NULL,
  instance_id           uuid NOT NULL,
  process_definition_id uuid NOT NULL,
  process_id            text NOT NULL,
  version               integer NOT NULL,
  business_key          text,
  -- The business key again, when the start asked for no other live instance to have it.
  unique_key            text,
  status                text NOT NULL CHECK (status IN ('active', 'suspended', 'completed', 'failed', 'terminated')),
  sequence              bigint NOT NULL CHECK (sequence > 0),
  journal_hash          bytea NOT NULL,
  -- Work is left that no task, job or timer will wake up: a turn stopped at its step limit.
  unfinished            boolean NOT NULL DEFAULT false,
  open_incidents        integer NOT NULL DEFAULT 0,
  parent_instance_id    uuid,
  started_by            text NOT NULL,
  start_time            timestamptz NOT NULL,
  end_time              timestamptz,
  created_at            timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, instance_id),
  CHECK ((end_time IS NULL) = (status IN ('active', 'suspended')))
) WITH (fillfactor = 85);

CREATE INDEX idx_process_instances_tenant_status ON wbpm_process_instances (tenant_id, status)
  WHERE status IN ('active', 'suspended');
CREATE INDEX idx_process_instances_process ON wbpm_process_instances (tenant_id, process_id, instance_id);
CREATE INDEX idx_process_instances_business_key ON wbpm_process_instances (tenant_id, business_key)
  WHERE business_key IS NOT NULL;
CREATE UNIQUE INDEX idx_process_instances_unique_key ON wbpm_process_instances (tenant_id, process_id, unique_key)
  WHERE unique_key IS NOT NULL AND end_time IS NULL;
CREATE INDEX idx_process_instances_incidents ON wbpm_process_instances (tenant_id, instance_id)
  WHERE open_incidents > 0;
CREATE INDEX idx_process_instances_unfinished ON wbpm_process_instances (tenant_id, instance_id)
  WHERE unfinished;

-- Live tokens only: a row leaves with its element instance, the journal keeps what was.
CREATE TABLE wbpm_element_instances (
  tenant_id           text NOT NULL,
  instance_id         uuid NOT NULL,
  element_instance_id uuid NOT NULL,
  element_id          text NOT NULL,
  scope_id            uuid NOT NULL,
  flow_id             text,
  status              text NOT NULL CHECK (status IN ('ready', 'active', 'completing')),
  since               timestamptz NOT NULL,
  wait                json,
  incident_id         uuid,
  PRIMARY KEY (tenant_id, instance_id, element_instance_id)
);

-- One row a variable. Searches use the typed columns: jsonb operators cannot use an index under
-- row-level security.
CREATE TABLE wbpm_variables (
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

CREATE TABLE wbpm_tasks (
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
  status                text NOT NULL CHECK (status IN ('active', 'completed', 'terminated')),
  priority              integer NOT NULL CHECK (priority BETWEEN 0 AND 100),
  due_date              timestamptz,
  sla_date              timestamptz,
  form_key              text,
  created_at            timestamptz NOT NULL,
  completed_at          timestamptz,
  completed_by          text,
  PRIMARY KEY (tenant_id, task_id),
  CHECK ((completed_at IS NULL) = (status = 'active'))
) WITH (fillfactor = 85);

CREATE INDEX idx_tasks_assignee_status ON wbpm_tasks (tenant_id, assignee, status) WHERE status = 'active';
CREATE INDEX idx_tasks_open_by_priority ON wbpm_tasks (tenant_id, priority DESC, created_at, task_id)
  WHERE status = 'active';
CREATE INDEX idx_tasks_process_instance ON wbpm_tasks (tenant_id, process_instance_id);

-- Work for workers; a row leaves when the job completes. `lock_token` grows with every lease, so a
-- worker whose lease passed on cannot complete any more.
CREATE TABLE wbpm_jobs (
  tenant_id             text NOT NULL,
  job_id                uuid NOT NULL,
  instance_id           uuid NOT NULL,
  process_definition_id uuid NOT NULL,
  process_id            text NOT NULL,
  element_id            text NOT NULL,
  type                  text NOT NULL,
  headers               json NOT NULL,
  retries               integer NOT NULL CHECK (retries >= 0),
  is_active             boolean NOT NULL DEFAULT true,
  due_at                timestamptz NOT NULL,
  lock_token            bigint NOT NULL DEFAULT 0,
  locked_until          timestamptz,
  worker                text,
  created_at            timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, job_id)
);

CREATE INDEX idx_jobs_activatable ON wbpm_jobs (tenant_id, type, due_at) WHERE is_active AND retries > 0;

CREATE TABLE wbpm_process_timers (
  tenant_id    text NOT NULL,
  timer_id     uuid NOT NULL,
  instance_id  uuid NOT NULL,
  element_id   text NOT NULL,
  target_date  timestamptz NOT NULL,
  is_active    boolean NOT NULL DEFAULT true,
  locked_until timestamptz,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, timer_id)
);

CREATE INDEX idx_timers_expiration ON wbpm_process_timers (tenant_id, target_date) WHERE is_active;
-- The timer loop asks for what is due over all tenants.
CREATE INDEX idx_timers_due ON wbpm_process_timers (target_date) WHERE is_active;

CREATE TABLE wbpm_incidents (
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

CREATE INDEX idx_incidents_open ON wbpm_incidents (tenant_id, instance_id) WHERE resolved_at IS NULL;

-- One row a command: its events carry the numbers first_seq to last_seq. `hash` covers the row and the
-- hash before it, so `events` is JSON kept as text, byte for byte, and not parsed on the way in.
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
  PRIMARY KEY (tenant_id, instance_id, first_seq)
);

CREATE TABLE wbpm_idempotency_keys (
  tenant_id    text NOT NULL,
  user_id      text NOT NULL,
  key          text NOT NULL,
  request_hash text NOT NULL,
  response     json NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, key)
);

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_deployments', 'wbpm_process_definitions', 'wbpm_process_instances', 'wbpm_element_instances',
    'wbpm_variables', 'wbpm_tasks', 'wbpm_jobs', 'wbpm_process_timers', 'wbpm_incidents', 'wbpm_journal',
    'wbpm_idempotency_keys'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO wbpm_api
         USING (tenant_id = current_setting(''app.tenant_id''))
         WITH CHECK (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO wbpm_api', tenant_table);
  END LOOP;

  -- What the API writes itself; everything else changes through the group commit.
  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_deployments', 'wbpm_process_definitions', 'wbpm_idempotency_keys'
  ] LOOP
    EXECUTE format('GRANT INSERT, UPDATE ON %I TO wbpm_api', tenant_table);
  END LOOP;

  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_process_instances', 'wbpm_element_instances', 'wbpm_variables', 'wbpm_tasks', 'wbpm_jobs',
    'wbpm_process_timers', 'wbpm_incidents', 'wbpm_journal', 'wbpm_idempotency_keys'
  ] LOOP
    EXECUTE format('CREATE POLICY runtime ON %I TO wbpm_runtime USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO wbpm_runtime', tenant_table);
  END LOOP;
  CREATE POLICY runtime ON wbpm_process_definitions FOR SELECT TO wbpm_runtime USING (true);
  GRANT SELECT ON wbpm_process_definitions TO wbpm_runtime;
END
$$;
