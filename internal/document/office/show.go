package office

import (
	"archive/zip"
)

// show is a presentation.
type show struct{ d *document }

func (s *show) slideOf(id, file string)                     {}
func (s *show) belongs(file, slide string)                  {}
func (s *show) file(f *zip.File, folder, name string) error { return s.d.plain(f) }
