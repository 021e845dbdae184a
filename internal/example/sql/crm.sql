-- Whom we know: companies, the people there, what we hope to sell, and to whom a
-- contact may be passed on. A company's contact person is a contact, though the
-- database does not know it.
CREATE TABLE companies (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	org_number {text} NOT NULL UNIQUE,
	city {text},
	contact_person_id {id}
);

CREATE TABLE contacts (
	id {id} PRIMARY KEY,
	company_id {id} NOT NULL REFERENCES companies (id),
	recommended_by {id} REFERENCES contacts (id),
	first_name {text} NOT NULL,
	last_name {text} NOT NULL,
	email {text},
	phone {text},
	title {text},
	source {text} NOT NULL,
	created_on {date} NOT NULL,
	last_contact_on {date} NOT NULL,
	newsletter {bool} NOT NULL,
	newsletter_given_at {time},
	newsletter_wording {text},
	newsletter_withdrawn_at {time},
	marketing_blocked {bool} NOT NULL
);

CREATE TABLE deals (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	title {text} NOT NULL,
	amount {money},
	status {text} NOT NULL,
	opened_on {date} NOT NULL,
	closed_on {date}
);

CREATE TABLE permissions (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
	subcontractor {text} NOT NULL,
	person_agreed_at {time},
	company_agreed_at {time},
	wording {text},
	withdrawn_at {time},
	ends_on {date} NOT NULL
);

-- after

CREATE INDEX companies_contact_person ON companies (contact_person_id);

CREATE INDEX contacts_company ON contacts (company_id);

CREATE INDEX contacts_recommended ON contacts (recommended_by);

CREATE INDEX contacts_email ON contacts (email);

CREATE INDEX contacts_phone ON contacts (phone);

CREATE INDEX deals_contact ON deals (contact_id);

CREATE INDEX permissions_contact ON permissions (contact_id);
