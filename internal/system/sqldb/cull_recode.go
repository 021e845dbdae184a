package sqldb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/system"
)

// recodeDialect is what one engine does in its own way when it recodes. What it
// writes of a value is what [anonymity.Recode.Apply] makes of it, so far as
// recodable lets it through.
type recodeDialect interface {
	// recoded writes what becomes of a column's value.
	recoded(s *statement, c *column, expr string, how anonymity.Recode)

	// looks writes a value of the column as a text that is the same before and after
	// it is stored.
	looks(s *statement, c *column, value func())

	// class writes the name of a class, 32 characters made of the values' texts, and
	// among that it is one of some keys.
	class(s *statement, cols []*column, value func(i int))
	among(s *statement, keys []string)
}

// The bounds of what one statement is told.
const (
	maxForms   = 2_000  // values of a hierarchy
	maxClasses = 20_000 // keys of classes
)

// recoding is one column of a cull with what becomes of it.
type recoding struct {
	col *column
	how anonymity.Recode
}

// recodings holds the recodes against the structure.
func (w *cull) recodings(db *DB) error {
	if len(w.c.Recode) == 0 {
		return nil
	}
	if w.c.Kind != varsam.OpAnonymise || w.move != nil || len(w.sets) == 0 {
		return varsam.Errorf(varsam.Invalid, "%s: recoding is for anonymising, and needs a mark that is set on each row", db.cfg.System)
	}
	for _, r := range w.c.Recode {
		c := w.t.column(r.Field)
		if c == nil || c.Generated {
			return varsam.Errorf(varsam.Invalid, "%s: %s has no column %q that could be recoded", db.cfg.System, w.t.Name, r.Field)
		}
		if slices.ContainsFunc(w.sets, func(a assigned) bool { return a.col == c }) || slices.ContainsFunc(w.recodes, func(o recoding) bool { return o.col == c }) {
			return varsam.Errorf(varsam.Invalid, "%s: column %q of %s is to become two things", db.cfg.System, r.Field, w.t.Name)
		}
		if err := db.recodable(w.t, c, r.How); err != nil {
			return err
		}
		w.recodes = append(w.recodes, recoding{c, r.How})
	}
	return nil
}

// recodable says whether the system can recode a column, and that it makes of
// each value what Go would.
func (db *DB) recodable(t *table, c *column, how anonymity.Recode) error {
	no := func(code varsam.Code, why string) error {
		return varsam.Errorf(code, "%s: column %q of %s cannot be recoded by %s: %s", db.cfg.System, c.Name, t.Name, how.Way, why)
	}
	if err := how.Check(); err != nil {
		return err
	}
	if c.inKey && how.Way != anonymity.WayRandom {
		return no(varsam.Invalid, "it is in the key, and rows must stay apart")
	}
	can := false
	switch how.Way {
	case anonymity.WayNull:
		if c.NotNull {
			return no(varsam.Invalid, "it must have a value")
		}
		return nil
	case anonymity.WayFixed:
		if _, ok := db.stored(c, how.Value); !ok {
			return no(varsam.Invalid, "it cannot hold that value")
		}
		return nil
	case anonymity.WayDate:
		can = c.Kind == varsam.Day || c.Kind == varsam.Instant || c.words()
	case anonymity.WayBand:
		can = c.Kind == varsam.Int || c.Kind == varsam.Decimal && !c.approximate()
	case anonymity.WayPrefix:
		can = c.Kind == varsam.Int || c.words()
	case anonymity.WayLevel:
		if len(how.Forms) > maxForms {
			return no(varsam.Unsupported, "the hierarchy has more than "+strconv.Itoa(maxForms)+" values")
		}
		can = c.words() || c.Kind == varsam.Int && wholeForms(how.Forms)
	case anonymity.WayRandom:
		can = c.Kind == varsam.Int && c.wide() || c.elem == "uuid" || c.words() && (c.Size == 0 || c.Size >= len(randomText))
	}
	if !can {
		return no(varsam.Unsupported, "not for a column of type "+c.Type)
	}
	return nil
}

// randomText is as long as a random text at most is: 80 random bits.
const randomText = "0123456789abcdef0123"

// words reports whether the column holds texts of any kind.
func (c *column) words() bool {
	return c.Kind == varsam.Text && len(c.Options) == 0 && !c.opaque && c.elem != "uuid" && c.elem != "set" && c.elem != "time" && !strings.HasPrefix(c.elem, "inet")
}

// approximate reports whether the column's numbers have no exact text.
func (c *column) approximate() bool {
	return slices.Contains([]string{"double precision", "real", "double", "float"}, c.elem)
}

// wide reports whether the column holds 62 bits.
func (c *column) wide() bool {
	kind := strings.ToLower(c.Type)
	return c.affinity != 0 || strings.HasPrefix(kind, "bigint") || kind == "int8"
}

// wholeForms reports whether whole numbers become whole numbers.
func wholeForms(forms map[string]string) bool {
	for _, form := range forms {
		if _, err := strconv.ParseInt(form, 10, 64); err != nil {
			return false
		}
	}
	return true
}

// classes holds the class against the structure.
func (w *cull) classes(db *DB) (err error) {
	if w.c.Class == nil {
		return nil
	}
	if len(w.c.Class.Keys) > maxClasses {
		return varsam.Errorf(varsam.Unsupported, "%s: a cull names at most %d classes", db.cfg.System, maxClasses)
	}
	w.over, err = db.becoming(w.t, w.c.Class.Over)
	return err
}

// becoming is what would become of columns; they may be kept.
func (db *DB) becoming(t *table, all []system.Recoding) ([]recoding, error) {
	list := make([]recoding, len(all))
	for i, r := range all {
		c := t.column(r.Field)
		if c == nil {
			return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no column %q", db.cfg.System, t.Name, r.Field)
		}
		if r.How.Way != anonymity.WayKeep {
			if err := db.recodable(t, c, r.How); err != nil {
				return nil, err
			}
		}
		list[i] = recoding{c, r.How}
	}
	return list, nil
}

// become writes what becomes of a column's value.
func (w *cull) become(s *statement, r recoding, expr string) {
	switch r.how.Way {
	case anonymity.WayKeep:
		s.write(expr)
	case anonymity.WayNull:
		s.write("NULL")
	case anonymity.WayFixed:
		v, _ := s.db.stored(r.col, r.how.Value)
		s.value(r.col, v)
	default:
		w.d.recoded(s, r.col, expr, r.how)
	}
}

// inClass writes that a row's class, as it becomes, is one of those asked for.
func (w *cull) inClass(s *statement, alias string) {
	if w.c.Class == nil {
		return
	}
	s.write(" AND ")
	if w.c.Class.Outside {
		s.write("NOT ")
	}
	if len(w.c.Class.Keys) == 0 {
		s.write("(1=0)")
		return
	}
	s.write("(")
	w.class(s, w.over, func(r recoding) { w.become(s, r, r.col.qualified(alias)) })
	w.d.among(s, w.c.Class.Keys)
	s.write(")")
}

// class writes the name of a row's class.
func (w *cull) class(s *statement, over []recoding, value func(recoding)) {
	cols := make([]*column, len(over))
	for i, r := range over {
		cols[i] = r.col
	}
	w.d.class(s, cols, func(i int) { value(over[i]) })
}

// setRecoded writes the recodes of an UPDATE, after what it sets.
func (w *cull) setRecoded(s *statement) {
	for _, r := range w.recodes {
		s.write(", ", r.col.sql, " = ")
		w.become(s, r, r.col.qualified("t0"))
	}
}

// Group counts classes in one reading: of the rows of a cull as they would
// become, and of others as they are.
func (db *DB) Group(ctx context.Context, c system.Cull, g system.Grouping) ([]system.Group, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return nil, err
	}
	over, err := db.becoming(w.t, g.Over)
	if err != nil {
		return nil, err
	}
	sensitive, err := db.becoming(w.t, g.Sensitive)
	if err != nil {
		return nil, err
	}
	s := db.statement()
	defer s.close()
	if err := w.grouped(s, over, sensitive, g); err != nil {
		return nil, err
	}
	var all []system.Group
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error {
		found := system.Group{Distinct: make([]int64, len(sensitive))}
		into := []any{&found.Key, &found.Rows, &found.Due}
		for i := range found.Distinct {
			into = append(into, &found.Distinct[i])
		}
		all = append(all, found)
		if err := row.Scan(into...); err != nil {
			return err
		}
		all[len(all)-1] = found
		return nil
	}})
	return all, db.fault(err, "counting classes of "+w.t.Name)
}

// grouped writes the question: two sides, and the classes of both.
func (w *cull) grouped(s *statement, over, sensitive []recoding, g system.Grouping) error {
	s.write("SELECT varsam_class, count(*), CAST(sum(varsam_due) AS ", w.d.whole(), ")")
	for i := range sensitive {
		s.write(", count(DISTINCT varsam_", strconv.Itoa(i), ")")
	}
	s.write(" FROM (")
	side := func(due string, value func(recoding)) {
		s.write("SELECT ")
		w.class(s, over, value)
		s.write(" AS varsam_class, ", due, " AS varsam_due")
		for i, r := range sensitive {
			s.write(", ")
			w.d.looks(s, r.col, func() { value(r) })
			s.write(" AS varsam_", strconv.Itoa(i))
		}
		s.write(" FROM ", w.t.sql, " AS t0 WHERE ")
	}
	side("1", func(r recoding) { w.become(s, r, r.col.qualified("t0")) })
	if err := w.where(s, "t0"); err != nil {
		return err
	}
	s.write(" UNION ALL ")
	side("0", func(r recoding) { s.write(r.col.qualified("t0")) })
	if err := (&condition{db: s.db, m: w.m, s: s}).where(g.With, w.t, "t0", false); err != nil {
		return err
	}
	s.write(") AS rows_of_it GROUP BY varsam_class ORDER BY varsam_class LIMIT ").arg(int64(g.Most) + 1)
	return s.checkSize()
}
