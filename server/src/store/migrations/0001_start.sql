-- Documents: a table per subject, all of one shape. `body` is the wire form of the document; `scope`
-- is what it belongs to (organization, workspace, user), `seq` the order of arrival.
CREATE TABLE designs      (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE filters      (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE environments (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE workspaces   (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE connections  (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE credentials  (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE events       (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE registrations (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE meshes_workspaces  (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (scope, name));
CREATE TABLE meshes_connections (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (scope, name));
CREATE TABLE meshes_rules       (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE meshes_events      (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE meshes_deliveries  (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE meshes_event_types (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (scope, name));
CREATE TABLE meshes_resources   (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (scope, name));
CREATE TABLE meshes_sessions    (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE meshes_mappings    (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);

CREATE INDEX designs_scope ON designs (scope, seq);
CREATE INDEX filters_scope ON filters (scope, seq);
CREATE INDEX events_scope ON events (scope, seq);
CREATE INDEX meshes_connections_scope ON meshes_connections (scope, seq);
CREATE INDEX meshes_rules_scope ON meshes_rules (scope, name, seq);
CREATE INDEX meshes_events_scope ON meshes_events (scope, seq);
CREATE INDEX meshes_deliveries_scope ON meshes_deliveries (scope, seq);
CREATE INDEX meshes_deliveries_status ON meshes_deliveries (json_extract(body, '$.status'), seq);
CREATE INDEX meshes_sessions_scope ON meshes_sessions (scope, seq);

-- Which documents belong together: designs of a workspace, connections of an environment.
CREATE TABLE links (
    kind TEXT NOT NULL, owner TEXT NOT NULL, member TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL,
    PRIMARY KEY (kind, owner, member)
);
CREATE INDEX links_member ON links (kind, member);

-- One value per key: identities of this server, its signing secret, preferences.
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- Access keys that sign machine tokens (Meshes).
CREATE TABLE machine_keys (
    access_key TEXT PRIMARY KEY, secret TEXT NOT NULL, org TEXT NOT NULL, created_at TEXT NOT NULL
);
