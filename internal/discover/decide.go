package discover

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/register"
)

// settled is how many rows with what is gravest settle what a text column holds.
const settled = 10

// undecided reports whether a sample does not settle what a column holds.
func (r *reader) undecided(i int) bool { return r.open(i, r.state.Samples[i].Verdict()) }

// open reports whether more rows of a column may tell more: one value is enough to
// have been used, and telephone numbers in a text say nothing of diagnoses further on.
func (r *reader) open(i int, v column.Verdict) bool {
	filled := v.Stats.Rows - v.Stats.Empty
	switch {
	case filled == 0:
		return r.tells(i) || r.matters(i)
	case filled < settled && v.Score < pii.Likely:
		return true
	case !v.Text:
		return false
	}
	national, special := false, r.carriesSpecial(i)
	for t, h := range v.Hits {
		if h.Rows >= settled {
			national = national || t.Identifies() == varsam.NationalID
			special = special || r.columns.Category(t).Special()
		}
	}
	return !national || !special
}

// tells reports whether the first value of a column that seems empty might be a person's.
func (r *reader) tells(i int) bool {
	switch r.table.Columns[i].Kind {
	case varsam.Bool, varsam.Decimal, varsam.Instant:
		return false
	}
	return true
}

// matters reports whether it would be a finding that a column is empty.
func (r *reader) matters(i int) bool {
	collection, _ := r.v.declared(r.table.Name)
	field, ok := collection.Field(r.table.Columns[i].Name)
	return ok && field.Data != "" && !field.Data.IsKey() && field.About == ""
}

// carriesSpecial reports whether the register says that a column holds data of a
// special category, or that an activity which carries the collection needs it.
func (r *reader) carriesSpecial(i int) bool {
	collection, _ := r.v.declared(r.table.Name)
	if field, _ := collection.Field(r.table.Columns[i].Name); field.Data.Special() {
		return true
	}
	return slices.ContainsFunc(collection.CarriedBy, func(carry register.Carry) bool {
		a, ok := r.v.reg.Activity(carry.Activity)
		return ok && slices.ContainsFunc(a.Needs, varsam.Category.Special)
	})
}

// verdict is what is known of a column, and of how many rows.
func (r *reader) verdict(i int) (v column.Verdict, whole bool) {
	if len(r.state.Samples) == 0 {
		return column.Verdict{}, false
	}
	sampled := r.state.Samples[i]
	if len(r.state.Whole) == 0 || r.state.Whole[i] == nil {
		return sampled.Verdict(), false
	}
	v = r.state.Whole[i].Verdict()
	if r.state.Phase != finished && v.Stats.Rows < r.state.Sampled {
		return sampled.Verdict(), false
	}
	return v, r.state.Complete && v.Stats.Rows >= r.state.Read
}

// words for the two columns of a table whose rows are fields of their own.
const (
	keyWords   = "key metakey attr attribute attributename param parameter question fraga kysymys field fieldname property propertyname name option optionname nyckel falt egenskap attribut setting avain"
	idWords    = "attributeid attrid fieldid questionid optionid propertyid metaid parameterid settingid faltid fragaid egenskapid"
	valueWords = "value metavalue val answer svar vastaus varde content data optionvalue arvo verdi vaerdi"
)

// keyValue finds the columns of a table of keys and values; -1 when it is none.
func keyValue(table varsam.Collection) (key, value int) {
	key, value = only(table, keyWords, varsam.Text), only(table, valueWords, varsam.Text)
	if key < 0 { // the keys' names lie in a table of their own
		key = only(table, idWords, varsam.Int)
	}
	if key < 0 || value < 0 || key == value {
		return -1, -1
	}
	return key, value
}

// only is the one column of a kind whose name is one of the words; -1 when there is
// none or more.
func only(table varsam.Collection, words string, kind varsam.Kind) int {
	found := -1
	for i, c := range table.Columns {
		name := strings.Join(column.Tokens(c.Name), "")
		if c.Kind != kind || !slices.Contains(strings.Fields(words), name) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}
