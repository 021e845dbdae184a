-- Projects and who takes part on the customer's side.
CREATE TABLE projects (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	customer {text} NOT NULL,
	started_on {date} NOT NULL,
	ended_on {date}
);

CREATE TABLE project_contacts (
	project_id {id} NOT NULL REFERENCES projects (id),
	line INTEGER NOT NULL,
	name {text} NOT NULL,
	email {text},
	phone {text},
	role {text} NOT NULL,
	PRIMARY KEY (project_id, line)
);

CREATE TABLE project_notes (
	id {id} PRIMARY KEY,
	project_id {id} NOT NULL REFERENCES projects (id),
	body {long} NOT NULL,
	written_on {date} NOT NULL
);

-- after

CREATE INDEX project_contacts_email ON project_contacts (email);

CREATE INDEX project_contacts_phone ON project_contacts (phone);

CREATE INDEX project_notes_project ON project_notes (project_id);
