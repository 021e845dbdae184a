-- Invoicing. Issued invoices stay as they were issued; those that only the
-- bookkeeping duty still keeps lie in the restricted tables.
CREATE TABLE customers (
	customer_number {text} PRIMARY KEY,
	name {text} NOT NULL,
	address {text} NOT NULL,
	zip {text} NOT NULL,
	city {text} NOT NULL,
	email {text},
	phone {text},
	last_invoiced_on {date}
);

CREATE TABLE invoices (
	document_number {id} PRIMARY KEY,
	customer_number {text} NOT NULL REFERENCES customers (customer_number),
	name {text} NOT NULL,
	address {text} NOT NULL,
	zip {text} NOT NULL,
	city {text} NOT NULL,
	our_reference {text},
	total {money} NOT NULL,
	invoiced_on {date} NOT NULL,
	booked_on {date} NOT NULL,
	due_on {date} NOT NULL
);

CREATE TABLE invoice_rows (
	document_number {id} NOT NULL REFERENCES invoices (document_number) ON DELETE CASCADE,
	line INTEGER NOT NULL,
	item {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL,
	PRIMARY KEY (document_number, line)
);

CREATE TABLE restricted_invoices (
	document_number {id} PRIMARY KEY,
	customer_number {text} NOT NULL REFERENCES customers (customer_number),
	name {text} NOT NULL,
	address {text} NOT NULL,
	zip {text} NOT NULL,
	city {text} NOT NULL,
	our_reference {text},
	total {money} NOT NULL,
	invoiced_on {date} NOT NULL,
	booked_on {date} NOT NULL,
	due_on {date} NOT NULL
);

CREATE TABLE restricted_invoice_rows (
	document_number {id} NOT NULL,
	line INTEGER NOT NULL,
	item {text} NOT NULL,
	amount {money} NOT NULL,
	booked_on {date} NOT NULL,
	PRIMARY KEY (document_number, line)
);

-- after

CREATE INDEX customers_email ON customers (email);

CREATE INDEX customers_phone ON customers (phone);

CREATE INDEX invoices_customer ON invoices (customer_number);

CREATE INDEX restricted_invoices_customer ON restricted_invoices (customer_number);
