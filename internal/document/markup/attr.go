package markup

import "bytes"

// Attrs yields the attributes of a start: names without their prefix, lower case in HTML; values with characters for entities,
// which are valid until the next token.
func (r *Reader) Attrs(yield func(name string, value []byte) bool) {
	b := r.attrs
	for {
		for len(b) > 0 && (blank(b[0]) || b[0] == '/') {
			b = b[1:]
		}
		if len(b) == 0 {
			return
		}
		var name, value []byte
		name, value, b = cutAttr(b)
		if i := bytes.IndexByte(name, ':'); i >= 0 && !r.html {
			name = name[i+1:]
		}
		if r.html {
			name = bytes.ToLower(name)
		}
		if bytes.IndexByte(value, '&') >= 0 {
			value = Unescape(bytes.Clone(value))
		}
		if !yield(r.intern(name), value) {
			return
		}
	}
}

// cutAttr cuts the first attribute off.
func cutAttr(b []byte) (name, value, rest []byte) {
	n := 1
	for n < len(b) && b[n] != '=' && !blank(b[n]) {
		n++
	}
	name, b = b[:n], b[n:]
	trimmed := bytes.TrimLeft(b, " \t\r\n\f")
	if len(trimmed) == 0 || trimmed[0] != '=' {
		return name, nil, b
	}
	b = bytes.TrimLeft(trimmed[1:], " \t\r\n\f")
	if len(b) == 0 {
		return name, nil, nil
	}
	if q := b[0]; q == '"' || q == '\'' {
		b = b[1:]
		if i := bytes.IndexByte(b, q); i >= 0 {
			return name, b[:i], b[i+1:]
		}
		return name, b, nil
	}
	for n = 0; n < len(b) && !blank(b[n]); n++ {
	}
	return name, b[:n], b[n:]
}

// Attr is the value of an attribute, empty when it is missing.
func (r *Reader) Attr(name string) string { return string(r.AttrBytes(name)) }

// AttrBytes is the same, valid until the next token.
func (r *Reader) AttrBytes(name string) []byte {
	for b := r.attrs; ; {
		for len(b) > 0 && (blank(b[0]) || b[0] == '/') {
			b = b[1:]
		}
		if len(b) == 0 {
			return nil
		}
		var n, value []byte
		n, value, b = cutAttr(b)
		if i := bytes.IndexByte(n, ':'); i >= 0 && !r.html {
			n = n[i+1:]
		}
		if string(n) == name || r.html && bytes.EqualFold(n, []byte(name)) {
			if bytes.IndexByte(value, '&') >= 0 {
				return Unescape(bytes.Clone(value))
			}
			return value
		}
	}
}
