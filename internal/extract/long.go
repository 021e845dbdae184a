package extract

import "io"

// long is a value that is handed over as a stream, because it is longer than what is held in memory.
type long struct {
	held []byte // not given away yet
	room []byte // where it lies
	more func(held []byte) (more []byte, done bool)
	done bool
}

func (l *long) Read(b []byte) (int, error) {
	for len(l.held) == 0 {
		if l.done {
			return 0, io.EOF
		}
		l.refill()
	}
	n := copy(b, l.held)
	l.held = l.held[n:]
	return n, nil
}

// drain reads on to the value's end, so that what follows it is next.
func (l *long) drain() {
	for !l.done {
		l.refill()
	}
}

func (l *long) refill() {
	l.room, l.done = l.more(l.room[:0])
	l.held = l.room
}

// value yields a value that is held, or the beginning of one with what continues it.
func (w *walker) value(p Piece, held []byte, done bool, more func([]byte) ([]byte, bool)) error {
	if done {
		if len(held) == 0 {
			return nil
		}
		p.Value = held
		return w.hand(p)
	}
	rest := &long{held: held, room: held, more: more}
	p.Text, p.At = rest, nil
	err := w.hand(p)
	rest.drain()
	return err
}
