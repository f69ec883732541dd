BEGIN TRANSACTION;
CREATE TABLE application (
    key TEXT PRIMARY KEY, name TEXT, kind TEXT, created_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "application" VALUES('api',NULL,NULL,1794960000000);
INSERT INTO "application" VALUES('web','The web','browser',1794787200000);
CREATE TABLE deployment (
    id TEXT PRIMARY KEY,
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    version TEXT NOT NULL,
    said_status TEXT NOT NULL, said_kind TEXT NOT NULL, started_at INTEGER NOT NULL,
    said_ended_at INTEGER, metadata TEXT NOT NULL,
    set_status TEXT, set_kind TEXT, set_archived INTEGER, set_ended_at INTEGER,
    status TEXT NOT NULL AS (coalesce(set_status, said_status)) STORED,
    kind TEXT NOT NULL AS (coalesce(set_kind, said_kind)) STORED,
    archived INTEGER NOT NULL AS (coalesce(set_archived, 0)) STORED,
    ended_at INTEGER AS (
        CASE coalesce(set_status, said_status)
        WHEN 'started' THEN NULL ELSE coalesce(said_ended_at, set_ended_at) END
    ) STORED
);
INSERT INTO "deployment" VALUES('2c62952e-8403-51f2-ae43-98f431c35d46','shop','production','web','1.0','finished','deployment',1794787200000,1794787800000,'{"build": 7}',NULL,NULL,NULL,NULL);
INSERT INTO "deployment" VALUES('7bcbef21-570d-5b05-b752-f01b123655cd','shop','production','web','1.1','failed','deployment',1794873600000,1794873600000,'{}',NULL,NULL,NULL,NULL);
INSERT INTO "deployment" VALUES('18f85c51-bf85-5419-b752-35c21b701b4a','shop','production','web','1.1','finished','redeployment',1794873660000,1794873660000,'{}',NULL,'rollback',NULL,NULL);
INSERT INTO "deployment" VALUES('195ddfb4-bcd5-5258-8f31-0bba2b19a604','shop','production','api','2.0','finished','deployment',1794960000000,1794960000000,'{}',NULL,NULL,NULL,NULL);
INSERT INTO "deployment" VALUES('32491a89-55fe-542b-8dcb-b852e5f6cb5d','shop','production','api','2.1','started','deployment',1795046400000,NULL,'{}',NULL,NULL,NULL,NULL);
CREATE TABLE environment (
    project TEXT NOT NULL, key TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (project, key)
) WITHOUT ROWID;
INSERT INTO "environment" VALUES('shop','production',1794787200000);
CREATE TABLE event (
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    version TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
    event_metadata TEXT NOT NULL, deployment_metadata TEXT NOT NULL,
    PRIMARY KEY (project, environment, application, version, at, type)
) WITHOUT ROWID;
INSERT INTO "event" VALUES('shop','production','api','2.0','finished',1794960000000,'{}','{}');
INSERT INTO "event" VALUES('shop','production','api','2.1','started',1795046400000,'{}','{}');
INSERT INTO "event" VALUES('shop','production','web','1.0','started',1794787200000,'{}','{}');
INSERT INTO "event" VALUES('shop','production','web','1.0','finished',1794787800000,'{}','{"build": 7}');
INSERT INTO "event" VALUES('shop','production','web','1.1','failed',1794873600000,'{}','{}');
INSERT INTO "event" VALUES('shop','production','web','1.1','finished',1794873660000,'{}','{}');
CREATE TABLE project (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "project" VALUES('shop','The shop',1794787200000);
CREATE INDEX deployment_counted ON deployment (ended_at, project, environment, application, kind)
    WHERE status = 'finished' AND archived = 0;
CREATE INDEX deployment_listed
    ON deployment (project, environment, started_at, id, application, kind, status);
CREATE INDEX deployment_latest ON deployment (project, environment, application, ended_at, id)
    WHERE status = 'finished' AND archived = 0;
COMMIT;
PRAGMA user_version = 1;
