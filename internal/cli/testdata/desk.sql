CREATE TABLE users (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, name TEXT, email TEXT, seen_on TEXT);
CREATE TABLE cases (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, user_id INTEGER REFERENCES users(id), text TEXT, seen_on TEXT);
CREATE TABLE notes (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, text TEXT, seen_on TEXT);
INSERT INTO users VALUES (1,'alder','Anna Exempel','anna@example.com','2026-01-02'),(2,'alder','Bo Exempel','bo@example.com','2026-01-02'),
 (3,'birch','Cilla Exempel','cilla@example.com','2026-01-02'),(4,'birch','Anna Exempel','anna@example.com','2026-01-02'),(5,'alder','Nobody',NULL,'2026-01-02');
INSERT INTO cases VALUES (1,'alder',1,'Hej','2026-01-02'),(2,'birch',4,'Hej','2026-01-02'),(3,'birch',3,'Hej','2026-01-02'),(4,'alder',NULL,'orphan','2026-01-02'),(5,'alder',5,'of nobody','2026-01-02');
INSERT INTO notes VALUES (1,'alder','about nobody','2026-01-02'),(2,'birch','about nobody','2026-01-02'),(3,'alder','anna@example.com rang','2026-01-02');
