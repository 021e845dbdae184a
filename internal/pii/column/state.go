package column

import (
	"encoding/json"

	"github.com/varsam/varsam"
)

// state is a sample on its way through a file. It holds no value, but hashes of
// some, so it is to be sealed.
type state struct {
	Name     string
	Kind     varsam.Kind
	Declared varsam.Category `json:",omitempty"`
	Depth    int             `json:",omitempty"`
	Counts   counts
}

// MarshalJSON writes what has been counted, for a reading that goes on later.
func (s *Sample) MarshalJSON() ([]byte, error) {
	return json.Marshal(state{s.name, s.kind, s.declared, s.depth, s.counts})
}

// UnmarshalJSON reads it back; [Options.Resume] must follow.
func (s *Sample) UnmarshalJSON(data []byte) error {
	var read state
	if err := json.Unmarshal(data, &read); err != nil {
		return varsam.Errorf(varsam.Corrupt, "the state of a column cannot be read")
	}
	*s = Sample{name: read.Name, kind: read.Kind, declared: read.Declared, depth: read.Depth, counts: read.Counts}
	return nil
}

// Resume makes a sample that was read back ready for more values.
func (o Options) Resume(s *Sample) {
	s.ready(o)
	for _, at := range s.counts.Paths {
		o.Resume(at)
	}
}
