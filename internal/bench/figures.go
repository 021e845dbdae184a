package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// figure is one promise: a metric of a benchmark and its bound.
type figure struct {
	what      string
	benchmark string // without "Benchmark"
	unit      string
	atLeast   bool    // otherwise at most
	bound     float64 // none where 0: shown only
}

// figures are the promises in the order in which they are told.
var figures = []figure{
	{"find one person, indexed stage, to the same by hand", "Find/indexed", "ratio", false, 1.5},
	{"… from a tenth of the people to all", "Growth/indexed", "ratio", false, 1.3},
	{"… both stages with expression indexes", "Find/both-indexed", "ratio", false, 1.5},
	{"… from a tenth of the people to all", "Growth/both-indexed", "ratio", false, 1.3},
	{"… without them, to one scan by hand", "Find/scan", "ratio", false, 1.5},
	{"erase one person with evidence, 11 rows, to the transaction by hand", "Erase/11-rows/act", "ratio", false, 3},
	{"… 101 rows", "Erase/101-rows/act", "ratio", false, 3},
	{"… 11 rows, with verification", "Erase/11-rows/run", "ratio", false, 0},
	{"… 101 rows, with verification", "Erase/101-rows/run", "ratio", false, 0},
	{"an instruction for 1,000 people, with expression indexes", "Instruct/indexed", "people/s", true, 100},
	{"… without", "Instruct/scan", "people/s", true, 100},
	{"log: appends, 100 a transaction", "Append/sqlite/100", "leaves/s", true, 5000},
	{"log: appends, 1,000 a transaction", "Append/sqlite/1000", "leaves/s", true, 5000},
	{"log: a million entries verified offline", "VerifyMillion", "s", false, 10},
	{"anonymise: the optimum of Adult, k = 5, by loss", "Anonymise/loss/all-rows", "cpu-ms", false, 300},
	{"… by average class size", "Anonymise/aecs/all-rows", "cpu-ms", false, 300},
	{"… by discernibility", "Anonymise/dm/all-rows", "cpu-ms", false, 300},
	{"… with 4 of 100 rows suppressed, by loss", "Anonymise/loss/4-percent", "cpu-ms", false, 2000},
	{"… by average class size", "Anonymise/aecs/4-percent", "cpu-ms", false, 2000},
	{"… by discernibility", "Anonymise/dm/4-percent", "cpu-ms", false, 2000},
	{"one person, 44 spellings, in lists and logs, one core", "Subject/mix", "MB/s", true, onePerson},
	{"… in prose", "Subject/sparse", "MB/s", true, onePerson},
	{"… counting newlines in the same text, the floor", "Subject/mix", "floor-MB/s", true, 0},
	{"… a hundred people at once", "Subject/mix-100", "MB/s", true, 0},
	{"… a thousand", "Subject/mix-1000", "MB/s", true, 0},
	{"people's names alone, in lists and logs, one core", "Name/mix", "MB/s", true, 0},
	{"… in prose", "Name/sparse", "MB/s", true, 0},
	{"… where every sentence has one", "Name/named", "MB/s", true, 0},
	{"a column's sample of 10,000 values: national numbers", "Column/national-id", "ms", false, 5},
	{"… e-mail addresses", "Column/email", "ms", false, 5},
	{"… telephone numbers", "Column/phone", "ms", false, 5},
	{"… names", "Column/name", "ms", false, 5},
	{"… addresses", "Column/address", "ms", false, 5},
	{"… UUIDs", "Column/uuid", "ms", false, 5},
	{"… web addresses", "Column/url", "ms", false, 5},
	{"… JSON documents", "Column/json", "ms", false, 5},
	{"… texts", "Column/text", "ms", false, 5},
	{"undeclared data in a database: every column to its end, to reading it all by hand", "Discover/full", "ratio", false, 2},
	{"… sampled, and what a sample does not settle", "Discover/sampled", "ratio", false, 2},
	{"… in PostgreSQL, every column to its end, to COPY of the tables", "Discover/postgres/full", "ratio", false, 0},
	{"… what it takes of our processor", "Discover/postgres/full", "cpu-s", false, 0},
	{"… sampled", "Discover/postgres/sampled", "ratio", false, 0},
	{"PostgreSQL: erase 1 M due of 5 M rows, to the same ranges by hand", "Cull/postgres/erase", "ratio", false, 1.5},
	{"… rows a second", "Cull/postgres/erase", "rows/s", true, 150_000},
	{"… make them anonymous", "Cull/postgres/anonymise", "ratio", false, 1.5},
	{"… rows a second", "Cull/postgres/anonymise", "rows/s", true, 150_000},
	{"… two workers to one", "Cull/postgres/workers", "times", true, 1.6},
	{"… two connections to one by hand: what the server can gain", "Cull/postgres/workers", "hand-times", true, 0},
	{"SQLite: erase, to the same ranges by hand", "Cull/sqlite/erase", "ratio", false, 1.5},
	{"… make anonymous", "Cull/sqlite/anonymise", "ratio", false, 1.5},
	{"PostgreSQL: find one person, indexed stage", "Postgres/find/indexed", "ratio", false, 1.5},
	{"… both stages with expression indexes", "Postgres/find/both-indexed", "ratio", false, 1.5},
	{"… without them, to one scan by hand", "Postgres/find/scan", "ratio", false, 1.5},
	{"PostgreSQL: erase one person with evidence, 11 rows", "Postgres/erase/11-rows/act", "ratio", false, 3},
	{"… 101 rows", "Postgres/erase/101-rows/act", "ratio", false, 3},
	{"PostgreSQL: an instruction for 1,000 people, with expression indexes", "Postgres/instruct/indexed", "people/s", true, 100},
	{"a mailbox of 10,000 mails on a Dovecot: all headers searched", "Mailbox/headers", "mails/s", true, 2000},
	{"… asked for and thrown away, the floor", "Mailbox/headers", "floor-mails/s", true, 0},
	{"… again, when what was read is kept", "Mailbox/again", "mails/s", true, 0},
	{"… all texts read", "Mailbox/texts", "MB/s", true, 0},
	{"… asked for and thrown away, the floor", "Mailbox/texts", "floor-MB/s", true, 0},
	{"recognise personal data, dense text, one processor", "Scan/mix", "MB/s", true, scanMix},
	{"… mostly prose", "Scan/sparse", "MB/s", true, scanSparse},
	{"… with a datum in 476 bytes instead of 416", "Scan/thin", "MB/s", true, scanSparse},
	{"… dense, with names", "Scan/mix-names", "MB/s", true, scanMixNames},
	{"… mostly prose, with names", "Scan/sparse-names", "MB/s", true, scanSparseNames},
	{"… with a datum in 476 bytes", "Scan/thin-names", "MB/s", true, scanSparseNames},
	{"… counting newlines in the same text, the floor", "Scan/mix", "newlines-MB/s", true, 0},
	{"texts out of documents, one processor: plain text", "Document/text", "MB/s", true, 0},
	{"… copying its bytes, the floor", "Document/text", "floor-MB/s", true, 0},
	{"… HTML", "Document/html", "MB/s", true, 0},
	{"… mail", "Document/eml", "MB/s", true, 0},
	{"… DOCX, by its text", "Document/docx", "text-MB/s", true, 0},
	{"… XLSX, by its text", "Document/xlsx", "text-MB/s", true, 0},
	{"… PDF", "Document/pdf", "MB/s", true, 0},
	{"… PPTX, by its text", "Document/pptx", "text-MB/s", true, 0},
	{"… ODT, by its text", "Document/odt", "text-MB/s", true, 0},
	{"… MSG, by its text", "Document/msg", "text-MB/s", true, 0},
	{"… RTF, by its text", "Document/rtf", "text-MB/s", true, 0},
	{"… a ZIP in a ZIP, by its text", "Document/zip", "text-MB/s", true, 0},
	{"one person in a gigabyte of text documents, one core", "Folder", "s/GB", false, 2},
	{"… reading the same files, the floor", "Folder", "floor-MB/s", true, 0},
	{"small mails in a child process", "Child", "mails/s", true, 0},
	{"varsam serve, 100,000 requests, nobody else there: the slowest of the lists", "Serve/alone", "ms", false, 50},
	{"… eight at once walk the staff's pages", "Serve/pages", "pages/s", true, 1000},
	{"… the slowest hundredth", "Serve/pages", "p99-ms", false, 50},
	{"… what a page costs the server's processor", "Serve/pages", "cpu-ms", false, 0},
	{"… eight at once send the portal's form", "Serve/intake", "forms/s", true, 500},
	{"… the slowest hundredth", "Serve/intake", "p99-ms", false, 100},
	{"… what a form costs the server's processor, with all that follows", "Serve/intake", "cpu-ms", false, 0},
}

// memory is how many megabytes any of them may hold.
const memory = 200

// result is one metric of one benchmark.
type result struct {
	benchmark, unit string
	value           float64
}

type measured []result

// read reads the lines of go test -bench: a name, how often, and values with
// their units.
func read(text string) measured {
	var all measured
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(words[0], "Benchmark")
		if at := strings.LastIndexByte(name, '-'); at > 0 && strings.Trim(name[at+1:], "0123456789") == "" {
			name = name[:at] // the number of CPUs
		}
		for i := 2; i+1 < len(words); i += 2 {
			if value, err := strconv.ParseFloat(words[i], 64); err == nil {
				all = append(all, result{name, words[i+1], value})
			}
		}
	}
	return all
}

func (m measured) find(benchmark, unit string) (float64, bool) {
	if unit == "s" {
		value, ok := m.find(benchmark, "ns/op")
		return value / 1e9, ok
	}
	i := slices.IndexFunc(m, func(r result) bool { return r.benchmark == benchmark && r.unit == unit })
	if i < 0 {
		return 0, false
	}
	return m[i].value, true
}

// table holds what was seen against what was promised.
func table(seen measured) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "figure\tpromised\tseen\tmemory\t")
	for _, f := range figures {
		value, ok := seen.find(f.benchmark, f.unit)
		if !ok {
			fmt.Fprintf(w, "%s\t%s\tnot measured\t\t\n", f.what, f.promise())
			continue
		}
		mb, counted := seen.find(f.benchmark, "MB")
		room := ""
		if counted {
			room = fmt.Sprintf("%.0f MB", mb)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.what, f.promise(), number(value, f.unit), room, f.verdict(value, mb))
	}
	w.Flush()
	return text.String()
}

func (f figure) promise() string {
	switch {
	case f.bound == 0:
		return "–"
	case f.atLeast:
		return "≥ " + number(f.bound, f.unit)
	}
	return "≤ " + number(f.bound, f.unit)
}

func (f figure) verdict(value, mb float64) string {
	var over []string
	if f.bound > 0 && (f.atLeast && value < f.bound || !f.atLeast && value > f.bound) {
		over = append(over, "over")
	}
	if mb > memory {
		over = append(over, fmt.Sprintf("over %d MB", memory))
	}
	if len(over) > 0 {
		return strings.Join(over, ", ")
	}
	if f.bound == 0 {
		return ""
	}
	return "ok"
}

func number(value float64, unit string) string {
	if unit == "ratio" {
		return fmt.Sprintf("%.2f ×", value)
	}
	digits := 0
	if value < 100 {
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64) + " " + unit
}
