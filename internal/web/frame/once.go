package frame

import (
	"crypto/sha256"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A form that is sent twice from one page, word for word, is one form: somebody
// pressed twice, or a connection broke and the browser tried again. The second is
// sent on to where the first led, and nothing is done twice. What was refused is
// forgotten at once, and what is sent from a page that was loaded anew is new.
const (
	onceLife = time.Minute
	onceMost = 1 << 15 // forms; the oldest go first
)

type once struct {
	mu   sync.Mutex
	sent map[formKey]*outcome
	line []formKey // oldest first
}

// formKey is a form with the browser, the page that it stood on, and its words.
type formKey [sha256.Size]byte

// outcome is where a form led; done is closed when it is known.
type outcome struct {
	at      time.Time
	done    chan struct{}
	to      string // empty: it was refused, or led nowhere
	cookies []string
}

// only lets a handler answer each form once.
func only(h Handler) Handler {
	return func(v *Visit) error {
		if v.R.Method != http.MethodPost {
			return h(v)
		}
		return v.only(h)
	}
}

func (v *Visit) only(h Handler) error {
	key, err := v.formKey()
	if err != nil {
		return h(v) // a file cannot be read twice: then it counts for itself
	}
	for {
		o, first := v.area.Site.once.begin(key, v.area.Site.Now())
		if first {
			defer func() { v.area.Site.once.end(key, o, v) }()
			return v.everywhere(key, h)
		}
		select {
		case <-o.done:
		case <-v.Context().Done():
			return v.Context().Err()
		}
		if o.to != "" {
			return v.follow(o.to, o.cookies)
		}
	}
}

// begin is the outcome of a form, and whether it is for the caller to bring about.
func (s *once) begin(key formKey, now time.Time) (o *outcome, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sent == nil {
		s.sent = map[formKey]*outcome{}
	}
	for len(s.line) > 0 {
		oldest := s.sent[s.line[0]]
		if oldest != nil && len(s.line) < onceMost && now.Sub(oldest.at) < onceLife {
			break
		}
		delete(s.sent, s.line[0])
		s.line = s.line[1:]
	}
	if o = s.sent[key]; o != nil {
		return o, false
	}
	o = &outcome{at: now, done: make(chan struct{})}
	s.sent[key], s.line = o, append(s.line, key)
	return o, true
}

// end notes where a form has led.
func (s *once) end(key formKey, o *outcome, v *Visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.to = v.went; o.to == "" {
		if s.sent[key] == o {
			delete(s.sent, key)
		}
	} else {
		o.cookies = slices.Clone(v.W.Header()["Set-Cookie"])
	}
	close(o.done)
}

// formKey reads the whole form.
func (v *Visit) formKey() (key formKey, err error) {
	sum := sha256.New()
	write := func(texts ...string) {
		for _, text := range texts {
			io.WriteString(sum, text)
			sum.Write([]byte{0})
		}
	}
	write(v.Cookie(browserCookie), v.R.URL.RequestURI())
	for _, name := range slices.Sorted(maps.Keys(v.R.PostForm)) {
		write(name)
		write(v.R.PostForm[name]...)
	}
	if v.R.MultipartForm != nil {
		files := v.R.MultipartForm.File
		for _, name := range slices.Sorted(maps.Keys(files)) {
			for _, file := range files[name] {
				write(name, file.Filename)
				if err := addFile(sum, file); err != nil {
					return key, err
				}
			}
		}
	}
	sum.Sum(key[:0])
	return key, nil
}

func addFile(to io.Writer, file *multipart.FileHeader) error {
	part, err := file.Open()
	if err != nil {
		return err
	}
	defer part.Close()
	_, err = io.Copy(to, part)
	return err
}
