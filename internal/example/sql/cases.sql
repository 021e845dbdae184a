-- Case handling: people's errands, who handled them, and what was said.
CREATE TABLE handlers (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	email {text} NOT NULL UNIQUE,
	left_on {date}
);

CREATE TABLE cases (
	id {id} PRIMARY KEY,
	number {text} NOT NULL UNIQUE,
	subject {text} NOT NULL,
	customer_name {text} NOT NULL,
	customer_email {text} NOT NULL,
	customer_phone {text},
	handler_id {id} REFERENCES handlers (id),
	opened_at {time} NOT NULL,
	closed_on {date}
);

CREATE TABLE messages (
	id {id} PRIMARY KEY,
	case_id {id} NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
	direction {text} NOT NULL,
	sender {text} NOT NULL,
	body {long} NOT NULL,
	sent_at {time} NOT NULL
);

CREATE TABLE notes (
	id {id} PRIMARY KEY,
	case_id {id} NOT NULL REFERENCES cases (id),
	author_id {id} REFERENCES handlers (id),
	body {long} NOT NULL,
	written_at {time} NOT NULL
);

-- after

CREATE INDEX cases_email ON cases (customer_email);

CREATE INDEX cases_phone ON cases (customer_phone);

CREATE INDEX cases_handler ON cases (handler_id);

CREATE INDEX messages_case ON messages (case_id);

CREATE INDEX notes_case ON notes (case_id);

CREATE INDEX notes_author ON notes (author_id);
