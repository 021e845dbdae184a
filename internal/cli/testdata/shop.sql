CREATE TABLE customers (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT, no_mail INTEGER NOT NULL DEFAULT 0,
	recommended_by INTEGER REFERENCES customers (id)
);
CREATE INDEX customers_email ON customers (email);
CREATE TABLE invoices (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), name TEXT NOT NULL,
	total NUMERIC NOT NULL, booked_on TEXT NOT NULL
);
CREATE TABLE blocked_invoices (
	id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), name TEXT NOT NULL,
	total NUMERIC NOT NULL, booked_on TEXT NOT NULL
);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), what TEXT);
CREATE TABLE cases (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), text TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), email TEXT, what TEXT);
INSERT INTO customers VALUES
	(1, 'Anna Exempel', 'Anna.Exempel@Example.com', '070-174 06 05', 0, NULL),
	(2, 'Bo Exempel', 'bo.exempel@example.com', '070-174 06 06', 0, 1),
	(3, 'Cilla Exempel', 'cilla.exempel@example.com', NULL, 0, 1);
INSERT INTO invoices VALUES (1042, 1, 'Anna Exempel', 100, '2026-03-01'), (1043, 2, 'Bo Exempel', 200, '2026-03-01');
INSERT INTO orders VALUES (1, 1, 'table'), (2, 1, 'chair'), (3, 2, 'lamp');
INSERT INTO cases VALUES (1, 1, 'Hej'), (2, 3, 'Ring anna.exempel@example.com'), (3, 2, 'Hej');
INSERT INTO log VALUES (1, 1, 'anna.exempel@example.com', 'login'), (2, 2, 'bo.exempel@example.com', 'login');
