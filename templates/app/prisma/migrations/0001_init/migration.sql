-- CreateTable
CREATE TABLE "users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "provider" TEXT NOT NULL DEFAULT 'maestrano',
    "uid" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT NOT NULL,
    "locale" TEXT,
    "timezone" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "provider" TEXT NOT NULL DEFAULT 'maestrano',
    "uid" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "org_uid" TEXT,
    "oauth_provider" TEXT,
    "oauth_uid" TEXT,
    "oauth_name" TEXT,
    "last_oauth_uid" TEXT,
    "oauth_token" TEXT,
    "refresh_token" TEXT,
    "token_expires_at" DATETIME,
    "instance_url" TEXT,
    "credentials" TEXT,
    "external_webhook_id" TEXT,
    "external_webhook_secret" TEXT,
    "synchronized_entities" JSONB NOT NULL DEFAULT '{}',
    "sync_enabled" BOOLEAN NOT NULL DEFAULT false,
    "push_disabled" BOOLEAN NOT NULL DEFAULT false,
    "pull_disabled" BOOLEAN NOT NULL DEFAULT false,
    "date_filtering_limit" DATETIME,
    "historical_data" BOOLEAN NOT NULL DEFAULT false,
    "paused_reason" TEXT,
    "lease_owner" TEXT,
    "lease_expires_at" DATETIME,
    "next_run_at" DATETIME,
    "silent_since" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "user_organization_rels" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "organization_id" INTEGER NOT NULL,
    "role" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "user_organization_rels_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "user_organization_rels_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "synchronizations" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "message" TEXT,
    "partial" BOOLEAN NOT NULL DEFAULT false,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "started_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "synchronizations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "run_requests" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "options" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_up_at" DATETIME,
    CONSTRAINT "run_requests_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "id_maps" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "connec_entity" TEXT NOT NULL,
    "connec_id" TEXT,
    "external_entity" TEXT NOT NULL,
    "external_id" TEXT,
    "name" TEXT,
    "to_connec" BOOLEAN NOT NULL DEFAULT true,
    "to_external" BOOLEAN NOT NULL DEFAULT true,
    "external_inactive" BOOLEAN NOT NULL DEFAULT false,
    "last_push_to_connec" DATETIME,
    "last_push_to_external" DATETIME,
    "connec_version" DATETIME,
    "external_version" DATETIME,
    "connec_hash" TEXT,
    "external_hash" TEXT,
    "base_fields" TEXT,
    "create_key" TEXT,
    "create_started_at" DATETIME,
    "begun_writes" TEXT,
    "write_back_pending" BOOLEAN NOT NULL DEFAULT false,
    "waiting_for" TEXT,
    "failed_to" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT,
    "due_at" DATETIME,
    "parked_at" DATETIME,
    "decisions" TEXT NOT NULL DEFAULT '[]',
    "metadata" TEXT NOT NULL DEFAULT '{}',
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "id_maps_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "write_pages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" INTEGER NOT NULL,
    "connec_entity" TEXT NOT NULL,
    "external_entity" TEXT NOT NULL,
    "started_at" DATETIME NOT NULL,
    "noted" TEXT NOT NULL,
    "created" TEXT,
    CONSTRAINT "write_pages_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "watermarks" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "entity" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "fetched_until" DATETIME NOT NULL,
    CONSTRAINT "watermarks_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL DEFAULT 'connec',
    "tenant" TEXT NOT NULL,
    "group_uid" TEXT,
    "delivery_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" DATETIME,
    "parked_at" DATETIME,
    "reason" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "body" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tenant" TEXT NOT NULL,
    "organization_id" INTEGER,
    "user_id" INTEGER,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "request_id" TEXT
);

-- CreateTable
CREATE TABLE "used_assertions" (
    "tenant" TEXT NOT NULL,
    "assertion_id" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL,

    PRIMARY KEY ("tenant", "assertion_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "data" JSONB NOT NULL,
    "expires_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "throttles" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "free_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "processes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" DATETIME NOT NULL,
    "seen_at" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "users_uid_tenant_key" ON "users"("uid", "tenant");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_oauth_uid_key" ON "organizations"("oauth_uid");

-- CreateIndex
CREATE INDEX "organizations_next_run_index" ON "organizations"("next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_uid_tenant_key" ON "organizations"("uid", "tenant");

-- CreateIndex
CREATE INDEX "rels_orga_index" ON "user_organization_rels"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_organization_rels_key" ON "user_organization_rels"("user_id", "organization_id");

-- CreateIndex
CREATE INDEX "synchronization_orga_id_index" ON "synchronizations"("organization_id", "id");

-- CreateIndex
CREATE INDEX "run_requests_organization_index" ON "run_requests"("organization_id");

-- CreateIndex
CREATE INDEX "idmap_due_index" ON "id_maps"("organization_id", "connec_entity", "external_entity", "due_at") WHERE "due_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "idmap_parked_index" ON "id_maps"("organization_id", "parked_at") WHERE "parked_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "idmap_list_index" ON "id_maps"("organization_id", "connec_entity", "external_entity", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "idmap_external_key" ON "id_maps"("organization_id", "external_id", "connec_entity", "external_entity");

-- CreateIndex
CREATE UNIQUE INDEX "idmap_connec_key" ON "id_maps"("organization_id", "connec_id", "connec_entity", "external_entity");

-- CreateIndex
CREATE INDEX "write_pages_organization_index" ON "write_pages"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "watermarks_key" ON "watermarks"("organization_id", "entity", "side");

-- CreateIndex
CREATE INDEX "inbox_group_index" ON "inbox"("tenant", "group_uid", "id");

-- CreateIndex
CREATE INDEX "inbox_due_index" ON "inbox"("due_at") WHERE "parked_at" IS NULL;

-- CreateIndex
CREATE INDEX "inbox_parked_index" ON "inbox"("parked_at") WHERE "parked_at" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "inbox_delivery_key" ON "inbox"("source", "tenant", "delivery_id");

-- CreateIndex
CREATE INDEX "audit_organization_index" ON "audit_entries"("organization_id", "id");

-- CreateIndex
CREATE INDEX "audit_tenant_index" ON "audit_entries"("tenant", "id");

-- CreateIndex
CREATE INDEX "used_assertions_expires_at_index" ON "used_assertions"("expires_at");

-- CreateIndex
CREATE INDEX "sessions_expires_at_index" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "processes_seen_index" ON "processes"("seen_at");
