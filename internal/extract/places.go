package extract

// places says where the bytes of a value stand in the input.
type places struct {
	start int64
	jumps []jump
	at    func(int) int64
}

// jump: from this byte of the value on, the bytes stand from there on in the input.
type jump struct {
	value int
	input int64
}

func (p *places) begin(at int64) { p.start, p.jumps = at, p.jumps[:0] }

// mostJumps is what is kept of a value that is streamed, whose places nobody asks for.
const mostJumps = 1 << 20

func (p *places) jump(value int, input int64) {
	if len(p.jumps) < mostJumps {
		p.jumps = append(p.jumps, jump{value, input})
	}
}

// find is where byte i stands.
func (p *places) find(i int) int64 {
	low, high := 0, len(p.jumps)
	for low < high {
		if middle := (low + high) / 2; p.jumps[middle].value <= i {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return p.start + int64(i)
	}
	return p.jumps[low-1].input + int64(i-p.jumps[low-1].value)
}

// tell sets the piece's place. Straight is false for a value that goes on and may have jumps ahead.
func (p *places) tell(piece *Piece, in part, straight bool) {
	piece.Offset = -1
	if in.depth > 0 {
		return
	}
	if straight && len(p.jumps) == 0 {
		piece.Offset = p.start
	}
	if p.at == nil {
		p.at = p.find
	}
	piece.At = p.at
}
