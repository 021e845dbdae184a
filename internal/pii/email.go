package pii

// email reads the mail address around the @ at i.
func (r *run) email(i int) {
	start := r.localPart(i)
	end := r.domain(i + 1)
	if start == i || end == 0 {
		return
	}
	mark := len(r.arena)
	r.arena = append(r.arena, r.text[start:i]...)
	for _, b := range r.text[i:end] {
		if is(b, isUpper) {
			b += 'a' - 'A'
		}
		r.arena = append(r.arena, b)
	}
	r.offer(kEmail, start, end, mark, Sure, "shape", "")
	r.settle()
}

// localPart is where the part before the @ at i begins; i when there is none.
func (r *run) localPart(i int) int {
	start := i
	for start > r.floor && i-start < 64 && is(r.text[start-1], isWord|isLocal) {
		start--
	}
	for start < i && !is(r.text[start], isWord) {
		start++
	}
	if start < i && r.text[i-1] == '.' {
		return i
	}
	return start
}

// domain is where the domain name that begins at i ends; 0 when there is none.
func (r *run) domain(i int) int {
	end, dot := i, 0
	for j := i; j < len(r.text) && j-i < 255 && is(r.text[j], isWord|isDomain); j++ {
		switch b := r.text[j]; {
		case b == '.' && end == j-1+1 && j > i && r.text[j-1] != '.':
			dot = j
		case is(b, isWord):
			end = j + 1
		}
	}
	if dot == 0 || end-dot < 3 {
		return 0
	}
	return end
}
