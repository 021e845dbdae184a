-- The public site: accounts, forms, and the devices people log in from.
CREATE TABLE accounts (
	id {id} PRIMARY KEY,
	email {text} NOT NULL UNIQUE,
	name {text} NOT NULL,
	phone {text},
	language {text} NOT NULL,
	created_at {time} NOT NULL,
	last_login_at {time},
	newsletter {bool} NOT NULL,
	newsletter_given_at {time},
	newsletter_wording {text},
	newsletter_withdrawn_at {time},
	marketing_blocked {bool} NOT NULL
);

CREATE TABLE submissions (
	id {id} PRIMARY KEY,
	account_id {id} REFERENCES accounts (id) ON DELETE SET NULL,
	email {text} NOT NULL,
	name {text} NOT NULL,
	phone {text},
	company {text},
	message {long} NOT NULL,
	submitted_at {time} NOT NULL
);

CREATE TABLE devices (
	id {id} PRIMARY KEY,
	account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
	ip {text} NOT NULL,
	user_agent {text} NOT NULL,
	language {text},
	screen {text},
	time_zone {text},
	place {text},
	seen_at {time} NOT NULL
);

CREATE TABLE site_counters (name {text} PRIMARY KEY, total {id} NOT NULL);

INSERT INTO site_counters (name, total) VALUES ('submissions deleted', 0);

-- after

CREATE INDEX submissions_account ON submissions (account_id);

CREATE INDEX submissions_email ON submissions (email);

CREATE INDEX devices_account ON devices (account_id);

-- only sqlite
CREATE TRIGGER submission_deleted AFTER DELETE ON submissions
BEGIN UPDATE site_counters SET total = total + 1 WHERE name = 'submissions deleted'; END;

-- only mariadb
CREATE TRIGGER submission_deleted AFTER DELETE ON submissions FOR EACH ROW
UPDATE site_counters SET total = total + 1 WHERE name = 'submissions deleted';

-- only postgres
CREATE FUNCTION count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE site_counters SET total = total + 1 WHERE name = 'submissions deleted'; RETURN NULL; END $$;

-- only postgres
CREATE TRIGGER submission_deleted AFTER DELETE ON submissions FOR EACH ROW EXECUTE FUNCTION count_deleted();
