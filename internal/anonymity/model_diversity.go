package anonymity

import (
	"fmt"
	"math"
	"slices"

	"github.com/varsam/varsam"
)

// DistinctL is distinct l-diversity: a class has L different values of a
// sensitive column.
type DistinctL struct {
	L         int
	Sensitive string
}

// String names the model.
func (m DistinctL) String() string {
	return fmt.Sprintf("distinct l-diversity of %s, l = %d", m.Sensitive, m.L)
}

func (m DistinctL) rule(p *Problem) (rule, error) {
	return diverse(p, m.Sensitive, float64(m.L), true, func(counts []uint32) bool { return len(counts) >= m.L })
}

// EntropyL is Shannon-entropy l-diversity (Machanavajjhala et al. 2007): the
// entropy of a sensitive column in a class is at least log L, and L values occur.
type EntropyL struct {
	L         float64
	Sensitive string
}

// String names the model.
func (m EntropyL) String() string {
	return fmt.Sprintf("entropy l-diversity of %s, l = %v", m.Sensitive, m.L)
}

func (m EntropyL) rule(p *Problem) (rule, error) {
	least := math.Log(m.L) - tolerance
	return diverse(p, m.Sensitive, m.L, false, func(counts []uint32) bool {
		return float64(len(counts)) >= m.L && entropy(counts) >= least
	})
}

// entropy is that of a distribution, in nats.
func entropy(counts []uint32) float64 {
	var n, sum float64
	for _, c := range counts {
		n += float64(c)
		sum += float64(c) * math.Log(float64(c))
	}
	return math.Log(n) - sum/n
}

// RecursiveL is recursive (c,l)-diversity: the most frequent value of a class is
// rarer than C times all from the L-th on together.
type RecursiveL struct {
	C         float64
	L         int
	Sensitive string
}

// String names the model.
func (m RecursiveL) String() string {
	return fmt.Sprintf("recursive (c,l)-diversity of %s, c = %v, l = %d", m.Sensitive, m.C, m.L)
}

func (m RecursiveL) rule(p *Problem) (rule, error) {
	if !(m.C > 0) {
		return rule{}, varsam.Errorf(varsam.Invalid, "the c of recursive (c,l)-diversity is greater than 0")
	}
	var sorted []uint32
	return diverse(p, m.Sensitive, float64(m.L), false, func(counts []uint32) bool {
		if len(counts) < m.L {
			return false
		}
		sorted = append(sorted[:0], counts...)
		slices.Sort(sorted) // ascending: the L-1 most frequent stand last
		var rest uint64
		for _, c := range sorted[:len(sorted)-m.L+1] {
			rest += uint64(c)
		}
		return float64(sorted[len(sorted)-1]) < m.C*float64(rest)
	})
}

// diverse is the rule of a model that asks a class's distribution, and at least l
// values.
func diverse(p *Problem, column string, l float64, joins bool, fulfils func(counts []uint32) bool) (rule, error) {
	if !(l >= 1) || l > math.MaxInt32 {
		return rule{}, varsam.Errorf(varsam.Invalid, "l is at least 1")
	}
	i, err := p.sensitive(column)
	return rule{least: uint32(math.Ceil(l)), joins: joins, sensitive: i, fulfils: func(g *grouping, class int) bool {
		_, counts := g.spreads[i].of(class)
		return fulfils(counts)
	}}, err
}

// sensitive is the number of a sensitive column.
func (p *Problem) sensitive(name string) (int, error) {
	i := slices.IndexFunc(p.Sensitive, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return -1, varsam.Errorf(varsam.Invalid, "column %s is not among the sensitive ones", name)
	}
	return i, nil
}
