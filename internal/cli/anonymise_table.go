package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
)

// anonymising is a table with the part that each of its columns plays, by the
// column's number.
type anonymising struct {
	table     anonymity.File
	problem   anonymity.Problem
	quasi     []int
	sensitive []int
	left      []int // columns of the result
}

// prepare reads the table and its hierarchies.
func (c *anonymiseCommand) prepare() (*anonymising, error) {
	a := &anonymising{problem: anonymity.Problem{Measure: c.Measure, Limit: c.Suppress}}
	var err error
	if a.table, err = readTable(c.File); err != nil {
		return nil, err
	}
	files, err := c.hierarchyFiles(a.table.Header)
	if err != nil {
		return nil, err
	}
	if err := c.parts(a, files); err != nil {
		return nil, err
	}
	for _, i := range a.quasi {
		column, err := c.quasi(a.table, i, files)
		if err != nil {
			return nil, err
		}
		a.problem.Quasi = append(a.problem.Quasi, column)
	}
	for _, i := range a.sensitive {
		values := a.table.Values(i)
		column, err := anonymity.NewColumn(a.table.Header[i], anonymity.Flat(values), values)
		if err != nil {
			return nil, err
		}
		a.problem.Sensitive = append(a.problem.Sensitive, column)
	}
	a.problem.Models, err = c.models()
	return a, err
}

func readTable(name string) (anonymity.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return anonymity.File{}, varsam.Errorf(varsam.Unavailable, "the file %s cannot be read", name)
	}
	defer file.Close()
	return anonymity.ReadFile(file)
}

// hierarchyFiles finds the file of each column that has one, by its name.
func (c *anonymiseCommand) hierarchyFiles(columns []string) (map[string]string, error) {
	files := map[string]string{}
	if c.Hierarchies == "" {
		return files, nil
	}
	entries, err := os.ReadDir(c.Hierarchies)
	if err != nil {
		return nil, varsam.Errorf(varsam.Unavailable, "the folder %s cannot be read", c.Hierarchies)
	}
	for _, entry := range entries {
		for _, column := range columns {
			if name := entry.Name(); name != column+".csv" && !strings.HasSuffix(name, "_hierarchy_"+column+".csv") {
				continue
			}
			if files[column] != "" {
				return nil, varsam.Errorf(varsam.Invalid, "column %s has two hierarchies in %s: leave one", column, c.Hierarchies)
			}
			files[column] = filepath.Join(c.Hierarchies, entry.Name())
		}
	}
	return files, nil
}

// parts gives every column exactly one part.
func (c *anonymiseCommand) parts(a *anonymising, files map[string]string) error {
	part := map[string]string{}
	for _, p := range []struct {
		flag    string
		columns []string
	}{{"--quasi", c.Quasi}, {"--sensitive", c.Sensitive}, {"--keep", c.Keep}, {"--drop", c.Drop}} {
		for _, column := range p.columns {
			if a.table.Column(column) < 0 {
				return varsam.Errorf(varsam.Invalid, "%s names the column %s, which the table lacks", p.flag, column)
			}
			if part[column] != "" && part[column] != p.flag {
				return varsam.Errorf(varsam.Invalid, "column %s is in %s and in %s: it can play one part only", column, part[column], p.flag)
			}
			part[column] = p.flag
		}
	}
	for column := range c.Rule {
		if a.table.Column(column) < 0 {
			return varsam.Errorf(varsam.Invalid, "--rule names the column %s, which the table lacks", column)
		}
	}
	var without []string
	for i, column := range a.table.Header {
		has := files[column] != "" || c.Rule[column] != ""
		switch {
		case part[column] == "--quasi" && !has:
			return varsam.Errorf(varsam.Invalid, "column %s is a quasi-identifier without a hierarchy: give it a file in --hierarchies, or a --rule", column)
		case part[column] == "--quasi", part[column] == "" && has && len(c.Quasi) == 0:
			a.quasi = append(a.quasi, i)
		case part[column] == "--sensitive":
			a.sensitive = append(a.sensitive, i)
		case part[column] == "":
			without = append(without, column)
		}
		if part[column] != "--drop" {
			a.left = append(a.left, i)
		}
	}
	if without != nil {
		return varsam.Errorf(varsam.Invalid,
			"columns that nobody has given a part, so that a name may hide among them: %s. Name each in --quasi with a hierarchy, --sensitive, --keep or --drop",
			strings.Join(without, ", "))
	}
	return nil
}

// quasi codes a quasi-identifier by its file or its rule.
func (c *anonymiseCommand) quasi(table anonymity.File, i int, files map[string]string) (anonymity.Column, error) {
	name, values := table.Header[i], table.Values(i)
	h, err := c.hierarchy(name, values, files[name])
	if err != nil {
		return anonymity.Column{}, err
	}
	column, err := anonymity.NewColumn(fmt.Sprintf("%d (%s)", i+1, name), h, values)
	column.Name = name
	return column, err
}

func (c *anonymiseCommand) hierarchy(name string, values []string, path string) (*anonymity.Hierarchy, error) {
	if rule := c.Rule[name]; rule != "" {
		steps, err := anonymity.ParseSteps(rule)
		if err != nil {
			return nil, err
		}
		h, err := anonymity.Stepped(values, steps)
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, "the rule of column %s is no ladder: each step must be made of whole forms of the one before", name)
		}
		return h, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, varsam.Errorf(varsam.Unavailable, "the file %s cannot be read", path)
	}
	defer file.Close()
	h, err := anonymity.ReadHierarchy(file)
	if err != nil {
		return nil, varsam.Errorf(varsam.CodeOf(err), "%s: %v", path, err)
	}
	return h, nil
}

func (c *anonymiseCommand) models() ([]anonymity.Model, error) {
	models := []anonymity.Model{anonymity.K(c.K)}
	if (c.L > 0 || c.T > 0) && len(c.Sensitive) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "--l and --t ask something of sensitive columns: name them in --sensitive")
	}
	if c.L < 0 || c.T < 0 {
		return nil, varsam.Errorf(varsam.Invalid, "--l and --t are not negative")
	}
	for _, column := range c.Sensitive {
		if c.L > 0 {
			models = append(models, anonymity.DistinctL{L: c.L, Sensitive: column})
		}
		if c.T > 0 {
			models = append(models, anonymity.EqualT{T: c.T, Sensitive: column})
		}
	}
	return models, nil
}

// recode changes the table into what is released.
func (a *anonymising) recode(r anonymity.Release) {
	for row, cells := range a.table.Rows {
		for q, i := range a.quasi {
			cells[i] = r.Cell(a.problem.Quasi[q], q, row)
		}
		if r.Suppressed[row] && r.Hide {
			for _, i := range a.sensitive {
				cells[i] = anonymity.Suppressed
			}
		}
		a.table.Rows[row] = chosen(cells, a.left)
	}
	a.table.Header = chosen(a.table.Header, a.left)
}

// chosen are the cells of some columns.
func chosen(cells []string, columns []int) []string {
	all := make([]string, len(columns))
	for to, from := range columns {
		all[to] = cells[from]
	}
	return all
}

// levels are the quasi-identifiers with the level that each has got.
func (a *anonymising) levels(found anonymity.Solution) []levelAnswer {
	all := []levelAnswer{}
	for i, level := range found.Levels {
		all = append(all, levelAnswer{a.problem.Quasi[i].Name, level, a.problem.Quasi[i].Hierarchy.Levels() - 1})
	}
	return all
}
