package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
)

// person is planted in every document of these tests; as "Astrid Planterad 3", with a number for each place.
const person = "Astrid Planterad"

// read is a document's texts by place, those of one place joined, and what was not read as "place code".
func read(t testing.TB, name string, content []byte) (texts map[string]string, unread []string) {
	t.Helper()
	texts = map[string]string{}
	why, err := document.InProcess(document.Limits{}).Texts(t.Context(), name, bytes.NewReader(content), func(place string, text io.Reader) error {
		b, err := io.ReadAll(text)
		if !utf8.Valid(b) {
			t.Errorf("%s is not UTF-8: %q", place, b)
		}
		texts[place] += string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts, codes(why)
}

func codes(why []varsam.Reason) (all []string) {
	for _, r := range why {
		all = append(all, strings.TrimSpace(r.Args[0]+" "+r.Code))
	}
	return all
}

// planted holds a document against where the person stands in it: place and the words behind the name.
func planted(t *testing.T, name string, content []byte, want map[string]string, unread ...string) {
	t.Helper()
	texts, why := read(t, name, content)
	for place, words := range want {
		if !strings.Contains(texts[place], words) {
			t.Errorf("%s: %q is not at %q; there is %.300q", name, words, place, texts[place])
		}
	}
	if !slices.Equal(why, unread) {
		t.Errorf("%s: not read: %q, want %q", name, why, unread)
	}
	if t.Failed() {
		for place, text := range texts {
			t.Logf("%s: %.200q", place, text)
		}
	}
}

// nth is the person's name with the number of a place.
func nth(n int) string { return fmt.Sprintf("%s %d", person, n) }

// zipped is an archive of names and contents.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	utf16 := func(s string, order ...int) []byte {
		var b []byte
		for _, r := range s {
			two := [2]byte{byte(r), byte(r >> 8)}
			b = append(b, two[order[0]], two[order[1]])
		}
		return b
	}
	for name, content := range map[string][]byte{
		"UTF-8":                     []byte("Hej Åsa Öberg"),
		"with a mark":               []byte("\xef\xbb\xbfHej Åsa Öberg"),
		"Windows-1252":              []byte("Hej \xc5sa \xd6berg"),
		"UTF-16":                    append([]byte{0xff, 0xfe}, utf16("Hej Åsa Öberg", 0, 1)...),
		"UTF-16, big end first":     append([]byte{0xfe, 0xff}, utf16("Hej Åsa Öberg", 1, 0)...),
		"UTF-16 without a mark":     utf16("Hej Åsa Öberg, hur mår du?", 0, 1),
		"UTF-16BE without a mark":   utf16("Hej Åsa Öberg, hur mår du?", 1, 0),
		"JSON with escapes":         []byte(`{"name":"Hej \u00c5sa \u00d6berg"}`),
		"CSV in Windows-1252":       []byte("namn;ort\nHej \xc5sa \xd6berg;Ume\xe5\n"),
		"XML in Latin-1":            []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><a><b>Hej ` + "\xc5sa \xd6berg</b></a>"),
		"XML with entities":         []byte(`<?xml version="1.0"?><a>Hej &#197;sa &#xD6;berg</a>`),
		"HTML with a charset":       []byte("<html><meta charset=iso-8859-1><body><p>Hej <b>\xc5</b>sa \xd6berg</p>"),
		"HTML with entities":        []byte("<html><body>Hej\n &Aring;sa &Ouml;berg"),
		"a document type's words":   []byte(`<!DOCTYPE x [<!ENTITY n "Hej Åsa Öberg">]><x>&n;</x>`),
		"gzip in zip, a long name":  zipped(t, "a/b.txt", "Hej Åsa Öberg"),
		"an attribute of a element": []byte(`<?xml version="1.0"?><person name="Hej Åsa Öberg"/>`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			texts, unread := read(t, "a", content)
			all := ""
			for _, text := range texts {
				all += text + "\n"
			}
			if !strings.Contains(all, "Hej Åsa Öberg") || unread != nil {
				t.Errorf("%q, not read %q", texts, unread)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	planted(t, "page.html", []byte(`<!doctype html><html><head><title>Astrid Planterad 1</title>
<meta name="author" content="Astrid Planterad 2"><script>var who = "Astrid Planterad 3"</script></head>
<body><!-- Astrid Planterad 4 --><p>Hej&nbsp;<b>Astr</b>id&nbsp;x <i>Astrid
  Planterad</i> 5</p><a href="mailto:astrid@example.org" title="Astrid Planterad 6">mejl</a>
<input name=a value="Astrid Planterad 7"><td>Astrid Planterad 8<td>Astrid Planterad 9 < 10 &amp; 11`), map[string]string{
		"#title=1": nth(1), "#meta=1": nth(2), "#script=1": nth(3), "#comment=1": nth(4), "": nth(5), "#link=1": "astrid@example.org", "#alt=1": nth(6), "#field=1": nth(7),
	})
}

func TestMessage(t *testing.T) {
	t.Parallel()
	letter := strings.ReplaceAll(`Received: from mail.example.org; Astrid Planterad 1
From: =?utf-8?q?Astrid?= =?utf-8?Q?_Planterad?= 2 <a@example.org>
Subject: =?iso-8859-1?q?=C5sa?= och
 Astrid Planterad 3
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble Astrid Planterad 4
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

=C5sa och Astrid Plan=
terad 5
--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+QXN0cmlkIDxiPlBsYW50ZXJhZDwvYj4gNjwvcD48IS0tIEFzdHJpZCBQbGFudGVyYWQgNyAtLT4=
--inner--
--outer
Content-Type: application/octet-stream; name="brev.zip"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

ZIP
--outer
Content-Type: message/rfc822

Subject: Astrid Planterad 9

Astrid Planterad 10
--outer--
epilogue Astrid Planterad 11
`, "\n", "\r\n")
	letter = strings.Replace(letter, "ZIP", base64Of(zipped(t, "inne.csv", "namn;ort\nAstrid Planterad 8;Umeå\n")), 1)
	planted(t, "", []byte(letter), map[string]string{
		"#header=received": nth(1), "#header=from": nth(2), "#header=subject": "Åsa och " + nth(3), "#preamble": nth(4), "#body": "Åsa och " + nth(5), "#body=2": nth(6),
		"#body=2/comment=1": nth(7), "brev.zip/inne.csv#$[0].namn": nth(8), "message-4.eml#header=subject": nth(9), "message-4.eml#body": nth(10), "#epilogue": nth(11),
		"#attachment=3": "brev.zip",
	})
}

func TestWriting(t *testing.T) {
	t.Parallel()
	planted(t, "brev.docx", zipped(t,
		"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document><w:body><w:p><w:r><w:t>Hej </w:t></w:r><w:r><w:t>Astr</w:t></w:r><w:proofErr/><w:r><w:t>id </w:t></w:r><w:hyperlink><w:r><w:t>Planterad 1</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:t>Astrid Planter</w:t></w:r><w:del w:author="Astrid Planterad 2"><w:r><w:delText>ad 3</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:t>Astrid </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Astrid Planterad 4</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Planterad 5</w:t></w:r></w:p>
<wp:docPr id="1" descr="Astrid Planterad 6"/></w:body></w:document>`,
		"word/header1.xml", `<w:hdr><w:p><w:r><w:t>Astrid Planterad 7</w:t></w:r></w:p></w:hdr>`,
		"word/footer2.xml", `<w:ftr><w:p><w:r><w:t>Astrid Planterad 8</w:t></w:r></w:p></w:ftr>`,
		"word/comments.xml", `<w:comments><w:comment w:id="0" w:author="Bo"><w:p><w:r><w:t>Astrid Planterad 9</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/footnotes.xml", `<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>Astrid Planterad 10</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml", `<cp:coreProperties><dc:creator>Astrid Planterad 11</dc:creator></cp:coreProperties>`,
		"docProps/custom.xml", `<Properties><property name="Kund"><vt:lpwstr>Astrid Planterad 12</vt:lpwstr></property></Properties>`,
		"customXml/item1.xml", `<x><kund>Astrid Planterad 13</kund></x>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId1" Target="mailto:astrid@example.org" TargetMode="External"/></Relationships>`,
		"word/embeddings/a.csv", "namn;ort\nAstrid Planterad 14;Umeå\n",
	), map[string]string{
		"": nth(1), "#meta=author": nth(2), "#deleted=1": nth(3), "#textbox=1": nth(4), "#alt=1": nth(6), "#header=1": nth(7), "#footer=2": nth(8),
		"#comment=0": nth(9), "#footnote=2": nth(10), "#meta=creator": nth(11), "#meta=Kund": nth(12), "#part=customXml/item1.xml": nth(13), "#link=rId1": "astrid@example.org",
		"word/embeddings/a.csv#$[0].namn": nth(14),
	})
}

func TestSheets(t *testing.T) {
	t.Parallel()
	planted(t, "folk.xlsx", zipped(t,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
<row r="7" hidden="1"><c r="A7" t="s"><v>1</v></c><c r="B7" t="inlineStr"><is><r><t>Astrid </t></r><r><t>Planterad 2</t></r></is></c><c t="n" s="1"><v>9001189811</v></c><c s="2"><v>32891</v></c><c r="E7"><v>1.9900118981100001E11</v></c>
<c r="F7"><v>1.99001189811E11</v></c><c r="G7" t="str"><f>CONCATENATE("Astrid Planterad 3",A1)</f><v>Astrid Planterad 4</v></c></row></sheetData><headerFooter><oddHeader>&amp;CAstrid Planterad 5</oddHeader></headerFooter></worksheet>`,
		"xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="s"><v>2</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="rId1" Target="../comments1.xml"/></Relationships>`,
		"xl/comments1.xml", `<comments><authors><author>Astrid Planterad 6</author></authors><commentList><comment ref="C3"><text><r><t>Astrid </t></r><r><t>Planterad 7</t></r></text></comment></commentList></comments>`,
		"xl/sharedStrings.xml", `<sst><si><t>Namn</t></si><si><r><t>Astr</t></r><r><t>id Planterad 1</t></r><rPh><t>x</t></rPh></si><si><t>Astrid Planterad 8</t></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000000\-0000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook><sheets><sheet name="Folk" r:id="rId1"/><sheet name="Gömd" state="veryHidden" r:id="rId2"/></sheets></workbook>`,
		"[Content_Types].xml", "<Types/>",
		"docProps/app.xml", `<Properties><Manager>Astrid Planterad 9</Manager><TitlesOfParts><vt:vector><vt:lpstr>Folk</vt:lpstr></vt:vector></TitlesOfParts></Properties>`,
		"xl/drawings/drawing1.xml", `<xdr:wsDr><a:t>Astrid Planterad 10</a:t></xdr:wsDr>`,
	), map[string]string{
		"#cell=Folk!A7": nth(1), "#cell=Folk!B7": nth(2), "#cell=Folk!C7": "900118-9811", "#cell=Folk!D7": "1990-01-18", "#cell=Folk!F7": "199001189811", "#formula=Folk!G7": nth(3),
		"#cell=Folk!G7": nth(4), "#header=Folk": nth(5), "#meta=author": nth(6), "#comment=Folk!C3": nth(7), "#cell=Gömd!A1": nth(8), "#meta=Manager": nth(9), "#part=xl/drawings/drawing1.xml": nth(10),
	})
}

func TestSlides(t *testing.T) {
	t.Parallel()
	planted(t, "visning.pptx", zipped(t,
		"[Content_Types].xml", "<Types/>",
		"ppt/slides/slide1.xml", `<p:sld><a:p><a:r><a:t>Astrid </a:t></a:r><a:r><a:t>Planterad 1</a:t></a:r></a:p><p:cNvPr id="2" name="x" descr="Astrid Planterad 2"/></p:sld>`,
		"ppt/slides/slide2.xml", `<p:sld show="0"><a:p><a:r><a:t>Astrid Planterad 3</a:t></a:r></a:p></p:sld>`,
		"ppt/presentation.xml", `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId9"/><p:sldId id="257" r:id="rId8"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", `<Relationships><Relationship Id="rId8" Target="slides/slide1.xml"/><Relationship Id="rId9" Target="slides/slide2.xml"/></Relationships>`,
		"ppt/slides/_rels/slide1.xml.rels", `<Relationships><Relationship Id="rId1" Target="../notesSlides/notesSlide1.xml"/><Relationship Id="rId2" Target="../comments/comment1.xml"/></Relationships>`,
		"ppt/notesSlides/notesSlide1.xml", `<p:notes><a:p><a:r><a:t>Astrid Planterad 4</a:t></a:r></a:p></p:notes>`,
		"ppt/comments/comment1.xml", `<p:cmLst><p:cm authorId="0"><p:text>Astrid Planterad 5</p:text></p:cm></p:cmLst>`,
		"ppt/commentAuthors.xml", `<p:cmAuthorLst><p:cmAuthor id="0" name="Astrid Planterad 6" initials="AP"/></p:cmAuthorLst>`,
	), map[string]string{
		"#slide=2": nth(1), "#slide=2/alt=1": nth(2), "#slide=1": nth(3), "#note=2": nth(4), "#slide=2/comment=1": nth(5), "#meta=author": nth(6),
	})
}

func TestOpenDocument(t *testing.T) {
	t.Parallel()
	planted(t, "brev.odt", zipped(t,
		"mimetype", "application/vnd.oasis.opendocument.text",
		"content.xml", `<office:document-content><office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><dc:creator>Astrid Planterad 1</dc:creator><text:p>Astrid Planterad 2</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>Hej <text:span>Astrid</text:span><text:s/>Plan<office:annotation><dc:creator>Bo</dc:creator><text:p>Astrid Planterad 3</text:p></office:annotation>terad 4<text:note><text:note-body><text:p>Astrid Planterad 5</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document-content>`,
		"styles.xml", `<office:document-styles><style:master-page><style:header><text:p>Astrid Planterad 6</text:p></style:header></style:master-page></office:document-styles>`,
		"meta.xml", `<office:document-meta><office:meta><meta:initial-creator>Astrid Planterad 7</meta:initial-creator><meta:user-defined meta:name="Kund">Astrid Planterad 8</meta:user-defined></office:meta></office:document-meta>`,
	), map[string]string{
		"#meta=author": nth(1), "#deleted=1": nth(2), "#comment=1": nth(3), "": nth(4), "#footnote=1": nth(5), "#header=1": nth(6), "#meta=initial-creator": nth(7), "#meta=Kund": nth(8),
	})
	planted(t, "folk.ods", zipped(t,
		"mimetype", "application/vnd.oasis.opendocument.spreadsheet",
		"content.xml", `<office:document-content><office:body><office:spreadsheet><table:table table:name="Gömd" table:display="false"><table:table-row table:number-rows-repeated="6"><table:table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row><table:table-cell/><table:table-cell office:value-type="string"><office:annotation><text:p>Astrid Planterad 1</text:p></office:annotation><text:p>Astrid Planterad 2</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
	), map[string]string{"#comment=Gömd!B7": nth(1), "#cell=Gömd!B7": nth(2), "#sheet=Gömd": "Gömd"})
	planted(t, "visning.odp", zipped(t,
		"mimetype", "application/vnd.oasis.opendocument.presentation",
		"content.xml", `<office:document-content><office:body><office:presentation><draw:page><text:p>x</text:p></draw:page><draw:page><draw:frame><draw:text-box><text:p>Astrid Planterad 1</text:p></draw:text-box></draw:frame><presentation:notes><text:p>Astrid Planterad 2</text:p></presentation:notes></draw:page></office:presentation></office:body></office:document-content>`,
	), map[string]string{"#slide=2": nth(1), "#note=2": nth(2)})
	locked := `<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	planted(t, "", zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "\x00\x01", "META-INF/manifest.xml", locked), nil, "#content.xml unread-encrypted")
}

// The parsers have the shape of what asks for texts.
var _ interface {
	Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error)
} = (*document.Parser)(nil)

func base64Of(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
