package office

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
)

// show is a presentation: PresentationML.
type show struct {
	d      *document
	order  map[string]int    // of slides by relation
	slides map[string]int    // by file
	owners map[string]string // slides by what belongs to them
}

func (s *show) slideOf(id, file string) {
	if s.slides == nil {
		s.slides = map[string]int{}
	}
	if n, ok := s.order[id]; ok {
		s.slides[file] = n
	}
}

func (s *show) belongs(file, slide string) {
	if s.owners == nil {
		s.owners = map[string]string{}
	}
	s.owners[file] = slide
}

// number is that of the slide to which a file belongs, in the order in which they are shown.
func (s *show) number(file string) string {
	if owner, ok := s.owners[file]; ok {
		file = owner
	}
	if n, ok := s.slides[file]; ok {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(numberIn(file))
}

func (s *show) file(f *zip.File, folder, name string) error {
	n := s.number(f.Name)
	switch {
	case name == "presentation.xml":
		return s.d.markup(f, s.presentation)
	case folder == "ppt/slides/":
		return s.drawn(f, "slide="+n)
	case folder == "ppt/notesSlides/":
		return s.drawn(f, "note="+n)
	case folder == "ppt/slideLayouts/", folder == "ppt/slideMasters/", folder == "ppt/notesMasters/", folder == "ppt/handoutMasters/":
		return s.drawn(f, "layout="+strings.TrimSuffix(name, ".xml"))
	case folder == "ppt/comments/":
		return s.d.markup(f, func(r *markup.Reader) error { return s.comments(r, n) })
	case name == "commentAuthors.xml" || name == "authors.xml":
		return s.d.markup(f, s.authors)
	case isDrawn(folder):
		return s.d.words(f, "part="+f.Name)
	}
	return s.d.plain(f)
}

func (s *show) drawn(f *zip.File, field string) error {
	return s.d.read(f, func(in io.Reader) error {
		w := &writing{d: s.d, r: markup.NewReader(markup.Decoded(in)), base: field}
		return w.read()
	})
}

// presentation reads the order of the slides, and what sections and shows are called.
func (s *show) presentation(r *markup.Reader) error {
	s.order = map[string]int{}
	for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
		if kind != markup.Start {
			continue
		}
		switch r.Name {
		case "sldId":
			if id := relation(r); id != "" {
				s.order[id] = len(s.order) + 1
			}
		case "section", "custShow":
			if err := s.d.p.Value("meta=name", "", r.Attr("name")); err != nil {
				return err
			}
		}
	}
	return nil
}

// relation is the attribute r:id, beside which there is an id.
func relation(r *markup.Reader) (id string) {
	for name, value := range r.Attrs {
		if name == "id" && strings.HasPrefix(string(value), "rId") {
			return string(value)
		}
	}
	return id
}

func (s *show) comments(r *markup.Reader, slide string) error {
	n := 0
	var text strings.Builder
	for {
		switch r.Next() {
		case markup.Ended:
			return nil
		case markup.Start:
			if r.Name == "cm" {
				text.Reset()
			}
		case markup.Text:
			text.Write(r.Data)
		case markup.End:
			switch r.Name {
			case "p", "text", "reply":
				text.WriteByte('\n')
			case "cm":
				n++
				if err := s.d.p.Value("slide="+slide+"/comment="+strconv.Itoa(n), "", text.String()); err != nil {
					return err
				}
			}
		}
	}
}

func (s *show) authors(r *markup.Reader) error {
	for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
		if kind == markup.Start {
			if name := r.Attr("name"); name != "" {
				if err := s.d.meet(name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
