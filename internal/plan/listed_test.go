package plan

import (
	"slices"
	"testing"

	"github.com/varsam/varsam"
)

// TestListed reads the lists of CHECKs as each engine writes them, and no others.
func TestListed(t *testing.T) {
	t.Parallel()
	for check, want := range map[string][]string{
		`kind IN ('b', 'a')`:                                 {"a", "b"},
		`"kind" in ('it''s','x')`:                            {"it's", "x"},
		"`kind` in ('a',_utf8mb4'b')":                        {"a", "b"},
		`CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text])))`: {"a", "b"},
		`CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))`: {"a", "b"},
		`CHECK ((kind = ANY (ARRAY[1, 2, '-3'::integer])))`:                                              {"-3", "1", "2"},
		`kind NOT IN ('a')`:                   nil,
		`mankind IN ('a')`:                    nil,
		`length(kind) > 1 AND other IN ('a')`: nil,
	} {
		if got := listed(varsam.Collection{Checks: []string{check}}, "kind"); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", check, got, want)
		}
	}
}
