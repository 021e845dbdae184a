package main

import (
	"bufio"
	"os"
	"strings"

	"github.com/varsam/varsam/internal/pii/name/tagger"
)

// word is one token of a corpus with its mark.
type word struct {
	text string
	tag  tagger.Tag
	more bool // goes on with the entity of the token before
}

// sentence is a text with the marked places in it.
type sentence struct {
	text  string
	words []placed
}

type placed struct {
	start, end int
	word
}

var marks = map[string]tagger.Tag{"PER": tagger.Person, "LOC": tagger.Location, "ORG": tagger.Company, "MISC": tagger.Company} // a thing with a name

// readCorpus reads sentences of one token a line, with its mark last (klintan: PER) or third (UNER: index, token, B-PER, …), and an
// empty line between sentences.
func readCorpus(path string) ([]sentence, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []sentence
	var words []word
	end := func() {
		if len(words) > 0 {
			all = append(all, lay(words))
		}
		words = nil
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := strings.ReplaceAll(lines.Text(), "\u00ad", "")
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
			end()
		case strings.HasPrefix(line, "# "):
		case len(fields) == 5:
			words = append(words, marked(fields[1], fields[2]))
		default:
			words = append(words, marked(fields[0], fields[len(fields)-1]))
		}
	}
	end()
	return all, lines.Err()
}

func marked(text, mark string) word {
	kind := strings.TrimPrefix(strings.TrimPrefix(mark, "B-"), "I-")
	return word{text: text, tag: marks[kind], more: !strings.HasPrefix(mark, "B-")}
}

// lay sets the tokens as they stand in a printed text.
func lay(words []word) sentence {
	var text strings.Builder
	var s sentence
	for i, w := range words {
		if i > 0 && !strings.Contains(",.:;!?)]", w.text) && words[i-1].text != "(" {
			text.WriteByte(' ')
		}
		s.words = append(s.words, placed{text.Len(), text.Len() + len(w.text), w})
		text.WriteString(w.text)
	}
	s.text = text.String()
	return s
}

// persons are the marked names: runs of tokens.
func (s sentence) persons() []tagger.Span {
	var all []tagger.Span
	for i, w := range s.words {
		switch {
		case w.tag != tagger.Person:
		case i > 0 && w.more && s.words[i-1].tag == tagger.Person:
			all[len(all)-1].End = w.end
		default:
			all = append(all, tagger.Span{Start: w.start, End: w.end})
		}
	}
	return all
}

// tags gives each token of an island the mark of the corpus' token that it begins in.
func (s sentence) tags(tokens []tagger.Token) []tagger.Tag {
	out := make([]tagger.Tag, len(tokens))
	at := 0
	for i, t := range tokens {
		for at < len(s.words) && s.words[at].end <= t.Start {
			at++
		}
		if at < len(s.words) && s.words[at].start < t.End {
			out[i] = s.words[at].tag
		}
	}
	return out
}

// readBracketed reads a sentence a line with [names] in brackets; lines with # are remarks.
func readBracketed(text string) []sentence {
	var all []sentence
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all = append(all, bracketed(line))
		}
	}
	return all
}

func bracketed(line string) sentence {
	var s sentence
	for {
		before, rest, found := strings.Cut(line, "[")
		s.text += before
		if !found {
			return s
		}
		name, after, _ := strings.Cut(rest, "]")
		s.words = append(s.words, placed{len(s.text), len(s.text) + len(name), word{text: name, tag: tagger.Person}})
		s.text += name
		line = after
	}
}
