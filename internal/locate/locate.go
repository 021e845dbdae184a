package locate

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// search is one call of [Locate].
type search struct {
	reg    *register.Register
	opts   Options
	places []*place // in the register's order
	gaps   []varsam.Gap

	numbers   []int // of the people, ascending
	subjects  map[int]*subject
	selecting map[value][]int // whose an identifier is, in the request
	fresh     []value         // not yet searched for

	controls map[Control]map[string]bool // by field, which records

	progress sync.Mutex
}

// Locate searches the register's systems for the records of a set of people.
//
// Only verified identifiers select; claimed ones are compared with what those
// found. One system that fails never stops the others: it becomes a gap. The
// result depends on nothing but the register, the people, the options and what
// the systems hold: not on the order of systems, collections, rows or people.
//
// The error is Invalid for a question that makes no sense, and the context's
// when that ends.
func Locate(ctx context.Context, reg *register.Register, open Opener, people []varsam.Person, opts Options) (Search, error) {
	s, err := newSearch(reg, people, opts)
	if err != nil {
		return Search{}, err
	}
	defer s.close()
	if err := s.open(ctx, open); err != nil {
		return Search{}, err
	}
	if err := s.rounds(ctx); err != nil {
		return Search{}, err
	}
	err = s.everywhere(ctx, func(p *place) {
		if opts.Everything {
			p.whole(ctx)
		}
		if opts.Mentions {
			p.mentions(ctx)
		}
		p.related(ctx)
	})
	return s.result(), err
}

func newSearch(reg *register.Register, people []varsam.Person, opts Options) (*search, error) {
	s := &search{
		reg: reg, opts: opts, subjects: map[int]*subject{}, selecting: map[value][]int{},
		controls: map[Control]map[string]bool{},
	}
	for _, name := range opts.Systems {
		if _, ok := reg.System(name); !ok {
			return nil, varsam.Errorf(varsam.Invalid, "the register has no system %q", name)
		}
	}
	if opts.Instruction != "" {
		if _, ok := reg.Party(opts.Instruction); !ok {
			return nil, varsam.Errorf(varsam.Invalid, "the register has no party %q", opts.Instruction)
		}
	}
	return s, s.takePeople(people)
}

// open connects to the systems side by side.
func (s *search) open(ctx context.Context, open Opener) error {
	var chosen []register.System
	for _, reg := range s.reg.Systems {
		if len(s.opts.Systems) == 0 || slices.Contains(s.opts.Systems, reg.Name) {
			chosen = append(chosen, reg)
		}
	}
	s.places = make([]*place, len(chosen))
	var group errgroup.Group
	group.SetLimit(s.opts.concurrency())
	for i, reg := range chosen {
		group.Go(func() error {
			s.places[i] = s.newPlace(ctx, open, reg)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if s.opts.Instruction != "" && !slices.ContainsFunc(s.places, (*place).concerned) {
		s.gap(varsam.Because(GapNothingFor, s.opts.Instruction))
	}
	return nil
}

// close ends all connections. What was read is read; an error says nothing more.
func (s *search) close() {
	for _, p := range s.places {
		if p != nil && p.conn != nil {
			_ = p.conn.Close()
		}
	}
}

func (p *place) concerned() bool { return len(p.colls) > 0 || len(p.gaps) > 0 }

// rounds searches until no new identifier turns up, level by level: what one
// round finds is searched for in the next, in all systems.
func (s *search) rounds(ctx context.Context) error {
	for round := 1; len(s.fresh) > 0; round++ {
		if round > s.opts.rounds() {
			s.gap(varsam.Because(GapRounds, strconv.Itoa(s.opts.rounds())))
			return nil
		}
		if err := s.round(ctx, round); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) round(ctx context.Context, round int) error {
	fresh := s.takeFresh()
	err := s.everywhere(ctx, func(p *place) {
		p.seek(ctx, fresh)
		s.tell(Progress{p.reg.Name, round, len(p.nodes)})
	})
	if err != nil {
		return err
	}
	s.judge()
	found := make([][]extension, len(s.places))
	err = s.everywhere(ctx, func(p *place) {
		p.follow(ctx)
		found[slices.Index(s.places, p)] = p.extensions(ctx)
		s.tell(Progress{p.reg.Name, round, len(p.nodes)})
	})
	if err == nil {
		s.extend(found)
	}
	return err
}

// everywhere does something in all systems side by side, and waits.
func (s *search) everywhere(ctx context.Context, do func(*place)) error {
	if len(s.places) == 1 {
		do(s.places[0])
		return ctx.Err()
	}
	var group errgroup.Group
	group.SetLimit(s.opts.concurrency())
	for _, p := range s.places {
		group.Go(func() error {
			do(p)
			return ctx.Err()
		})
	}
	return group.Wait()
}

func (s *search) tell(at Progress) {
	if s.opts.Progress == nil {
		return
	}
	s.progress.Lock()
	defer s.progress.Unlock()
	s.opts.Progress(at)
}
