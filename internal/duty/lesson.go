package duty

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// Lesson is a short text with questions.
type Lesson struct {
	Title     string
	Text      []string // paragraphs
	Questions []Ask
}

// Ask is one question of a lesson. Right are the numbers of the right answers;
// whoever answers ticks exactly those.
type Ask struct {
	Text    string
	Answers []string
	Right   []int
}

// ParseLessons reads a course's file, as people write it:
//
//	# The mail routine
//	Mails leave the inbox every month.
//
//	? When does a mail leave the inbox?
//	- never
//	* by the tenth of the month after
//
// Code Invalid, with the line, for a question without a right answer, answers
// without a question, and a file with nothing in it.
func ParseLessons(text string) (all []Lesson, err error) {
	var p lessonParser
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if err := p.line(strings.TrimSpace(line), i+1); err != nil {
			return nil, err
		}
	}
	if err := p.endAsk(); err != nil {
		return nil, err
	}
	p.endParagraph()
	if len(p.all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the file has no lesson; begin one with a line '# Title'")
	}
	return p.all, nil
}

type lessonParser struct {
	all       []Lesson
	paragraph []string
	ask       *Ask
	asked     int // the line of the question
}

func (p *lessonParser) line(line string, n int) error {
	mark, rest := "", line
	if len(line) > 1 && strings.ContainsRune("#?-*", rune(line[0])) && line[1] == ' ' {
		mark, rest = line[:1], strings.TrimSpace(line[2:])
	}
	answers := p.ask != nil && (mark == "-" || mark == "*")
	if !answers {
		if err := p.endAsk(); err != nil {
			return err
		}
	}
	switch {
	case mark == "#":
		p.endParagraph()
		p.all = append(p.all, Lesson{Title: rest})
	case len(p.all) == 0 && line != "":
		return varsam.Errorf(varsam.Invalid, "line %d: a lesson begins with a line '# Title'", n)
	case mark == "?":
		p.endParagraph()
		p.ask, p.asked = &Ask{Text: rest}, n
	case answers:
		if mark == "*" {
			p.ask.Right = append(p.ask.Right, len(p.ask.Answers))
		}
		p.ask.Answers = append(p.ask.Answers, rest)
	case line == "":
		p.endParagraph()
	default:
		p.paragraph = append(p.paragraph, line)
	}
	return nil
}

func (p *lessonParser) endParagraph() {
	if len(p.paragraph) > 0 {
		last := &p.all[len(p.all)-1]
		last.Text = append(last.Text, strings.Join(p.paragraph, " "))
		p.paragraph = nil
	}
}

func (p *lessonParser) endAsk() error {
	if p.ask == nil {
		return nil
	}
	if len(p.ask.Right) == 0 || len(p.ask.Answers) < 2 {
		return varsam.Errorf(varsam.Invalid, "line %d: the question needs at least two answers, '- wrong' and '* right'", p.asked)
	}
	last := &p.all[len(p.all)-1]
	last.Questions = append(last.Questions, *p.ask)
	p.ask = nil
	return nil
}

// Grade is how many of a hundred questions were answered right: ticked are the
// answers by lesson and question. A course without questions is passed by reading
// it.
func Grade(lessons []Lesson, ticked func(lesson, question int) []int) (right int) {
	asked, got := 0, 0
	for i, l := range lessons {
		for j, q := range l.Questions {
			asked++
			if slices.Equal(slices.Compact(slices.Sorted(slices.Values(ticked(i, j)))), q.Right) {
				got++
			}
		}
	}
	if asked == 0 {
		return 100
	}
	return 100 * got / asked
}

// AnswerName is what a form calls a question's answers.
func AnswerName(lesson, question int) string {
	return "a-" + strconv.Itoa(lesson) + "-" + strconv.Itoa(question)
}
