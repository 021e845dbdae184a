package cli

import (
	"math"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/locale"
)

// anonymiseAnswer is what the command says; its names are stable.
type anonymiseAnswer struct {
	Solution   bool              `json:"solution"`
	Out        string            `json:"out,omitempty"`
	Rows       int               `json:"rows"`
	Models     []string          `json:"models"`
	Measure    anonymity.Measure `json:"measure"`
	Score      float64           `json:"score"`
	Scores     []float64         `json:"scores,omitempty"` // loss-rank: of the columns, the largest first
	Levels     []levelAnswer     `json:"levels"`
	Nodes      int               `json:"nodes"`
	Checked    int               `json:"checked"`
	Suppressed int64             `json:"suppressed"`
	Hidden     bool              `json:"sensitive_suppressed"` // in the suppressed rows
	Risk       *riskAnswers      `json:"risk,omitempty"`
}

type levelAnswer struct {
	Column  string `json:"column"`
	Level   int    `json:"level"`
	Highest int    `json:"highest"`
}

type riskAnswers struct {
	Before riskAnswer `json:"before"`
	After  riskAnswer `json:"after"`
}

type riskAnswer struct {
	Rows    int64   `json:"rows"`
	Classes int64   `json:"classes"`
	Average float64 `json:"average"`
	Highest float64 `json:"highest"`
	AtRisk  int64   `json:"at_risk"`
}

func (a *anonymising) answer(found anonymity.Solution) *anonymiseAnswer {
	answer := &anonymiseAnswer{
		Solution: found.Found, Rows: len(a.table.Rows), Measure: a.problem.Measure, Score: found.Score.Value(), Levels: a.levels(found),
		Nodes: found.Nodes, Checked: found.Checked, Suppressed: found.Suppressed,
	}
	for _, m := range a.problem.Models {
		answer.Models = append(answer.Models, m.String())
	}
	if answer.Measure == anonymity.LossRank && found.Found {
		answer.Scores = found.Score[:len(a.problem.Quasi)]
	}
	return answer
}

// released adds what was written.
func (a *anonymiseAnswer) released(out string, r anonymity.Release) {
	a.Out, a.Hidden = out, r.Hide
	a.Risk = &riskAnswers{riskOf(r.Before), riskOf(r.After)}
}

func riskOf(r anonymity.Risk) riskAnswer {
	return riskAnswer{r.Rows, r.Classes, r.Average(), r.Highest(), r.AtRisk}
}

func (s *session) showAnonymised(a *anonymiseAnswer) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	say := locale.For(lang)
	return s.print(a, func() {
		if !a.Solution {
			s.printf("%s\n", say.T("anonymise.none", strings.Join(a.Models, "; "), say.Number(a.Nodes)))
			return
		}
		s.anonymisedTable(say, a)
	})
}

func (s *session) anonymisedTable(say locale.Printer, a *anonymiseAnswer) {
	rows := make([][]string, len(a.Levels))
	for i, l := range a.Levels {
		rows[i] = []string{l.Column, strconv.Itoa(l.Level), strconv.Itoa(l.Highest)}
	}
	s.table([]string{say.T("anonymise.column"), say.T("anonymise.level"), say.T("anonymise.highest")}, rows)
	s.printf("\n%s\n", say.T("anonymise.score", string(a.Measure), decimal(say, a.Score, 10), say.Number(a.Checked), say.Number(a.Nodes)))
	s.printf("%s\n", say.N("anonymise.suppressed", int(a.Suppressed), percent(say, float64(a.Suppressed)/float64(a.Rows))))
	if a.Hidden {
		s.printf("%s\n", say.T("anonymise.hidden"))
	}
	before, after := a.Risk.Before, a.Risk.After
	s.printf("\n")
	s.table([]string{say.T("anonymise.risk"), say.T("anonymise.before"), say.T("anonymise.after")}, [][]string{
		{say.T("anonymise.classes"), say.Number(int(before.Classes)), say.Number(int(after.Classes))},
		{say.T("anonymise.average"), percent(say, before.Average), percent(say, after.Average)},
		{say.T("anonymise.worst"), percent(say, before.Highest), percent(say, after.Highest)},
		{say.T("anonymise.at-risk"), say.Number(int(before.AtRisk)), say.Number(int(after.AtRisk))},
	})
	if a.Out != "-" {
		s.printf("\n%s\n", say.T("anonymise.written", a.Out))
	}
}

// percent is a share with two digits that say something.
func percent(say locale.Printer, share float64) string {
	digits := 1
	if share > 0 && share < .01 {
		digits = min(1-int(math.Floor(math.Log10(share*100))), 6)
	}
	return decimal(say, share*100, digits) + "\u00a0%"
}

// decimal writes a number with at most so many digits behind the point.
func decimal(say locale.Printer, x float64, digits int) string {
	text := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if say.Lang() != varsam.English {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
