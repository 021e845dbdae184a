-- A service desk: who may ask, and what was asked.
CREATE TABLE contacts (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	email {text} NOT NULL,
	phone {text},
	company {text} NOT NULL,
	agreement_ends_on {date},
	last_login_at {time}
);

CREATE TABLE cases (
	id {id} PRIMARY KEY,
	contact_id {id} REFERENCES contacts (id),
	subject {text} NOT NULL,
	name {text} NOT NULL,
	email {text} NOT NULL,
	opened_on {date} NOT NULL,
	closed_on {date},
	billed_on {date},
	blocked_on {date}
);

CREATE TABLE notes (
	id {id} PRIMARY KEY,
	case_id {id} NOT NULL REFERENCES cases (id),
	body {long} NOT NULL,
	written_on {date} NOT NULL
);

-- after

CREATE VIEW current_cases AS SELECT id, contact_id, subject, name, email, opened_on, closed_on FROM cases WHERE blocked_on IS NULL;

CREATE INDEX contacts_email ON contacts (email);

CREATE INDEX cases_email ON cases (email);

CREATE INDEX cases_contact ON cases (contact_id);

CREATE INDEX notes_case ON notes (case_id);
