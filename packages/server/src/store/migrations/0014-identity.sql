-- Who may come in: tenants, people with their groups and roles, what they came in with, and keys of machines.
-- Secrets are never stored, only what they are checked against.

-- A tenant without a row is one that an identity provider outside speaks of; it counts as active. The row of
-- `default` is written together with the first administrator, and says that there was one. That of a tenant that was
-- deleted stays, so that nobody comes in with what they had, and nobody else gets its name.
CREATE TABLE wbpm_tenants (
  tenant_id  text NOT NULL PRIMARY KEY CHECK (tenant_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  name       text NOT NULL,
  status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleting', 'deleted')),
  revision   integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- `user_id` is the name people log in with and the one processes know them by.
CREATE TABLE wbpm_users (
  tenant_id            text NOT NULL,
  user_id              text NOT NULL,
  name                 text NOT NULL,
  email                text,
  roles                text[] NOT NULL DEFAULT '{}',
  status               text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  password_hash        text NOT NULL,
  must_change_password boolean NOT NULL DEFAULT true,
  failed_logins        integer NOT NULL DEFAULT 0,
  locked_until         timestamptz,
  last_login_at        timestamptz,
  revision             integer NOT NULL DEFAULT 1,
  created_by           text NOT NULL,
  created_at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);

CREATE TABLE wbpm_groups (
  tenant_id  text NOT NULL,
  group_id   text NOT NULL,
  name       text NOT NULL,
  roles      text[] NOT NULL DEFAULT '{}',
  revision   integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, group_id)
);

CREATE TABLE wbpm_group_members (
  tenant_id text NOT NULL,
  group_id  text NOT NULL,
  user_id   text NOT NULL,
  PRIMARY KEY (tenant_id, group_id, user_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES wbpm_groups ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES wbpm_users ON DELETE CASCADE
);
CREATE INDEX idx_group_members_user ON wbpm_group_members (tenant_id, user_id);

-- Roles of a tenant's own, beside those every tenant has.
CREATE TABLE wbpm_roles (
  tenant_id   text NOT NULL,
  role_id     text NOT NULL,
  name        text NOT NULL,
  permissions text[] NOT NULL,
  revision    integer NOT NULL DEFAULT 1,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, role_id)
);

-- `roles` and `groups` are those an identity provider named when the person came in; null for people of ours,
-- whose present ones count. A browser has one token for as long as the session lasts, a program a short-lived one
-- and one to refresh it with.
CREATE TABLE wbpm_sessions (
  tenant_id             text NOT NULL,
  session_id            uuid NOT NULL,
  user_id               text NOT NULL,
  origin                text NOT NULL CHECK (origin IN ('password', 'oidc')),
  roles                 text[],
  groups                text[],
  token_hash            text NOT NULL,
  token_expires_at      timestamptz NOT NULL,
  refresh_hash          text,
  previous_refresh_hash text,
  client_address        text,
  user_agent            text,
  created_at            timestamptz NOT NULL DEFAULT now(),
  used_at               timestamptz NOT NULL DEFAULT now(),
  expires_at            timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id),
  UNIQUE (tenant_id, token_hash),
  CHECK ((origin = 'oidc') = (roles IS NOT NULL AND groups IS NOT NULL))
);
CREATE UNIQUE INDEX idx_sessions_refresh ON wbpm_sessions (tenant_id, refresh_hash) WHERE refresh_hash IS NOT NULL;
CREATE INDEX idx_sessions_previous ON wbpm_sessions (tenant_id, previous_refresh_hash)
  WHERE previous_refresh_hash IS NOT NULL;
CREATE INDEX idx_sessions_user ON wbpm_sessions (tenant_id, user_id);
CREATE INDEX idx_sessions_expired ON wbpm_sessions (expires_at);

CREATE TABLE wbpm_api_keys (
  tenant_id   text NOT NULL,
  key_id      uuid NOT NULL,
  name        text NOT NULL,
  token_hash  text NOT NULL,
  permissions text[] NOT NULL,
  groups      text[] NOT NULL DEFAULT '{}',
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  PRIMARY KEY (tenant_id, key_id),
  UNIQUE (tenant_id, token_hash),
  UNIQUE (tenant_id, name)
);

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'wbpm_tenants', 'wbpm_users', 'wbpm_groups', 'wbpm_group_members', 'wbpm_roles', 'wbpm_sessions', 'wbpm_api_keys'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO wbpm_api
         USING (tenant_id = current_setting(''app.tenant_id''))
         WITH CHECK (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO wbpm_api', tenant_table);
  END LOOP;
END
$$;

-- The platform lists its tenants, and what is over is deleted for all of them at once.
CREATE POLICY runtime ON wbpm_tenants FOR SELECT TO wbpm_runtime USING (true);
GRANT SELECT ON wbpm_tenants TO wbpm_runtime;
CREATE POLICY runtime ON wbpm_sessions TO wbpm_runtime USING (true) WITH CHECK (true);
GRANT SELECT (tenant_id, session_id, expires_at), DELETE ON wbpm_sessions TO wbpm_runtime;

-- Takes out or deletes everything of one tenant, and of no other: sees it in every table, and changes nothing else.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
  LOOP
    EXECUTE format(
      'CREATE POLICY custodian ON %I TO wbpm_custodian
         USING (tenant_id = current_setting(''app.tenant_id''))', tenant_table);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO wbpm_custodian', tenant_table);
  END LOOP;
END
$$;
GRANT UPDATE (name, status, revision) ON wbpm_tenants TO wbpm_custodian;
