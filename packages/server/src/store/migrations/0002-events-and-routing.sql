-- What events, loops and compensation need of an instance, and what passes between instances.
--
-- Texts that people choose (names, correlation keys) can be longer than an index row, so indexes hold
-- their hashes and queries compare both.

-- How a stored model is written; one of an older form is compiled anew from its source when it is read.
ALTER TABLE wbpm_process_definitions ADD COLUMN model_format integer NOT NULL DEFAULT 1;

-- `conversation_id` null: the instance's own id. Instances that called or messaged one another into
-- being share it.
ALTER TABLE wbpm_process_instances
  ADD COLUMN parent_element_instance_id uuid,
  ADD COLUMN conversation_id uuid;

CREATE INDEX idx_process_instances_parent ON wbpm_process_instances (tenant_id, parent_instance_id)
  WHERE parent_instance_id IS NOT NULL;

-- `loop` holds the counters of a loop; what it runs over and what it gave are rows of their own.
ALTER TABLE wbpm_element_instances
  ADD COLUMN item_index integer,
  ADD COLUMN triggered boolean NOT NULL DEFAULT false,
  ADD COLUMN undoes json,
  ADD COLUMN loop json;

-- A timer was the wait of its element instance; it is a subscription of it now.
ALTER TABLE wbpm_process_timers
  ADD COLUMN host_id uuid,
  ADD COLUMN trigger_index integer NOT NULL DEFAULT 0,
  ADD COLUMN repeat json;
-- Row-level security binds the owner of the tables too and shows them nothing.
SET LOCAL ROLE wbpm_runtime;
UPDATE wbpm_process_timers SET host_id = timer_id;
UPDATE wbpm_element_instances SET wait = '{"kind":"event"}' WHERE wait ->> 'kind' = 'timer';
RESET ROLE;
ALTER TABLE wbpm_process_timers ALTER COLUMN host_id SET NOT NULL;

CREATE INDEX idx_timers_instance ON wbpm_process_timers (tenant_id, instance_id);
-- What falls due after a cycle waits until the cycle has said when it fires next.
CREATE INDEX idx_timers_cycles ON wbpm_process_timers (tenant_id, instance_id, target_date)
  WHERE is_active AND repeat IS NOT NULL;

CREATE TABLE wbpm_event_subscriptions (
  tenant_id       text NOT NULL,
  subscription_id uuid NOT NULL,
  instance_id     uuid NOT NULL,
  element_id      text NOT NULL,
  host_id         uuid NOT NULL,
  trigger_index   integer NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('message', 'signal', 'conditional')),
  name            text,
  correlation_key text,
  held            boolean,
  is_active       boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, subscription_id),
  CHECK ((name IS NULL) = (kind = 'conditional')),
  CHECK ((held IS NULL) = (kind <> 'conditional'))
);

CREATE INDEX idx_event_subscriptions_messages
  ON wbpm_event_subscriptions (tenant_id, md5(name), md5(coalesce(correlation_key, '')))
  WHERE kind = 'message' AND is_active;
CREATE INDEX idx_event_subscriptions_signals ON wbpm_event_subscriptions (tenant_id, md5(name), subscription_id)
  WHERE kind = 'signal' AND is_active;
CREATE INDEX idx_event_subscriptions_instance ON wbpm_event_subscriptions (tenant_id, instance_id);

CREATE TABLE wbpm_loop_items (
  tenant_id   text NOT NULL,
  instance_id uuid NOT NULL,
  body_id     uuid NOT NULL,
  items       json NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, body_id)
);

CREATE TABLE wbpm_loop_outputs (
  tenant_id   text NOT NULL,
  instance_id uuid NOT NULL,
  body_id     uuid NOT NULL,
  item_index  integer NOT NULL,
  value       json NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, body_id, item_index)
);

-- `position` is the number of the journal event: compensation undoes in reverse order.
CREATE TABLE wbpm_compensations (
  tenant_id           text NOT NULL,
  instance_id         uuid NOT NULL,
  compensation_id     uuid NOT NULL,
  element_id          text NOT NULL,
  element_instance_id uuid NOT NULL,
  scope_id            uuid NOT NULL,
  variables           json NOT NULL,
  position            bigint NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, compensation_id)
);

-- What an instance wants of others. A row leaves in the transaction of its effect, so the effect
-- happens once; `locked_until` keeps it for the node that is at work on it.
CREATE TABLE wbpm_outbox (
  tenant_id          text NOT NULL,
  outbox_id          uuid NOT NULL,
  -- What one instance wants of another happens in the order it was wanted.
  position           bigint GENERATED ALWAYS AS IDENTITY,
  kind               text NOT NULL,
  -- The instance that is meant, where it is known from the beginning.
  target_instance_id uuid,
  payload            json NOT NULL,
  locked_until       timestamptz NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, outbox_id)
);

CREATE INDEX idx_outbox_left_over ON wbpm_outbox (locked_until);
CREATE INDEX idx_outbox_target ON wbpm_outbox (tenant_id, target_instance_id) WHERE target_instance_id IS NOT NULL;

-- Messages nobody waited for yet, until `expires_at`.
CREATE TABLE wbpm_buffered_messages (
  tenant_id       text NOT NULL,
  buffered_id     uuid NOT NULL,
  message_id      text NOT NULL,
  name            text NOT NULL,
  correlation_key text,
  payload         json NOT NULL,
  expires_at      timestamptz NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, buffered_id)
);

CREATE UNIQUE INDEX idx_buffered_messages_id ON wbpm_buffered_messages (tenant_id, md5(message_id));
CREATE INDEX idx_buffered_messages_name ON wbpm_buffered_messages (tenant_id, md5(name), buffered_id);
CREATE INDEX idx_buffered_messages_expiry ON wbpm_buffered_messages (expires_at);

-- What starts an instance of the newest version of a process.
CREATE TABLE wbpm_start_subscriptions (
  tenant_id     text NOT NULL,
  process_id    text NOT NULL,
  element_id    text NOT NULL,
  trigger_index integer NOT NULL,
  definition_id uuid NOT NULL,
  version       integer NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('message', 'signal', 'timer', 'conditional')),
  name          text,
  next_due_at   timestamptz,
  repeat        json,
  PRIMARY KEY (tenant_id, process_id, element_id, trigger_index),
  CHECK ((name IS NOT NULL) = (kind IN ('message', 'signal'))),
  CHECK (next_due_at IS NULL OR kind = 'timer')
);

CREATE INDEX idx_start_subscriptions_name ON wbpm_start_subscriptions (tenant_id, kind, md5(name));
CREATE INDEX idx_start_subscriptions_due ON wbpm_start_subscriptions (next_due_at) WHERE next_due_at IS NOT NULL;

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_event_subscriptions', 'wbpm_loop_items', 'wbpm_loop_outputs', 'wbpm_compensations', 'wbpm_outbox',
    'wbpm_buffered_messages', 'wbpm_start_subscriptions'
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

  -- Deploying and deleting a process changes what starts it.
  GRANT INSERT, UPDATE, DELETE ON wbpm_start_subscriptions TO wbpm_api;

  -- The source of a model that has to be compiled anew.
  CREATE POLICY runtime ON wbpm_deployments FOR SELECT TO wbpm_runtime USING (true);
  GRANT SELECT ON wbpm_deployments TO wbpm_runtime;
END
$$;
