-- Ids that publishers gave their messages: each is taken once until it expires, whatever becomes of the message.
CREATE TABLE wbpm_message_ids (
  tenant_id  text NOT NULL,
  message_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, message_id)
);

CREATE INDEX idx_message_ids_expiry ON wbpm_message_ids (expires_at);

ALTER TABLE wbpm_message_ids ENABLE ROW LEVEL SECURITY;
ALTER TABLE wbpm_message_ids FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON wbpm_message_ids TO wbpm_api
  USING (tenant_id = current_setting('app.tenant_id'))
  WITH CHECK (tenant_id = current_setting('app.tenant_id'));
GRANT SELECT ON wbpm_message_ids TO wbpm_api;
CREATE POLICY runtime ON wbpm_message_ids TO wbpm_runtime USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON wbpm_message_ids TO wbpm_runtime;
