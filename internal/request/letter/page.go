package letter

// page is a document before it is HTML or text: plain words in plain blocks.
type page struct {
	title    string
	sender   []string // the organisation's address block
	to       string
	facts    []fact // number, days
	greeting string
	sections []section
	closing  []string
}

// section is a heading with blocks; without blocks it is left out.
type section struct {
	heading string
	blocks  []block
}

// block is one of: a paragraph, a list, a table, entries, an address. Exactly
// one of the fields is set.
type block struct {
	Para    string
	List    []string
	Table   *table
	Entries []entry
	Address []string
}

// fact is a label with its value.
type fact struct {
	Label string
	Value cell
}

// table is headed columns of cells. Mark is a word of a small set, per row, that
// the style sheet may colour; the words themselves always say the same.
type table struct {
	Caption string
	Head    []string
	Rows    []row
}

type row struct {
	Mark  mark
	Cells []cell
}

// mark is how a row stands, for colour beside words.
type mark string

const (
	plain   mark = ""
	done    mark = "done"
	waiting mark = "waiting"
	stays   mark = "stays"
	trouble mark = "trouble"
)

// cell is a text. A value comes from a record: it keeps its line breaks and is
// isolated from the direction of what surrounds it.
type cell struct {
	Text  string
	Value bool
	Whole bool // never broken over lines: a date
}

func word(s string) cell  { return cell{Text: s} }
func value(s string) cell { return cell{Text: s, Value: true} }

func words(all ...string) []cell {
	cells := make([]cell, len(all))
	for i, s := range all {
		cells[i] = word(s)
	}
	return cells
}

// entry is something that needs a few sentences: what stays and why. After is
// said below its table or facts.
type entry struct {
	Title string
	Mark  mark
	Lines []string
	Facts []fact
	Table *table
	After string
}

func para(s string) block { return block{Para: s} }

// add appends a section unless it has nothing to say.
func (p *page) add(heading string, blocks ...block) {
	var full []block
	for _, b := range blocks {
		if !b.empty() {
			full = append(full, b)
		}
	}
	if len(full) > 0 {
		p.sections = append(p.sections, section{heading, full})
	}
}

func (b block) empty() bool {
	return b.Para == "" && len(b.List) == 0 && len(b.Entries) == 0 && len(b.Address) == 0 &&
		(b.Table == nil || len(b.Table.Rows) == 0)
}
