-- The company's own customers: contacts, agreements, invoices.
CREATE TABLE contacts (
	id {id} PRIMARY KEY,
	company {text} NOT NULL,
	name {text} NOT NULL,
	email {text} NOT NULL,
	phone {text},
	agreement_ended_on {date}
);

CREATE TABLE agreements (
	id {id} PRIMARY KEY,
	signed_by {id} NOT NULL REFERENCES contacts (id),
	kind {text} NOT NULL,
	signed_on {date} NOT NULL,
	ended_on {date}
);

CREATE TABLE invoices (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	reference {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL
);

CREATE TABLE restricted_invoices (
	id {id} PRIMARY KEY,
	contact_id {id} NOT NULL REFERENCES contacts (id),
	reference {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL
);

-- after

CREATE INDEX contacts_email ON contacts (email);

CREATE INDEX contacts_phone ON contacts (phone);

CREATE INDEX agreements_signed ON agreements (signed_by);

CREATE INDEX invoices_contact ON invoices (contact_id);

CREATE INDEX restricted_invoices_contact ON restricted_invoices (contact_id);
