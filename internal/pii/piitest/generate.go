// Package piitest makes texts of which it is known what personal data stands where: prose, tables, logs, mail and JSON in
// several languages, with decoys between. Everything follows from the seed. The numbers are of the series that authorities set
// aside for tests where there are such series, and else made by their rules; nobody's data is in it.
package piitest

import (
	"math/rand/v2"

	"github.com/varsam/varsam/internal/pii"
)

// Span is one piece of personal data in a text, in bytes.
type Span struct {
	Start, End int
	Type       pii.Type
}

// Text is made-up text and what is in it, in order.
type Text struct {
	Bytes []byte
	Spans []Span
}

// Density says how much prose stands between the data.
type Density int

// The densities: about one datum in 112 bytes, in 416 and in 463.
const (
	Mix Density = iota
	Sparse
	Thin
)

// Generate makes a text of about size bytes.
func Generate(seed uint64, size int, d Density) Text {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
	for len(w.text.Bytes) < size {
		w.paragraph(d)
	}
	return w.text
}

// writer writes a text and notes its spans.
type writer struct {
	*rand.Rand
	text Text
}

func (w *writer) say(s string) { w.text.Bytes = append(w.text.Bytes, s...) }

// datum writes a value and notes it.
func (w *writer) datum(t pii.Type, value string) {
	start := len(w.text.Bytes)
	w.say(value)
	w.text.Spans = append(w.text.Spans, Span{start, len(w.text.Bytes), t})
}

func (w *writer) pick(of []string) string { return of[w.IntN(len(of))] }

func (w *writer) paragraph(d Density) {
	if d != Mix {
		w.prose(5 + int(d-Sparse) + w.IntN(6))
		if w.IntN(10) > 0 {
			w.say(" ")
			w.sentence()
			w.say("\n\n")
			return
		}
		w.say("\n\n")
	}
	w.prose(2 + w.IntN(3))
	w.say(w.pick([]string{"\n", "\n\n", " "}))
	switch w.IntN(6) {
	case 0, 1:
		w.sentence()
		w.say("\n")
	case 2:
		w.table()
	case 3:
		w.log()
	case 4:
		w.mail()
	case 5:
		w.json()
	}
}

// prose writes sentences without data, some with a decoy.
func (w *writer) prose(sentences int) {
	for i := range sentences {
		if i > 0 {
			w.say(" ")
		}
		for j := range 7 + w.IntN(8) {
			word := w.pick(words)
			if j == 0 {
				word = capitalised(word)
			} else {
				w.say(" ")
			}
			w.say(word)
			if j > 1 && w.IntN(12) == 0 {
				w.say(",")
			}
		}
		if w.IntN(10) == 0 {
			w.say(" ")
			w.say(w.decoy())
		}
		w.say(".")
	}
}

// sentence writes one with a datum.
func (w *writer) sentence() {
	k := kinds[w.IntN(len(kinds))]
	value := k.make(w)
	if k.bare && w.IntN(3) == 0 {
		w.say(w.pick([]string{"Det gäller ", "Se ", "Ärendet avser ", "This concerns ", "Se tidigare besked om "}))
		w.datum(k.kind, value)
	} else {
		w.say(capitalised(w.pick(k.labels)))
		w.say(w.pick([]string{": ", " ", " är ", ": "}))
		w.datum(k.kind, value)
	}
	w.say(w.pick([]string{".", ", enligt uppgift.", " i registret.", " (kontrollerat)."}))
}

// table writes rows of separated values with headers.
func (w *writer) table() {
	separator := w.pick([]string{";", ",", "\t"})
	for range 2 + w.IntN(3) {
		w.say(w.pick(given))
		w.say(separator)
		w.datum(pii.SEPersonnummer, personnummer(w))
		w.say(separator)
		w.datum(pii.Email, email(w))
		w.say(separator)
		w.datum(pii.Phone, phone(w))
		w.say(separator)
		w.say(date(w))
		w.say(separator)
		w.say(w.pick([]string{"aktiv", "vilande", "avslutad"}))
		w.say("\n")
	}
}

func (w *writer) log() {
	for range 1 + w.IntN(3) {
		w.say(date(w) + "T" + clock(w) + "Z INFO " + w.pick([]string{"request", "login", "upload"}) + " from ")
		w.datum(pii.IP, ip(w))
		w.say(" user=")
		w.datum(pii.Email, email(w))
		w.say(" trace=" + hex(w, 32) + " took " + digits(w, 3) + "ms v" + version(w) + "\n")
	}
}

func (w *writer) mail() {
	w.say("From: ")
	w.datum(pii.Email, email(w))
	w.say("\nTo: <")
	w.datum(pii.Email, email(w))
	w.say(">\nMessage-ID: <" + hex(w, 24) + "." + digits(w, 6) + "@mail.example.org>\nDate: " + date(w) + " " + clock(w) + "\n\n")
	w.prose(2)
	w.say("\n")
}

func (w *writer) json() {
	k := kinds[w.IntN(len(kinds))]
	w.say(`{"order_id":"` + digits(w, 10) + `","` + k.labels[0] + `":"`)
	w.datum(k.kind, k.make(w))
	w.say(`","email":"`)
	w.datum(pii.Email, email(w))
	w.say(`","version":"` + version(w) + `","hash":"` + hex(w, 40) + `"}` + "\n")
}

// decoy looks like data and is none.
func (w *writer) decoy() string {
	switch w.IntN(10) {
	case 0:
		return "ordernr " + digits(w, 10)
	case 1:
		return "OCR " + luhned(digits(w, 15))
	case 2:
		return "ISBN 978-91-" + digits(w, 4) + "-" + digits(w, 3) + "-" + digits(w, 1)
	case 3:
		return "version " + version(w)
	case 4:
		return hex(w, 40)
	case 5:
		return "dnr " + date(w)[:4] + "/" + digits(w, 4)
	case 6:
		return date(w) + " kl. " + clock(w)[:5]
	case 7:
		return "faktura " + digits(w, 8)
	case 8:
		return "kollinr " + digits(w, 13)
	}
	return digits(w, 3) + " " + digits(w, 3) + " kr"
}
