package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/subject"
)

// subjectSize is how much text one person is looked for in.
const subjectSize = 64 << 20

// sought is a made-up person, with numbers that are kept for tests.
var sought = varsam.Person{Identifiers: []varsam.Identifier{
	{Type: subject.Name, Value: "Anna Karin Öberg"},
	{Type: varsam.Email, Value: "anna.oberg@example.com"},
	{Type: varsam.Email, Value: "annakarin@example.org"},
	{Type: varsam.Phone, Value: "+46701740605"},
	{Type: varsam.NationalID, Value: "199001010017"},
	{Type: subject.IBAN, Value: "SE4550000000058398257466"},
}}

// usual are 44 of the ways in which she is written, for programs that look for literals.
var usual = []string{
	"Anna Karin Öberg", "Anna-Karin Öberg", "Anna Öberg", "Karin Öberg", "Öberg, Anna Karin", "Öberg, Anna", "Öberg Anna Karin", "Öberg Anna", "A. Öberg", "A Öberg",
	"A.K. Öberg", "A. K. Öberg", "AK Öberg", "Öberg, A.", "Öberg A", "Anna K Öberg", "Anna Oberg", "Anna Oeberg", "Anna Karin Oberg", "Oberg, Anna", "Oeberg, Anna",
	"anna.oberg@example.com", "anna.oberg", "annakarin@example.org", "annakarin", "+46701740605", "+46 70 174 06 05", "+46 70-174 06 05", "+46 (0)70-174 06 05",
	"0046701740605", "0701740605", "070-1740605", "070-174 06 05", "070 174 06 05", "0701-740605", "199001010017", "19900101-0017", "900101-0017", "9001010017",
	"900101 0017", "19900101 0017", "SE4550000000058398257466", "SE45 5000 0000 0583 9825 7466", "SE45-5000-0000-0583-9825-7466",
}

// BenchmarkSubject looks for one person, and for many, in text full of lists, logs and mail headers, and in prose. Megabytes per
// second are of one core's own time, so that what else the machine does counts little; the floor counts lines.
func BenchmarkSubject(b *testing.B) {
	for _, c := range []struct {
		name   string
		line   func(*rand.Rand, *bytes.Buffer)
		people int
	}{{"mix", listed, 1}, {"sparse", prose, 1}, {"mix-100", listed, 100}, {"mix-1000", listed, 1000}} {
		b.Run(c.name, func(b *testing.B) {
			text := written(subjectSize, c.line)
			for b.Loop() {
				subjectIn(b, text, c.people)
			}
		})
	}
}

func subjectIn(b *testing.B, text []byte, people int) {
	b.Helper()
	s, err := subject.New(with(sought, people), subject.Options{Today: varsam.NewDate(2026, time.November, 1)})
	if err != nil {
		b.Fatal(err)
	}
	planted, hits := bytes.Count(text, []byte(mark)), 0
	if err := s.Stream(bytes.NewReader(text), func(subject.Hit) bool { hits++; return true }); err != nil || hits < planted {
		b.Fatalf("%d of %d found (%v)", hits, planted, err)
	}
	ours := best(b, text, func(part []byte) {
		if err := s.Stream(bytes.NewReader(part), func(subject.Hit) bool { return true }); err != nil {
			b.Fatal(err)
		}
	})
	floor := best(b, text, func(part []byte) { bytes.Count(part, []byte("\n")) })
	rate := func(d time.Duration) float64 { return float64(len(text)) / 1e6 / d.Seconds() }
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(rate(ours), "MB/s")
	b.ReportMetric(rate(floor), "floor-MB/s")
	if people > 1 {
		return
	}
	if took, ok := ripgrep(b, text); ok {
		b.ReportMetric(rate(took), "rg-MB/s")
	}
}

// with is the person, and customers beside her.
func with(p varsam.Person, people int) []varsam.Person {
	all := []varsam.Person{p}
	for n := 1; n < people; n++ {
		c := customerOf(n)
		all = append(all, varsam.Person{Number: n, Identifiers: []varsam.Identifier{
			{Type: subject.Name, Value: c.name},
			{Type: varsam.Email, Value: strings.TrimSpace(c.email)},
			{Type: varsam.Phone, Value: c.phone},
			{Type: varsam.NationalID, Value: c.nationalID},
			{Type: subject.Address, Value: c.address},
		}})
	}
	return all
}

// best is how long a thing takes with a text by this process's own time: each part of it in its shortest of twenty rounds through
// the whole, because a round in which others used the same core and caches says little about us.
func best(b *testing.B, text []byte, do func(part []byte)) time.Duration {
	b.Helper()
	parts := slices.Collect(slices.Chunk(text, 2<<20))
	shortest := make([]time.Duration, len(parts))
	for round := range 20 {
		for i, part := range parts {
			start := processor()
			do(part)
			if took := max(processor()-start, time.Nanosecond); round == 0 || took < shortest[i] {
				shortest[i] = took
			}
		}
	}
	var sum time.Duration
	for _, took := range shortest {
		sum += took
	}
	return sum
}

// ripgrep counts the lines that have one of the literals, where it is installed.
func ripgrep(b *testing.B, text []byte) (time.Duration, bool) {
	b.Helper()
	path, err := exec.LookPath("rg")
	if err != nil {
		b.Log("ripgrep is not installed: left out")
		return 0, false
	}
	file := filepath.Join(b.TempDir(), "text")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		b.Fatal(err)
	}
	var rounds []time.Duration
	for range 5 {
		cmd := exec.Command(path, "-F", "-i", "-c", "-j1", "-f", "-", file)
		cmd.Stdin = strings.NewReader(strings.Join(usual, "\n"))
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		rounds = append(rounds, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	return slices.Min(rounds), true
}

// mark stands before each of the person's identifiers that was planted.
const mark = "§ "

// written is text of a size, with the person in it every 50,000 bytes or so.
func written(size int, line func(*rand.Rand, *bytes.Buffer)) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	for next := 50_000; text.Len() < size; {
		line(r, &text)
		if text.Len() > next {
			fmt.Fprintf(&text, "%s%s %s\n", mark, usual[r.IntN(len(usual))], vocabulary[r.IntN(len(vocabulary))])
			next += 50_000
		}
	}
	return text.Bytes()
}

var vocabulary = strings.Fields(`och i att det som en på är av för med den till inte har de ett om vi man kan men från vid hade så när var
	efter ska också under där sina vill hon han ärendet kunden ringde beställning leverans faktura avtal möte protokoll frågan svar genom
	kommunen skolan arbetet projekt bilaga ansökan beslut berg öppet kontoret avdelning personal uppgifter samtal förslag ändring måndag
	Stockholm Göteborg Sverige Erik Eva Andersson Johansson Lindberg Öhman Oberoende`)

// prose is a line of prose with a number now and then.
func prose(r *rand.Rand, text *bytes.Buffer) {
	for range 8 + r.IntN(12) {
		text.WriteString(vocabulary[r.IntN(len(vocabulary))])
		text.WriteByte(' ')
	}
	if r.IntN(20) == 0 {
		text.WriteString("Anna ") // others of her names
	}
	if r.IntN(3) == 0 {
		fmt.Fprintf(text, "den %d/%d, order %d", r.IntN(28)+1, r.IntN(12)+1, r.IntN(1e6))
	}
	text.WriteString(".\n")
}

// listed is a line of a list, a log or a mail.
func listed(r *rand.Rand, text *bytes.Buffer) {
	a, z := vocabulary[r.IntN(len(vocabulary))], vocabulary[r.IntN(len(vocabulary))]
	switch r.IntN(4) {
	case 0:
		fmt.Fprintf(text, "%d;%s;%s;%s.%s%d@example.net;070-%07d;%06d-%04d\n", r.IntN(1e6), a, z, a, z, r.IntN(1000), r.IntN(1e7), r.IntN(1e6), r.IntN(1e4))
	case 1:
		fmt.Fprintf(text, "2026-%02d-%02dT%02d:%02d:%02d INFO request /%s/%s status=200 user agent Mozilla\n", r.IntN(12)+1, r.IntN(28)+1, r.IntN(24), r.IntN(60), r.IntN(60), a, z)
	case 2:
		fmt.Fprintf(text, "Message-ID: <%08x.%s@mail.example.com> Subject: %s %s Received: from mail.example.org\n", r.Uint32(), a, a, z)
	default:
		prose(r, text)
	}
}
