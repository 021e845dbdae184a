package paper

import (
	"fmt"
	"strings"
)

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The namespaces of Office Open XML.
const (
	nsWord   = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	nsCells  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	nsSlides = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	nsOther  = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	content  = "application/vnd.openxmlformats-officedocument."
)

// packed is a package of Office's: main is its first part, parts are names, types and contents.
func packed(main, author string, parts ...string) []byte {
	var types strings.Builder
	files := []string{"[Content_Types].xml", ""}
	for i := 0; i < len(parts); i += 3 {
		if parts[i+1] != "" {
			fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s%s+xml"/>`, parts[i], content, parts[i+1])
		}
		files = append(files, parts[i], declaration+parts[i+2])
	}
	files[1] = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` + types.String() + `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
	files = append(files,
		"_rels/.rels", declaration+relations("officeDocument", main, "metadata/core-properties", "docProps/core.xml"),
		"docProps/core.xml", declaration+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>`+escaped(author)+`</dc:creator></cp:coreProperties>`)
	return Archive(files...)
}

// relations are kinds and targets.
func relations(pairs ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(pairs); i += 2 {
		kind := relation + pairs[i]
		if strings.HasPrefix(pairs[i], "metadata/") {
			kind = "http://schemas.openxmlformats.org/package/2006/relationships/" + pairs[i]
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i/2+1, kind, pairs[i+1])
	}
	return b.String() + "</Relationships>"
}

// runs is a line in two runs of which the second is bold, with elements of a namespace.
func runs(ns, line string) string {
	first, rest := half(line)
	bold := "<" + ns + ":rPr><" + ns + ":b/></" + ns + ":rPr>"
	space := ` xml:space="preserve"`
	if ns == "a" {
		bold, space = `<a:rPr b="1"/>`, ""
	}
	text := func(s string) string {
		return "<" + ns + ":t" + space + ">" + escaped(s) + "</" + ns + ":t></" + ns + ":r>"
	}
	return "<" + ns + ":r>" + text(first) + "<" + ns + ":r>" + bold + text(rest)
}

// paragraphs are lines in runs.
func paragraphs(ns string, lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("<" + ns + ":p>" + runs(ns, line) + "</" + ns + ":p>")
	}
	return b.String()
}

func docx(s Sheet) []byte {
	deleted := `<w:p><w:del w:id="1" w:author="Bo" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>` + escaped(s.Hidden) + `</w:delText></w:r></w:del></w:p>`
	body := paragraphs("w", s.Lines...) + deleted + `<w:sectPr><w:headerReference ` + nsOther + ` w:type="default" r:id="rId1"/></w:sectPr>`
	return packed("word/document.xml", s.Author,
		"word/document.xml", "wordprocessingml.document.main", `<w:document `+nsWord+`><w:body>`+body+`</w:body></w:document>`,
		"word/header1.xml", "wordprocessingml.header", `<w:hdr `+nsWord+`>`+paragraphs("w", s.Header)+`</w:hdr>`,
		"word/comments.xml", "wordprocessingml.comments", `<w:comments `+nsWord+`><w:comment w:id="0" w:author="Bo">`+paragraphs("w", s.Comment)+`</w:comment></w:comments>`,
		"word/_rels/document.xml.rels", "", relations("header", "header1.xml", "comments", "comments.xml"),
	)
}

func xlsx(s Sheet) []byte {
	var rows, shared strings.Builder
	for i, line := range s.Lines {
		first, rest := half(line)
		fmt.Fprintf(&rows, `<row r="%d"><c r="B%d" t="s"><v>%d</v></c></row>`, i+1, i+1, i)
		shared.WriteString("<si><r><t xml:space=\"preserve\">" + escaped(first) + "</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">" + escaped(rest) + "</t></r></si>")
	}
	sheet := func(data, more string) string {
		return `<worksheet ` + nsCells + `><sheetData>` + data + `</sheetData>` + more + `</worksheet>`
	}
	return packed("xl/workbook.xml", s.Author,
		"xl/workbook.xml", "spreadsheetml.sheet.main", `<workbook `+nsCells+` `+nsOther+`><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/><sheet name="Blad2" sheetId="2" state="veryHidden" r:id="rId2"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml", "spreadsheetml.worksheet", sheet(rows.String(), `<headerFooter><oddHeader>&amp;C`+escaped(s.Header)+`</oddHeader></headerFooter>`),
		"xl/worksheets/sheet2.xml", "spreadsheetml.worksheet", sheet(`<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>`+escaped(s.Hidden)+`</t></is></c></row>`, ""),
		"xl/sharedStrings.xml", "spreadsheetml.sharedStrings", `<sst `+nsCells+`>`+shared.String()+`</sst>`,
		"xl/comments1.xml", "spreadsheetml.comments", `<comments `+nsCells+`><authors><author/></authors><commentList><comment ref="B1" authorId="0"><text><r><t>`+escaped(s.Comment)+`</t></r></text></comment></commentList></comments>`,
		"xl/_rels/workbook.xml.rels", "", relations("worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet2.xml", "sharedStrings", "sharedStrings.xml"),
		"xl/worksheets/_rels/sheet1.xml.rels", "", relations("comments", "../comments1.xml"),
	)
}

func pptx(s Sheet) []byte {
	tree := func(text string) string {
		return `<p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="Text 1" descr="` + escaped(s.Header) + `"/></p:nvSpPr><p:txBody>` + text + `</p:txBody></p:sp></p:spTree></p:cSld>`
	}
	return packed("ppt/presentation.xml", s.Author,
		"ppt/presentation.xml", "presentationml.presentation.main", `<p:presentation `+nsSlides+` `+nsOther+`><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>`,
		"ppt/slides/slide1.xml", "presentationml.slide", `<p:sld `+nsSlides+`>`+tree(paragraphs("a", s.Lines...))+`</p:sld>`,
		"ppt/notesSlides/notesSlide1.xml", "presentationml.notesSlide", `<p:notes `+nsSlides+`>`+tree(paragraphs("a", s.Hidden))+`</p:notes>`,
		"ppt/comments/comment1.xml", "presentationml.comments", `<p:cmLst `+nsSlides+`><p:cm authorId="0"><p:text>`+escaped(s.Comment)+`</p:text></p:cm></p:cmLst>`,
		"ppt/_rels/presentation.xml.rels", "", relations("slide", "slides/slide1.xml"),
		"ppt/slides/_rels/slide1.xml.rels", "", relations("notesSlide", "../notesSlides/notesSlide1.xml", "comments", "../comments/comment1.xml"),
	)
}
