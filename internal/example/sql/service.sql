-- The service that others use: their customers write mail, forum posts and chat,
-- and their editors write articles.
CREATE TABLE tenants (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	ended_on {date}
);

CREATE TABLE users (
	id {id} PRIMARY KEY,
	tenant_id {id} NOT NULL REFERENCES tenants (id),
	name {text} NOT NULL,
	email {text} NOT NULL,
	ip_address {text},
	last_seen_on {date} NOT NULL
);

CREATE TABLE custom_values (
	id {id} PRIMARY KEY,
	user_id {id} NOT NULL REFERENCES users (id),
	field {text} NOT NULL,
	value {text} NOT NULL
);

CREATE TABLE conversations (
	id {id} PRIMARY KEY,
	tenant_id {id} NOT NULL REFERENCES tenants (id),
	user_id {id} NOT NULL REFERENCES users (id),
	channel {text} NOT NULL,
	subject {text} NOT NULL,
	opened_at {time} NOT NULL,
	closed_on {date}
);

CREATE TABLE messages (
	id {id} PRIMARY KEY,
	conversation_id {id} NOT NULL REFERENCES conversations (id),
	user_id {id} NOT NULL REFERENCES users (id),
	body {long} NOT NULL,
	written_at {time} NOT NULL
);

CREATE TABLE articles (
	id {id} PRIMARY KEY,
	tenant_id {id} NOT NULL REFERENCES tenants (id),
	author_id {id} REFERENCES users (id),
	title {text} NOT NULL,
	body {long} NOT NULL,
	published_on {date} NOT NULL
);

-- after

CREATE INDEX users_tenant ON users (tenant_id);

CREATE INDEX users_email ON users (email);

CREATE INDEX users_ip ON users (ip_address);

CREATE INDEX custom_values_user ON custom_values (user_id);

CREATE INDEX conversations_user ON conversations (user_id);

CREATE INDEX messages_conversation ON messages (conversation_id);

CREATE INDEX messages_user ON messages (user_id);

CREATE INDEX articles_author ON articles (author_id);
