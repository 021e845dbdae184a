package report

// page is a report before it is HTML, text or PDF.
type page struct {
	lang     string
	title    string
	sender   []string
	lead     string
	facts    []fact
	sections []section
	foot     string
	wide     bool // laid on its side when printed
}

type section struct {
	Heading string
	Blocks  []block
}

// block is one of: a paragraph, a list, facts, a table, an entry or a command
// line to type. Exactly one of the fields is set.
type block struct {
	Para  string
	List  []string
	Facts []fact
	Table *table
	Entry *entry
	Type  string
}

// fact is a label with what it is, on one or more lines.
type fact struct {
	Label string
	Lines []string
	Code  bool // a digest: never hyphenated, may break anywhere
}

// entry is a rule with its facts.
type entry struct {
	Title string
	Facts []fact
}

// table is headed columns. Caption says for a screen reader what it is about.
type table struct {
	Caption string
	Head    []column
	Rows    []row
}

// Widths are the columns' shares of the width, in percent.
func (t table) Widths() []int {
	sum := 0.0
	for _, c := range t.Head {
		sum += c.Share
	}
	all := make([]int, len(t.Head))
	for i, c := range t.Head {
		all[i] = int(100*c.Share/sum + 0.5)
	}
	return all
}

type column struct {
	Label  string
	Number bool
	Share  float64 // of the width
}

type row struct {
	Cells []cell
	First bool // of a group: a line is drawn above it
}

// cell is a text with a quieter one under it. Rows is how many rows it spans
// downwards; 0 is covered by the one above.
type cell struct {
	Text string
	Sub  []string
	Rows int
}

func word(s string, sub ...string) cell { return cell{s, full(sub), 1} }

func words(all ...string) []cell {
	cells := make([]cell, len(all))
	for i, s := range all {
		cells[i] = word(s)
	}
	return cells
}

// full are the lines that say something.
func full(lines []string) (all []string) {
	for _, line := range lines {
		if line != "" {
			all = append(all, line)
		}
	}
	return all
}

// add appends a section unless it has nothing to say.
func (p *page) add(heading string, blocks ...block) {
	var all []block
	for _, b := range blocks {
		if !b.empty() {
			all = append(all, b)
		}
	}
	if len(all) > 0 {
		p.sections = append(p.sections, section{heading, all})
	}
}

func (b block) empty() bool {
	return b.Para == "" && b.Type == "" && len(b.List) == 0 && len(b.Facts) == 0 && b.Entry == nil &&
		(b.Table == nil || len(b.Table.Rows) == 0)
}

func para(s string) block { return block{Para: s} }

// told is a fact unless there is nothing to tell.
func told(facts []fact, label string, lines ...string) []fact {
	if lines = full(lines); len(lines) > 0 {
		facts = append(facts, fact{Label: label, Lines: lines})
	}
	return facts
}
