-- Decisions: DMN files as they were deployed, and every decision in them as a version of its id.

-- The source and the model of a file are kept once; its decisions refer to one another.
CREATE TABLE wbpm_decision_files (
  tenant_id    text NOT NULL,
  file_id      uuid NOT NULL,
  name         text NOT NULL,
  dmn_xml      text NOT NULL,
  model        json NOT NULL,
  -- How the model is written; one of an older form is compiled anew from its source when it is read.
  model_format integer NOT NULL,
  created_by   text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, file_id)
);

-- `deployment_id` names the processes the decision was deployed together with; null: deployed on its own.
CREATE TABLE wbpm_decision_definitions (
  tenant_id     text NOT NULL,
  definition_id uuid NOT NULL,
  file_id       uuid NOT NULL,
  deployment_id uuid,
  decision_id   text NOT NULL,
  version       integer NOT NULL CHECK (version > 0),
  name          text NOT NULL,
  content_hash  text NOT NULL,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, definition_id),
  UNIQUE (tenant_id, decision_id, version),
  FOREIGN KEY (tenant_id, file_id) REFERENCES wbpm_decision_files (tenant_id, file_id),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES wbpm_deployments (tenant_id, deployment_id)
);

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['wbpm_decision_files', 'wbpm_decision_definitions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO wbpm_api
         USING (tenant_id = current_setting(''app.tenant_id''))
         WITH CHECK (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO wbpm_api', tenant_table);
    EXECUTE format('CREATE POLICY runtime ON %I FOR SELECT TO wbpm_runtime USING (true)', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO wbpm_runtime', tenant_table);
  END LOOP;
END
$$;
