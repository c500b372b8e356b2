-- Load tests: their profiles, and what came of them. The scope of a result is its profile; it is empty once that is gone.
CREATE TABLE performance_profiles (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE performance_results  (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);

-- What is registered of models: the scope is the type of the entity, the name that of its model.
CREATE TABLE registry_entities (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);

-- What MeshSync has discovered: the scope is the cluster.
CREATE TABLE cluster_resources (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL);

CREATE INDEX performance_profiles_scope ON performance_profiles (scope, seq);
CREATE INDEX performance_results_scope ON performance_results (scope, seq);
CREATE INDEX registry_entities_scope ON registry_entities (scope, name);
CREATE INDEX cluster_resources_kind ON cluster_resources (scope, json_extract(body, '$.kind'), seq);
CREATE INDEX cluster_resources_name ON cluster_resources (scope, name);
