-- Customers and users: organisations, their contacts, what they order and write,
-- who came to trainings and fairs, what is billed.
CREATE TABLE organisations (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	business_id {text} NOT NULL UNIQUE,
	city {text}
);

CREATE TABLE contacts (
	id {id} PRIMARY KEY,
	organisation_id {id} NOT NULL REFERENCES organisations (id),
	name {text} NOT NULL,
	email {text} NOT NULL,
	source {text} NOT NULL,
	created_at {time} NOT NULL,
	last_contact_on {date} NOT NULL,
	newsletter {bool} NOT NULL,
	newsletter_asked_at {time},
	newsletter_given_at {time},
	newsletter_wording {text},
	newsletter_withdrawn_at {time}
);

CREATE TABLE orders (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	survey {text} NOT NULL,
	ordered_on {date} NOT NULL,
	done_on {date}
);

CREATE TABLE messages (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	body {long} NOT NULL,
	sent_at {time} NOT NULL,
	closed_on {date}
);

CREATE TABLE participants (
	id {id} PRIMARY KEY,
	name {text} NOT NULL,
	email {text} NOT NULL,
	event {text} NOT NULL,
	place {text} NOT NULL,
	consent_given_at {time},
	consent_wording {text},
	consent_withdrawn_at {time}
);

CREATE TABLE workshop_shares (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	facilitator {text} NOT NULL,
	workshop {text} NOT NULL,
	shared_on {date} NOT NULL,
	ends_on {date} NOT NULL
);

CREATE TABLE invoices (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	organisation_id {id} NOT NULL REFERENCES organisations (id),
	reference {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL
);

CREATE TABLE restricted_invoices (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	organisation_id {id} NOT NULL REFERENCES organisations (id),
	reference {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL
);

-- after

CREATE INDEX contacts_organisation ON contacts (organisation_id);

CREATE INDEX contacts_email ON contacts (email);

CREATE INDEX orders_contact ON orders (contact_id);

CREATE INDEX messages_contact ON messages (contact_id);

CREATE INDEX participants_email ON participants (email);

CREATE INDEX shares_contact ON workshop_shares (contact_id);

CREATE INDEX invoices_contact ON invoices (contact_id);

CREATE INDEX restricted_invoices_contact ON restricted_invoices (contact_id);
