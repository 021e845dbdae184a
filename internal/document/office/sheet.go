package office

import (
	"archive/zip"
)

// book is a workbook.
type book struct{ d *document }

func (b *book) sheetOf(id, file string)                     {}
func (b *book) belongs(file, sheet string)                  {}
func (b *book) file(f *zip.File, folder, name string) error { return b.d.plain(f) }
