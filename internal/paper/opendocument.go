package paper

import "strings"

const nsOpen = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"`

// opened is an OpenDocument of a kind with its body.
func opened(kind string, s Sheet, body string) []byte {
	mime := "application/vnd.oasis.opendocument." + kind
	return Archive(
		"mimetype", mime,
		"content.xml", declaration+`<office:document-content `+nsOpen+`>`+automatic+`<office:body>`+body+`</office:body></office:document-content>`,
		"styles.xml", declaration+`<office:document-styles `+nsOpen+`>`+masters(s)+`</office:document-styles>`,
		"meta.xml", declaration+`<office:document-meta `+nsOpen+`>`+meta(s)+`</office:document-meta>`,
		"META-INF/manifest.xml", declaration+`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="`+mime+
			`"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
	)
}

const automatic = `<office:automatic-styles><style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>`

func masters(s Sheet) string {
	return `<office:automatic-styles><style:page-layout style:name="page"/></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"><style:header><text:p>` +
		escaped(s.Header) + `</text:p></style:header></style:master-page></office:master-styles>`
}

func meta(s Sheet) string {
	return `<office:meta><dc:creator>` + escaped(s.Author) + `</dc:creator></office:meta>`
}

// spans are lines as paragraphs, each in two spans.
func spans(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		first, rest := half(line)
		b.WriteString("<text:p>" + escaped(first) + "<text:span>" + escaped(rest) + "</text:span></text:p>")
	}
	return b.String()
}

func annotation(s Sheet) string {
	return `<office:annotation><dc:creator>Bo</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>` + spans(s.Comment) + `</office:annotation>`
}

func text(s Sheet) string {
	return `<office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Bo</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>` +
		spans(s.Hidden) + `</text:deletion></text:changed-region></text:tracked-changes>` + spans(s.Lines...) + `<text:p>` + annotation(s) + `<text:change text:change-id="c1"/></text:p></office:text>`
}

func odt(s Sheet) []byte { return opened("text", s, text(s)) }

// fodt is the same as one file of XML.
func fodt(s Sheet) []byte {
	return []byte(declaration + `<office:document ` + nsOpen + ` office:mimetype="application/vnd.oasis.opendocument.text">` + meta(s) + masters(s) + `<office:body>` + text(s) + `</office:body></office:document>`)
}

func ods(s Sheet) []byte {
	cell := func(inner string) string {
		return `<table:table-row><table:table-cell office:value-type="string">` + inner + `</table:table-cell></table:table-row>`
	}
	var rows strings.Builder
	for i, line := range s.Lines {
		note := ""
		if i == 0 {
			note = annotation(s)
		}
		rows.WriteString(cell(note + spans(line)))
	}
	return opened("spreadsheet", s, `<office:spreadsheet><table:table table:name="Blad1">`+rows.String()+`</table:table><table:table table:name="Blad2" table:style-name="gone">`+cell(spans(s.Hidden))+`</table:table></office:spreadsheet>`)
}

func odp(s Sheet) []byte {
	box := func(lines string) string {
		return `<draw:frame svg:width="10cm" svg:height="3cm"><draw:text-box>` + lines + `</draw:text-box></draw:frame>`
	}
	return opened("presentation", s, `<office:presentation><draw:page draw:name="page1" draw:master-page-name="Standard">`+box(spans(s.Lines...))+annotation(s)+
		`<presentation:notes>`+box(spans(s.Hidden))+`</presentation:notes></draw:page></office:presentation>`)
}
