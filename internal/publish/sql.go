package publish

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the tables of this room. Nothing here is ever changed or
// removed.
var Migrations = []store.Migration{{Room: "publish", Version: 1, SQL: `
CREATE TABLE publications (
	tenant       TEXT NOT NULL,
	kind         TEXT NOT NULL,
	party        TEXT NOT NULL,
	number       BIGINT NOT NULL,
	published_on TEXT NOT NULL,
	published_at BIGINT NOT NULL,
	published_by TEXT NOT NULL,
	register     TEXT NOT NULL,
	digest       TEXT NOT NULL,
	PRIMARY KEY (tenant, kind, party, number)
);
CREATE TABLE publication_texts (
	tenant   TEXT NOT NULL,
	kind     TEXT NOT NULL,
	party    TEXT NOT NULL,
	number   BIGINT NOT NULL,
	language TEXT NOT NULL,
	document BYTEA NOT NULL,
	changes  BYTEA NOT NULL,
	PRIMARY KEY (tenant, kind, party, number, language),
	FOREIGN KEY (tenant, kind, party, number) REFERENCES publications (tenant, kind, party, number)
);`}}

// Publication is one version of one document, in all languages that it was
// published in.
type Publication struct {
	Kind       document.Kind `json:"kind"`
	Party      string        `json:"party,omitempty"`
	Number     int           `json:"number"` // 1, 2, 3 …
	Day        varsam.Date   `json:"published"`
	At         time.Time     `json:"at"`
	By         string        `json:"by"` // opaque id of who published it
	Register   string        `json:"register"`
	Digest     string        `json:"digest"` // of its words
	Replaces   int           `json:"replaces,omitempty"`
	Languages  []varsam.Lang `json:"languages"`
	ReplacedOn varsam.Date   `json:"replaced_on,omitzero"` // the day of the next one
}

// text is one language of a publication.
type text struct {
	document document.Document
	changes  []document.Change
}

func insert(tx *store.Tx, p Publication, texts map[varsam.Lang]text) error {
	_, err := tx.Exec(`INSERT INTO publications (tenant, kind, party, number, published_on, published_at, published_by, register, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Tenant(), string(p.Kind), p.Party, p.Number, p.Day.String(), p.At.UnixMicro(), p.By, p.Register, p.Digest)
	if err != nil {
		return err
	}
	for _, lang := range p.Languages {
		made, err := json.Marshal(texts[lang].document)
		if err != nil {
			return varsam.Errorf(varsam.Internal, "a document cannot be kept")
		}
		changes, err := json.Marshal(texts[lang].changes)
		if err != nil {
			return varsam.Errorf(varsam.Internal, "a document's changes cannot be kept")
		}
		_, err = tx.Exec(`INSERT INTO publication_texts (tenant, kind, party, number, language, document, changes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			tx.Tenant(), string(p.Kind), p.Party, p.Number, string(lang), made, changes)
		if err != nil {
			return err
		}
	}
	return nil
}

func scanPublication(rows *store.Rows) (p Publication, err error) {
	var kind, day string
	var at int64
	err = rows.Scan(&kind, &p.Party, &p.Number, &day, &at, &p.By, &p.Register, &p.Digest)
	p.Kind, p.At, p.Replaces = document.Kind(kind), time.UnixMicro(at).UTC(), p.Number-1
	p.Day, _ = varsam.ParseDate(day)
	return p, err
}

// listed are all publications, the newest of each document first.
func listed(tx *store.Tx) ([]Publication, error) {
	all, err := store.List(tx, scanPublication, `SELECT kind, party, number, published_on, published_at, published_by, register, digest
		FROM publications WHERE tenant = $1 ORDER BY kind, party, number DESC`, tx.Tenant())
	if err != nil {
		return nil, err
	}
	languages, err := store.List(tx, scanLanguage, `SELECT kind, party, number, language FROM publication_texts
		WHERE tenant = $1 ORDER BY kind, party, number, language`, tx.Tenant())
	if err != nil {
		return nil, err
	}
	of := map[key][]varsam.Lang{}
	for _, l := range languages {
		of[l.key] = append(of[l.key], l.lang)
	}
	for i := range all {
		all[i].Languages = of[key{all[i].Kind, all[i].Party, all[i].Number}]
		if i > 0 && all[i-1].Kind == all[i].Kind && all[i-1].Party == all[i].Party {
			all[i].ReplacedOn = all[i-1].Day
		}
	}
	return all, nil
}

// key names a publication.
type key struct {
	kind   document.Kind
	party  string
	number int
}

type language struct {
	key
	lang varsam.Lang
}

func scanLanguage(rows *store.Rows) (l language, err error) {
	var kind, lang string
	err = rows.Scan(&kind, &l.party, &l.number, &lang)
	l.kind, l.lang = document.Kind(kind), varsam.Lang(lang)
	return l, err
}

// find is one version, 0 the newest; NotFound when there is none.
func find(tx *store.Tx, kind document.Kind, party string, number int) (Publication, error) {
	all, err := listed(tx)
	if err != nil {
		return Publication{}, err
	}
	at := slices.IndexFunc(all, func(p Publication) bool {
		return p.Kind == kind && p.Party == party && (number == 0 || p.Number == number)
	})
	if at >= 0 {
		return all[at], nil
	}
	if number == 0 {
		return Publication{}, varsam.Errorf(varsam.NotFound, "the document %s is not published yet; publish it with varsam publish", kind)
	}
	return Publication{}, varsam.Errorf(varsam.NotFound, "the document %s has no version %d", kind, number)
}

// read is one language of a publication.
func read(tx *store.Tx, p Publication, lang varsam.Lang) (t text, err error) {
	var made, changes []byte
	err = tx.QueryRow(`SELECT document, changes FROM publication_texts
		WHERE tenant = $1 AND kind = $2 AND party = $3 AND number = $4 AND language = $5`,
		tx.Tenant(), string(p.Kind), p.Party, p.Number, string(lang)).Scan(&made, &changes)
	if err != nil {
		return t, err
	}
	if json.Unmarshal(made, &t.document) != nil || json.Unmarshal(changes, &t.changes) != nil {
		return t, varsam.Errorf(varsam.Corrupt, "version %d of %s is damaged; restore it from a backup", p.Number, p.Kind)
	}
	return t, nil
}
